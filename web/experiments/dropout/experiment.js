/**
 * A large net on few digits, with more and more of its hidden units removed while it trains.
 */
import { byLine, bySeed, mean, meanOfLast, median, medianOf } from '../measure.js';

const TRAIN = 500;
const EPOCHS = 30;
const TAIL = 5; // rows at the end over which errors are averaged: one epoch is noisy
const RATES = [0, 0.2, 0.5, 0.8];
const idOf = (/** @type {number} */ rate) => `p${Math.round(100 * rate)}`;
const [NONE, , HALF, MOST] = RATES.map(idOf);

/**
 * @typedef {import('../experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiment.js').Curve} Curve
 */

/** Errors at the end of a run: as trained (masks on), the same digits with masks off, and test. */
const END = {
  masked: (/** @type {RunRecord} */ run) => meanOfLast(run, 'batchError', TAIL),
  train: (/** @type {RunRecord} */ run) => meanOfLast(run, 'trainError', TAIL),
  test: (/** @type {RunRecord} */ run) => meanOfLast(run, 'testError', TAIL),
};

/** @param {RunRecord} run */
const gap = (run) => END.test(run) - END.train(run);

/**
 * A measure of the runs without dropout and of those with half the units removed, seed by seed.
 *
 * @param {readonly RunRecord[]} runs
 * @param {(run: RunRecord) => number} measure
 * @returns {{without: number[], half: number[]}}
 */
function pairs(runs, measure) {
  const half = bySeed(runs, HALF);
  const without = [...bySeed(runs, NONE).values()].filter((run) => half.has(run.seed));
  return {
    without: without.map(measure),
    half: without.map((run) => measure(/** @type {RunRecord} */ (half.get(run.seed)))),
  };
}

/**
 * @param {readonly RunRecord[]} runs
 * @param {(run: RunRecord) => number} measure
 * @returns {Record<string, number>} by the id of the run, medians over the seeds
 */
const each = (runs, measure) =>
  Object.fromEntries([...byLine(runs)].map(([id]) => [id, medianOf(runs, id, measure)]));

/**
 * @param {readonly RunRecord[]} runs of one line
 * @param {string} column
 * @returns {Curve} the median over the seeds
 */
function medianCurve(runs, column) {
  const x = runs[0].columns.epoch;
  const y = Array.from(x, (_, row) => median(runs.map((run) => run.columns[column][row])));
  // As trained there is nothing to tell before the first update.
  const from = y.findIndex((value) => Number.isFinite(value));
  return { x: Array.from(x.slice(from)), y: y.slice(from) };
}

/** @param {Curve} curve @returns {number} mean height of its last third */
function heightAtEnd({ x, y }) {
  const from = (2 / 3) * x[x.length - 1];
  return mean(Array.from(y).filter((_, i) => x[i] >= from));
}

/** @type {import('../experiment.js').Experiment} */
export const experiment = {
  id: 'dropout',
  part: 'D',
  number: 20,
  topics: ['L21'],

  controls: [
    {
      id: 'wrong',
      kind: 'linear',
      min: 0,
      max: 0.4,
      step: 0.05,
      default: 0.1,
      off: true,
    },
    { id: 'units', kind: 'choice', values: [32, 64, 128, 256, 512], default: 256 },
    { id: 'step', kind: 'log', min: 0.01, max: 1, default: 0.1, live: true },
  ],
  seeds: { default: 3, max: 10 },

  specs: ({ settings, seed }) =>
    RATES.map((rate, i) => ({
      id: idOf(rate),
      rule: 'sgd',
      shade: (i + 1) / RATES.length,
      spec: {
        seed,
        data: { name: 'digits', train: TRAIN, test: 1000, label_noise: settings.wrong },
        model: [
          { layer: 'flatten' },
          { layer: 'dense', units: settings.units },
          { layer: 'relu' },
          { layer: 'dropout', rate },
          { layer: 'dense', units: 10 },
        ],
        loss: 'cross-entropy',
        optimizer: { name: 'sgd', lr: settings.step },
        batch: { size: 20 },
        evaluate: { every: 1, unit: 'epoch', examples: 0 },
        stop: { epochs: EPOCHS },
      },
    })),

  views: [
    {
      id: 'masked',
      kind: 'curves',
      columns: { error: 'batchError', loss: 'batchLoss' },
      top: { error: 0.6, loss: 2.5 },
      ends: { epoch: EPOCHS, update: Infinity },
    },
    {
      id: 'train',
      kind: 'curves',
      columns: { error: 'trainError', loss: 'trainLoss' },
      top: { error: 0.6, loss: 2.5 },
      ends: { epoch: EPOCHS, update: Infinity },
    },
    {
      id: 'test',
      kind: 'curves',
      columns: { error: 'testError', loss: 'testLoss' },
      top: { error: 0.6, loss: 2.5 },
      ends: { epoch: EPOCHS, update: Infinity },
    },
  ],
  digits: true,

  // Drawn is the error on the training digits, as it is counted while the net trains with four
  // of five units removed; what counts is where it ends, beside the other curves.
  predict: {
    kind: 'draw',
    view: 'masked',
    run: MOST,
    settings: {},
    options: ['low', 'between', 'above'],
    outcome: (runs) =>
      medianCurve(
        runs.filter(({ id }) => id === MOST),
        'batchError',
      ),
    read(curve, runs) {
      const lines = byLine(runs);
      const height = heightAtEnd(curve);
      const at = (/** @type {string} */ id, /** @type {string} */ column) =>
        heightAtEnd(medianCurve(lines.get(id) ?? [], column));
      if (height >= at(MOST, 'testError')) return 'above';
      return height <= at(NONE, 'batchError') + 0.02 ? 'low' : 'between';
    },
  },

  claims: [
    {
      id: 'masked',
      needs: { runs: {} },
      seeds: 10,
      check({ runs }) {
        const { without, half } = pairs(runs, END.masked);
        const wins = half.filter((error, i) => error > without[i]).length;
        return {
          holds: without.length > 0 && wins === without.length,
          measured: [
            { text: 'wins', values: { wins, seeds: without.length } },
            { text: 'rates', values: each(runs, END.masked) },
          ],
        };
      },
    },
    {
      id: 'test',
      needs: { runs: {} },
      seeds: 10,
      check({ runs }) {
        const { without, half } = pairs(runs, END.test);
        const wins = half.filter((error, i) => error < without[i]).length;
        return {
          holds: without.length > 0 && wins >= 0.8 * without.length,
          measured: [
            { text: 'wins', values: { wins, seeds: without.length } },
            { text: 'rates', values: each(runs, END.test) },
          ],
        };
      },
    },
    {
      id: 'gap',
      needs: { runs: {} },
      seeds: 10,
      check({ runs }) {
        const gaps = each(runs, gap);
        const line = RATES.map((rate) => gaps[idOf(rate)]);
        return {
          holds: line.slice(1).every((value, i) => value < line[i]),
          measured: [{ text: 'rates', values: gaps }],
        };
      },
    },
  ],

  sources: [{ file: 'nn/dropout.c', mark: 'p->y[i] = p->kept[i] * p->x[i]' }],
};
