/**
 * The runs that an experiment plans, and by which steps they go.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').RunPlan} RunPlan
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 *
 * @typedef {object} Step that the learner can make
 * @property {string} id
 * @property {{updates?: number, epochs?: number}} amount
 */

const ONE = { id: 'update', amount: { updates: 1 } };
const STEPS = {
  grid: [{ id: 'cell', amount: { updates: 1 } }],
  descent: [ONE, { id: 'ten', amount: { updates: 10 } }],
  net: [ONE, { id: 'epoch', amount: { epochs: 1 } }],
};

/**
 * @template {RunPlan} P
 * @param {(options: {settings: Settings, seed: number}) => P[]} specs
 * @param {Settings} settings
 * @param {import('./results.js').Series} series
 * @returns {(P & {seed: number})[]} those of the first start stand first
 */
export function plansOf(specs, settings, { seed: first, seeds }) {
  const starts = Array.from({ length: seeds }, (_, k) => first + k);
  return starts.flatMap((seed) => specs({ settings, seed }).map((plan) => ({ ...plan, seed })));
}

/**
 * @param {readonly RunPlan[]} plans
 * @returns {boolean} whether they are the cells of a grid, one after another
 */
export const areCells = (plans) => plans.some(({ cell }) => cell);

/**
 * @param {readonly RunPlan[]} plans
 * @returns {readonly Step[]} a run of a grid; of a descent, which has no epochs, ten updates
 */
export function stepsOf(plans) {
  if (areCells(plans)) return STEPS.grid;
  return 'surface' in plans[0].spec ? STEPS.descent : STEPS.net;
}
