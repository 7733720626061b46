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
 * @property {Point[][]} lines in the function's own coordinates; a little beyond the view
 * @property {boolean} named whether its value is written at it
 */
import { contours } from 'd3-contour';

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
function makeLevels({ view: [x0, x1, y0, y1], size, values }) {
  const sorted = Float64Array.from(values).sort();
  const wanted = SHARES.map((share) => rounded(sorted[Math.floor(share * (sorted.length - 1))]));
  const thresholds = [...new Set(wanted)];
  const step = { x: (x1 - x0) / (size - 1), y: (y1 - y0) / (size - 1) };
  const made = contours().size([size, size]).thresholds(thresholds)(Array.from(values));
  return made.map(({ value, coordinates }) => ({
    value,
    named: NAMED.some((i) => wanted[i] === value),
    // Points of the grid lie in the middle of its squares.
    lines: coordinates
      .flat()
      .flatMap((ring) =>
        open(ring, size).map((line) =>
          line.map(([i, j]) => ({ x: x0 + (i - 0.5) * step.x, y: y0 + (j - 0.5) * step.y })),
        ),
      ),
  }));
}

/**
 * A ring without what runs along the border of the grid, which is no level line.
 *
 * @param {number[][]} ring closed
 * @param {number} size
 * @returns {number[][][]}
 */
function open(ring, size) {
  const outside = (/** @type {number[]} */ [i, j]) => i <= 0 || j <= 0 || i >= size || j >= size;
  /** @type {number[][][]} */
  const lines = [];
  /** @type {number[][]} */
  let line = [];
  const first = ring.findIndex(outside);
  // Begun at the border, no line is cut in two where the ring was.
  const turned = first < 0 ? ring : [...ring.slice(first, -1), ...ring.slice(0, first + 1)];
  for (const [k, point] of turned.entries()) {
    const along = k > 0 && outside(point) && outside(turned[k - 1]);
    if (along) {
      if (line.length > 1) lines.push(line);
      line = [];
    }
    line.push(point);
  }
  if (line.length > 1) lines.push(line);
  return lines;
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
