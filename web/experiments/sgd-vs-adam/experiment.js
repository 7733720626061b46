/**
 * SGD and Adam from the same weights, on the same digits in the same order.
 */
import { bySeed, firstBelow, last, median } from '../measure.js';

const TRAIN = 2000;
const POINT = 0.01;
const LEVEL = 0.1; // of the test error: the line that both want to cross
const USUAL = { stepSgd: 0.01, stepAdam: 0.001 };
const TUNED = { stepSgd: 0.5, stepAdam: 0.005 }; // the best of the search in en.md

/** @typedef {import('../experiment.js').RunRecord} RunRecord */

/**
 * @param {RunRecord[]} runs
 * @returns {{sgd: number[], adam: number[]}} epochs to the level, the same seeds in both
 */
function epochs(runs) {
  const adam = bySeed(runs, 'adam');
  const sgd = [...bySeed(runs, 'sgd').values()].filter((run) => adam.has(run.seed));
  return {
    sgd: sgd.map((run) => firstBelow(run, 'testError', LEVEL)),
    adam: sgd.map((run) => {
      const same = /** @type {RunRecord} */ (adam.get(run.seed));
      return firstBelow(same, 'testError', LEVEL);
    }),
  };
}

/**
 * @param {RunRecord[]} runs
 * @returns {{sgd: number, adam: number}} test errors at the end, medians
 */
function errors(runs) {
  const atEnd = (/** @type {string} */ id) =>
    median([...bySeed(runs, id).values()].map((run) => last(run, 'testError')));
  return { sgd: atEnd('sgd'), adam: atEnd('adam') };
}

/**
 * @param {RunRecord[]} runs
 * @returns {{text: string, values: Record<string, number>}} `end` stands for "not by then"
 */
function reached(runs) {
  const { sgd, adam } = epochs(runs);
  const end = Math.max(...runs.map((run) => run.columns.epoch.at(-1) ?? 0));
  return { text: 'epochs', values: { adam: median(adam), sgd: median(sgd), end } };
}

/** @type {import('../experiment.js').Experiment} */
export const experiment = {
  id: 'sgd-vs-adam',
  part: 'C',
  number: 16,
  topics: ['L2', 'L18'],

  controls: [
    {
      id: 'stepSgd',
      kind: 'log',
      min: 0.0001,
      max: 1,
      default: USUAL.stepSgd,
      run: 'sgd',
      live: true,
    },
    {
      id: 'stepAdam',
      kind: 'log',
      min: 0.00001,
      max: 0.1,
      default: USUAL.stepAdam,
      run: 'adam',
      live: true,
    },
    {
      id: 'batch',
      kind: 'choice',
      values: [1, 2, 4, 8, 16, 32, 64, 128, 256],
      default: 32,
      live: true,
    },
    {
      id: 'dropout',
      kind: 'linear',
      min: 0,
      max: 0.8,
      step: 0.05,
      default: 0,
      live: true,
      off: true,
    },
  ],
  seeds: { default: 5, max: 10 },

  specs({ settings, seed }) {
    const { stepSgd, stepAdam, batch, dropout } = settings;
    const common = {
      seed,
      data: { name: 'digits', train: TRAIN, test: 1000 },
      model: [
        { layer: 'flatten' },
        { layer: 'dense', units: 128 },
        { layer: 'relu' },
        { layer: 'dropout', rate: dropout },
        { layer: 'dense', units: 10 },
      ],
      loss: 'cross-entropy',
      batch: { size: batch },
      // Four times an epoch, on the whole test, and on as many of the digits trained on.
      evaluate: { every: Math.ceil(TRAIN / batch / 4), unit: 'update', examples: 1000 },
      stop: { epochs: 10 },
    };
    return [
      { id: 'sgd', rule: 'sgd', spec: { ...common, optimizer: { name: 'sgd', lr: stepSgd } } },
      { id: 'adam', rule: 'adam', spec: { ...common, optimizer: { name: 'adam', lr: stepAdam } } },
    ];
  },

  views: [
    {
      id: 'train',
      kind: 'curves',
      columns: { error: 'trainError', loss: 'trainLoss' },
      top: { error: 0.6, loss: 2.5 },
    },
    {
      id: 'test',
      kind: 'curves',
      columns: { error: 'testError', loss: 'testLoss' },
      top: { error: 0.6, loss: 2.5 },
    },
  ],
  digits: true,

  // The usual steps run by themselves when the page opens; the guess is about the step that SGD
  // was never given.
  predict: {
    kind: 'choice',
    options: ['adam', 'sgd', 'same'],
    settings: TUNED,
    outcome(runs) {
      const { sgd, adam } = errors(runs);
      if (Math.abs(sgd - adam) < POINT) return 'same';
      return sgd < adam ? 'sgd' : 'adam';
    },
  },

  claims: [
    {
      id: 'usual',
      needs: { usual: USUAL },
      seeds: 10,
      check({ usual }) {
        const { sgd, adam } = epochs(usual);
        const wins = adam.filter((epoch, i) => epoch < sgd[i]).length;
        return {
          holds: sgd.length > 0 && wins >= 0.9 * sgd.length,
          measured: [{ text: 'wins', values: { wins, seeds: sgd.length } }, reached(usual)],
        };
      },
    },
    {
      id: 'tuned',
      needs: { usual: USUAL, tuned: TUNED },
      check({ usual, tuned }) {
        const gap = (/** @type {RunRecord[]} */ runs) => {
          const { sgd, adam } = epochs(runs);
          return median(sgd) - median(adam);
        };
        return {
          holds: gap(tuned) < gap(usual),
          measured: [reached(tuned), { text: 'errors', values: errors(tuned) }],
        };
      },
    },
  ],

  sources: [
    { rule: 'sgd', file: 'optim/sgd.c', mark: 'w[i] -=' },
    { rule: 'adam', file: 'optim/adam.c', mark: 'w[i] -=' },
  ],
};
