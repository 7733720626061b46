/**
 * A heat map as SVG: for files and for print, and the parts of it that the page's table shows
 * too. Pure.
 *
 * @typedef {import('../experiments/experiment.js').GridView} GridView
 * @typedef {import('./grid.js').GridModel} GridModel
 * @typedef {import('./grid.js').MapCell} MapCell
 * @typedef {import('./grid.js').Stage} Stage
 * @typedef {import('./surface.js').Style} Style
 *
 * @typedef {{base: string, exponent?: string}} AxisText 2 and -5 for a power
 */
import { ON_LIGHT, heat, letters, shareOf } from './heat.js';
import { legend } from './legend.js';
import { escapeText, label, lineThrough, tag, text } from './markup.js';

/** Outlines on light cells, in both schemes. */
export const OUTLINE = '#14171c';

/**
 * @param {MapCell} cell
 * @param {GridView} view
 * @returns {{fill: string, color: string} | null} null: a cell without a value
 */
export function colorsOf({ value }, view) {
  if (!Number.isFinite(value)) return null;
  const fill = heat(shareOf(value, view));
  return { fill, color: letters(fill) };
}

/**
 * @typedef {object} GridTexts
 * @property {string} rows title of the axis
 * @property {string} columns
 * @property {(axis: 'rows' | 'columns', value: number) => AxisText} head
 * @property {(value: number) => string} value in a cell
 * @property {[string, string]} ends of the scale
 * @property {{best: string, diverged: string, running: string, waiting: string}} marks
 */

/**
 * The whole map, for files and for print.
 *
 * @param {GridModel} model
 * @param {{view: GridView, width: number, style: Style, texts: GridTexts}} options
 * @returns {{svg: string, height: number}}
 */
export function drawGrid({ rows }, { view, width, style, texts }) {
  const { soft, scale } = style;
  const [left, top] = [58 * scale, 44 * scale];
  const size = { x: (width - left) / view.columns.values.length, y: 34 * scale };
  const bottom = top + size.y * rows.length;
  const fit = { fill: soft, size: 12 * scale };
  const middle = /** @type {const} */ ('middle');
  const heads = view.columns.values.map((value, j) => {
    const place = { x: left + (j + 0.5) * size.x, y: top - 8 * scale, anchor: middle };
    return text({ ...fit, ...place }, power(texts.head('columns', value)));
  });
  const sides = view.rows.values.map((value, i) => {
    const y = top + (i + 0.5) * size.y + 4 * scale;
    const anchor = /** @type {const} */ ('end');
    return text({ ...fit, x: left - 8 * scale, y, anchor }, power(texts.head('rows', value)));
  });
  const turned = {
    x: 0,
    y: 0,
    transform: `translate(${14 * scale} ${(top + bottom) / 2}) rotate(-90)`,
  };
  const cells = rows.flatMap((row, i) =>
    row.map((cell, j) =>
      drawCell(cell, {
        ...{ x: left + j * size.x, y: top + i * size.y, width: size.x, height: size.y },
        ...{ view, style, value: texts.value },
      }),
    ),
  );
  const scaleOf = drawScale({
    view,
    left,
    top: bottom + 14 * scale,
    width: width - left,
    style,
    texts,
  });
  const svg = [
    label({ ...fit, x: left + (width - left) / 2, y: 14 * scale, anchor: middle }, texts.columns),
    label({ ...fit, ...turned, anchor: middle }, texts.rows),
    ...heads,
    ...sides,
    ...cells,
    scaleOf.svg,
  ].join('');
  return { svg, height: bottom + 14 * scale + scaleOf.height + 4 };
}

/** @param {AxisText} head @returns {string} */
const power = ({ base, exponent }) =>
  escapeText(base) +
  (exponent === undefined
    ? ''
    : tag('tspan', { dy: '-0.45em', 'font-size': '72%' }, escapeText(exponent)));

/**
 * @typedef {object} Place
 * @property {number} x
 * @property {number} y
 * @property {number} width
 * @property {number} height
 */

/**
 * @param {MapCell} cell
 * @param {Place & {view: GridView, style: Style, value: (value: number) => string}} options
 */
function drawCell(cell, { x, y, width, height, view, style, value }) {
  const inner = { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1 };
  const colors = colorsOf(cell, view);
  if (!colors) return emptyCell(cell.stage, inner, style);
  const middle = { x: x + width / 2, y: y + height / 2 + 4 * style.scale };
  return [
    tag('rect', { ...inner, fill: colors.fill }),
    label(
      {
        ...{ ...middle, anchor: 'middle', fill: colors.color, size: 12 * style.scale },
        weight: cell.best ? 700 : undefined,
      },
      value(cell.value),
    ),
    tag('path', {
      d: edges(cell.edges, inner),
      ...{ stroke: OUTLINE, 'stroke-width': 1.5, fill: 'none' },
    }),
    cell.best ? bestFrame(inner) : '',
  ].join('');
}

