/**
 * Thins a curve to what a screen can show without losing a spike: of the points that fall into
 * one pixel column it keeps the first, the lowest, the highest and the last.
 */
import { atOrAfter } from './series.js';
import { remember } from './remember.js';

/**
 * @typedef {{x: number, y: number}} Point
 * @typedef {{from: number, to: number, columns: number}} View the part of the axis that is shown,
 *   and how many pixels it has
 *
 * @param {{x: ArrayLike<number>, y: ArrayLike<number>}} curve x rising
 * @param {View} view
 * @returns {Point[]} points in order, with the next ones outside; one with y = NaN stands for a gap
 */
export function thin({ x, y }, { from, to, columns }) {
  const points = [];
  const perColumn = columns / (to - from || 1);
  const column = (/** @type {number} */ i) => Math.floor((x[i] - from) * perColumn);
  const stop = Math.min(x.length, atOrAfter(x, to) + 1);

  for (let i = Math.max(0, atOrAfter(x, from) - 1); i < stop;) {
    const here = column(i);
    let end = i + 1;
    while (end < stop && column(end) === here) end++;
    for (const k of keep(y, i, end)) points.push({ x: x[k], y: y[k] });
    i = end;
  }
  return points;
}

/**
 * The same, at once if it was asked before: the line, and the edges of its band.
 *
 * @typedef {{x: ArrayLike<number>, low: ArrayLike<number>, high: ArrayLike<number>}} Band
 */
export const thinned = remember(thin);
export const thinnedLow = remember((/** @type {Band} */ { x, low }, /** @type {View} */ view) =>
  thin({ x, y: low }, view),
);
export const thinnedHigh = remember((/** @type {Band} */ { x, high }, /** @type {View} */ view) =>
  thin({ x, y: high }, view),
);

/**
 * @param {ArrayLike<number>} y
 * @param {number} begin
 * @param {number} end
 * @returns {number[]} at most five indices of begin .. end - 1, rising
 */
function keep(y, begin, end) {
  if (end - begin <= 4) return Array.from({ length: end - begin }, (_, k) => begin + k);
  let low = begin;
  let high = begin;
  let gap = -1;
  for (let k = begin; k < end; k++) {
    if (Number.isNaN(y[k])) gap = k;
    if (y[k] < y[low] || Number.isNaN(y[low])) low = k;
    if (y[k] > y[high] || Number.isNaN(y[high])) high = k;
  }
  const kept = new Set([begin, low, high, end - 1]);
  if (gap >= 0) kept.add(gap);
  return [...kept].sort((a, b) => a - b);
}
