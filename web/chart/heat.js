/**
 * The scale of heat maps: one hue whose lightness falls in even steps, the same in both schemes,
 * so that light means little on any paper. Pure.
 */
import { colorOf, lightOf, luminance } from './light.js';

/** In OKLCH (Ottosson, 2020): lightness from little to much, most chroma, hue of the blue. */
const LIGHT = 0.95;
const DARK = 0.34;
const CHROMA = 0.105;
const HUE = (252 * Math.PI) / 180;
/** Lightness on a dark ground, from little to much. */
const GLOW = [0.32, 0.94];

/** Letters and outlines on the scale: one of the two is always at least 4.5:1. */
export const ON_LIGHT = '#000000';
const ON_DARK = '#ffffff';

/**
 * @param {number} share in [0, 1], what is outside counts as the end
 * @returns {string} #rrggbb
 */
export function heat(share) {
  const t = Math.min(1, Math.max(0, share));
  const lightness = LIGHT + t * (DARK - LIGHT);
  // Near white there is little room for colour.
  const chroma = CHROMA * Math.min(1, 0.18 + 1.7 * t) * (t > 0.6 ? 1 - 0.4 * (t - 0.6) : 1);
  return colorOf(fromOklch(lightness, chroma, HUE));
}

/**
 * Amounts on a ground of their own, where nothing is the ground itself: what is more stands out
 * more, so in the dark scheme it is lighter.
 *
 * @param {number} share in [0, 1]
 * @param {string} ground #rrggbb
 * @returns {string} #rrggbb
 */
export function amount(share, ground) {
  if (luminance(lightOf(ground)) > 0.179) return heat(share);
  const t = Math.min(1, Math.max(0, share));
  const [from, to] = GLOW;
  return colorOf(fromOklch(from + t * (to - from), CHROMA * (1 - 0.55 * t), HUE));
}

/** @param {string} color #rrggbb @returns {string} of letters on it */
export const letters = (color) => (luminance(lightOf(color)) > 0.179 ? ON_LIGHT : ON_DARK);

/**
 * @param {number} value
 * @param {{range: [number, number], best: 'low' | 'high'}} scale
 * @returns {number} in [0, 1], 0 the best
 */
export function shareOf(value, { range: [low, high], best }) {
  const share = Math.min(1, Math.max(0, (value - low) / (high - low)));
  return best === 'low' ? share : 1 - share;
}

/** @param {number} l @param {number} c @param {number} h @returns {import('./light.js').Light} */
function fromOklch(l, c, h) {
  const [a, b] = [c * Math.cos(h), c * Math.sin(h)];
  const [x, y, z] = [
    l + 0.3963377774 * a + 0.2158037573 * b,
    l - 0.1055613458 * a - 0.0638541728 * b,
    l - 0.0894841775 * a - 1.291485548 * b,
  ].map((v) => v ** 3);
  return [
    4.0767416621 * x - 3.3077115913 * y + 0.2309699292 * z,
    -1.2684380046 * x + 2.6097574011 * y - 0.3413193965 * z,
    -0.0041960863 * x - 0.7034186147 * y + 1.707614701 * z,
  ];
}
