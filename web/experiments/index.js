/**
 * The experiments in the order in which a learner meets them. Plain modules: Node reads this list
 * without a bundler (texts and C sources come from texts.js, which the page alone imports).
 */
import { featuresOf } from './experiment.js';
import * as list from './list.js';

/**
 * @typedef {import('./experiment.js').AnyExperiment} AnyExperiment
 * @typedef {import('./experiment.js').Experiment} Experiment
 */

/** What the page can do, of what an experiment may ask for (featuresOf). */
const PAGE = new Set(['curves', 'choice']);

/**
 * @param {AnyExperiment} experiment
 * @returns {experiment is Experiment}
 */
const isForPage = (experiment) => [...featuresOf(experiment)].every((name) => PAGE.has(name));

/** @type {readonly AnyExperiment[]} */
export const allExperiments = Object.values(list).sort((a, b) => a.number - b.number);

/** Those that the page can show. @type {readonly Experiment[]} */
export const experiments = allExperiments.filter(isForPage);

/**
 * @param {string} id
 * @returns {Experiment | undefined}
 */
export const findExperiment = (id) => experiments.find((experiment) => experiment.id === id);

export { defaultSettings } from './experiment.js';
