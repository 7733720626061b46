/**
 * How long the x axis is, and what its unit is called. Pure.
 *
 * @typedef {import('./series.js').Axis} Axis
 * @typedef {Pick<import('./series.js').Traced, 'trace'>} Runner
 */
import { quantile } from '../experiments/measure.js';
import { roundUp } from './scale.js';

/** @type {readonly Axis[]} */
export const AXES = Object.freeze(['epoch', 'update', 'examples', 'seconds']);

/**
 * @param {object} options
 * @param {Axis} options.axis
 * @param {readonly Record<string, any>[]} options.specs of the runs as planned
 * @param {readonly Runner[]} options.runs of now and of before
 * @param {number} [options.end] where the experiment ends it; Infinity: with the last run
 * @returns {number} the end of the axis: the planned one, or a round number beyond it
 */
export function endOfAxis({ axis, specs, runs, end = Infinity }) {
  if (Number.isFinite(end)) return end;
  const planned = Math.max(0, ...specs.map((spec) => plannedEnd(spec, axis)));
  const heads = runs.map((run) => run.trace.column(axis).at(-1) ?? 0);
  // One run that had to wait for the machine does not stretch the time axis.
  const reached = axis === 'seconds' ? quantile(heads, 0.75) || 0 : Math.max(0, ...heads);
  if (axis === 'seconds') return roundUp(Math.max(1, reached));
  return reached > planned * 1.0001 ? roundUp(reached) : planned || 1;
}

/**
 * @param {Record<string, any>} spec
 * @param {Axis} axis
 */
function plannedEnd(spec, axis) {
  const examples = spec.data?.train ?? 1;
  const perEpoch = Math.ceil(examples / (spec.batch?.size ?? 32));
  const { updates = 0, epochs = updates / perEpoch } = spec.stop ?? {};
  if (axis === 'epoch') return epochs;
  if (axis === 'update') return updates || epochs * perEpoch;
  return axis === 'examples' ? epochs * examples : 0;
}

/**
 * Where an update lies on an axis, between the measured rows.
 *
 * @param {Runner} run
 * @param {number} update
 * @param {Axis} axis
 */
export function placeOfUpdate(run, update, axis) {
  if (axis === 'update') return update;
  const updates = run.trace.column('update');
  const places = run.trace.column(axis);
  const after = updates.findIndex((u) => u >= update);
  if (after < 0) return places.at(-1) ?? 0;
  if (after === 0 || updates[after] === update) return places[after];
  const share = (update - updates[after - 1]) / (updates[after] - updates[after - 1]);
  return places[after - 1] + share * (places[after] - places[after - 1]);
}
