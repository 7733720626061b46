import { blocksOf, blockKind, derivedNumbers } from './blocks.js';
import { LabError } from './error.js';

const NO_MEMORY = 2;

/**
 * A spec on its way into the core, one field after the other. Belongs to the caller, who must
 * call `free`.
 */
export class Draft {
  /** @type {import('./instance.js').Core} */ #core;
  /** @type {number} */ #handle;
  /** @type {number[]} */ #blocks = [];

  /**
   * @param {import('./instance.js').Core} core
   * @param {Record<string, any>} spec normalised: of a run, or of a descent
   */
  constructor(core, spec) {
    this.#core = core;
    this.#handle = core.exports.sp_draft_new();
    if (this.#handle === 0) throw new LabError('out of memory');
    try {
      this.#fill(spec);
    } catch (error) {
      this.free();
      throw error;
    }
  }

  free() {
    this.dropBlocks();
    this.#core.exports.sp_draft_free(this.#handle);
  }

  /** @param {Record<string, any>} spec */
  #fill({ data, model = [], ...rest }) {
    for (const [field, value] of Object.entries(rest)) this.#field(field, value);
    if (data) this.#fillData(data);
    model.forEach((/** @type {object} */ layer, /** @type {number} */ i) =>
      this.#field(`model.${i}`, layer),
    );
  }

  /** @param {import('./spec.js').Named} data */
  #fillData(data) {
    const fields = blockKind(data.name)?.fields ?? {};
    for (const [field, value] of Object.entries(data)) {
      if (!Object.hasOwn(fields, field)) this.#field(`data.${field}`, value);
    }
    for (const [field, value] of Object.entries(derivedNumbers(data))) {
      this.#field(`data.${field}`, value);
    }
  }

  /**
   * @param {string} path
   * @param {unknown} value
   */
  #field(path, value) {
    if (typeof value === 'number') this.#number(path, value);
    else if (typeof value === 'string') this.#text(path, value);
    else {
      const fields = /** @type {Record<string, unknown>} */ (value);
      // The name of a kind goes first: its parameters mean nothing before.
      for (const key of ['name', 'layer']) {
        if (key in fields) this.#field(`${path}.${key}`, fields[key]);
      }
      for (const [field, inner] of Object.entries(fields)) {
        if (field !== 'name' && field !== 'layer') this.#field(`${path}.${field}`, inner);
      }
    }
  }

  /** @param {string} path @param {number} value */
  #number(path, value) {
    const { exports, memory } = this.#core;
    const status = memory.lend(path, path, (p) => exports.sp_draft_number(this.#handle, p, value));
    if (status !== 0) throw this.#error();
  }

  /** @param {string} path @param {string} text */
  #text(path, text) {
    const { exports, memory } = this.#core;
    const status = memory.lend(path, path, (p) =>
      memory.lend(text, path, (t) => exports.sp_draft_text(this.#handle, p, t)),
    );
    if (status !== 0) throw this.#error();
  }

  /**
   * Gives the core copies of the data's blocks, for `build`.
   * @param {import('./spec.js').Named} data
   */
  lendBlocks(data) {
    const { exports, memory } = this.#core;
    for (const [path, values] of blocksOf(data)) {
      const address = memory.put(values, path);
      this.#blocks.push(address);
      const status = memory.lend(path, path, (p) =>
        exports.sp_draft_block(this.#handle, p, address, values.byteLength),
      );
      if (status !== 0) throw this.#error();
    }
  }

  dropBlocks() {
    for (const address of this.#blocks.splice(0)) this.#core.memory.free(address);
  }

  /**
   * Makes the data set, the run or the descent of this draft.
   * @param {'sp_data_new' | 'sp_run_new' | 'sp_descent_new'} what
   * @param {number[]} more arguments after the draft
   * @returns {number} its handle
   */
  build(what, ...more) {
    const handle = this.#core.exports[what](this.#handle, ...more);
    if (handle === 0) throw this.#error();
    return handle;
  }

  #error() {
    const { exports, memory } = this.#core;
    const path = memory.text(exports.sp_draft_error_path(this.#handle));
    const message = memory.text(exports.sp_draft_error_message(this.#handle));
    if (exports.sp_draft_error_status(this.#handle) === NO_MEMORY && !/memory/.test(message)) {
      return new LabError(`out of memory: ${message}`, path);
    }
    return new LabError(message, path);
  }
}
