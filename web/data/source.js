/**
 * Somebody's own data, ready for runs: all examples once, from which each run gets as many as its
 * experiment asks for, others for each seed. Runs of one seed get the same object.
 *
 * @typedef {object} Examples
 * @property {Uint8Array | Float32Array} x (n, size)
 * @property {Uint8Array | Int32Array} labels (n)
 *
 * @typedef {'idx' | 'cifar' | 'csv' | 'images'} Format
 *
 * @typedef {object} Parsed
 * @property {Format} format
 * @property {number[]} shape [channels, height, width], or [numbers] of a table
 * @property {number} classes
 * @property {Examples} train
 * @property {Examples | null} test null: examples for testing are taken from `train`
 * @property {string[]} [classNames]
 * @property {import('./files.js').FileNote[]} files
 * @property {string[]} [unread] paths of files that were left out
 * @property {string} [target] of a table: the column that is learnt
 * @property {string[]} [columns] of a table
 *
 * @typedef {object} Request how many examples a run wants
 * @property {number} train
 * @property {number} test
 * @property {number} [validation]
 * @property {number} [label_noise] chance with which a training label is drawn anew
 * @property {number} seed
 *
 * @typedef {object} Stamp stands for the data where their bytes would be too much
 * @property {'own'} name
 * @property {string} digest of all examples
 * @property {import('./files.js').FileNote[]} files
 * @property {number} train
 * @property {number} test
 *
 * @typedef {object} Drawn
 * @property {Record<string, any>} data of a spec
 * @property {Record<string, any>} prepare
 * @property {Stamp & Request} stamp
 */
import { digest } from '../core/digest.js';
import { below, choose, stream } from './draw.js';
import { writeIdx } from './idx.js';
import { DataProblem } from './problem.js';

/** Numbers of streams. */
const TRAIN = 1;
const TEST = 2;
const NOISE = 3;
/** Draws that are kept: the most seeds of an experiment, and one set of settings more. */
const KEPT = 12;

export class Source {
  /** @type {Parsed} */ #parsed;
  /** @type {Map<string, Drawn>} oldest first */
  #drawn = new Map();

  /** @param {Parsed} parsed */
  constructor(parsed) {
    const { train, test, shape, classes } = parsed;
    this.#parsed = parsed;
    this.format = parsed.format;
    this.shape = shape;
    this.classes = Math.max(2, classes);
    this.classNames = parsed.classNames ?? [];
    this.files = parsed.files;
    this.unread = parsed.unread ?? [];
    this.target = parsed.target ?? '';
    this.columns = parsed.columns ?? [];
    /** How many there are; test 0: some of them are kept for testing. */
    this.counts = { train: train.labels.length, test: test?.labels.length ?? 0 };
    if (new Set(train.labels).size < 2) {
      throw new DataProblem('classes', { file: this.files[0].name });
    }
    if (this.counts.train + this.counts.test < 2 * this.classes) {
      throw new DataProblem('few', { count: this.counts.train, classes: this.classes });
    }
    const parts = [train, ...(test ? [test] : [])].flatMap(({ x, labels }) => [x, labels]);
    /** Of what is in them, whatever the files are called and however they are packed. */
    this.digest = digest(Uint8Array.from(shape.flatMap((n) => [n & 255, n >> 8])), ...parts);
  }

  /** @returns {boolean} whether an example is an image, which a convolution can look at */
  get isImage() {
    return this.shape.length === 3;
  }

  /** @param {number} label @returns {string} */
  className(label) {
    return this.classNames[label] ?? String(label);
  }

  /**
   * @param {Request} request
   * @returns {Drawn}
   */
  draw(request) {
    const key = JSON.stringify(request);
    const known = this.#drawn.get(key) ?? this.#make(request);
    this.#drawn.delete(key);
    this.#drawn.set(key, known);
    for (const oldest of this.#drawn.keys()) {
      if (this.#drawn.size <= KEPT) break;
      this.#drawn.delete(oldest);
    }
    return known;
  }

  /**
   * One example of each class, as far as there are some.
   *
   * @param {number} most
   * @returns {{label: number, shape: number[], values: Float32Array}[]} values from 0 to 1
   */
  samples(most) {
    if (!this.isImage) return [];
    const { x, labels } = this.#parsed.train;
    const size = this.#size;
    const seen = new Map();
    for (let i = 0; i < labels.length && seen.size < this.classes; i++) {
      if (!seen.has(labels[i])) seen.set(labels[i], i);
    }
    return [...seen]
      .sort(([a], [b]) => a - b)
      .slice(0, most)
      .map(([label, i]) => ({
        label,
        shape: this.shape,
        values: Float32Array.from(x.subarray(i * size, (i + 1) * size), (v) => v / 255),
      }));
  }

  get #size() {
    return this.shape.reduce((a, b) => a * b, 1);
  }

