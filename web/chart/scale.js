/**
 * Where axes end and where their ticks are. A scale may grow while curves are drawn, in few and
 * round steps; it never shrinks while the same runs are shown, so nothing jumps under a reader's
 * eyes.
 *
 * @typedef {import('./series.js').Series} Series
 *
 * @typedef {object} Range
 * @property {number} from of a logarithmic one more than zero
 * @property {number} to
 * @property {boolean} log
 */
import { remember } from './remember.js';
import { atOrAfter } from './series.js';

/** A logarithmic scale shows no more powers of ten than this, however small values get. */
const MOST_DECADES = 16;
const FEWEST_DECADES = 2;

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
 * @param {Range} range
 * @param {number} value
 * @returns {number} where it lies: 0 at the beginning of the range, 1 at its end; a value that has
 *   no logarithm lies far below
 */
export function shareOf({ from, to, log }, value) {
  if (!log) return (value - from) / (to - from);
  return value > 0 ? Math.log(value / from) / Math.log(to / from) : -9;
}

/**
 * @param {Range} range
 * @param {number} share
 * @returns {number} the value which lies there
 */
export function valueOf({ from, to, log }, share) {
  return log ? from * (to / from) ** share : from + share * (to - from);
}

/** Extremes of a line in a part of the x axis; Infinity and -Infinity if nothing is there. */
const extremes = remember(
  /**
   * @param {Series} series
   * @param {[number, number]} window
   */
  ({ x, y }, [from, to]) => {
    let [low, high, positive] = [Infinity, -Infinity, Infinity];
    for (let i = atOrAfter(x, from); i < x.length && x[i] <= to; i++) {
      if (y[i] < low) low = y[i];
      if (y[i] > high && y[i] < Infinity) high = y[i];
      if (y[i] > 0 && y[i] < positive) positive = y[i];
    }
    return { low, high, positive };
  },
);

/**
 * The end of the y axis. A curve may leave through the top (its name then stands there with an
 * arrow); the axis grows only for one that would otherwise never be seen.
 *
 * @param {object} options
 * @param {number} options.top where it ends as long as it can
 * @param {readonly Series[]} options.series
 * @param {number} options.from the part of the x axis after which a curve should be visible
 * @param {number} [options.before] where it ended before
 * @returns {number}
 */
export function topOf({ top, series, from, before = 0 }) {
  const lowest = series
    .filter(({ x }) => x.length && x[x.length - 1] >= from)
    .map((line) => extremes(line, [-1e300, 1e300]).low)
    .filter(Number.isFinite);
  const wanted = Math.max(0, ...lowest) > top ? roundUp(Math.max(...lowest)) : top;
  return Math.max(wanted, before);
}

/**
 * The y axis of a part of the x axis that a reader has picked out: as high as the curves are there.
 *
 * @param {object} options
 * @param {readonly Series[]} options.series
 * @param {number} options.from of the x axis
 * @param {number} options.to
 * @param {number} options.top of the whole
 * @returns {number}
 */
export function topWithin({ series, from, to, top }) {
  const highest = Math.max(...series.map((line) => extremes(line, [from, to]).high));
  return highest > 0 ? Math.min(top, roundUp(1.02 * highest)) : top;
}

/**
 * The beginning of a logarithmic y axis: the power of ten below the smallest value shown.
 *
 * @param {object} options
 * @param {readonly Series[]} options.series
 * @param {number} options.from of the x axis
 * @param {number} options.to
 * @param {number} options.top
 * @param {number} [options.before] where it began before
 * @returns {number}
 */
export function bottomOf({ series, from, to, top, before = Infinity }) {
  const smallest = Math.min(...series.map((line) => extremes(line, [from, to]).positive));
  const power = (/** @type {number} */ value) => 10 ** Math.floor(Math.log10(value) + 1e-9);
  const usual = power(top / 10 ** FEWEST_DECADES);
  const wanted = Math.min(usual, Number.isFinite(smallest) ? power(smallest) : usual, before);
  return Math.max(wanted, power(top) / 10 ** MOST_DECADES);
}

/**
 * @param {Range} range
 * @param {number} most how many there is room for
 * @returns {number[]} powers of ten, rising; with 2 and 5 where few would be left, and only every
 *   second or third where there are many
 */
export function logTicks({ from, to }, most) {
  const first = Math.ceil(Math.log10(from) - 1e-9);
  const last = Math.floor(Math.log10(to) + 1e-9);
  const decades = Math.log10(to / from);
  const factors = decades < 1.5 ? [1, 2, 5] : [1];
  const every = Math.max(1, Math.ceil(decades / most));
  const ticks = [];
  for (let power = first - 1; power <= last; power++) {
    if ((power - first) % every) continue;
    ticks.push(...factors.map((factor) => Number((factor * 10 ** power).toPrecision(12))));
  }
  return ticks.filter((tick) => tick >= from * (1 - 1e-9) && tick <= to * (1 + 1e-9));
}

/**
 * @param {number} from
 * @param {number} to
 * @param {number} step
 * @returns {number[]} multiples of the step
 */
export function evenTicks(from, to, step) {
  const ticks = [];
  const slack = 1e-6 * step;
  for (let k = Math.ceil((from - slack) / step); k * step <= to + slack; k++) {
    ticks.push(Number((k * step).toPrecision(12)));
  }
  return ticks;
}

/**
 * Distance of ticks that ends at the end of the axis.
 *
 * @param {number} end as roundUp gives it, or another round number
 * @returns {number}
 */
export function evenStep(end) {
  const power = 10 ** Math.floor(Math.log10(end) - 0.2);
  const steps = [0.2, 0.25, 0.5, 1, 2, 2.5, 3, 5].map((step) => step * power);
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
