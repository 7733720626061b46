/**
 * The same net and the same step size with batches of 1 to 1024 digits.
 */
import { byLine, median, medianOf, slope, valueAt } from '../measure.js';

const TRAIN = 2000;
const UPDATES = 100; // at which runs are compared update by update
const EPOCHS = 2; // that every run makes at least
const POINT = 0.01; // of the test error, about its standard error on 1,000 digits

/** Batch sizes, with the updates between two rows of the trace. */
const SIZES = [
  { size: 1, every: 25 },
  { size: 10, every: 10 },
  { size: 32, every: 4 },
  { size: 128, every: 2 },
  { size: 1024, every: 2 },
];
const IDS = SIZES.map(({ size }) => `m${size}`);

/** @typedef {import('../experiment.js').RunRecord} RunRecord */

/**
 * @param {readonly RunRecord[]} runs
 * @param {{epoch?: number, update?: number}} far
 * @returns {number[]} test error of each batch size there, medians over the seeds
 */
const errorsAt = (runs, far) =>
  IDS.map((id) => medianOf(runs, id, (run) => valueAt(run, 'testError', far)));

/** @param {readonly number[]} values of each batch size, by its id */
const named = (values) => Object.fromEntries(IDS.map((id, i) => [id, values[i]]));

/** @param {readonly number[]} values @param {(a: number, b: number) => boolean} right */
const allPairs = (values, right) => values.slice(1).every((value, i) => right(values[i], value));

/**
 * @param {RunRecord} run
 * @returns {number} E |g - G|^2 of its batches, at the common start
 */
const variance = (run) => run.probes?.noise?.variance ?? NaN;

/** @type {import('../experiment.js').Experiment} */
export const experiment = {
  id: 'batch-size',
  part: 'B',
  number: 6,
  topics: ['L7', 'L8'],

  controls: [{ id: 'step', kind: 'log', min: 0.001, max: 1, default: 0.03, live: true }],
  seeds: { default: 3, max: 10 },

  specs: ({ settings, seed }) =>
    SIZES.map(({ size, every }, i) => ({
      id: `m${size}`,
      rule: 'sgd',
      shade: (i + 1) / SIZES.length,
      spec: {
        seed,
        data: { name: 'digits', train: TRAIN, test: 1000 },
        model: [
          { layer: 'flatten' },
          { layer: 'dense', units: 64 },
          { layer: 'relu' },
          { layer: 'dense', units: 10 },
        ],
        loss: 'cross-entropy',
        optimizer: { name: 'sgd', lr: settings.step },
        batch: { size },
        evaluate: { every, unit: 'update', examples: 1000 },
        stop: { updates: Math.max(UPDATES, EPOCHS * Math.ceil(TRAIN / size)) },
      },
      probes: {
        noise: {
          name: 'gradientSpread',
          at: /** @type {const} */ ('start'),
          options: { size, repetitions: 25 },
        },
      },
    })),

  views: [
    {
      id: 'test',
      kind: 'curves',
      columns: { error: 'testError', loss: 'testLoss' },
      top: { error: 0.9, loss: 2.5 },
      ends: { epoch: EPOCHS, update: UPDATES, examples: EPOCHS * TRAIN, seconds: Infinity },
    },
    {
      id: 'train',
      kind: 'curves',
      columns: { error: 'trainError', loss: 'trainLoss' },
      top: { error: 0.9, loss: 2.5 },
      ends: { epoch: EPOCHS, update: UPDATES, examples: EPOCHS * TRAIN, seconds: Infinity },
    },
    {
      id: 'noise',
      kind: 'noise',
      points: (runs) =>
        [...byLine(runs)].map(([id, line]) => ({
          run: id,
          x: line[0].spec.batch.size,
          y: median(line.map(variance)),
        })),
      // One example's variance divided by m.
      line: (points) => {
        const [first] = points;
        const end = points[points.length - 1];
        return [first, { ...end, y: (first.y * first.x) / end.x }];
      },
    },
  ],

  predict: {
    kind: 'rank',
    items: IDS,
    settings: {},
    outcome(runs) {
      const errors = named(errorsAt(runs, { epoch: 1 }));
      return [...IDS].sort((a, b) => errors[a] - errors[b]);
    },
  },

  claims: [
    {
      id: 'epoch',
      needs: { runs: {} },
      check({ runs }) {
        const errors = errorsAt(runs, { epoch: 1 });
        return {
          holds: allPairs(errors, (smaller, larger) => smaller < larger),
          measured: [{ text: 'errors', values: named(errors) }],
        };
      },
    },
    {
      id: 'update',
      needs: { runs: {} },
      check({ runs }) {
        const errors = errorsAt(runs, { update: UPDATES });
        return {
          holds: allPairs(errors, (smaller, larger) => larger <= smaller + POINT),
          measured: [{ text: 'errors', values: named(errors) }],
        };
      },
    },
    {
      id: 'noise',
      needs: { runs: {} },
      check({ runs }) {
        const seeds = [...new Set(runs.map(({ seed }) => seed))];
        const slopes = seeds.map((seed) => {
          const all = runs.filter((run) => run.seed === seed);
          return slope(
            all.map((run) => Math.log(run.spec.batch.size)),
            all.map((run) => Math.log(variance(run))),
          );
        });
        const exponent = median(slopes);
        return {
          holds: Math.abs(exponent + 1) <= 0.1,
          measured: [{ text: 'exponent', values: { exponent } }],
        };
      },
    },
  ],

  sources: [
    { rule: 'sgd', file: 'optim/sgd.c', mark: 'w[i] -=' },
    { file: 'data/batches.c', mark: 'memcpy(index' },
  ],
};
