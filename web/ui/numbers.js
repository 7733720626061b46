/**
 * Measured numbers as charts and tables write them, whatever their size: shares as percent, very
 * large and very small ones by powers of ten.
 *
 * @typedef {import('../state/words.js').Words} Words
 */
import { power, scientific } from '../state/words.js';

/** @param {number} value whether it is better written by a power of ten */
const isFar = (value) => value !== 0 && (Math.abs(value) < 0.01 || Math.abs(value) >= 1e5);

/**
 * A value at the end of a line: short, without a unit.
 *
 * @param {Words} words
 * @param {number} value
 * @param {boolean} percent
 */
export function shortNumber(words, value, percent) {
  if (!Number.isFinite(value)) return '–';
  if (percent) return words.number(100 * value, 1, 1);
  if (isFar(value)) return scientific(words, value, 1);
  return value < 1000 ? words.number(value, 2, 2) : words.significant(value);
}

/**
 * A value by itself, with its unit: as exact as anybody could want to read it.
 *
 * @param {Words} words
 * @param {number} value
 * @param {boolean} percent
 */
export function exactNumber(words, value, percent) {
  if (!Number.isFinite(value)) return '–';
  if (percent) return words.text('unit.percent', { n: words.number(100 * value, 2, 2) });
  if (isFar(value)) return scientific(words, value, 3);
  return words.number(value, value < 10 ? 4 : value < 1000 ? 2 : 0, value < 10 ? 4 : 0);
}

/**
 * Ticks of an axis.
 *
 * @param {Words} words
 * @param {readonly number[]} values rising
 * @param {{percent: boolean, log: boolean}} options
 * @returns {import('../chart/picture.js').Ticks[]} the last with its unit
 */
export function namedTicks(words, values, { percent, log }) {
  const scale = percent ? 100 : 1;
  const powers = log && values.some((value) => value * scale < 0.001 || value * scale > 1e4);
  return values.map((value, i) => {
    const shown = value * scale;
    const exponent = Math.round(Math.log10(shown));
    const text =
      powers && Math.abs(shown / 10 ** exponent - 1) < 1e-6
        ? power(exponent)
        : powers
          ? scientific(words, shown, 0)
          : words.number(shown, 6);
    const last = i === values.length - 1;
    return { value, text: percent && last ? words.text('unit.percent', { n: text }) : text };
  });
}
