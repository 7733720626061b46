/**
 * A curve while it is drawn by hand: heights over evenly spaced places, in the units of the chart.
 * Every way of drawing (strokes, single handles) gives a new one. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Curve} Curve
 *
 * @typedef {object} Drawing
 * @property {number} end of the x axis, which begins at 0
 * @property {number} top of the y axis, which begins at 0
 * @property {readonly number[]} y NaN where nothing is drawn yet
 *
 * @typedef {{x: number, y: number}} Point
 */

const PLACES = 81;
const HANDLES = 9;
/** A curve counts as whole when no more than this share is missing at either end. */
const MISSING = 0.1;

/**
 * @param {number} end
 * @param {number} top
 * @returns {Drawing}
 */
export const emptyDrawing = (end, top) => ({ end, top, y: new Array(PLACES).fill(NaN) });

/**
 * @param {Curve} curve as asCurve gives it, of a chart whose axes may have ended elsewhere
 * @param {number} end
 * @param {number} top
 * @returns {Drawing}
 */
export function fromCurve({ x, y }, end, top) {
  const drawing = emptyDrawing(end, top);
  const last = x.length - 1;
  return {
    ...drawing,
    y: drawing.y.map((_, place) => {
      const at = xOf(drawing, place);
      if (last < 0 || at < x[0] - 1e-9 || at > x[last] + 1e-9) return NaN;
      const after = Array.prototype.findIndex.call(x, (value) => value >= at - 1e-9);
      const before = Math.max(0, after - 1);
      const share = after === before ? 0 : (at - x[before]) / (x[after] - x[before]);
      return Math.min(top, y[before] + share * (y[after] - y[before]));
    }),
  };
}

/** @param {Drawing} drawing */
export const isEmpty = ({ y }) => y.every(Number.isNaN);

/** @param {Drawing} drawing @param {number} place */
const xOf = ({ end }, place) => (place / (PLACES - 1)) * end;

/**
 * A piece of a stroke: the curve goes straight from one point to the other, whichever way the
 * hand moved.
 *
 * @param {Drawing} drawing
 * @param {Point} from
 * @param {Point} to
 * @returns {Drawing}
 */
export function stroke(drawing, from, to) {
  const { end, top } = drawing;
  const place = (/** @type {number} */ x) =>
    Math.round(Math.min(1, Math.max(0, x / end)) * (PLACES - 1));
  const [left, right] = from.x <= to.x ? [from, to] : [to, from];
  const [first, last] = [place(left.x), place(right.x)];
  const y = [...drawing.y];
  for (let i = first; i <= last; i++) {
    const share = last === first ? 1 : (i - first) / (last - first);
    const [a, b] = last === first ? [to.y, to.y] : [left.y, right.y];
    y[i] = Math.min(top, Math.max(0, a + share * (b - a)));
  }
  return { ...drawing, y };
}

/**
 * Takes the tremble of the hand out of it, and closes gaps between strokes.
 *
 * @param {Drawing} drawing
 * @returns {Drawing}
 */
export function smooth(drawing) {
  let y = bridged(drawing.y);
  for (let pass = 0; pass < 3; pass++) {
    y = y.map((value, i) => {
      const [a, b] = [y[i - 1], y[i + 1]];
      // The ends stay where they were put, at those of the axis and elsewhere.
      return Number.isFinite(a) && Number.isFinite(b) ? (a + 2 * value + b) / 4 : value;
    });
  }
  return { ...drawing, y };
}

/** @param {readonly number[]} y @returns {number[]} straight across the gaps */
function bridged(y) {
  const all = [...y];
  let before = -1;
  for (const [i, value] of y.entries()) {
    if (Number.isNaN(value)) continue;
    for (let gap = before + 1; before >= 0 && gap < i; gap++) {
      all[gap] = y[before] + ((gap - before) / (i - before)) * (value - y[before]);
    }
    before = i;
  }
  return all;
}

/**
 * Moves one handle; its neighbours stay where they are, and what lies between bends with it. A
 * drawing that is empty begins as a level line at half height.
 *
 * @param {Drawing} drawing
 * @param {number} handle
 * @param {number} by
 * @returns {Drawing}
 */
export function nudge(drawing, handle, by) {
  const { top } = drawing;
  const y = isEmpty(drawing) ? drawing.y.map(() => top / 2) : held(drawing);
  const spacing = (PLACES - 1) / (HANDLES - 1);
  const wanted = Math.min(top, Math.max(0, y[handle * spacing] + by));
  const real = wanted - y[handle * spacing];
  return {
    ...drawing,
    y: y.map((value, i) => {
      const away = Math.abs(i - handle * spacing) / spacing;
      const share = away < 1 ? (1 + Math.cos(Math.PI * away)) / 2 : 0;
      return Math.min(top, Math.max(0, value + share * real));
    }),
  };
}

/** @param {Drawing} drawing @returns {number[]} level on both sides of what is drawn */
function held({ y }) {
  const all = bridged(y);
  const first = all.findIndex(Number.isFinite);
  const last = all.findLastIndex(Number.isFinite);
  return all.map((_, i) => all[Math.min(last, Math.max(first, i))]);
}

/**
 * @param {Drawing} drawing
 * @returns {Point[]} where the keyboard takes hold of it; y is NaN where nothing is drawn
 */
export function handlesOf(drawing) {
  const spacing = (PLACES - 1) / (HANDLES - 1);
  return Array.from({ length: HANDLES }, (_, k) => ({
    x: xOf(drawing, k * spacing),
    y: drawing.y[k * spacing],
  }));
}

/** @param {Drawing} drawing @returns {boolean} whether it says something from start to end */
export function isWhole({ y }) {
  const room = MISSING * (PLACES - 1);
  const first = y.findIndex(Number.isFinite);
  const last = y.findLastIndex(Number.isFinite);
  return first >= 0 && first <= room && last >= PLACES - 1 - room;
}

/** @param {Drawing} drawing @returns {Curve} what is drawn, or the whole where it is whole */
export function asCurve(drawing) {
  const y = isWhole(drawing) ? held(drawing) : drawing.y;
  const places = y.flatMap((value, i) => (Number.isFinite(value) ? [i] : []));
  return { x: places.map((i) => xOf(drawing, i)), y: places.map((i) => y[i]) };
}
