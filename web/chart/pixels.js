/**
 * Images as vectors: for each shade one path of all its pixels, so that they stay crisp at any
 * size. Pure.
 */
import { amount } from './heat.js';
import { tag } from './markup.js';

/**
 * @typedef {object} PixelOptions
 * @property {readonly [number, number]} shape rows, columns
 * @property {ArrayLike<number>} values
 * @property {'ink' | 'heat'} scale ink: from 0, the paper, to 1; heat: from nothing to the largest
 * @property {string} ink of the one scale
 * @property {string} [ground] of the other, as #rrggbb; without it heat is a hue of the page, more
 *   and more of it
 * @property {number} [shades] how many are told apart
 */

/** @param {ArrayLike<number>} values @returns {number} where the scale of heat ends */
export const largest = (values) =>
  Array.from(values).reduce((most, value) => (value > most ? value : most), 0);

/**
 * @param {PixelOptions} options
 * @returns {string} SVG in units of a pixel, the first one at (0, 0)
 */
export function pixels({ shape: [rows, columns], values, scale, ink, ground, shades = 64 }) {
  const end = scale === 'ink' ? 1 : largest(values);
  /** @type {Map<number, string>} */
  const paths = new Map();
  const shade = (/** @type {number} */ i) => {
    const share = end > 0 ? Math.min(1, Math.max(0, values[i] / end)) : 0;
    // Whatever is more than nothing is shown.
    return share > 0 ? Math.max(1, Math.round(share * shades)) : 0;
  };
  for (let row = 0; row < rows; row++) {
    for (let from = 0; from < columns;) {
      const here = shade(row * columns + from);
      let to = from + 1;
      while (to < columns && shade(row * columns + to) === here) to++;
      const run = `M${from} ${row}h${to - from}v1h${from - to}z`;
      if (here) paths.set(here, (paths.get(here) ?? '') + run);
      from = to;
    }
  }
  const shapes = [...paths]
    .sort(([a], [b]) => a - b)
    .map(([here, d]) => tag('path', { d, ...fillOf(here / shades, { scale, ink, ground }) }));
  return tag('g', { 'shape-rendering': 'crispEdges' }, ...shapes);
}

/**
 * @param {number} share
 * @param {Pick<PixelOptions, 'scale' | 'ink' | 'ground'>} options
 */
function fillOf(share, { scale, ink, ground }) {
  if (scale === 'heat' && ground) return { fill: amount(share, ground) };
  const fill = scale === 'heat' ? 'var(--heat, currentColor)' : ink;
  return { fill, 'fill-opacity': share.toFixed(3) };
}
