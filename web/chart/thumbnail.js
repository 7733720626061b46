/**
 * A view of an experiment as a drawing of 96 x 64, from finished runs: bare lines, no axes, no
 * words. Its colours are the page's custom properties, so it is right in both schemes. Pure.
 *
 * @typedef {import('../experiments/experiment.js').AnyView} AnyView
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('./levels.js').Surface} Surface
 */
import { defaultSettings } from '../experiments/experiment.js';
import { byLine } from '../experiments/measure.js';
import { gridCells } from './grid.js';
import { heat, shareOf } from './heat.js';
import { levelsOf } from './levels.js';
import { pixels } from './pixels.js';
import { buildSeries } from './series.js';
import { lineThrough, tag } from './markup.js';

const WIDTH = 96;
const HEIGHT = 64;
const EDGE = 2; // so that round ends are not cut
const LINES = 3;
const LEVELS = 6;
const PATHS = 2; // more would be a tangle

/**
 * @typedef {object} ThumbnailOptions
 * @property {AnyView} view
 * @property {readonly RunRecord[]} runs of the default settings, of one seed or of several
 * @property {Experiment} experiment
 * @property {Surface} [surface] of a view of that kind: as a session describes it
 */

/**
 * @param {ThumbnailOptions} options
 * @returns {string} an SVG element that says nothing to those who cannot see it
 */
export function thumbnail(options) {
  const body = draw(options);
  return tag(
    'svg',
    {
      ...{ class: 'thumbnail', width: WIDTH, height: HEIGHT, viewBox: `0 0 ${WIDTH} ${HEIGHT}` },
      ...{ 'aria-hidden': 'true', focusable: 'false', fill: 'none' },
      ...{ 'stroke-linejoin': 'round', 'stroke-linecap': 'round' },
    },
    body,
  );
}

/** @param {ThumbnailOptions} options @returns {string} */
function draw({ view, runs, experiment, surface }) {
  switch (view.kind) {
    case 'surface':
      return surface ? drawSurface(surface, runs) : '';
    case 'grid':
      return drawGrid(view, runs);
    case 'noise':
      return drawNoise(view, runs);
    case 'images':
      return drawImages(view, runs);
    default:
      return drawCurves(view, runs, experiment);
  }
}

/** @param {RunRecord | {rule: string}} run */
const colorOf = ({ rule }) => `var(--rule-${rule}, currentColor)`;

/**
 * Two or three of the lines, over the first axis.
 *
 * @param {import('../experiments/experiment.js').View} view
 * @param {readonly RunRecord[]} runs
 * @param {Experiment} experiment
 */
function drawCurves(view, runs, experiment) {
  const [quantity] = Object.keys(view.columns);
  const [[axis, planned] = ['epoch', Infinity]] = Object.entries(view.ends ?? {});
  const series = buildSeries({
    runs: runs.filter(({ id }) => view.runs?.includes(id) ?? true).map(traced),
    column: view.columns[quantity],
    axis: /** @type {import('./series.js').Axis} */ (axis),
  }).filter(({ x }) => x.length > 1);
  if (!series.length) return '';
  const chosen = series.length <= LINES ? series : spread(series, LINES);
  const end = Math.min(planned, Math.max(...chosen.map(({ x }) => x[x.length - 1])));
  const log = view.logarithmic?.includes(quantity) ?? false;
  const scale = log ? Math.log10 : (/** @type {number} */ v) => v;
  const values = chosen.flatMap(({ x, y }) => [...y].filter((v, i) => x[i] <= end && v > 0));
  const top = scale(Math.min(view.top[quantity], Math.max(...values)));
  // Far down on a logarithmic scale there is only rounding.
  const bottom = log ? Math.max(scale(Math.min(...values)), top - 6) : 0;
  const shades = shadesOf(experiment);
  return chosen
    .map(({ id, rule, x, y }) => {
      const points = perColumn(x, y, end).map((point) => ({
        x: EDGE + (point.x / end) * (WIDTH - 2 * EDGE),
        y: HEIGHT - EDGE - ((scale(point.y) - bottom) / (top - bottom)) * (HEIGHT - 2 * EDGE),
      }));
      return tag('path', {
        d: lineThrough(points),
        stroke: colorOf({ rule }),
        'stroke-width': 2,
        'stroke-opacity': shades[id] === undefined ? undefined : 0.35 + 0.65 * shades[id],
      });
    })
    .join('');
}

