/** Tables as CSV (RFC 4180). */

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly unknown[])[]} rows numbers with a point, whatever the language; NaN,
 *   null and undefined are empty
 * @returns {string}
 */
export const toCsv = (head, rows) =>
  [head, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');

/** @param {unknown} value */
function cellOf(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '';
  const text = typeof value === 'string' ? harmless(value) : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/**
 * A text that a spreadsheet would take for a formula is none: what a student typed must not do
 * anything on the teacher's machine.
 *
 * @param {string} text
 */
const harmless = (text) =>
  /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
