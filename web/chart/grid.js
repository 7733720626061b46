/**
 * From the runs of a grid to the cells of its heat map. Pure.
 *
 * @typedef {import('../experiments/experiment.js').GridView} GridView
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiments/experiment.js').Cell} Cell
 *
 * @typedef {'waiting' | 'running' | 'done' | 'failed'} Stage
 *
 * @typedef {object} CellRun a run as the map needs it
 * @property {{row: number, column: number}} [cell]
 * @property {Stage} stage
 * @property {number} value NaN: none, as when it diverged
 *
 * @typedef {object} MapCell
 * @property {number} row
 * @property {number} column
 * @property {Stage} stage of all its runs together
 * @property {number} value the median over its runs once all have ended, else NaN
 * @property {boolean} marked
 * @property {boolean} best
 * @property {string} edges where the outline of the marked cells runs: some of "trbl"
 *
 * @typedef {object} GridModel
 * @property {MapCell[][]} rows
 * @property {MapCell | null} best
 * @property {number} done how many runs have ended
 * @property {number} all
 */
import { median } from '../experiments/measure.js';

/**
 * @param {GridView} view
 * @param {readonly RunRecord[]} runs that have ended
 * @returns {Cell[]} those of which there are runs, row after row; the value is the median over
 *   the seeds, NaN if for most of them there is none
 */
export function gridCells(view, runs) {
  const ended = runs.map((run) => ({
    cell: run.cell,
    stage: /** @type {const} */ ('done'),
    value: view.value(run),
  }));
  return gridModel(view, ended)
    .rows.flat()
    .filter(({ stage }) => stage === 'done')
    .map(({ row, column, value }) => ({ row, column, value }));
}

/**
 * @param {GridView} view
 * @param {readonly CellRun[]} runs
 * @returns {GridModel}
 */
export function gridModel(view, runs) {
  const rows = view.rows.values.map((row) =>
    view.columns.values.map((column) => {
      const here = runs.filter(({ cell }) => cell?.row === row && cell.column === column);
      const stage = stageOf(here.map((run) => run.stage));
      const value = stage === 'done' ? together(view, here) : NaN;
      return { row, column, stage, value, marked: false, best: false, edges: '' };
    }),
  );
  const valued = rows.flat().filter(({ value }) => Number.isFinite(value));
  const better = (/** @type {MapCell} */ a, /** @type {MapCell} */ b) =>
    view.best === 'low' ? a.value < b.value : a.value > b.value;
  const best = valued.reduce(
    (/** @type {MapCell | null} */ found, cell) => (!found || better(cell, found) ? cell : found),
    null,
  );
  if (best) best.best = true;
  if (valued.length) {
    for (const { row, column } of view.marked(valued)) {
      const cell = valued.find((one) => one.row === row && one.column === column);
      if (cell) cell.marked = true;
    }
  }
  outline(rows);
  const done = runs.filter(({ stage }) => stage === 'done' || stage === 'failed').length;
  return { rows, best, done, all: runs.length };
}

/** @param {Stage[]} stages @returns {Stage} */
function stageOf(stages) {
  if (stages.includes('failed')) return 'failed';
  if (stages.every((stage) => stage === 'waiting')) return 'waiting';
  return stages.every((stage) => stage === 'done') ? 'done' : 'running';
}

/** @param {GridView} view @param {readonly CellRun[]} runs */
function together({ best }, runs) {
  // What there is not counts as worse than everything.
  const worst = best === 'low' ? Infinity : -Infinity;
  const value = median(runs.map((run) => (Number.isNaN(run.value) ? worst : run.value)));
  return Number.isFinite(value) ? value : NaN;
}

/** @param {MapCell[][]} rows */
function outline(rows) {
  rows.forEach((row, i) =>
    row.forEach((cell, j) => {
      if (!cell.marked) return;
      const sides = { t: rows[i - 1]?.[j], r: row[j + 1], b: rows[i + 1]?.[j], l: row[j - 1] };
      for (const [side, other] of Object.entries(sides)) if (!other?.marked) cell.edges += side;
    }),
  );
}
