/**
 * One run as the page sees it: read by everybody, written by the race or the sweep that trains it.
 *
 * @typedef {import('../engine/protocol.js').Session} Session
 * @typedef {import('../engine/protocol.js').EngineEvent} EngineEvent
 * @typedef {import('../experiments/experiment.js').RunPlan} RunPlan
 * @typedef {import('../experiments/experiment.js').ProbePlan} ProbePlan
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 *
 * @typedef {RunPlan & {seed: number, stamp?: import('../data/source.js').Stamp}} Plan with what
 *   stands for data that are not the experiment's own
 */
import { withoutBytes } from '../data/fit.js';
import { Trace } from './trace.js';

export class Runner {
  /** @param {Plan} plan */
  constructor({ id, rule, shade, seed, spec, probes = {}, cell, example, stamp }) {
    this.id = id;
    this.rule = rule;
    this.shade = shade;
    this.seed = seed;
    /** With the changes made so far; with all defaults as soon as the session is open. */
    this.spec = spec;
    /** As it was at the start, with all defaults. */
    this.started = spec;
    this.trace = new Trace();
    this.updates = 0;
    this.epoch = 0;
    this.hash = '';
    this.divergedAt = -1;
    /** @type {'opening' | 'ready' | 'over' | 'failed'} */
    this.status = 'opening';
    this.problem = '';
    /** @type {Session | null} */
    this.session = null;
    /** What the session said of itself; stays when it is gone. @type {Session['description'] | null} */
    this.description = null;
    this.cell = cell;
    /** @type {Record<string, Record<string, any>>} what the probes found, as far as they have looked */
    this.probes = {};
    /** @type {RunRecord['example']} */
    this.example = undefined;
    /** The update at which the work that is under way ends. */
    this.heading = 0;
    /** @type {Set<import('./race.js').Change>} the race's changes which this run has made */
    this.made = new Set();
    this.closed = false;
    this.#stamp = stamp;
    this.#looks = probes;
    this.#shown = example;
  }

  #stamp;
  /** @type {Record<string, ProbePlan>} */
  #looks;
  /** @type {RunPlan['example']} */
  #shown;
  /** The update at which the probes of the end looked last. */
  #lookedAt = -1;

  get alive() {
    return this.status === 'ready' || this.status === 'opening';
  }

  /** @returns {boolean} whether it has come to the end that its spec plans, or to another one */
  get arrived() {
    return !this.alive || reached(this, planned(this));
  }

  /** @returns {'waiting' | 'running' | 'done' | 'failed'} */
  get stage() {
    if (this.status === 'failed') return 'failed';
    if (this.status === 'over' || (this.updates > 0 && this.arrived)) return 'done';
    return this.session ? 'running' : 'waiting';
  }

  /**
   * The session is open.
   *
   * @param {Session} session
   */
  begin(session) {
    this.session = session;
    this.description = session.description;
    // Kept for as long as anybody compares: without the bytes of somebody's files.
    const spec = withoutBytes(session.spec, this.#stamp);
    this.started = structuredClone(spec);
    this.spec = structuredClone(spec);
    this.status = 'ready';
  }

  /** @param {EngineEvent} event */
  take(event) {
    if (event.type === 'error') {
      this.fail(new Error(event.message));
      return;
    }
    this.updates = event.updates;
    this.epoch = event.epoch;
    if (event.type === 'trace') this.trace.append(event.columns);
    else this.hash = event.hash;
    if (event.type === 'end' && (event.reason === 'diverged' || event.reason === 'stopped')) {
      this.status = 'over';
      this.divergedAt = event.divergedAt;
    }
  }

  /** @param {unknown} error */
  fail(error) {
    this.status = 'failed';
    this.problem = error instanceof Error ? error.message : String(error);
  }

  /**
   * Lets the probes look that are due before the first update, and fetches the example.
   *
   * @param {() => void} tell called when something is new
   */
  async lookAtStart(tell) {
    if (this.#shown && this.session) {
      const { split, index } = this.#shown;
      this.example = await this.session.examples(split, [index]);
      tell();
    }
    await this.#look('start', tell);
  }

  /** @param {() => void} tell */
  async lookAtEnd(tell) {
    if (!this.arrived || this.status === 'failed' || this.#lookedAt === this.updates) return;
    this.#lookedAt = this.updates;
    await this.#look('end', tell);
  }

  /**
   * @param {'start' | 'end'} now
   * @param {() => void} tell
   */
  async #look(now, tell) {
    for (const [as, { name, at, options }] of Object.entries(this.#looks)) {
      if (at !== now || !this.session) continue;
      const probe = /** @type {keyof import('../core/probe-results.js').ProbeResults} */ (name);
      this.probes = { ...this.probes, [as]: await this.session.probe(probe, options) };
      tell();
    }
  }

  /** @returns {RunRecord} what it measured, in copies */
  toRecord() {
    const { id, rule, seed, spec, divergedAt, hash, probes, cell, example } = this;
    const columns = this.trace.toColumns();
    return { id, rule, seed, spec, columns, divergedAt, hash, probes, cell, example };
  }
}

/** @typedef {{updates: number} | {epochs: number}} Target counted from the start */

/**
 * @param {Pick<Runner, 'spec'>} run
 * @returns {Target}
 */
export function planned({ spec }) {
  const { updates, epochs = 10 } = spec.stop ?? {};
  return updates ? { updates } : { epochs };
}

/**
 * @param {Pick<Runner, 'updates' | 'epoch'>} run
 * @param {Target} target
 */
export function reached({ updates, epoch }, target) {
  if ('updates' in target) return updates >= target.updates;
  return epoch >= target.epochs - 1e-9;
}