  /**
   * @param {Request} request
   * @returns {Drawn}
   */
  #make(request) {
    const { train, test } = this.#divide(request);
    const { validation = 0, label_noise: noise = 0, seed } = request;
    const last = Math.max(0, train.labels.indexOf(this.classes - 1));
    if (noise > 0) addNoise(train.labels, { share: noise, classes: this.classes, seed });
    // The core counts the classes by the last one, which may have been lost to chance.
    if (this.isImage && !train.labels.includes(this.classes - 1)) {
      train.labels[last] = this.classes - 1;
    }
    const n = train.labels.length;
    const prepare = validation > 0 ? { validation: Math.min(0.5, validation / n) } : {};
    const stamp = {
      ...request,
      name: /** @type {const} */ ('own'),
      digest: this.digest,
      files: this.files,
      train: n,
      test: test.labels.length,
    };
    if (!this.isImage) {
      return {
        data: this.#arrays(train, test),
        prepare: { ...prepare, scaling: 'standardise' },
        stamp,
      };
    }
    const [images, tests] = [train, test].map(({ x, labels }) => writeIdx(this.#head(labels), x));
    const data = {
      name: 'idx',
      trainImages: images,
      trainLabels: writeIdx([n], train.labels),
      testImages: tests,
      testLabels: writeIdx([test.labels.length], test.labels),
    };
    return { data, prepare, stamp };
  }

  /** @param {ArrayLike<number>} labels */
  #head(labels) {
    const [channels, ...sides] = this.shape;
    return channels === 1 ? [labels.length, ...sides] : [labels.length, channels, ...sides];
  }

  /** @param {Examples} train @param {Examples} test */
  #arrays(train, test) {
    const [trainX, testX] = [train, test].map(({ x }) => x);
    const [trainY, testY] = [train, test].map(({ labels }) => Int32Array.from(labels));
    return {
      name: 'arrays',
      shape: this.shape,
      classes: this.classes,
      trainX,
      trainY,
      testX,
      testY,
    };
  }

  /**
   * @param {Request} request
   * @returns {{train: any, test: any}} copies
   */
  #divide({ train: wanted, test: wantedTest, validation = 0, seed }) {
    const { train, test } = this.#parsed;
    const most = wanted + validation;
    const least = Math.max(1, wantedTest);
    if (test) {
      return {
        train: this.#take(train, choose(train.labels.length, most, stream(seed, TRAIN))),
        test: this.#take(test, choose(test.labels.length, least, stream(seed, TEST))),
      };
    }
    // Those for testing come first: how many there are to train on does not change them.
    const n = train.labels.length;
    const share = Math.max(1, Math.min(least, Math.round((n * least) / (least + most))));
    const order = choose(n, share + most, stream(seed, TRAIN));
    const [tests, rest] = [order.slice(0, share), order.slice(share)];
    return { train: this.#take(train, rest), test: this.#take(train, tests) };
  }

  /**
   * @param {Examples} from
   * @param {Uint32Array} index
   */
  #take(from, index) {
    const size = this.#size;
    const x = new /** @type {any} */ (from.x.constructor)(index.length * size);
    const labels = new /** @type {any} */ (from.labels.constructor)(index.length);
    index.forEach((i, k) => {
      x.set(from.x.subarray(i * size, (i + 1) * size), k * size);
      labels[k] = from.labels[i];
    });
    return { x, labels };
  }
}

/**
 * As the core does it to its own examples (c_src/data/generate.h).
 *
 * @param {Uint8Array | Int32Array} labels are changed
 * @param {{share: number, classes: number, seed: number}} options
 */
function addNoise(labels, { share, classes, seed }) {
  const next = stream(seed, NOISE);
  for (let i = 0; i < labels.length; i++) {
    const wrong = next() / 2 ** 32 < share;
    const label = below(next, classes);
    if (wrong) labels[i] = label;
  }
}
