/**
 * How fast a learner can let runs go.
 *
 * @typedef {keyof typeof PACES} Speed
 */

/** @type {Record<'slow' | 'medium' | 'full', import('./race.js').Pace>} */
export const PACES = {
  slow: { rows: 3, growth: 0 },
  medium: { rows: 15, growth: 0.7 },
  full: { rows: Infinity, growth: 0 },
};

/** From the slowest on. @type {readonly Speed[]} */
export const SPEEDS = Object.freeze(/** @type {any} */ (Object.keys(PACES)));
