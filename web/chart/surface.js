/**
 * A function of two parameters by its level lines, with the path of every descent on it, as SVG.
 * Pure.
 *
 * @typedef {import('./levels.js').Surface} Surface
 * @typedef {import('./levels.js').Point} Point
 * @typedef {import('./theme.js').RuleStyle} RuleStyle
 *
 * @typedef {object} Walk
 * @property {string} name
 * @property {string} note where it is now, behind its name
 * @property {RuleStyle} style
 * @property {ArrayLike<number>} x from the start on
 * @property {ArrayLike<number>} y
 * @property {boolean} diverged
 * @property {'own' | 'other' | 'past'} part own: of the first seed, the only one in the legend
 *
 * @typedef {object} Style
 * @property {string} paper
 * @property {string} card
 * @property {string} ink
 * @property {string} soft
 * @property {string} line
 * @property {string} edge
 * @property {number} scale of letters and lines
 * @property {(text: string, size: number, weight: number) => number} [measure] width of a text,
 *   where there is something to measure it with
 *
 * @typedef {object} SurfacePicture
 * @property {Surface | null} surface null: not known yet
 * @property {Walk[]} walks
 * @property {Point | null} start
 * @property {Point | null} marker where the start would be set
 * @property {{start: string, minimum: string}} names
 * @property {(value: number) => string} tick
 * @property {(value: number) => string} level
 *
 * @typedef {{left: number, top: number, width: number, height: number}} Plot in pixels
 */
import { legend } from './legend.js';
import { levelsOf } from './levels.js';
import { label, lineThrough, tag } from './markup.js';
import { tickStep } from './scale.js';
import { arrow, circleAt, cornersCross, cross, crosshair, ring } from './surface-marks.js';

/** Pixels between two dots of a path, and between two of its corners, at least. */
const DOTS = 7;
const CORNERS = 0.4;
const FAINT = 0.4;

/** @type {Surface['view']} as long as none is known */
const ANY = [-1, 1, -1, 1];

/**
 * @param {Surface | null} surface
 * @param {{width: number, most: number, scale: number}} options
 * @returns {Plot} with as many pixels across as up for the same length
 */
function plotOf(surface, { width, most, scale }) {
  const [x0, x1, y0, y1] = surface?.view ?? ANY;
  const left = 30 * scale;
  const ratio = (x1 - x0) / (y1 - y0);
  const wide = Math.max(40, Math.min(width - left - 10, most * ratio));
  return { left, top: 6, width: wide, height: wide / ratio };
}

/**
 * @param {SurfacePicture} picture
 * @param {{width: number, style: Style, most?: number}} options most: pixels that the plot may be high
 * @returns {{svg: string, height: number, plot: Plot}}
 */
export function drawSurface(picture, { width, style, most = Infinity }) {
  const { surface } = picture;
  const plot = plotOf(surface, { width, most, scale: style.scale });
  const map = mapping(surface?.view ?? ANY, plot);
  const inner = surface ? inside({ ...picture, surface }, { map, plot, style }) : '';
  const frame = tag('rect', {
    ...{ x: plot.left + 0.5, y: plot.top + 0.5, width: plot.width - 1, height: plot.height - 1 },
    ...{ fill: 'none', stroke: style.line },
  });
  const bottom = plot.top + plot.height + 24 * style.scale;
  const below = legend(entries(picture, style), {
    ...{ left: plot.left, top: bottom, width: width - plot.left },
    ...{ soft: style.soft, scale: style.scale, measure: style.measure },
  });
  const view = { x: 0, y: 0, width: plot.width, height: plot.height };
  const svg = [
    // An svg within an svg is cut off at its edges.
    tag('svg', { ...view, x: plot.left, y: plot.top, overflow: 'hidden' }, inner),
    frame,
    surface ? ticks(surface.view, { map, plot, style, format: picture.tick }) : '',
    below.svg,
  ].join('');
  return { svg, height: bottom + below.height + 2, plot };
}

/** @typedef {(point: Point) => Point} Map from the function's coordinates to pixels of the plot */

/** @param {Surface['view']} view @param {Plot} plot @returns {Map} */
const mapping =
  ([x0, x1, y0, y1], { width, height }) =>
  ({ x, y }) => ({
    x: ((x - x0) / (x1 - x0)) * width,
    y: height - ((y - y0) / (y1 - y0)) * height,
  });

/**
 * @param {SurfacePicture & {surface: Surface}} picture
 * @param {{map: Map, plot: Plot, style: Style}} options
 */