/** @param {Place} place @returns {string} */
const bestFrame = ({ x, y, width, height }) =>
  tag('rect', {
    ...{ x: x + 2, y: y + 2, width: width - 4, height: height - 4, fill: 'none' },
    ...{ stroke: ON_LIGHT, 'stroke-width': 3 },
  });

/**
 * @param {Stage} stage
 * @param {Place} place
 * @param {Style} style
 */
function emptyCell(stage, place, { line, soft, card }) {
  const { x, y, width, height } = place;
  const inside = { x: x + 0.5, y: y + 0.5, width: width - 1, height: height - 1, fill: 'none' };
  if (stage === 'waiting') return tag('rect', { ...inside, stroke: line });
  if (stage === 'running') {
    return tag('rect', { ...inside, stroke: soft, 'stroke-width': 1.5, 'stroke-dasharray': '4 3' });
  }
  return (
    tag('rect', { ...place, fill: card }) +
    tag('path', { d: hatching(place), stroke: soft, 'stroke-width': 1, fill: 'none' }) +
    tag('rect', { ...inside, stroke: soft })
  );
}

/** @param {Place} place @returns {string} lines from the lower left, 6 pixels apart */
export function hatching({ x, y, width, height }) {
  let d = '';
  for (let shift = 6; shift < width + height; shift += 6) {
    const from = { x: x + Math.max(0, shift - height), y: y + Math.min(height, shift) };
    const to = { x: x + Math.min(width, shift), y: y + Math.max(0, shift - width) };
    d += lineThrough([from, to]);
  }
  return d;
}

/** @param {string} sides @param {Place} place */
function edges(sides, { x, y, width, height }) {
  const [left, top, right, bottom] = [x + 0.25, y + 0.25, x + width - 0.25, y + height - 0.25];
  // Over the paper between two cells as far as its middle, where the next one's begins.
  const [west, north, east, south] = [x - 0.5, y - 0.5, x + width + 0.5, y + height + 0.5];
  /** @type {Record<string, [number, number, number, number]>} */
  const lines = {
    t: [west, top, east, top],
    r: [right, north, right, south],
    b: [west, bottom, east, bottom],
    l: [left, north, left, south],
  };
  return [...sides]
    .map((side) => lines[side])
    .map(([x0, y0, x1, y1]) =>
      lineThrough([
        { x: x0, y: y0 },
        { x: x1, y: y1 },
      ]),
    )
    .join('');
}

/**
 * The scale below the map, and what its marks mean.
 *
 * @param {object} options
 * @param {GridView} options.view
 * @param {number} options.left
 * @param {number} options.top
 * @param {number} options.width
 * @param {Style} options.style
 * @param {Pick<GridTexts, 'ends' | 'marks'>} options.texts
 * @returns {{svg: string, height: number}}
 */
export function drawScale({ view, left, top, width, style, texts }) {
  const { soft, scale } = style;
  const steps = 32;
  const wide = Math.min(width, 220 * scale);
  const [low, high] = view.range;
  const bar = Array.from({ length: steps }, (_, i) => {
    const value = low + ((i + 0.5) / steps) * (high - low);
    // Half a pixel over the next one, so that no paper shows between them.
    const place = { x: left + (i * wide) / steps, y: top, width: wide / steps + 0.5 };
    return tag('rect', { ...place, height: 10 * scale, fill: heat(shareOf(value, view)) });
  });
  const below = { y: top + 24 * scale, fill: soft, size: 11 * scale };
  const place = { width: 18 * scale, height: 14 * scale };
  const swatch =
    (/** @type {Stage} */ stage) => (/** @type {number} */ x, /** @type {number} */ y) =>
      emptyCell(stage, { ...place, x, y: y - place.height / 2 }, style);
  const best = (/** @type {number} */ x, /** @type {number} */ y) => {
    const here = { ...place, x, y: y - place.height / 2 };
    return (
      tag('rect', { ...here, fill: heat(0) }) +
      bestFrame({
        ...here,
        x: x - 1,
        y: here.y - 1,
        width: here.width + 2,
        height: here.height + 2,
      })
    );
  };
  const marks = legend(
    [
      { text: texts.marks.best, mark: best },
      { text: texts.marks.diverged, mark: swatch('done') },
      { text: texts.marks.running, mark: swatch('running') },
      { text: texts.marks.waiting, mark: swatch('waiting') },
    ].map((entry) => ({ ...entry, color: soft, width: 18 })),
    { left, top: top + 32 * scale, width, soft, scale, measure: style.measure },
  );
  const svg = [
    tag('g', { 'shape-rendering': 'crispEdges' }, ...bar),
    label({ ...below, x: left }, texts.ends[0]),
    label({ ...below, x: left + wide, anchor: 'end' }, texts.ends[1]),
    marks.svg,
  ].join('');
  return { svg, height: 32 * scale + marks.height };
}
