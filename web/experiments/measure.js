/**
 * What claims measure on finished runs. Pure.
 *
 * @typedef {import('./experiment.js').RunRecord} RunRecord
 */

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
 * @param {RunRecord[]} runs
 * @param {string} id
 * @returns {Map<number, RunRecord>} the runs of one line, by seed
 */
export function bySeed(runs, id) {
  return new Map(runs.filter((run) => run.id === id).map((run) => [run.seed, run]));
}
