/**
 * Puts somebody's own data in the place of the generated images of an experiment. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').RunPlan} RunPlan
 * @typedef {import('./source.js').Source} Source
 * @typedef {import('./source.js').Stamp} Stamp
 */
import { defaultSettings } from '../experiments/experiment.js';
import { DataProblem } from './problem.js';

/** The generator whose images other data can stand for, with its own numbers of examples. */
const IMAGES = 'digits';
const USUAL = { train: 2000, test: 1000, classes: 10 };

/** @param {Pick<RunPlan, 'spec'>} plan */
const hasImages = ({ spec }) => spec.data?.name === IMAGES;

/** @param {Experiment} experiment @returns {boolean} whether it can run on other data */
export const takesData = (experiment) =>
  experiment.specs({ settings: defaultSettings(experiment), seed: 1 }).some(hasImages);

/**
 * @template {RunPlan} P
 * @param {P[]} plans of one seed or of several
 * @param {Source | null} source null: they stay as they are
 * @returns {(P & {stamp?: Stamp})[]}
 */
export function fitPlans(plans, source) {
  if (!source) return plans;
  return plans.map((plan) => (hasImages(plan) ? { ...plan, ...fitSpec(plan.spec, source) } : plan));
}

/**
 * @param {Record<string, any>} spec
 * @param {Source} source
 */
function fitSpec(spec, source) {
  if (!source.isImage && spec.model.some(looksAtImages)) throw new DataProblem('noImage');
  const { train = USUAL.train, test = USUAL.test, validation, label_noise } = spec.data;
  const { data, prepare, stamp } = source.draw({
    train,
    test,
    ...(validation ? { validation } : {}),
    ...(label_noise ? { label_noise } : {}),
    seed: spec.data.seed >= 0 ? spec.data.seed : spec.seed,
  });
  const model = spec.model.map((/** @type {any} */ layer, /** @type {number} */ i) =>
    i === spec.model.length - 1 && layer.units === USUAL.classes
      ? { ...layer, units: source.classes }
      : layer,
  );
  const both = { ...prepare, ...spec.prepare };
  const prepared = Object.keys(both).length ? { prepare: both } : {};
  return { spec: { ...spec, data, model, ...prepared }, stamp };
}

/** @param {{layer: string}} layer */
const looksAtImages = ({ layer }) => /conv|pool/.test(layer);

/**
 * What a run keeps of its spec: with what stands for the data instead of their bytes.
 *
 * @param {Record<string, any>} spec
 * @param {Record<string, any>} [stamp]
 */
export const withoutBytes = (spec, stamp) => (stamp ? { ...spec, data: stamp } : spec);
