/**
 * From runs to what a chart shows: one line for each plan, the median over its seeds with a band.
 * Pure; knows neither canvas nor page.
 *
 * @typedef {'epoch' | 'update' | 'examples' | 'seconds'} Axis
 *
 * @typedef {object} Traced a run as far as it is
 * @property {string} id
 * @property {string} rule
 * @property {number} seed
 * @property {{length: number, column(name: string): Float64Array}} trace
 * @property {number} divergedAt -1 if it did not
 * @property {boolean} alive whether it may still get further
 *
 * @typedef {object} Series
 * @property {string} id
 * @property {string} rule
 * @property {Float64Array} x
 * @property {Float64Array} y median over the seeds that came so far
 * @property {Float64Array} low
 * @property {Float64Array} high
 * @property {Float64Array} update of each point, whatever x is
 * @property {number} seeds how many runs are behind the line
 * @property {{x: number, y: number, update: number} | null} diverged last finite point of the
 *   first run that diverged
 */
import { quantile } from '../experiments/measure.js';

/**
 * How the band is made: of few runs the quartiles say little, so all of them are inside.
 *
 * @param {number} seeds
 * @returns {'none' | 'range' | 'quartiles'}
 */
export function bandKind(seeds) {
  if (seeds < 3) return 'none';
  return seeds <= 5 ? 'range' : 'quartiles';
}

/**
 * @param {object} options
 * @param {readonly Traced[]} options.runs
 * @param {string} options.column
 * @param {Axis} options.axis
 * @returns {Series[]} one for each id, in the order of the runs
 */
export function buildSeries({ runs, column, axis }) {
  const ids = [...new Set(runs.map((run) => run.id))];
  return ids.map((id) =>
    line(
      runs.filter((run) => run.id === id),
      column,
      axis,
    ),
  );
}

/**
 * @param {readonly Traced[]} runs all seeds of one line
 * @param {string} column
 * @param {Axis} axis
 * @returns {Series}
 */
function line(runs, column, axis) {
  const { id, rule } = runs[0];
  const kind = bandKind(runs.length);
  const readers = runs.map((run) => ({
    update: run.trace.column('update'),
    x: run.trace.column(axis),
    y: run.trace.column(column),
    at: 0,
  }));
  /** @type {number[][]} */
  const rows = [];

  for (const update of shared(runs)) {
    const xs = [];
    const ys = [];
    for (const reader of readers) {
      while (reader.at < reader.update.length && reader.update[reader.at] < update) reader.at++;
      if (reader.update[reader.at] !== update) continue;
      xs.push(reader.x[reader.at]);
      if (Number.isFinite(reader.y[reader.at])) ys.push(reader.y[reader.at]);
    }
    if (!ys.length) continue;
    const [low, high] = band(ys, kind);
    rows.push([quantile(xs, 0.5), quantile(ys, 0.5), low, high, update]);
  }

  const pick = (/** @type {number} */ k) => Float64Array.from(rows, (row) => row[k]);
  return {
    id,
    rule,
    x: pick(0),
    y: pick(1),
    low: pick(2),
    high: pick(3),
    update: pick(4),
    seeds: runs.length,
    diverged: divergence(runs, column, axis),
  };
}

/**
 * Updates at which all runs were measured, but for those which ended before: a median of other
 * seeds from row to row would jump.
 *
 * @param {readonly Traced[]} runs
 * @returns {number[]} rising
 */
function shared(runs) {
  /** @type {Map<number, number>} */
  const count = new Map();
  for (const { trace } of runs) {
    for (const update of trace.column('update')) count.set(update, (count.get(update) ?? 0) + 1);
  }
  const ends = runs.map(({ alive, trace }) =>
    alive ? Infinity : (trace.column('update').at(-1) ?? -1),
  );
  return [...count]
    .filter(([update, n]) => n >= ends.filter((end) => end >= update).length)
    .map(([update]) => update)
    .sort((a, b) => a - b);
}

/**
 * @param {number[]} values
 * @param {'none' | 'range' | 'quartiles'} kind
 * @returns {[number, number]}
 */
function band(values, kind) {
  if (kind === 'quartiles') return [quantile(values, 0.25), quantile(values, 0.75)];
  if (kind === 'range') return [Math.min(...values), Math.max(...values)];
  return [NaN, NaN];
}

/**
 * @param {readonly Traced[]} runs
 * @param {string} column
 * @param {Axis} axis
 * @returns {Series['diverged']}
 */
function divergence(runs, column, axis) {
  const run = runs.find((r) => r.divergedAt >= 0);
  if (!run) return null;
  const y = run.trace.column(column);
  const at = y.findLastIndex(Number.isFinite);
  if (at < 0) return null;
  return { x: run.trace.column(axis)[at], y: y[at], update: run.divergedAt };
}

/**
 * @param {ArrayLike<number>} sorted rising
 * @param {number} value
 * @returns {number} index of the nearest, -1 of nothing
 */
export function nearest(sorted, value) {
  if (!sorted.length) return -1;
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low > 0 && value - sorted[low - 1] < sorted[low] - value ? low - 1 : low;
}
