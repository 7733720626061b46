/**
 * The parts of a page that its author may leave out (`hide=theory,code`). Pure.
 */
export const PARTS = Object.freeze([
  'header',
  'question',
  'lead',
  'predict',
  'run',
  'settings',
  'data',
  'digits',
  'table',
  'verdict',
  'compare',
  'report',
  'theory',
  'next',
  'code',
  'links',
]);

/**
 * @param {string} text names with commas between them
 * @returns {string[] | undefined} undefined if one of them is no part
 */
export function readParts(text) {
  const names = text.split(',').map((name) => name.trim());
  const all = [...new Set(names.filter(Boolean))];
  return all.every((name) => PARTS.includes(name)) ? all : undefined;
}
