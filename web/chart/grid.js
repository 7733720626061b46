/**
 * From the runs of a grid to the cells of its heat map. Pure.
 *
 * @typedef {import('../experiments/experiment.js').GridView} GridView
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiments/experiment.js').Cell} Cell
 */
import { median } from '../experiments/measure.js';

/**
 * @param {GridView} view
 * @param {readonly RunRecord[]} runs that have ended
 * @returns {Cell[]} those of which there are runs, row after row; the value is the median over
 *   the seeds, NaN if for most of them there is none
 */
export function gridCells(view, runs) {
  // What there is not counts as worse than everything.
  const worst = view.best === 'low' ? Infinity : -Infinity;
  return view.rows.values.flatMap((row) =>
    view.columns.values.flatMap((column) => {
      const here = runs.filter(({ cell }) => cell?.row === row && cell.column === column);
      if (!here.length) return [];
      const values = here.map(view.value).map((value) => (Number.isNaN(value) ? worst : value));
      const value = median(values);
      return [{ row, column, value: Number.isFinite(value) ? value : NaN }];
    }),
  );
}
