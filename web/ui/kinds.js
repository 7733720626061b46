/**
 * The elements that only some experiments need, by the kinds of their views and predictions. Here
 * all of them are there from the start, as in one file they have to be; the site fetches those of
 * the experiment that it shows (kinds-site.js).
 */
import './chart.js';
import './grid.js';
import './images.js';
import './noise.js';
import './predict-choice.js';
import './predict-draw.js';
import './predict-number.js';
import './predict-rank.js';
import './surface.js';

/** @type {typeof import('./kinds-site.js').hasKinds} */
export const hasKinds = () => true;

/** @type {typeof import('./kinds-site.js').loadKinds} */
export const loadKinds = async () => {};
