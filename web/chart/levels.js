/**
 * Level lines of a function of two parameters, from its values on a grid. Pure.
 *
 * @typedef {object} Surface as a session describes it
 * @property {readonly [number, number, number, number]} view x0, x1, y0, y1
 * @property {readonly (readonly [number, number])[]} minima
 * @property {number} size points along an axis, borders included
 * @property {ArrayLike<number>} values row after row from y0 on
 *
 * @typedef {{x: number, y: number}} Point
 *
 * @typedef {object} Level
 * @property {number} value
 * @property {Point[][]} lines in the function's own coordinates; closed, or from border to
 *   border
 * @property {boolean} named whether its value is written at it
 */

/**
 * Which shares of the area lie below the levels: closer where it is low, so that the floor of a
 * ravine and of a curved valley shows as well as a bowl.
 */
const SHARES = [0.006, 0.025, 0.06, 0.115, 0.19, 0.285, 0.4, 0.53, 0.68, 0.84];
const NAMED = [2, 5, 8];

/** @type {WeakMap<ArrayLike<number>, Level[]>} */
const known = new WeakMap();

/**
 * @param {Surface} surface
 * @returns {Level[]} rising; made once for each grid of values
 */
export function levelsOf(surface) {
  let levels = known.get(surface.values);
  if (!levels) {
    levels = makeLevels(surface);
    known.set(surface.values, levels);
  }
  return levels;
}

/** @param {Surface} surface @returns {Level[]} */
function makeLevels(surface) {
  const sorted = Float64Array.from(surface.values).sort();
  const wanted = SHARES.map((share) => rounded(sorted[Math.floor(share * (sorted.length - 1))]));
  const values = [...new Set(wanted)].sort((a, b) => a - b);
  return values.map((value) => ({
    value,
    named: NAMED.some((i) => wanted[i] === value),
    lines: linesAt(surface, value),
  }));
}

/**
 * Marching squares. A line crosses edges between neighbours on the grid; each is named by twice
 * the place of its first point, and one more for those that go up.
 *
 * @param {Surface} surface
 * @param {number} value
 * @returns {Point[][]} with what is higher on their left
 */
function linesAt({ view: [x0, x1, y0, y1], size, values }, value) {
  /** By edge, the one over which the line goes on. @type {Map<number, number>} */
  const next = new Map();
  const isHigh = (/** @type {number} */ point) => values[point] >= value;
  for (let at = 0; at < size * (size - 1); at++) {
    if (at % size === size - 1) continue;
    const high = isHigh(at);
    // Most have no line.
    if (high === isHigh(at + 1) && high === isHigh(at + size) && high === isHigh(at + size + 1)) {
      continue;
    }
    // Round the square: the k-th edge goes from the k-th corner to the one after it.
    const edges = [2 * at, 2 * at + 3, 2 * (at + size), 2 * at + 1];
    const above = [at, at + 1, at + size + 1, at + size].map(isHigh);
    for (let k = 0; k < 4; k++) {
      if (!above[k] || above[(k + 1) % 4]) continue;
      // Back to the edge by which one came up.
      let came = (k + 3) % 4;
      while (above[came]) came = (came + 3) % 4;
      next.set(edges[k], edges[came]);
    }
  }
  const step = { x: (x1 - x0) / (size - 1), y: (y1 - y0) / (size - 1) };
  /** @param {number} edge @returns {Point} linear between its ends */
  const pointOn = (edge) => {
    const from = edge >> 1;
    const up = edge % 2;
    const share = (value - values[from]) / (values[from + (up ? size : 1)] - values[from]);
    const [i, j] = [from % size, Math.floor(from / size)];
    return { x: x0 + (i + (up ? 0 : share)) * step.x, y: y0 + (j + (up ? share : 0)) * step.y };
  };
  const inner = new Set(next.values());
  // Those that come from the border first: what is left then is closed.
  const starts = [...next.keys()].sort((a, b) => Number(inner.has(a)) - Number(inner.has(b)));
  return starts.flatMap((start) => {
    const line = [start];
    for (let edge = start, to; (to = next.get(edge)) !== undefined; edge = to) {
      next.delete(edge);
      line.push(to);
    }
    return line.length > 1 ? [line.map(pointOn)] : [];
  });
}

/** @param {number} value @returns {number} to one digit or two: 0.3, 15, 250 */
function rounded(value) {
  if (!value) return 0;
  const power = 10 ** Math.floor(Math.log10(Math.abs(value)));
  const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];
  const own = Math.abs(value) / power;
  const near = steps.reduce((a, b) => (Math.abs(b - own) < Math.abs(a - own) ? b : a));
  return Number((Math.sign(value) * near * power).toPrecision(2));
}

/**
 * The value between the points of the grid: through the nearest four by four, which is exact for
 * polynomials of degree three.
 *
 * @param {Surface} surface
 * @param {Point} point
 * @returns {number} NaN outside the view
 */
export function valueAt({ view: [x0, x1, y0, y1], size, values }, { x, y }) {
  if (!(x >= x0 && x <= x1 && y >= y0 && y <= y1)) return NaN;
  const across = cubic(((x - x0) / (x1 - x0)) * (size - 1), size);
  const up = cubic(((y - y0) / (y1 - y0)) * (size - 1), size);
  let sum = 0;
  for (const [j, v] of up.weights.entries()) {
    for (const [i, w] of across.weights.entries()) {
      sum += v * w * values[(up.first + j) * size + across.first + i];
    }
  }
  return sum;
}

/**
 * Lagrange's weights of the four points round a place.
 *
 * @param {number} at in steps of the grid
 * @param {number} size
 */
function cubic(at, size) {
  const first = Math.min(size - 4, Math.max(0, Math.floor(at) - 1));
  const t = at - first;
  const weights = [0, 1, 2, 3].map((k) =>
    [0, 1, 2, 3].filter((m) => m !== k).reduce((product, m) => (product * (t - m)) / (k - m), 1),
  );
  return { first, weights };
}
