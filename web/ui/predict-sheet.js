import { html, nothing } from 'lit';
import { tokens } from '../chart/theme.js';

/**
 * Where and when a prediction is drawn on a chart, for the figure that holds the charts.
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {{axis: string, quantity: string}} Shown what the charts show
 */

/** Of a drawn line, beside those of the rules. */
const DASH = [7, 4];

/**
 * @param {Lab} lab
 * @returns {{view: string, axis: 'epoch', quantity: string, value: any} | null} what has to be
 *   shown for it, and what was drawn so far; null if nothing is to be drawn
 */
export function drawnOn({ experiment, gate, results }) {
  const { predict, views } = experiment;
  if (!gate || predict?.kind !== 'draw') return null;
  const view = views.find(({ id }) => id === predict.view);
  if (view?.kind !== 'curves') return null;
  const [quantity] = Object.keys(view.columns);
  return { view: view.id, axis: 'epoch', quantity, value: results.guess?.value ?? null };
}

/**
 * The sheet to draw on, over a chart that has nothing to show yet.
 *
 * @param {object} options
 * @param {Lab} options.lab
 * @param {Words} options.words
 * @param {string} options.view
 * @param {Shown} options.shown
 * @param {boolean} options.again over what was drawn before
 * @param {() => void} options.done
 */
export function drawingSheet({ lab, words, view, shown, again, done }) {
  const wanted = drawnOn(lab);
  if (!wanted || !isShown(wanted, view, shown) || !isBlank(lab)) return nothing;
  if (wanted.value && !again) return nothing;
  return html`<spusk-predict-draw
    slot="overlay"
    .axis=${shown.axis}
    .percent=${shown.quantity === 'error'}
    .curve=${wanted.value}
    .words=${words}
    @spusk-predict=${done}
  ></spusk-predict-draw>`;
}

/**
 * The line that was drawn, to stay on the chart beside those that are measured.
 *
 * @param {object} options
 * @param {Lab} options.lab
 * @param {Words} options.words
 * @param {string} options.view
 * @param {Shown} options.shown
 * @param {boolean} options.again it is being drawn once more
 * @param {import('../chart/theme.js').Scheme} options.scheme
 * @returns {import('../chart/picture.js').Drawn | null}
 */
export function drawnLine({ lab, words, view, shown, again, scheme }) {
  const wanted = drawnOn(lab);
  if (!wanted?.value || !isShown(wanted, view, shown) || (again && isBlank(lab))) return null;
  const { x, y } = wanted.value;
  return {
    points: Array.from(x, (/** @type {number} */ at, i) => ({ x: at, y: y[i] })),
    color: tokens[scheme].ink,
    dash: DASH,
    label: words.text('predict.draw.name'),
  };
}

/**
 * @param {{view: string, axis: string, quantity: string}} wanted
 * @param {string} view
 * @param {Shown} shown
 */
const isShown = (wanted, view, { axis, quantity }) =>
  wanted.view === view && wanted.axis === axis && wanted.quantity === quantity;

/** @param {Lab} lab */
const isBlank = ({ phase, race, past }) => phase === 'idle' && !race?.updates && !past.length;
