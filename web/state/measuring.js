/**
 * Trains, out of sight, runs that claims still need beside those which are shown.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('./results.js').Series} Series
 */
import { withDefaults } from '../experiments/experiment.js';
import { plansOf } from './plans.js';
import { sameSettings } from './results.js';
import { Sweep } from './sweep.js';

/**
 * @param {import('./results.js').Results} results
 * @param {Series} series
 * @param {Settings | null} reserved what somebody else will run
 * @returns {Settings[]} of the runs that claims still need, as far as they differ from the defaults
 */
export function missingSets(results, series, reserved) {
  const { experiment } = results;
  const missing = results
    .verdicts(series)
    .flatMap((verdict) => verdict.missing)
    .filter((set) => !reserved || !sameSettings(reserved, withDefaults(experiment, set)))
    .map((set) => /** @type {const} */ ([JSON.stringify(Object.entries(set).sort()), set]));
  return [...new Map(missing).values()];
}

export class Measuring {
  /** @type {Sweep | null} */
  #sweep = null;
  /** @type {Settings[]} */
  #sets = [];
  #experiment;
  #specs;
  #results;
  #engineFor;
  #lanes;
  #tell;

  /**
   * @param {object} options
   * @param {Experiment} options.experiment
   * @param {Experiment['specs']} options.specs of the experiment, on the data that are in use
   * @param {() => import('./results.js').Results} options.results those on these data
   * @param {(lane: number) => Promise<import('../engine/protocol.js').Engine>} options.engineFor
   * @param {number} options.lanes
   * @param {() => void} options.tell called when something is new
   */
  constructor({ experiment, specs, results, engineFor, lanes, tell }) {
    this.#experiment = experiment;
    this.#specs = specs;
    this.#results = results;
    this.#engineFor = engineFor;
    this.#lanes = lanes;
    this.#tell = tell;
  }

  /** @returns {{done: number, all: number} | null} null if nothing is under way */
  get progress() {
    if (!this.#sweep) return null;
    const { runs } = this.#sweep;
    return { done: runs.filter(({ stage }) => stage === 'done').length, all: runs.length };
  }

  /**
   * @param {Settings} settings as far as they differ from the defaults
   * @returns {boolean} whether runs with these are under way here
   */
  includes(settings) {
    const all = withDefaults(this.#experiment, settings);
    return this.#sweep !== null && this.#sets.some((set) => sameSettings(set, all));
  }

  /**
   * Adds what it trained to the results. A call while one is under way does nothing.
   *
   * @param {readonly Settings[]} sets as far as they differ from the defaults
   * @param {Series} series
   */
  async measure(sets, series) {
    if (this.#sweep || !sets.length) return;
    this.#sets = sets.map((set) => withDefaults(this.#experiment, set));
    const plans = this.#sets.flatMap((settings, set) =>
      plansOf(this.#specs, settings, series).map((plan) => ({ set, plan })),
    );
    const sweep = new Sweep(
      plans.map(({ plan }) => plan),
      this.#lanes,
    );
    this.#sweep = sweep;
    const results = this.#results();
    sweep.addEventListener('change', this.#tell);
    try {
      await sweep.open(this.#engineFor);
      await sweep.advance();
      this.#sets.forEach((settings, set) => {
        const runs = sweep.runs.filter((_, k) => plans[k].set === set);
        if (runs.every(({ stage }) => stage === 'done')) results.add(settings, series, runs);
      });
    } catch {
      // Closed on the way, or the engine is gone: the claims stay open, and offer their run.
    } finally {
      if (this.#sweep === sweep) this.#sweep = null;
      this.#tell();
    }
  }

  async close() {
    const sweep = this.#sweep;
    this.#sweep = null;
    await sweep?.close();
  }
}
