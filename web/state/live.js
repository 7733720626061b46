/**
 * Changes made while runs are under way.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('./race.js').Field} Field
 *
 * @typedef {object} Mark a change as the charts show it
 * @property {string} control
 * @property {number} at update
 * @property {number} from value before
 * @property {number} to
 */
import { difference } from './difference.js';

/**
 * @param {Experiment} experiment
 * @param {Settings} before
 * @param {Settings} after
 * @returns {Map<string, Field[]>} the numbers that change, by the id of the run
 */
export function changedFields(experiment, before, after) {
  const old = experiment.specs({ settings: before, seed: 1 });
  const fields = new Map();
  for (const [k, { id, spec }] of experiment.specs({ settings: after, seed: 1 }).entries()) {
    const found = difference(old[k].spec, spec);
    if (!found) throw new Error(`a live control changes more than numbers: ${experiment.id}`);
    if (found.length) fields.set(id, found);
  }
  return fields;
}

/**
 * A slider on its way makes many changes and one mark.
 *
 * @param {readonly Mark[]} marks
 * @param {Mark} mark
 * @param {number} near updates within which two belong together
 * @returns {Mark[]}
 */
export function addMark(marks, mark, near) {
  const last = marks.at(-1);
  if (last && last.control === mark.control && mark.at - last.at <= near) {
    return [...marks.slice(0, -1), { ...last, to: mark.to }];
  }
  return [...marks, mark];
}
