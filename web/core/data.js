import { LabError } from './error.js';

/** @typedef {'train' | 'test' | 'validation'} Split */

/** The core's numbers of the splits. @type {Readonly<Record<string, number>>} */
const SPLITS = Object.freeze({ train: 0, test: 1, validation: 2 });

/** sp_data_info's questions. */
const CHANNELS = 0;
const HEIGHT = 1;
const WIDTH = 2;
const FLAT = 3;
const CLASSES = 4;
const BYTES = 6;

/** The largest index that the core can take. */
const MAX_INDEX = 2 ** 32 - 1;

/** One data set in the core, shared by those who `hold` it and freed when the last lets go. */
export class DataSet {
  /** @type {import('./instance.js').Core} */ #core;
  /** @type {number} */ #handle;
  /** @type {() => void} */ #onFree;
  #holders = 0;

  /**
   * @param {import('./instance.js').Core} core
   * @param {number} handle
   * @param {() => void} onFree
   */
  constructor(core, handle, onFree) {
    this.#core = core;
    this.#handle = handle;
    this.#onFree = onFree;
  }

  get handle() {
    return this.#handle;
  }

  hold() {
    this.#holders++;
    return this;
  }

  release() {
    this.#holders--;
    if (this.#holders > 0) return;
    this.#core.exports.sp_data_free(this.#handle);
    this.#onFree();
  }

  /** The shape of an example: [channels, height, width], or [numbers]. @returns {number[]} */
  get shape() {
    const channels = this.#info(CHANNELS);
    return this.#info(FLAT) ? [channels] : [channels, this.#info(HEIGHT), this.#info(WIDTH)];
  }

  /** Numbers in one example. */
  get size() {
    return this.shape.reduce((a, b) => a * b, 1);
  }

  /** 0 for regression. */
  get classes() {
    return this.#info(CLASSES);
  }

  get bytes() {
    return this.#info(BYTES);
  }

  /** @returns {Record<Split, number>} how many examples there are */
  get counts() {
    const count = (/** @type {number} */ s) => this.#core.exports.sp_data_count(this.#handle, s);
    return {
      train: count(SPLITS.train),
      test: count(SPLITS.test),
      validation: count(SPLITS.validation),
    };
  }

  /**
   * The core's number of a split that has examples.
   * @param {string} split
   */
  split(split) {
    if (!Object.hasOwn(SPLITS, split)) {
      throw new LabError(`unknown split: ${split} (there is train, test, validation)`, 'split');
    }
    const number = SPLITS[split];
    if (this.#core.exports.sp_data_count(this.#handle, number) === 0) {
      throw new LabError(`the data have no ${split} examples`, 'split');
    }
    return number;
  }

  /**
   * Examples as the net sees them.
   * @param {Split} split
   * @param {ArrayLike<number>} indices
   * @returns {Float32Array} (indices, size)
   */
  examples(split, indices) {
    const { exports, memory } = this.#core;
    const number = this.split(split);
    const count = exports.sp_data_count(this.#handle, number);
    const list = Array.from(indices);
    const wrong = list.find(
      (i) => !Number.isInteger(i) || i < 0 || i >= Math.min(count, MAX_INDEX),
    );
    if (wrong !== undefined) {
      throw new LabError(`there is no example ${wrong}: ${split} has ${count}`, 'indices');
    }
    return memory.lend(Uint32Array.from(list), 'indices', (index) =>
      memory.collect(Float32Array, list.length * this.size, 'indices', (x) => {
        exports.sp_data_examples(this.#handle, number, index, list.length, x);
      }),
    );
  }

  /**
   * The first labels of a split.
   * @param {Split} split
   * @param {number} limit
   * @returns {Int32Array}
   */
  labels(split, limit) {
    const { exports, memory } = this.#core;
    const number = this.split(split);
    if (this.classes === 0) throw new LabError('regression data have no classes', 'data');
    const count = Math.min(limit, exports.sp_data_count(this.#handle, number));
    return memory.collect(Int32Array, count, 'labels', (labels) => {
      exports.sp_data_labels(this.#handle, number, 0, count, labels);
    });
  }

  /** @param {number} what */
  #info(what) {
    return this.#core.exports.sp_data_info(this.#handle, what);
  }
}