function inside({ surface, walks, start, marker, level }, options) {
  const { map, style } = options;
  const { scale } = style;
  const order = /** @type {const} */ (['past', 'other', 'own']);
  const sorted = order.flatMap((part) => walks.filter((walk) => walk.part === part));
  return [
    levelLines(surface, { ...options, format: level }),
    ...sorted.map((walk) => path(walk, options)),
    ...surface.minima.map(([x, y]) => cross(map({ x, y }), 5 * scale, style)),
    start ? ring(map(start), style) : '',
    ...sorted.filter(({ part }) => part === 'own').map((walk) => head(walk, options)),
    marker ? crosshair(map(marker), style) : '',
  ].join('');
}

/**
 * @param {Surface} surface
 * @param {{map: Map, plot: Plot, style: Style, format: (value: number) => string}} options
 */
function levelLines(surface, { map, plot, style, format }) {
  const levels = levelsOf(surface);
  const stroke = { fill: 'none', stroke: style.edge, 'stroke-opacity': 0.75 };
  const lines = levels.map(({ lines: own }) =>
    tag('path', { d: own.map((line) => lineThrough(line.map(map))).join(''), ...stroke }),
  );
  /** @type {Point[]} */
  const taken = [];
  const names = levels
    .filter(({ named }) => named)
    .map(({ value, lines: own }) => {
      const at = roomOn(own.flat().map(map), plot, taken);
      if (!at) return '';
      taken.push(at);
      const place = { x: at.x, y: at.y + 4 * style.scale, anchor: /** @type {const} */ ('middle') };
      return label(
        { ...place, fill: style.soft, halo: style.paper, size: 11 * style.scale },
        format(value),
      );
    });
  return [...lines, ...names].join('');
}

/**
 * Where on a level line its value can stand: to the lower right, where no path begins, and away
 * from the border and from the other values.
 *
 * @param {readonly Point[]} points
 * @param {Plot} plot
 * @param {readonly Point[]} taken
 * @returns {Point | undefined}
 */
function roomOn(points, { width, height }, taken) {
  const free = points.filter(
    ({ x, y }) =>
      Math.min(x, width - x) > 20 &&
      Math.min(y, height - y) > 12 &&
      taken.every((other) => Math.hypot(other.x - x, other.y - y) > 32),
  );
  const far = (/** @type {Point} */ { x, y }) => x / width + y / height;
  return free.reduce((/** @type {Point | undefined} */ best, point) => {
    return !best || far(point) > far(best) ? point : best;
  }, undefined);
}

/**
 * @param {Pick<Walk, 'x' | 'y'>} walk
 * @param {{map: Map, plot: Plot}} options
 * @returns {number} the last of its points that is in the picture, 0 if none is
 */
function lastInside({ x, y }, { map, plot }) {
  let last = x.length - 1;
  while (last > 0 && !isInside(map({ x: x[last], y: y[last] }), plot)) last--;
  return Math.max(0, last);
}

/**
 * @param {Walk} walk
 * @param {{map: Map, plot: Plot, style: Style}} options
 */
function path({ x, y, style: rule, part }, { map, plot, style }) {
  /** @type {Point[]} */
  const corners = [];
  /** @type {Point[]} */
  const dots = [];
  // What left the picture for good would cover it on every jump across.
  const end = Math.min(x.length, lastInside({ x, y }, { map, plot }) + 2);
  for (let i = 0; i < end; i++) {
    const point = map({ x: x[i], y: y[i] });
    if (!isFar(point) && i > 0 && distance(point, dots.at(-1)) >= DOTS * style.scale) {
      dots.push(point);
    }
    if (i === 0) dots.push(point);
    if (distance(point, corners.at(-1)) >= CORNERS || i === end - 1) corners.push(near(point));
  }
  const line = tag('path', {
    d: lineThrough(corners),
    ...{
      fill: 'none',
      stroke: rule.line,
      'stroke-width': (part === 'own' ? 1.6 : 1) * style.scale,
    },
    'stroke-dasharray': rule.dash.length ? rule.dash.join(' ') : undefined,
    'stroke-linejoin': 'round',
    'stroke-opacity': part === 'own' ? undefined : FAINT,
  });
  if (part !== 'own') return line;
  const radius = 2 * style.scale;
  const circles = dots.slice(1).map((dot) => circleAt(dot, radius));
  return line + tag('path', { d: circles.join(''), fill: rule.line });
}

/**
 * The ball where a run is; an arrow at the border if that is outside, a cross if it diverged.
 *
 * @param {Walk} walk
 * @param {{map: Map, plot: Plot, style: Style}} options
 */
