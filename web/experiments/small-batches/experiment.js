/**
 * A grid of runs: batch sizes down, step sizes across (Masters & Luschi, 2018).
 */
import { median, rankCorrelation, last } from '../measure.js';

const SIZES = [2, 4, 8, 16, 32, 64, 128, 256, 512];
/** Step size per example: the step along the mean gradient of m examples is m times as long. */
const STEPS = Array.from({ length: 10 }, (_, i) => 2 ** (i - 12));
const GOOD = 0.02; // above the best cell of all, at most
const SMALL = 32;

/**
 * @typedef {import('../experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiment.js').Cell} Cell
 */

/** @param {RunRecord} run @returns {number} its last test error, NaN if it diverged */
const errorOf = (run) => (run.divergedAt < 0 ? last(run, 'testError') : NaN);

/**
 * @param {readonly RunRecord[]} runs
 * @returns {Cell[]} medians over the seeds; 1 stands for a cell where most runs diverged
 */
function cellsOf(runs) {
  return SIZES.flatMap((row) =>
    STEPS.map((column) => {
      const here = runs.filter(({ cell }) => cell?.row === row && cell.column === column);
      const errors = here.map(errorOf).map((error) => (Number.isNaN(error) ? 1 : error));
      return { row, column, value: median(errors) };
    }),
  );
}

/** @param {readonly Cell[]} cells @returns {Cell} */
const bestOf = (cells) => cells.reduce((best, cell) => (cell.value < best.value ? cell : best));

/** @param {readonly Cell[]} cells @returns {Cell[]} */
function goodOf(cells) {
  const { value } = bestOf(cells);
  return cells.filter((cell) => cell.value <= value + GOOD);
}

/** @param {readonly RunRecord[]} runs @returns {number[]} good steps of each batch size */
function counts(runs) {
  const good = goodOf(cellsOf(runs));
  return SIZES.map((size) => good.filter(({ row }) => row === size).length);
}

/** @type {import('../experiment.js').Experiment} */
export const experiment = {
  id: 'small-batches',
  part: 'B',
  number: 8,
  topics: ['L9'],

  controls: [{ id: 'epochs', kind: 'choice', values: [5, 10, 20, 40], default: 10 }],
  seeds: { default: 1, max: 5 },

  specs: ({ settings: { epochs }, seed }) =>
    // Column by column from the shortest step on: the picture grows to the right.
    STEPS.flatMap((step) =>
      SIZES.map((size) => ({
        id: `m${size}-s${-Math.log2(step)}`,
        rule: 'sgd',
        cell: { row: size, column: step },
        spec: {
          seed,
          data: { name: 'digits', train: 1024, test: 1000 },
          model: [
            { layer: 'flatten' },
            { layer: 'dense', units: 32 },
            { layer: 'relu' },
            { layer: 'dense', units: 10 },
          ],
          loss: 'cross-entropy',
          optimizer: { name: 'sgd', lr: size * step },
          batch: { size },
          evaluate: { every: epochs / 5, unit: 'epoch', examples: 0 },
          stop: { epochs },
        },
      })),
    ),

  views: [
    {
      id: 'grid',
      kind: 'grid',
      rows: { id: 'batch', values: SIZES, format: 'number' },
      columns: { id: 'stepPerExample', values: STEPS, format: 'power' },
      value: errorOf,
      format: 'percent',
      best: 'low',
      range: [0.05, 0.3],
      marked: goodOf,
    },
  ],

  predict: {
    kind: 'choice',
    options: ['small', 'large', 'same', 'none'],
    settings: {},
    outcome(runs) {
      const good = counts(runs);
      const [few, most] = [Math.min(...good), Math.max(...good)];
      if (few === most) return 'same';
      const correlation = rankCorrelation(SIZES, good);
      if (Math.abs(correlation) < 0.5) return 'none';
      return correlation < 0 ? 'small' : 'large';
    },
  },

  claims: [
    {
      id: 'range',
      needs: { runs: {} },
      check({ runs }) {
        const good = counts(runs);
        const correlation = rankCorrelation(SIZES, good);
        const values = Object.fromEntries(SIZES.map((size, i) => [`m${size}`, good[i]]));
        return {
          holds: correlation <= -0.7,
          measured: [
            { text: 'counts', values },
            { text: 'correlation', values: { correlation } },
          ],
        };
      },
    },
    {
      id: 'best',
      needs: { runs: {} },
      check({ runs }) {
        const cells = cellsOf(runs);
        const best = bestOf(cells);
        const large = bestOf(cells.filter(({ row }) => row > SMALL));
        return {
          holds: best.row <= SMALL,
          measured: [
            { text: 'best', values: { batch: best.row, error: best.value } },
            { text: 'large', values: { batch: large.row, error: large.value } },
          ],
        };
      },
    },
  ],

  sources: [
    { rule: 'sgd', file: 'optim/sgd.c', mark: 'w[i] -=' },
    { file: 'data/batches.c', mark: 'memcpy(index' },
  ],
};
