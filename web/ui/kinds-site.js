/** What kinds.js has from the start, fetched with the first experiment that needs it. */

/** @typedef {Pick<import('../experiments/experiment.js').Experiment, 'views' | 'predict'>} Needing */

/** @type {Record<string, () => Promise<unknown>>} */
const ELEMENTS = {
  curves: () => import('./chart.js'),
  surface: () => import('./surface.js'),
  grid: () => import('./grid.js'),
  noise: () => import('./noise.js'),
  images: () => import('./images.js'),
  choice: () => import('./predict-choice.js'),
  rank: () => import('./predict-rank.js'),
  number: () => import('./predict-number.js'),
  draw: () => import('./predict-draw.js'),
};

/** @type {Set<string>} what has come already */
const here = new Set();

/** @param {Needing} experiment */
function kindsOf({ views, predict }) {
  const kinds = views.map(({ kind }) => /** @type {string} */ (kind));
  return predict ? [...kinds, predict.kind] : kinds;
}

/**
 * @param {Needing} experiment
 * @returns {boolean} false as long as loadKinds has not brought all that it needs
 */
export const hasKinds = (experiment) => kindsOf(experiment).every((kind) => here.has(kind));

/**
 * @param {Needing} experiment
 * @returns {Promise<void>}
 */
export async function loadKinds(experiment) {
  const kinds = kindsOf(experiment);
  await Promise.all(kinds.map((kind) => ELEMENTS[kind]()));
  for (const kind of kinds) here.add(kind);
}