/**
 * @param {RunRecord} run
 * @returns {import('./series.js').Traced}
 */
const traced = (run) => ({
  ...run,
  alive: false,
  trace: {
    length: run.columns.update.length,
    column: (name) => run.columns[name] ?? new Float64Array(0),
  },
});

/**
 * @param {Experiment} experiment
 * @returns {Record<string, number | undefined>} by the id of the run
 */
function shadesOf(experiment) {
  const plans = experiment.specs({ settings: defaultSettings(experiment), seed: 1 });
  return Object.fromEntries(plans.map(({ id, shade }) => [id, shade]));
}

/**
 * @template T
 * @param {readonly T[]} list
 * @param {number} count
 * @returns {T[]} evenly spread, the first and the last among them
 */
const spread = (list, count) =>
  Array.from({ length: count }, (_, i) => list[Math.round((i * (list.length - 1)) / (count - 1))]);

/**
 * The middle of the values in every other pixel column: at this size noise would be a smear.
 *
 * @param {Float64Array} x
 * @param {Float64Array} y
 * @param {number} end
 */
function perColumn(x, y, end) {
  const columns = WIDTH / 2;
  /** @type {Map<number, {x: number, y: number}[]>} */
  const bins = new Map();
  for (let i = 0; i < x.length && x[i] <= end; i++) {
    const bin = Math.floor((x[i] / end) * columns);
    bins.set(bin, [...(bins.get(bin) ?? []), { x: x[i], y: y[i] }]);
  }
  const mean = (/** @type {number[]} */ all) => all.reduce((sum, v) => sum + v, 0) / all.length;
  return [...bins.values()].map((bin) => ({
    x: mean(bin.map((point) => point.x)),
    y: mean(bin.map((point) => point.y)),
  }));
}

/**
 * Level lines and paths; what does not fit above and below is cut off.
 *
 * @param {Surface} surface
 * @param {readonly RunRecord[]} runs
 */
function drawSurface(surface, runs) {
  const [x0, x1, y0, y1] = surface.view;
  const scale = WIDTH / (x1 - x0);
  const place = (/** @type {{x: number, y: number}} */ { x, y }) => ({
    x: scale * (x - x0),
    y: HEIGHT / 2 - scale * (y - (y0 + y1) / 2),
  });
  const levels = spread(levelsOf(surface), LEVELS).map(({ lines }) => {
    const d = lines.map((line) => lineThrough(everySecond(line).map(place))).join('');
    return tag('path', { d, stroke: 'var(--edge, currentColor)', 'stroke-width': 0.75 });
  });
  const lines = [...byLine(runs).values()];
  const chosen = lines.length <= PATHS ? lines : spread(lines, PATHS);
  const paths = chosen.map(([run]) => {
    const { x, y } = run.columns;
    /** @type {{x: number, y: number}[]} */
    const points = [];
    for (let i = 0; i < x.length; i++) {
      const point = place({ x: x[i], y: y[i] });
      const last = points.at(-1);
      if (!last || Math.hypot(point.x - last.x, point.y - last.y) > 0.7) points.push(point);
    }
    return tag('path', { d: lineThrough(points), stroke: colorOf(run), 'stroke-width': 1.25 });
  });
  const minima = surface.minima.map(([x, y]) => {
    const at = place({ x, y });
    return tag('circle', { cx: at.x, cy: at.y, r: 2.5, fill: 'currentColor' });
  });
  return [...levels, ...paths, ...minima].join('');
}

/** @template T @param {readonly T[]} line @returns {T[]} */
const everySecond = (line) => line.filter((_, i) => i % 2 === 0 || i === line.length - 1);

