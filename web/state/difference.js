/**
 * @param {unknown} before
 * @param {unknown} after of the same structure
 * @param {string} [path]
 * @returns {{path: string, value: number}[] | null} the numbers that differ; null if the two
 *   differ in more than numbers
 */
export function difference(before, after, path = '') {
  if (Object.is(before, after)) return [];
  if (typeof before === 'number' && typeof after === 'number') return [{ path, value: after }];
  if (!isNode(before) || !isNode(after)) return null;
  const keys = Object.keys(before);
  if (keys.length !== Object.keys(after).length) return null;
  const found = [];
  for (const key of keys) {
    if (!(key in after)) return null;
    const below = difference(before[key], after[key], path ? `${path}.${key}` : key);
    if (!below) return null;
    found.push(...below);
  }
  return found;
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isNode(value) {
  return typeof value === 'object' && value !== null && !ArrayBuffer.isView(value);
}
