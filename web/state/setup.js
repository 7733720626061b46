/**
 * An experiment as it is set: its settings and starts, what of them may be moved, and which runs
 * they make.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('../experiments/experiment.js').Control} Control
 */
import { takesData } from '../data/fit.js';
import { withDefaults } from '../experiments/experiment.js';
import { areCells, stepsOf } from './plans.js';

/** Name of the control for the number of starts. */
const SEEDS = 'seeds';

export class Setup extends EventTarget {
  /** What an assignment allows; null: everything. @type {import('./assigned.js').Terms | null} */
  terms = null;

  /**
   * @param {object} options
   * @param {Experiment} options.experiment
   * @param {Settings} [options.settings] as far as they differ from the defaults
   * @param {number} [options.seed]
   * @param {number} [options.seeds]
   */
  constructor({ experiment, settings, seed = 1, seeds }) {
    super();
    this.experiment = experiment;
    /** @type {Settings} */
    this.settings = withDefaults(experiment, settings);
    this.seed = seed;
    this.seeds = seeds ?? experiment.seeds.default;
    /** @type {Control[]} those of the experiment, and the number of seeds */
    this.controls = [...experiment.controls, seedsControl(experiment)];
  }

  /** @returns {boolean} whether it can run on somebody's own data */
  get takesData() {
    return takesData(this.experiment);
  }

  get series() {
    return { seed: this.seed, seeds: this.seeds };
  }

  /** @returns {Settings} of all controls */
  get values() {
    return { ...this.settings, seeds: this.seeds };
  }

  /** What would run from the first start. */
  get plans() {
    return this.experiment.specs({ settings: this.settings, seed: this.seed });
  }

  /** @returns {Record<string, string>} the rule of each run, by the run's id */
  get rules() {
    return Object.fromEntries(this.plans.map(({ id, rule }) => [id, rule]));
  }

  /** @returns {boolean} whether runs are the cells of a grid, one after another */
  get sweeping() {
    return areCells(this.plans);
  }

  get steps() {
    return stepsOf(this.plans);
  }

  /**
   * @param {Settings} settings as far as they differ from the defaults
   * @returns {boolean} whether they move nothing that is closed
   */
  allows(settings) {
    const asked = withDefaults(this.experiment, settings);
    const { open } = this.terms ?? { open: Object.keys(asked) };
    return Object.keys(asked).every((id) => open.includes(id) || asked[id] === this.settings[id]);
  }

  /** @param {string} id of a control @param {number} value that it can hold */
  put(id, value) {
    if (id === SEEDS) this.seeds = value;
    else this.settings = { ...this.settings, [id]: value };
  }
}

/**
 * @param {Experiment} experiment
 * @returns {Control}
 */
function seedsControl({ seeds }) {
  return { id: SEEDS, kind: 'linear', min: 1, max: seeds.max, step: 1, default: seeds.default };
}
