/**
 * What claims measure on finished runs, and the statistics they need. Pure.
 *
 * @typedef {import('./experiment.js').RunRecord} RunRecord
 */

// --- one run ----------------------------------------------------------------------------------

/**
 * The epoch at which a column is first below a level, by the rows of the trace.
 *
 * @param {RunRecord} run
 * @param {string} column
 * @param {number} level
 * @returns {number} Infinity if it never is
 */
export function firstBelow(run, column, level) {
  const at = run.columns[column].findIndex((value) => value < level);
  return at < 0 ? Infinity : run.columns.epoch[at];
}

/**
 * @param {RunRecord} run
 * @param {string} column
 * @returns {number} its last finite value, NaN if there is none
 */
export function last(run, column) {
  return run.columns[column].findLast((value) => Number.isFinite(value)) ?? NaN;
}

/**
 * The value in the first row at which the run has got so far.
 *
 * @param {RunRecord} run
 * @param {string} column
 * @param {{epoch?: number, update?: number}} far
 * @returns {number} NaN if it never got there
 */
export function valueAt(run, column, { epoch, update }) {
  const [axis, wanted] = epoch === undefined ? ['update', update ?? 0] : ['epoch', epoch];
  const at = run.columns[axis].findIndex((value) => value >= wanted - 1e-9);
  return at < 0 ? NaN : run.columns[column][at];
}

/**
 * @param {RunRecord} run
 * @param {string} column
 * @param {number} rows the last so many
 * @returns {number} their mean
 */
export function meanOfLast(run, column, rows) {
  return mean(run.columns[column].slice(-rows));
}

// --- runs of several seeds --------------------------------------------------------------------

/**
 * @param {readonly RunRecord[]} runs
 * @param {string} id
 * @returns {Map<number, RunRecord>} the runs of one line, by seed
 */
export function bySeed(runs, id) {
  return new Map(runs.filter((run) => run.id === id).map((run) => [run.seed, run]));
}

/**
 * @param {readonly RunRecord[]} runs
 * @returns {Map<string, RunRecord[]>} the runs of each line, by its id
 */
export function byLine(runs) {
  /** @type {Map<string, RunRecord[]>} */
  const lines = new Map();
  for (const run of runs) lines.set(run.id, [...(lines.get(run.id) ?? []), run]);
  return lines;
}

/**
 * The median over the seeds of something measured on each run of a line.
 *
 * @param {readonly RunRecord[]} runs
 * @param {string} id
 * @param {(run: RunRecord) => number} measure
 */
export function medianOf(runs, id, measure) {
  return median(runs.filter((run) => run.id === id).map(measure));
}

// --- numbers ----------------------------------------------------------------------------------

/**
 * @param {Iterable<number>} values
 * @param {number} q in [0, 1]
 * @returns {number} the quantile, linear between neighbours; NaN of nothing
 */
export function quantile(values, q) {
  const sorted = Float64Array.from(values).sort();
  if (!sorted.length) return NaN;
  const at = q * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.ceil(at);
  if (low === high || sorted[low] === sorted[high]) return sorted[low]; // also where infinite
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/**
 * @param {Iterable<number>} values
 * @returns {number}
 */
export const median = (values) => quantile(values, 0.5);

/**
 * @param {Iterable<number>} values
 * @returns {number} NaN of nothing
 */
export function mean(values) {
  const all = [...values];
  return all.reduce((sum, value) => sum + value, 0) / all.length;
}

/**
 * The slope of the straight line through points, by least squares.
 *
 * @param {readonly number[]} x
 * @param {readonly number[]} y
 */
export function slope(x, y) {
  const [mx, my] = [mean(x), mean(y)];
  const across = x.reduce((sum, value, i) => sum + (value - mx) * (y[i] - my), 0);
  return across / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}

/**
 * Spearman's rank correlation; ties share the mean of their ranks.
 *
 * @param {readonly number[]} x
 * @param {readonly number[]} y
 * @returns {number} NaN if one of them is all the same
 */
export function rankCorrelation(x, y) {
  const [a, b] = [ranks(x), ranks(y)];
  const middle = (x.length + 1) / 2;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    ab += (a[i] - middle) * (b[i] - middle);
    aa += (a[i] - middle) ** 2;
    bb += (b[i] - middle) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}

/** @param {readonly number[]} values @returns {number[]} from 1, the smallest */
function ranks(values) {
  return values.map((value) => {
    const smaller = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return smaller + (equal + 1) / 2;
  });
}
