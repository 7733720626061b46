/**
 * The rows that a run has measured so far: columns that grow.
 */
const EMPTY = new Float64Array(0);

export class Trace {
  /** @type {Map<string, Float64Array>} longer than needed, NaN where not measured */
  #columns = new Map();
  #length = 0;

  get length() {
    return this.#length;
  }

  /** @returns {string[]} of the columns */
  get names() {
    return [...this.#columns.keys()];
  }

  /** @param {Record<string, Float64Array>} columns new rows, all of one length */
  append(columns) {
    const [first] = Object.values(columns);
    const rows = first?.length ?? 0;
    if (!rows) return;
    for (const [name, values] of Object.entries(columns)) {
      this.#room(name, this.#length + rows).set(values, this.#length);
    }
    this.#length += rows;
  }

  /**
   * @param {string} name
   * @returns {Float64Array} a view, good until the next append
   */
  column(name) {
    return this.#columns.get(name)?.subarray(0, this.#length) ?? EMPTY;
  }

  /** @returns {Record<string, Float64Array>} copies */
  toColumns() {
    return Object.fromEntries([...this.#columns.keys()].map((k) => [k, this.column(k).slice()]));
  }

  /**
   * @param {string} name
   * @param {number} needed
   */
  #room(name, needed) {
    const old = this.#columns.get(name);
    if (old && old.length >= needed) return old;
    const grown = new Float64Array(Math.max(64, 2 * needed)).fill(NaN);
    if (old) grown.set(old);
    this.#columns.set(name, grown);
    return grown;
  }
}
