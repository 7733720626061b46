/**
 * Texts as a test may want them (`?stringTest=double`): longer than any language makes them, from
 * right to left, or with markup, to see that the page holds them and takes them for text. Pure.
 *
 * @typedef {'double' | 'long' | 'rtl' | 'xss'} Stress
 */

/** @type {Record<Stress, (text: string) => string>} */
const WAYS = {
  double: (text) => `${text} ${text}`,
  long: (text) => `${text} ${text} ${text} ${text}`,
  rtl: (text) => `\u2067\u05d9\u05e8\u05d9\u05d3\u05d4 ${text}\u2069`,
  xss: (text) => `<img src="x:" onerror="window.spuskBroken=1">${text}&lt;b&gt;<b>`,
};

export const STRESSES = /** @type {Stress[]} */ (Object.keys(WAYS));

/**
 * @param {string} text
 * @param {Stress | ''} [way]
 */
export const stressed = (text, way) => (way ? WAYS[way](text) : text);
