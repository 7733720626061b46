import { LabError } from './error.js';

/** Numbers that are handed to the core at once, about; larger inputs go in parts. */
const PART = 1 << 18;

const OUTPUTS = 5;

/**
 * @typedef {object} Classified the first examples of a split
 * @property {Int32Array} labels
 * @property {Int32Array} predicted
 * @property {Float32Array} confidence softmax probability of the predicted class
 */

/** What a run's net answers, masks off. */
export class Predictor {
  /** @type {import('./instance.js').Core} */ #core;
  /** @type {import('./data.js').DataSet} */ #data;
  /** @type {() => number} */ #run;

  /**
   * @param {import('./instance.js').Core} core
   * @param {import('./data.js').DataSet} data
   * @param {() => number} run its handle; throws if it is gone
   */
  constructor(core, data, run) {
    this.#core = core;
    this.#data = data;
    this.#run = run;
  }

  /**
   * @param {ArrayLike<number>} inputs (rows, numbers of an example)
   * @returns {Float32Array} (rows, outputs), before softmax
   */
  predict(inputs) {
    const run = this.#run();
    const { exports, memory } = this.#core;
    const size = this.#data.size;
    const rows = inputs?.length / size;
    if (!Number.isInteger(rows)) {
      const got = inputs?.length ?? inputs;
      throw new LabError(
        `inputs must hold whole examples of ${size} numbers, not ${got}`,
        'inputs',
      );
    }
    const floats = inputs instanceof Float32Array ? inputs : Float32Array.from(inputs);
    const wrong = floats.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new LabError(`inputs must be finite: ${floats[wrong]} at ${wrong}`, 'inputs');
    }

    return this.#inParts(rows, (from, n, y) => {
      const part = floats.subarray(from * size, (from + n) * size);
      memory.lend(part, 'inputs', (x) => exports.sp_run_predict(run, x, n, y));
    });
  }

  /**
   * The first examples of a split: what they are and what the net takes them for.
   * @param {import('./data.js').Split} split
   * @param {number} [limit]
   * @returns {Classified}
   */
  classify(split, limit = Infinity) {
    const run = this.#run();
    const number = this.#data.split(split);
    const labels = this.#data.labels(split, limit);
    const outputs = this.#inParts(labels.length, (from, n, y) => {
      this.#core.exports.sp_run_predict_split(run, number, from, n, y);
    });
    const classes = outputs.length / Math.max(labels.length, 1);
    const predicted = new Int32Array(labels.length);
    const confidence = new Float32Array(labels.length);
    for (let i = 0; i < labels.length; i++) {
      const y = outputs.subarray(i * classes, (i + 1) * classes);
      predicted[i] = largest(y);
      // softmax of the largest: 1 / sum of exp(y - largest)
      confidence[i] = 1 / y.reduce((sum, value) => sum + Math.exp(value - y[predicted[i]]), 0);
    }
    return { labels, predicted, confidence };
  }

  /**
   * @param {number} rows
   * @param {(from: number, n: number, y: number) => void} body writes (n, outputs) to y
   * @returns {Float32Array}
   */
  #inParts(rows, body) {
    const { exports, memory } = this.#core;
    const outputs = exports.sp_run_info(this.#run(), OUTPUTS);
    const all = new Float32Array(rows * outputs);
    const step = Math.max(1, Math.floor(PART / Math.max(this.#data.size, outputs)));
    for (let from = 0; from < rows; from += step) {
      const n = Math.min(step, rows - from);
      const part = memory.collect(Float32Array, n * outputs, 'inputs', (y) => body(from, n, y));
      all.set(part, from * outputs);
    }
    return all;
  }
}

/** The place of the largest value, the first of equals. @param {Float32Array} values */
function largest(values) {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i;
  return best;
}
