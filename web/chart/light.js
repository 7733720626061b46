/**
 * Colours as light: what screens show of #rrggbb, and how bright that is. Pure.
 *
 * @typedef {number[]} Light of red, green and blue, in [0, 1]
 */

/** @param {string} color #rrggbb @returns {Light} */
export const lightOf = (color) =>
  [1, 3, 5]
    .map((i) => parseInt(color.slice(i, i + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));

/** @param {Light} light what is outside counts as the end @returns {string} #rrggbb */
export const colorOf = (light) =>
  `#${light
    .map((v) => Math.min(1, Math.max(0, v)))
    .map((v) => (v <= 0.0031308 ? 12.92 * v : 1.055 * v ** (1 / 2.4) - 0.055))
    .map((v) =>
      Math.round(255 * v)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;

/** @param {Light} light @returns {number} as WCAG 2 weighs it */
export const luminance = ([r, g, b]) => 0.2126 * r + 0.7152 * g + 0.0722 * b;
