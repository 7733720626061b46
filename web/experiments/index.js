/**
 * The experiments in the order in which a learner meets them. Plain modules: Node reads this list
 * without a bundler (texts and C sources come from texts.js, which the page alone imports).
 */
import { experiment as sgdVsAdam } from './sgd-vs-adam/experiment.js';

/** @type {readonly import('./experiment.js').Experiment[]} */
export const experiments = [sgdVsAdam];

/**
 * @param {string} id
 * @returns {import('./experiment.js').Experiment | undefined}
 */
export const findExperiment = (id) => experiments.find((experiment) => experiment.id === id);

export { defaultSettings } from './experiment.js';
