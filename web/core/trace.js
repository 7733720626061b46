import { LabError } from './error.js';
import { didYouMean } from './nearest.js';

/** @typedef {import('./instance.js').Core} Core */

/**
 * All columns of a run's trace by name, copies, without the first `from` rows.
 * @param {Core} core
 * @param {number} run its handle
 * @param {number} from
 * @returns {Record<string, Float64Array>}
 */
export function readTrace(core, run, from) {
  const columns = columnNames(core, run).map((name, i) => [name, read(core, run, i, from)]);
  return Object.fromEntries(columns);
}

/**
 * One column of a run's trace, a copy.
 * @param {Core} core
 * @param {number} run
 * @param {string} name
 * @returns {Float64Array}
 */
export function readColumn(core, run, name) {
  const names = columnNames(core, run);
  const at = names.indexOf(name);
  if (at < 0) throw new LabError(`unknown column: ${name}${didYouMean(name, names)}`, 'column');
  return read(core, run, at, 0);
}

/** @param {Core} core @param {number} run @param {number} column @param {number} from */
function read({ exports, memory }, run, column, from) {
  const rows = exports.sp_trace_rows(run);
  return memory.copy(Float64Array, exports.sp_trace_column(run, column), rows, from);
}

/** @type {WeakMap<Core, string[]>} the same for all runs of a core */
const known = new WeakMap();

/** @param {Core} core @param {number} run */
function columnNames(core, run) {
  let names = known.get(core);
  if (!names) {
    names = Array.from({ length: core.exports.sp_trace_columns(run) }, (_, i) =>
      core.memory.text(core.exports.sp_trace_name(run, i)),
    );
    known.set(core, names);
  }
  return names;
}
