/**
 * Where axes end. A scale may grow while curves are drawn, in few and round steps; it never
 * shrinks while the same runs are shown, so nothing jumps under a reader's eyes.
 */

/**
 * @param {number} value positive
 * @returns {number} the next of 1, 2, 3, 4, 5, 6, 8, 10 times a power of ten
 */
export function roundUp(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 3, 4, 5, 6, 8, 10].find((s) => s * power >= value * (1 - 1e-9)) ?? 10;
  return step * power;
}

/**
 * The end of the y axis. A curve may leave through the top (its name then stands there with an
 * arrow); the axis grows only for one that would otherwise never be seen.
 *
 * @param {object} options
 * @param {number} options.top where it ends as long as it can
 * @param {readonly import('./series.js').Series[]} options.series
 * @param {number} options.from the part of the x axis after which a curve should be visible
 * @param {number} [options.before] where it ended before
 * @returns {number}
 */
export function topOf({ top, series, from, before = 0 }) {
  const lowest = series
    .filter(({ x }) => x.length && x[x.length - 1] >= from)
    .map(({ y }) => y.reduce((low, value) => Math.min(low, value), Infinity))
    .filter(Number.isFinite);
  const wanted = Math.max(0, ...lowest) > top ? roundUp(Math.max(...lowest)) : top;
  return Math.max(wanted, before);
}

/**
 * Distance of ticks that ends at the end of the axis.
 *
 * @param {number} end as roundUp gives it, or another round number
 * @returns {number}
 */
export function evenStep(end) {
  const power = 10 ** Math.floor(Math.log10(end) - 0.2);
  const steps = [0.2, 0.25, 0.5, 1, 2, 2.5, 5].map((step) => step * power);
  const whole = steps.filter((step) => Math.abs(end / step - Math.round(end / step)) < 1e-6);
  return whole.findLast((step) => end / step > 2.5) ?? end / 4;
}

/**
 * Distance of ticks: a round step that gives about `count` of them.
 *
 * @param {number} span
 * @param {number} count
 * @returns {number}
 */
export function tickStep(span, count) {
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 2.5, 5, 10].find((s) => s * power >= raw * (1 - 1e-9)) ?? 10;
  return step * power;
}
