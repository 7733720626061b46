/**
 * Tables as text (RFC 4180): for spreadsheets and programs, so numbers are as exact as they are.
 *
 * @typedef {string | number} Cell a number that is not finite is left empty
 *
 * @param {readonly string[]} header
 * @param {readonly (readonly Cell[])[]} rows
 * @returns {string}
 */
export const toCsv = (header, rows) =>
  [header, ...rows].map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');

/** @param {Cell} cell */
function cellOf(cell) {
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
