import { packCheckpoint } from './checkpoint.js';
import { describeRun } from './describe.js';
import { Draft } from './draft.js';
import { LabError } from './error.js';
import { didYouMean } from './nearest.js';
import { Predictor } from './predict.js';
import { Prober } from './probe.js';
import { show } from './schema.js';
import { readColumn, readTrace } from './trace.js';

/**
 * @typedef {import('./data.js').Split} Split
 * @typedef {{updates: number, epoch: number, diverged: boolean, divergedAt: number}} Progress
 *   where a run is: updates made, epochs (a fraction), whether it has diverged, and at which
 *   update (-1 if not)
 */

/** sp_run_info's questions. */
const INFO = Object.freeze({
  updates: 0,
  epoch: 1,
  divergedAt: 3,
  parameters: 4,
  updatesPerEpoch: 6,
  bytes: 7,
  lr: 8,
  goal: 10,
  stopsEarly: 11,
});

/** One run: a net, its data and its rule, made by `lab.createRun`. */
export class Run {
  /** @type {import('./instance.js').Core} */ #core;
  /** @type {number} */ #handle;
  /** @type {import('./data.js').DataSet} */ #data;
  /** @type {Predictor} */ #predictor;
  /** @type {Prober} */ #prober;
  /** @type {(run: Run) => void} */ #onDispose;
  #seconds = 0;
  /** @type {{update: number, path: string, value: number}[]} */ #changes = [];

  /**
   * Made by a Lab only.
   * @param {object} options
   * @param {import('./instance.js').Core} options.core
   * @param {import('./catalog.js').Catalog} options.catalog
   * @param {import('./spec.js').Spec} options.spec normalised
   * @param {import('./data.js').DataSet} options.data held for as long as the run lives
   * @param {(run: Run) => void} options.onDispose
   */
  constructor({ core, catalog, spec, data, onDispose }) {
    const draft = new Draft(core, spec);
    try {
      this.#handle = draft.build('sp_run_new', data.handle);
    } finally {
      draft.free();
    }
    this.#core = core;
    this.#data = data.hold();
    this.#onDispose = onDispose;
    this.#predictor = new Predictor(core, data, () => this.#alive());
    this.#prober = new Prober(core, catalog, () => this.#alive());
    /** The normalised spec that the run was made from. */
    this.spec = spec;
  }

  // --- training ---------------------------------------------------------------------------

  /**
   * Makes n updates, measuring where the spec asks for it.
   * @param {number} [n]
   * @returns {Progress}
   */
  step(n = 1) {
    if (!Number.isInteger(n) || n < 0) {
      throw new LabError(`the number of updates must be a whole number from 0, not ${n}`, 'n');
    }
    this.#finishRow();
    for (let left = n; left > 0;) {
      const made = this.update(left);
      if (made === 0) break;
      left -= made;
      this.#finishRow();
    }
    return this.progress;
  }

  /**
   * Makes at most n updates, without measuring: stops when a row of the trace is due.
   * @param {number} n
   * @returns {number} how many were made; 0 when the run has diverged or a row is due
   */
  update(n) {
    const run = this.#alive();
    const { sp_run_update: update } = this.#core.exports;
    const begin = performance.now();
    let made = 0;
    while (made < n && update(run) === 1) made++;
    this.#seconds += (performance.now() - begin) / 1000;
    return made;
  }

  /** Whether a row of the trace is due. */
  get due() {
    return this.#core.exports.sp_run_due(this.#alive()) === 1;
  }

  /** Makes a row of the trace due now, unless there is one for this update. */
  demandRow() {
    const run = this.#alive();
    const last = this.column('update').at(-1);
    if (last !== this.#info(INFO.updates)) this.#core.exports.sp_run_demand(run);
  }

  /**
   * Does a part of the measuring for a row that is due.
   * @returns {boolean} whether more is left to do
   */
  measure() {
    return this.#core.exports.sp_run_measure(this.#alive(), this.#seconds) === 1;
  }

  #finishRow() {
    while (this.due) this.measure();
  }

  /** @returns {Progress} */
  get progress() {
    const divergedAt = this.#info(INFO.divergedAt);
    return {
      updates: this.#info(INFO.updates),
      epoch: this.#info(INFO.epoch),
      diverged: divergedAt >= 0,
      divergedAt,
    };
  }

