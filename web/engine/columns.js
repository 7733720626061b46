/**
 * Collects the rows of trace events, as they come, into whole columns.
 *
 * @typedef {Record<string, Float64Array>} Columns
 */
export class ColumnStore {
  /** @type {Columns[]} */ #parts = [];

  /** @param {Columns} part */
  append(part) {
    if (Object.values(part)[0]?.length > 0) this.#parts.push(part);
  }

  /** All rows so far. @returns {Columns} */
  get columns() {
    if (this.#parts.length > 1) this.#parts = [join(this.#parts)];
    return this.#parts[0] ?? {};
  }
}

/** @param {Columns[]} parts @returns {Columns} */
function join(parts) {
  const names = Object.keys(parts[0]);
  return Object.fromEntries(names.map((name) => [name, concat(parts.map((part) => part[name]))]));
}

/** @param {Float64Array[]} arrays */
function concat(arrays) {
  const all = new Float64Array(arrays.reduce((sum, array) => sum + array.length, 0));
  let at = 0;
  for (const array of arrays) {
    all.set(array, at);
    at += array.length;
  }
  return all;
}
