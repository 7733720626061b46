/**
 * Shades of one colour, for runs that differ in one number only: even steps of contrast, of which
 * every one can still be seen. Pure.
 */
import { colorOf, lightOf, luminance } from './light.js';

/** Contrast to the paper of the palest and of the fullest shade. */
const PALEST = 3.15;
const FULLEST = 12;

/** Rising from the fullest, which is solid, to the palest: less and less ink. */
const DASHES = [
  [],
  [16, 3],
  [10, 3],
  [6, 3],
  [9, 3, 2, 3],
  [4, 3],
  [6, 3, 2, 3, 2, 3],
  [2, 3],
  [1, 4],
];

/**
 * @param {number} shade in [0, 1]
 * @returns {number[]} different for any of up to eight evenly spaced shades
 */
export const dashOfShade = (shade) => DASHES[Math.round((1 - shade) * (DASHES.length - 1))];

/**
 * @param {object} options
 * @param {string} options.color of the rule, as #rrggbb
 * @param {string} options.paper
 * @param {string} options.ink
 * @param {number} options.shade in [0, 1]
 * @param {number} [options.least] contrast, for letters
 * @returns {string} a colour of about the same hue
 */
export function shadeOf({ color, paper, ink, shade, least = PALEST }) {
  const wanted = Math.max(least, PALEST * (FULLEST / PALEST) ** shade);
  const [own, ground] = [lightOf(color), lightOf(paper)];
  const paler = contrast(own, ground) > wanted;
  const dark = luminance(ground) < luminance(lightOf(ink));
  // On light paper deeper means less light of the same hue, on dark paper towards the ink.
  const end = paler ? ground : dark ? lightOf(ink) : [0, 0, 0];
  let [low, high] = [0, 1];
  for (let step = 0; step < 24; step++) {
    const middle = (low + high) / 2;
    const enough = contrast(mix(own, end, middle), ground) >= wanted;
    if (enough === paler) low = middle;
    else high = middle;
  }
  return colorOf(mix(own, end, paler ? low : high));
}

/** @param {number[]} a @param {number[]} b */
function contrast(a, b) {
  const [dark, bright] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

/** @param {number[]} a @param {number[]} b @param {number} share of b */
const mix = (a, b, share) => a.map((v, i) => v + share * (b[i] - v));