function head({ x, y, style: rule, diverged }, { map, plot, style }) {
  const end = x.length - 1;
  if (end < 0) return '';
  const here = map({ x: x[end], y: y[end] });
  const { scale } = style;
  if (isInside(here, plot) && !diverged) {
    const ball = { cx: here.x, cy: here.y, r: 5 * scale };
    return tag('circle', { ...ball, fill: rule.line, stroke: style.paper, 'stroke-width': 1.5 });
  }
  const last = lastInside({ x, y }, { map, plot });
  const from = map({ x: x[last], y: y[last] });
  const to = last < end ? map({ x: x[last + 1], y: y[last + 1] }) : here;
  const border = crossing(from, to, plot);
  if (diverged) {
    const arm = 5 * scale;
    const at = {
      x: Math.min(plot.width - arm - 2, Math.max(arm + 2, border.x)),
      y: Math.min(plot.height - arm - 2, Math.max(arm + 2, border.y)),
    };
    return cornersCross(at, arm, rule.line, style);
  }
  return arrow(from, border, rule.line, scale);
}

/**
 * Where a line from inside leaves the plot.
 *
 * @param {Point} from
 * @param {Point} to
 * @param {Plot} plot
 * @returns {Point}
 */
export function crossing(from, to, { width, height }) {
  const share = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ end) => {
    if (b > end) return (end - a) / (b - a);
    return b < 0 ? a / (a - b) : 1;
  };
  const t = Math.max(0, Math.min(share(from.x, to.x, width), share(from.y, to.y, height)));
  return { x: from.x + t * (to.x - from.x), y: from.y + t * (to.y - from.y) };
}

/** @param {Point} point @param {Plot} plot */
const isInside = ({ x, y }, { width, height }) => x >= 0 && x <= width && y >= 0 && y <= height;

/** @param {Point} point beyond what anybody will draw */
const isFar = ({ x, y }) => !(Math.abs(x) < 1e5 && Math.abs(y) < 1e5);

/** @param {Point} point @returns {Point} in the same direction, but not so far that drawing fails */
function near({ x, y }) {
  const most = Math.max(Math.abs(x), Math.abs(y));
  return most > 1e5 ? { x: (1e5 * x) / most, y: (1e5 * y) / most } : { x, y };
}

/** @param {Point} a @param {Point} [b] */
const distance = (a, b) => (b ? Math.hypot(a.x - b.x, a.y - b.y) : Infinity);

/**
 * @param {Surface['view']} view
 * @param {{map: Map, plot: Plot, style: Style, format: (value: number) => string}} options
 */
function ticks([x0, x1, y0, y1], { map, plot, style, format }) {
  const { soft: fill, scale } = style;
  const size = 11 * scale;
  const xs = roundBetween(x0, x1).map((x) => {
    const at = plot.left + map({ x, y: y0 }).x;
    const place = { x: at, y: plot.top + plot.height + 15 * scale };
    return label({ ...place, fill, size, anchor: 'middle' }, format(x));
  });
  const ys = roundBetween(y0, y1).map((y) => {
    const at = plot.top + map({ x: x0, y }).y;
    const place = { x: plot.left - 6 * scale, y: at + 4 * scale };
    return label({ ...place, fill, size, anchor: 'end' }, format(y));
  });
  return [...xs, ...ys].join('');
}

/** @param {number} from @param {number} to @returns {number[]} round numbers */
function roundBetween(from, to) {
  const step = tickStep(to - from, 6);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/**
 * @param {SurfacePicture} picture
 * @param {Style} style
 * @returns {import('./legend.js').Entry[]}
 */
function entries({ walks, names, surface }, style) {
  const { ink, soft, scale } = style;
  const own = walks
    .filter(({ part }) => part === 'own')
    .map(({ name, note, style: rule }) => ({
      ...{ text: name, note, color: rule.text },
      mark: (/** @type {number} */ x, /** @type {number} */ y) =>
        tag('path', {
          d: lineThrough([
            { x, y },
            { x: x + 26 * scale, y },
          ]),
          ...{ stroke: rule.line, 'stroke-width': 2 * scale },
          'stroke-dasharray': rule.dash.length ? rule.dash.join(' ') : undefined,
        }),
    }));
  const marks = [
    {
      ...{ text: names.start, color: soft, width: 13 },
      mark: (/** @type {number} */ x, /** @type {number} */ y) =>
        tag('circle', {
          ...{ cx: x + 6.5 * scale, cy: y, r: 5 * scale, fill: 'none' },
          ...{ stroke: ink, 'stroke-width': 1.75 * scale },
        }),
    },
    {
      ...{ text: names.minimum, color: soft, width: 12 },
      mark: (/** @type {number} */ x, /** @type {number} */ y) =>
        cross({ x: x + 6 * scale, y }, 5 * scale, style),
    },
  ];
  return [...own, ...(surface?.minima.length === 0 ? marks.slice(0, 1) : marks)];
}
