/**
 * What a learner has made of a lab, as plain JSON: a course page can keep it and give it back.
 *
 * @typedef {import('./lab.js').Lab} Lab
 *
 * @typedef {object} SavedState
 * @property {1} v
 * @property {string} experiment
 * @property {number} seed the first start
 * @property {number} seeds how many starts
 * @property {import('../experiments/experiment.js').Settings} settings of the controls, as far as
 *   they differ from the defaults
 * @property {'epoch' | 'update' | 'examples' | 'seconds'} axis
 * @property {string} quantity
 * @property {number} updates how far the runs were; 0 also if a control was moved on the way, since
 *   then they are not what the settings alone give
 * @property {import('./results.js').Guess['value'] | null} guess the prediction
 */
import { defaultSettings, withDefaults } from '../experiments/experiment.js';

/**
 * @param {Lab} lab
 * @param {Pick<SavedState, 'axis' | 'quantity'>} shown
 * @returns {SavedState}
 */
export function saveState(lab, { axis, quantity }) {
  const defaults = defaultSettings(lab.experiment);
  const moved = Object.entries(lab.settings).filter(([id, value]) => value !== defaults[id]);
  return {
    v: 1,
    experiment: lab.experiment.id,
    seed: lab.seed,
    seeds: lab.seeds,
    settings: Object.fromEntries(moved),
    axis,
    quantity,
    updates: lab.marks.length || lab.sweeping ? 0 : (lab.race?.updates ?? 0),
    guess: lab.results.guess?.value ?? null,
  };
}

/**
 * Brings a lab to where it was when its state was saved: the same settings and starts, and then
 * as many updates, which gives the same bits.
 *
 * @param {Lab} lab of the experiment that the state names
 * @param {Pick<SavedState, 'settings' | 'seed' | 'seeds' | 'updates' | 'guess'>} state
 */
export async function restoreState(lab, { settings, seed, seeds, updates, guess }) {
  const still = lab.pause();
  lab.settings = withDefaults(lab.experiment, settings);
  lab.seed = seed;
  lab.seeds = seeds;
  if (guess !== null && guess !== undefined) lab.predict(guess);
  await still;
  await lab.reset();
  if (updates > 0) await lab.step({ updates });
}
