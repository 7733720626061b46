/**
 * What finished runs have shown: keeps them by their settings, judges claims and predictions.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiments/experiment.js').Judgement} Judgement
 *
 * @typedef {object} Series what makes two sets of runs comparable
 * @property {number} seed the first
 * @property {number} seeds how many
 *
 * @typedef {object} Verdict
 * @property {string} id of the claim
 * @property {Judgement | null} judgement null as long as runs are missing
 * @property {Settings[]} missing settings of the sets of runs that are missing
 *
 * @typedef {string | string[] | number | import('../experiments/experiment.js').Curve} GuessValue
 *
 * @typedef {object} Guess
 * @property {'choice' | 'rank' | 'number' | 'draw'} kind
 * @property {GuessValue} value
 * @property {Date} at
 * @property {boolean} before whether the answer was still unknown on this page
 */
import { withDefaults } from '../experiments/experiment.js';

const KEPT = 24;

export class Results {
  /** @type {Map<string, RunRecord[]>} oldest first */
  #sets = new Map();
  /** @type {Set<string>} settings of all sets that were ever added */
  #seen = new Set();
  /** @type {Guess | null} */
  guess = null;

  /** @param {Experiment} experiment */
  constructor(experiment) {
    this.experiment = experiment;
  }

  /**
   * @param {Settings} settings
   * @param {Series} series
   * @param {readonly import('./runner.js').Runner[]} runs finished, and not changed on the way
   */
  add(settings, series, runs) {
    const records = runs.map((run) => run.toRecord());
    const key = keyOf(settings, series);
    this.#seen.add(keyOf(settings, { seed: 0, seeds: 0 }));
    this.#sets.delete(key);
    this.#sets.set(key, records);
    for (const oldest of this.#sets.keys()) {
      if (this.#sets.size <= KEPT) break;
      this.#sets.delete(oldest);
    }
  }

  /**
   * @param {Settings} needs settings, as far as they differ from the defaults
   * @param {Series} series
   */
  get(needs, series) {
    return this.#sets.get(keyOf(withDefaults(this.experiment, needs), series));
  }

  /**
   * @param {Series} series
   * @returns {Verdict[]} one for each claim
   */
  verdicts(series) {
    return this.experiment.claims.map(({ id, needs, check }) => {
      /** @type {Record<string, RunRecord[]>} */
      const sets = {};
      const missing = [];
      for (const [name, settings] of Object.entries(needs)) {
        const runs = this.get(settings, series);
        if (runs) sets[name] = runs;
        else missing.push(settings);
      }
      return { id, judgement: missing.length ? null : check(sets), missing };
    });
  }

  /**
   * @param {Settings} needs settings, as far as they differ from the defaults
   * @returns {boolean} whether runs with these were ever finished here, from whatever start
   */
  hasSeen(needs) {
    const all = withDefaults(this.experiment, needs);
    return this.#seen.has(keyOf(all, { seed: 0, seeds: 0 }));
  }

  /**
   * @param {Series} series
   * @returns {GuessValue | null} what the prediction should have been, null if not run yet
   */
  outcome(series) {
    const { predict } = this.experiment;
    const runs = predict && this.get(predict.settings, series);
    return runs ? predict.outcome(runs) : null;
  }
}

/**
 * @param {Settings} settings
 * @param {Series} series
 */
function keyOf(settings, { seed, seeds }) {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted, seed, seeds]);
}

/**
 * @param {Settings} a
 * @param {Settings} b
 */
export function sameSettings(a, b) {
  return Object.keys(a).every((key) => a[key] === b[key]);
}
