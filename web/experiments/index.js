/**
 * The experiments in the order in which a learner meets them. Plain modules: Node reads this list
 * without a bundler (texts and C sources come from texts.js, which the page alone imports).
 */
import * as list from './list.js';

/** @typedef {import('./experiment.js').Experiment} Experiment */

/** @type {readonly Experiment[]} */
export const experiments = Object.values(list).sort((a, b) => a.number - b.number);

/**
 * @param {string} id
 * @returns {Experiment | undefined}
 */
export const findExperiment = (id) => experiments.find((experiment) => experiment.id === id);

export { defaultSettings } from './experiment.js';