  /** The update at which spec.stop ends the run; Infinity if it has no end. */
  get goal() {
    return this.#info(INFO.goal) || Infinity;
  }

  /** Whether early stopping says that it is enough. */
  get stopsEarly() {
    return this.#info(INFO.stopsEarly) === 1;
  }

  get updatesPerEpoch() {
    return this.#info(INFO.updatesPerEpoch);
  }

  /** The step size of the next update. */
  get lr() {
    return this.#info(INFO.lr);
  }

  /**
   * Changes a number of the spec while the run goes on.
   * @param {string} path "optimizer.lr", "batch.size", "model.2.rate"
   * @param {number} value
   */
  set(path, value) {
    const known = numberPaths(this.spec);
    if (!known.includes(path)) {
      throw new LabError(`unknown field: ${path}${didYouMean(path, known)}`, String(path));
    }
    if (typeof value !== 'number' || Number.isNaN(value)) {
      throw new LabError(`${path} must be a number, not ${show(value)}`, path);
    }
    this.#set(path, value);
    this.#changes.push({ update: this.#info(INFO.updates), path, value });
  }

  /** @param {string} path @param {number} value */
  #set(path, value) {
    const run = this.#alive();
    const { exports, memory } = this.#core;
    if (memory.lend(path, path, (p) => exports.sp_run_set(run, p, value)) === 0) return;
    throw this.#error();
  }

  #error() {
    const { exports, memory } = this.#core;
    const path = memory.text(exports.sp_run_error_path(this.#handle));
    return new LabError(memory.text(exports.sp_run_error_message(this.#handle)), path);
  }

  // --- looking ----------------------------------------------------------------------------

  /**
   * Mean loss and share of errors over a split, masks off.
   * @param {Split} split
   * @param {{examples?: number}} [options] how many, the first ones; all if left out
   * @returns {{loss: number, error: number}} error is NaN for regression
   */
  evaluate(split, { examples = 0 } = {}) {
    const parts = this.evaluateParts(split, { examples });
    let part = parts.next();
    while (!part.done) part = parts.next();
    return part.value;
  }

  /**
   * The same in parts of about 128 examples. No update may come between them.
   * @param {Split} split
   * @param {{examples?: number}} [options]
   * @returns {Generator<void, {loss: number, error: number}, void>}
   */
  *evaluateParts(split, { examples = 0 } = {}) {
    const { exports } = this.#core;
    exports.sp_run_evaluate_begin(this.#alive(), this.#data.split(split), examples);
    while (exports.sp_run_evaluate_some(this.#alive()) === 1) yield;
    const run = this.#alive();
    return { loss: exports.sp_run_loss(run), error: exports.sp_run_error(run) };
  }

  /** @param {ArrayLike<number>} inputs (rows, numbers of an example) */
  predict(inputs) {
    return this.#predictor.predict(inputs);
  }

  /** @param {Split} split @param {number} [limit] */
  classify(split, limit) {
    return this.#predictor.classify(split, limit);
  }

  /** @param {Split} split @param {ArrayLike<number>} indices */
  examples(split, indices) {
    this.#alive();
    return { shape: this.#data.shape, values: this.#data.examples(split, indices) };
  }

  /**
   * Looks into the run without disturbing it.
   * @template {keyof import('./probe-results.js').ProbeResults} K
   * @param {K} name of the catalogue's probes
   * @param {Record<string, any>} [options] the catalogue's parameters, and arrays
   */
  probe(name, options) {
    const parts = this.probeParts(name, options);
    let part = parts.next();
    while (!part.done) part = parts.next();
    return part.value;
  }

  /**
   * The same in parts, which yield how much is done. Updates may come between them.
   * @template {keyof import('./probe-results.js').ProbeResults} K
   * @param {K} name
   * @param {Record<string, any>} [options]
   */
  probeParts(name, options) {
    return this.#prober.parts(name, options);
  }

  /**
   * Whether from now on each update first copies what stands before it, for the probes
   * `arithmetic` and `effectiveStep`. The first of them turns it on as well.
   * @param {boolean} [on]
   */
  keepLast(on = true) {
    if (this.#core.exports.sp_run_keep(this.#alive(), on ? 1 : 0) !== 0) throw this.#error();
  }

  /** The weights: layer by layer, (out, in) then bias; a copy. @returns {Float32Array} */
  parameters() {
    const address = this.#core.exports.sp_run_parameters(this.#alive());
    return this.#core.memory.copy(Float32Array, address, this.#info(INFO.parameters));
  }

  /** @param {ArrayLike<number>} values as `parameters` gives them */
  setParameters(values) {
    const run = this.#alive();
    const count = this.#info(INFO.parameters);
    if (values?.length !== count) {
      const message = `there must be ${count} parameters, not ${values?.length ?? values}`;
      throw new LabError(message, 'parameters');
    }
    const floats = Float32Array.from(values);
    const wrong = floats.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new LabError(`parameters must be finite: ${floats[wrong]} at ${wrong}`, 'parameters');
    }
    this.#core.memory.write(this.#core.exports.sp_run_parameters(run), floats);
  }

  /** The gradient of the last update, in the order of the parameters; a copy. */
  gradients() {
    const address = this.#core.exports.sp_run_gradients(this.#alive());
    return this.#core.memory.copy(Float32Array, address, this.#info(INFO.parameters));
  }

  /**
   * The columns of the trace, copies; NaN where not measured.
   * @param {{from?: number}} [options] from: leave out so many rows at the beginning
   * @returns {Record<string, Float64Array>}
   */
  trace({ from = 0 } = {}) {
    return readTrace(this.#core, this.#alive(), from);
  }

  /**
   * One column of the trace, a copy.
   * @param {string} name
   * @returns {Float64Array}
   */
  column(name) {
    return readColumn(this.#core, this.#alive(), name);
  }

  /** Rows of the trace. */
  get rows() {
    return this.#core.exports.sp_trace_rows(this.#alive());
  }

  /** What the net is made of. @returns {import('./describe.js').Description} */
  describe() {
    return describeRun(this.#core, this.#alive(), this.#data);
  }

  /** 64 bits of the weights. @returns {string} 16 hex digits */
  hash() {
    const { exports, memory } = this.#core;
    const run = this.#alive();
    const hex = memory.collect(Uint8Array, 17, '', (p) => exports.sp_run_hash(run, p));
    return String.fromCharCode(...hex.subarray(0, 16));
  }

  // --- keeping ----------------------------------------------------------------------------

  /** The run as bytes, from which `lab.restore` makes one that goes on with the same bits. */
  save() {
    const { exports, memory } = this.#core;
    const run = this.#alive();
    this.#finishRow();
    const size = exports.sp_run_save_size(run) >>> 0;
    const state = memory.collect(Uint8Array, size, 'checkpoint', (p) =>
      exports.sp_run_save(run, p),
    );
    return packCheckpoint({
      spec: this.spec,
      seconds: this.#seconds,
      changes: this.#changes,
      state,
    });
  }

  /**
   * Takes over the state of a saved run of the same spec.
   * @param {import('./checkpoint.js').Saved} saved
   */
  takeOver({ state, seconds, changes }) {
    const { exports, memory } = this.#core;
    const run = this.#alive();
    for (const { path, value } of changes) this.#set(path, value);
    const status = memory.lend(state, 'checkpoint', (p) =>
      exports.sp_run_restore(run, p, state.length),
    );
    if (status !== 0) throw this.#error();
    this.#seconds = seconds;
    this.#changes = changes;
  }

  /** Gives the memory back. Nothing else may be called afterwards, except this again. */
  dispose() {
    if (this.#handle === 0) return;
    this.#prober.dispose();
    this.#core.exports.sp_run_free(this.#handle);
    this.#handle = 0;
    this.#data.release();
    this.#onDispose(this);
  }

  /** @param {number} what */
  #info(what) {
    return this.#core.exports.sp_run_info(this.#alive(), what);
  }

  #alive() {
    if (this.#handle === 0) throw new LabError('this run has been disposed');
    return this.#handle;
  }
}

/**
 * The paths of all numbers of a spec.
 * @param {object} spec
 * @returns {string[]}
 */
function numberPaths(spec) {
  return Object.entries(spec).flatMap(([key, value]) => {
    if (typeof value === 'number') return [key];
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
    return numberPaths(value).map((path) => `${key}.${path}`);
  });
}
