import { LabError, plainError } from '../core/error.js';
import { tick } from './tick.js';

/**
 * @typedef {import('./protocol.js').Session} Session
 * @typedef {import('./protocol.js').EngineEvent} EngineEvent
 * @typedef {import('./protocol.js').EndEvent} EndEvent
 * @typedef {import('../core/run.js').Run} Run
 * @typedef {{updates?: number, epochs?: number}} Goal
 */

/** Milliseconds of work between two turns of the event loop. */
const SLICE = 12;
/** Milliseconds between two trace events. */
const REPORT = 33;

/**
 * A run that trains in slices, so that pause, stop and changes act at once. One update that takes
 * longer than a slice is not cut.
 * @implements {Session}
 */
export class LocalSession {
  /** @type {Run} */ #run;
  #advancing = false;
  #paused = false;
  /** Rows of the trace that were told, and the update of the last one. */
  #told = { rows: 0, update: -1 };
  /** Milliseconds of an update, as measured lately. */
  #cost = 0;
  /** Evaluations and probes asked for; training waits for them. @type {Promise<unknown>} */
  #evaluating = Promise.resolve();

  /** @param {Run} run is disposed of with the session */
  constructor(run) {
    this.#run = run;
    this.spec = run.spec;
    this.description = run.describe();
  }

  /**
   * @param {Goal} [goal]
   * @returns {AsyncGenerator<EngineEvent, void, void>}
   */
  async *advance(goal) {
    if (this.#advancing) throw new LabError('this session is already training');
    this.#advancing = true;
    this.#paused = false;
    try {
      yield* this.#train(goal);
    } catch (error) {
      yield { type: 'error', ...plainError(error) };
    } finally {
      this.#advancing = false;
    }
  }

  /**
   * @param {Goal | undefined} goal
   * @returns {AsyncGenerator<EngineEvent, void, void>}
   */
  async *#train(goal) {
    const start = this.#run.progress.updates;
    const target = this.#target(goal, start);
    const work = { target, ending: /** @type {EndEvent['reason'] | null} */ (null) };
    let reported = -Infinity;
    /** @type {EndEvent['reason'] | null} */
    let reason = null;
    while (!reason) {
      reason = this.#slice(work);
      if (!reason) {
        if (performance.now() - reported >= REPORT) {
          yield this.#report(start, target);
          reported = performance.now();
        }
        await tick();
        await this.#evaluating;
        if (this.#paused) reason = 'paused';
      }
    }
    yield this.#report(start, target);
    const { updates, epoch, divergedAt } = this.#run.progress;
    yield { type: 'end', reason, hash: this.#run.hash(), updates, epoch, divergedAt };
  }

  /**
   * The update at which an advance is done.
   * @param {Goal | undefined} goal
   * @param {number} start
   */
  #target(goal, start) {
    if (!goal) return this.#run.goal;
    const { updates = Infinity, epochs = Infinity } = goal;
    return start + Math.min(updates, Math.round(epochs * this.#run.updatesPerEpoch));
  }

  /**
   * Works for one slice.
   * @param {{target: number, ending: EndEvent['reason'] | null}} work
   * @returns {EndEvent['reason'] | null} why the advance is over, if it is
   */
  #slice(work) {
    const run = this.#run;
    const deadline = performance.now() + SLICE;
    for (let now = deadline - SLICE; now < deadline; now = performance.now()) {
      if (run.due) {
        run.measure();
      } else if (work.ending) {
        return work.ending;
      } else {
        work.ending = this.#ending(work.target);
        // The last state gets a row of its own; a divergence has got one from the core.
        if (work.ending && work.ending !== 'diverged') run.demandRow();
        if (!work.ending) this.#update(work.target, deadline - now);
      }
    }
    return null;
  }

  /** @param {number} target @returns {EndEvent['reason'] | null} */
  #ending(target) {
    const { updates, diverged } = this.#run.progress;
    if (diverged) return 'diverged';
    if (updates >= target) return 'finished';
    return this.#run.stopsEarly ? 'stopped' : null;
  }

  /**
   * Updates for about the time that is left.
   * @param {number} target
   * @param {number} left milliseconds
   */
  #update(target, left) {
    const many = this.#cost > 0 ? Math.max(1, Math.floor(left / this.#cost)) : 1;
    const begin = performance.now();
    const made = this.#run.update(Math.min(many, target - this.#run.progress.updates));
    if (made === 0) return;
    const cost = (performance.now() - begin) / made;
    // Halfway to the new cost: a clock may be as coarse as 0.1 ms, and a batch size may change.
    this.#cost = this.#cost > 0 ? (this.#cost + cost) / 2 : cost;
  }

  /**
   * @param {number} start
   * @param {number} target
   * @returns {import('./protocol.js').TraceEvent}
   */
  #report(start, target) {
    const { updates, epoch } = this.#run.progress;
    const columns = this.#newRows();
    const progress = target > start ? Math.min(1, (updates - start) / (target - start)) : 1;
    return { type: 'trace', columns, progress, updates, epoch };
  }

  #newRows() {
    const rows = this.#run.rows;
    let from = this.#told.rows;
    if (rows < from) {
      // A very long trace was thinned by the core: its rows have new places.
      const after = this.#run.column('update').findIndex((update) => update > this.#told.update);
      from = after < 0 ? rows : after;
    }
    const columns = this.#run.trace({ from });
    this.#told = { rows, update: columns.update.at(-1) ?? this.#told.update };
    return columns;
  }

  pause() {
    this.#paused = true;
  }

  /** @param {string} path @param {number} value */
  async set(path, value) {
    this.#run.set(path, value);
  }

  /** @param {import('../core/data.js').Split} split */
  evaluate(split) {
    return this.#inSlices(() => this.#run.evaluateParts(split));
  }

  /**
   * @template {keyof import('../core/probe-results.js').ProbeResults} K
   * @param {K} name
   * @param {Record<string, any>} [options]
   */
  probe(name, options) {
    return this.#inSlices(() => this.#run.probeParts(name, options));
  }

  /**
   * Works through the parts when those that were asked for before are done.
   * @template R
   * @param {() => Generator<unknown, R, void>} begin
   * @returns {Promise<R>}
   */
  #inSlices(begin) {
    const result = this.#evaluating.then(() => this.#work(begin()));
    this.#evaluating = result.catch(() => {}); // told to the caller, not to the training
    return result;
  }

  /**
   * @template R
   * @param {Generator<unknown, R, void>} parts
   * @returns {Promise<R>}
   */
  async #work(parts) {
    for (let begin = performance.now(); ;) {
      const part = parts.next();
      if (part.done) return part.value;
      if (performance.now() - begin >= SLICE) {
        await tick();
        begin = performance.now();
      }
    }
  }

  /** @param {Float32Array} inputs */
  async predict(inputs) {
    return this.#run.predict(inputs);
  }

  /** @param {import('../core/data.js').Split} split @param {number} [limit] */
  async classify(split, limit) {
    return this.#run.classify(split, limit);
  }

  /** @param {import('../core/data.js').Split} split @param {number[]} indices */
  async examples(split, indices) {
    return this.#run.examples(split, indices);
  }

  async parameters() {
    return this.#run.parameters();
  }

  async save() {
    return this.#run.save();
  }

  async dispose() {
    this.#paused = true;
    this.#run.dispose();
  }
}