/**
 * @param {import('../experiments/experiment.js').GridView} view
 * @param {readonly RunRecord[]} runs
 */
function drawGrid(view, runs) {
  const { rows, columns } = view;
  const size = { x: WIDTH / columns.values.length, y: HEIGHT / rows.values.length };
  return gridCells(view, runs)
    .filter(({ value }) => Number.isFinite(value))
    .map(({ row, column, value }) => {
      const [i, j] = [columns.values.indexOf(column), rows.values.indexOf(row)];
      return tag('rect', {
        ...{ x: i * size.x + 0.25, y: j * size.y + 0.25 },
        ...{ width: size.x - 0.5, height: size.y - 0.5 },
        fill: heat(shareOf(value, view)),
      });
    })
    .join('');
}

/**
 * @param {import('../experiments/experiment.js').NoiseView} view
 * @param {readonly RunRecord[]} runs
 */
function drawNoise(view, runs) {
  const points = view.points([...runs]).filter(({ x, y }) => x > 0 && y > 0);
  if (points.length < 2) return '';
  const line = view.line(points);
  const all = [...points, ...line];
  const ends = (/** @type {'x' | 'y'} */ axis) => {
    const logs = all.map((point) => Math.log(point[axis]));
    return { from: Math.min(...logs), span: Math.max(...logs) - Math.min(...logs) || 1 };
  };
  const [across, up] = [ends('x'), ends('y')];
  const margin = 6;
  const place = (/** @type {{x: number, y: number}} */ { x, y }) => ({
    x: margin + ((Math.log(x) - across.from) / across.span) * (WIDTH - 2 * margin),
    y: HEIGHT - margin - ((Math.log(y) - up.from) / up.span) * (HEIGHT - 2 * margin),
  });
  const rule = runs[0]?.rule ?? '';
  const dots = points
    .map(place)
    .map(({ x, y }) => tag('circle', { cx: x, cy: y, r: 3.5, fill: colorOf({ rule }) }));
  const d = lineThrough(line.map(place));
  return [
    tag('path', { d, stroke: 'var(--edge, currentColor)', 'stroke-width': 1.5 }),
    ...dots,
  ].join('');
}

/**
 * The first of ink and the last of heat, each with its frame.
 *
 * @param {import('../experiments/experiment.js').ImagesView} view
 * @param {readonly RunRecord[]} runs
 */
function drawImages(view, runs) {
  const pictures = view.images([...runs]).filter(({ values }) => values.length);
  const ink = pictures.find(({ scale }) => scale === 'ink');
  const warm = pictures.findLast(({ scale }) => scale === 'heat');
  const chosen = [ink, warm].flatMap((picture) => picture ?? []);
  const side = chosen.length > 1 ? (WIDTH - 4) / 2 : HEIGHT;
  return chosen
    .map(({ shape, values, scale, box }, i) => {
      const unit = side / Math.max(...shape);
      const left = chosen.length > 1 ? i * (side + 4) : (WIDTH - side) / 2;
      const move = `translate(${left} ${(HEIGHT - side) / 2}) scale(${unit.toFixed(4)})`;
      const frame = box && frameOf(box, shape);
      return tag(
        'g',
        { transform: move },
        pixels({ shape, values, scale, ink: 'currentColor', shades: 8 }),
        frame ? tag('rect', { ...frame, stroke: FRAME, 'stroke-width': 0.8 }) : '',
      );
    })
    .join('');
}

const FRAME = 'var(--ink, currentColor)';

/**
 * @param {readonly number[]} box
 * @param {readonly [number, number]} shape
 */
function frameOf([row0, column0, row1, column1], [rows, columns]) {
  const [top, left] = [Math.max(0, row0), Math.max(0, column0)];
  return {
    ...{ x: left + 0.4, y: top + 0.4 },
    width: Math.min(columns, column1 + 1) - left - 0.8,
    height: Math.min(rows, row1 + 1) - top - 0.8,
  };
}
