/**
 * Smoothing as TensorBoard does it: an exponential mean, divided by the sum of its weights as Adam
 * divides its means, so that the first values are not drawn towards zero.
 *
 * @typedef {import('./series.js').Series} Series
 */
import { remember } from './remember.js';

/**
 * @param {ArrayLike<number>} y
 * @param {number} weight of the past, in [0, 1)
 * @returns {Float64Array} values that are not finite pass through and are not counted
 */
export function smooth(y, weight) {
  const smoothed = Float64Array.from(y);
  if (smoothed.every((value) => value === smoothed[0])) return smoothed;
  let last = 0;
  let power = 1; // weight^n
  for (let i = 0; i < smoothed.length; i++) {
    if (!Number.isFinite(smoothed[i])) continue;
    last = weight * last + (1 - weight) * smoothed[i];
    power *= weight;
    smoothed[i] = last / (1 - power);
  }
  return smoothed;
}

/** @type {(series: Series, weight: number) => Series} the line alone; its band stays as measured */
export const smoothed = remember((series, weight) =>
  weight > 0 ? { ...series, y: smooth(series.y, weight) } : series,
);
