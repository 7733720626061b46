/**
 * Where runs diverged: a cross at the last finite value, or at the edge if that is outside, and
 * its words where they lie on no curve, as near as they can. Pure.
 *
 * @typedef {import('./furniture.js').Frame} Frame
 * @typedef {import('./picture.js').Picture} Picture
 * @typedef {import('./shapes.js').Shape} Shape
 * @typedef {import('./shapes.js').Area} Box
 * @typedef {[number, number]} Point
 * @typedef {{rows: string[], box: Box}} Place of words, on one line or on two
 */
import { thinned } from './thin.js';

/** Free pixels round words. */
const AIR = 2;

/**
 * @param {Frame} frame
 * @param {Picture} picture
 * @param {Shape[]} names what stands at the ends of the lines
 * @returns {Shape[]}
 */
export function divergenceShapes(frame, picture, names) {
  const { lines, style } = picture;
  const arm = 5 * style.scale;
  const size = 11 * style.scale;
  const row = 15 * style.scale;
  const crosses = lines.flatMap(({ series: { diverged }, style: rule }) => {
    const at = diverged && crossAt(diverged, frame, arm);
    return at ? [{ at, rule, text: picture.divergedText(diverged.update) }] : [];
  });
  if (!crosses.length) return [];
  const curves = lines.map(({ series }) => pixelsOf(series, frame, picture));
  const taken = [
    ...crosses.map(({ at: [x, y] }) => boxAt(x - arm, y - arm, 2 * arm, 2 * arm)),
    ...names.flatMap((shape) => boxOf(shape, frame)),
  ];
  return crosses.flatMap(({ at, rule, text }) => {
    const { rows, box } = nearestFree(at, text, { frame, size, row, curves, taken });
    taken.push(box);
    const look = { size, weight: 600, color: rule.text, halo: style.paper };
    return /** @type {Shape[]} */ ([
      { type: 'path', points: crossPoints(at, arm), stroke: rule.line, width: style.width },
      ...rows.map((part, i) => {
        const y = box.top + (i + 0.5) * row;
        // As the cross is nearer: words end at the right edge of their place, or begin at its left.
        const right = at[0] > (box.left + box.right) / 2;
        const x = right ? box.right - frame.measure(part, size, 600) : box.left;
        return { type: 'text', text: part, x, y, ...look };
      }),
    ]);
  });
}

/**
 * @param {{x: number, y: number}} diverged
 * @param {Frame} frame
 * @param {number} arm
 * @returns {Point | null} null where it is left of what is shown
 */
function crossAt({ x, y }, { area, px, py }, arm) {
  if (px(x) < area.left - 1) return null;
  return [
    Math.min(area.right, Math.max(area.left + arm, px(x))),
    Math.min(area.bottom, Math.max(area.top + arm, py(y))),
  ];
}

/** @param {Point} at @param {number} arm @returns {Point[]} two strokes, with a gap between them */
const crossPoints = ([x, y], arm) => [
  [x - arm, y - arm],
  [x + arm, y + arm],
  [NaN, NaN],
  [x - arm, y + arm],
  [x + arm, y - arm],
];

/**
 * @param {import('./series.js').Series} series
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Point[]}
 */
const pixelsOf = (series, { px, py, columns }, { x: { from, to } }) =>
  thinned(series, { from, to, columns }).map(({ x, y }) => [px(x), py(y)]);

/**
 * Of all places the nearest that lies on nothing; where there is none, that with the least below it.
 *
 * @param {Point} at
 * @param {string} text
 * @param {{frame: Frame, size: number, row: number, curves: Point[][], taken: Box[]}} options
 * @returns {Place}
 */
function nearestFree(at, text, { frame, size, row, curves, taken }) {
  const { area, measure } = frame;
  /** @type {{place: Place, far: number}[]} */
  const places = [];
  for (const rows of [[text], inHalves(text)]) {
    const width = Math.max(...rows.map((part) => measure(part, size, 600)));
    const height = rows.length * row;
    const lefts = [at[0] - width / 2, at[0] + row / 2, at[0] - width - row / 2].map((left) =>
      Math.max(area.left + AIR, Math.min(area.right - width, left)),
    );
    for (let top = area.top; top + height <= area.bottom; top += row / 3) {
      for (const left of lefts) {
        const box = boxAt(left, top, width, height);
        places.push({ place: { rows, box }, far: distance(at, box) + (rows.length - 1) * row });
      }
    }
  }
  places.sort((a, b) => a.far - b.far);
  let best = { place: { rows: [text], box: boxAt(area.left, area.top, 0, row) }, below: Infinity };
  for (const { place } of places) {
    const box = wider(place.box);
    const below =
      1000 * taken.filter((other) => overlap(box, other)).length +
      curves.reduce((sum, points) => sum + piecesIn(points, box, best.below), 0);
    if (below < best.below) best = { place, below };
    if (below === 0) break;
  }
  return best.place;
}

/** @param {string} text @returns {string[]} broken at the space that is nearest to its middle */
function inHalves(text) {
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  if (!spaces.length) return [text];
  const off = (/** @type {number} */ at) => Math.abs(at - text.length / 2);
  const middle = spaces.reduce((best, at) => (off(at) < off(best) ? at : best));
  return [text.slice(0, middle), text.slice(middle + 1)];
}

/** @param {Point} at @param {Box} box */
const distance = ([x, y], { left, right, top, bottom }) =>
  Math.hypot(Math.max(left - x, 0, x - right), Math.max(top - y, 0, y - bottom));

/**
 * @param {readonly Point[]} points
 * @param {Box} box
 * @param {number} most that are counted
 * @returns {number} pieces of the line that touch the box
 */
function piecesIn(points, box, most) {
  let pieces = 0;
  for (let i = 1; i < points.length && pieces < most; i++) {
    if (touches(points[i - 1], points[i], box)) pieces++;
  }
  return pieces;
}

/**
 * @param {Point} a
 * @param {Point} b
 * @param {Box} box
 * @returns {boolean} whether the line between two points touches it; none does at a gap
 */
function touches([ax, ay], [bx, by], { left, right, top, bottom }) {
  let [from, to] = [0, 1];
  for (const [start, way, low, high] of [
    [ax, bx - ax, left, right],
    [ay, by - ay, top, bottom],
  ]) {
    if (way === 0 && (start < low || start > high)) return false;
    if (way === 0) continue;
    const [s, t] = [(low - start) / way, (high - start) / way];
    from = Math.max(from, Math.min(s, t));
    to = Math.min(to, Math.max(s, t));
  }
  return from <= to;
}

/**
 * @param {Shape} shape
 * @param {Frame} frame
 * @returns {Box[]}
 */
function boxOf(shape, { measure }) {
  if (shape.type !== 'text') return [];
  const { text, x, y, size, weight = 400 } = shape;
  return [boxAt(x, y - size / 2, measure(text, size, weight), size)];
}

/** @param {number} left @param {number} top @param {number} width @param {number} height */
const boxAt = (left, top, width, height) => ({
  ...{ left, top },
  ...{ right: left + width, bottom: top + height },
});

/** @param {Box} box */
const wider = ({ left, right, top, bottom }) => ({
  ...{ left: left - AIR, right: right + AIR },
  ...{ top: top - AIR, bottom: bottom + AIR },
});

/** @param {Box} a @param {Box} b */
const overlap = (a, b) =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
