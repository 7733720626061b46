/**
 * Claims and predictions on made-up runs: each holds where it should, and fails where what it
 * says is not so.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSettings } from '../../web/experiments/experiment.js';
import { experiments } from '../../web/experiments/index.js';
import {
  firstBelow,
  mean,
  meanOfLast,
  quantile,
  rankCorrelation,
  slope,
  valueAt,
} from '../../web/experiments/measure.js';

/**
 * @typedef {import('../../web/experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('../../web/experiments/experiment.js').RunPlan} RunPlan
 * @typedef {import('../../web/experiments/experiment.js').Settings} Settings
 * @typedef {Partial<Omit<RunRecord, 'columns'>> & {columns?: Record<string, ArrayLike<number>>}} Made
 */

/** @param {string} id */
function find(id) {
  const experiment = experiments.find((one) => one.id === id);
  assert.ok(experiment);
  return experiment;
}

/** @param {string} id of an experiment @param {string} claim */
function claimOf(id, claim) {
  const found = find(id).claims.find((one) => one.id === claim);
  assert.ok(found);
  return found;
}

/**
 * Records of an experiment's own runs, which measured what `made` says.
 *
 * @param {string} id
 * @param {Settings} settings as far as they differ from the defaults
 * @param {(plan: RunPlan, seed: number) => Made} made
 * @param {number} [seeds]
 * @returns {RunRecord[]}
 */
function records(id, settings, made, seeds = 3) {
  const experiment = find(id);
  const all = { ...defaultSettings(experiment), ...settings };
  return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((seed) =>
    experiment.specs({ settings: all, seed }).map((plan) => {
      const { columns = {}, ...rest } = made(plan, seed);
      const arrays = Object.entries(columns).map(([name, values]) => [
        name,
        Float64Array.from(values),
      ]);
      return {
        ...{ id: plan.id, rule: plan.rule, seed, spec: plan.spec, cell: plan.cell },
        ...{ divergedAt: -1, hash: '', ...rest },
        columns: Object.fromEntries(arrays),
      };
    }),
  );
}

// --- batch-size -------------------------------------------------------------------------------

const PLACES = ['m1', 'm10', 'm32', 'm128', 'm1024'];

/**
 * @param {readonly number[]} epoch test error of each batch after one epoch
 * @param {readonly number[]} update and after 100 updates
 */
const batches = (epoch, update) =>
  records('batch-size', {}, ({ id, spec }) => {
    const place = PLACES.indexOf(id);
    // The first row stands for 100 updates in short epochs, the last for an epoch of long ones.
    const small = spec.batch.size < 20;
    const errors = [update[place], epoch[place]];
    return {
      columns: {
        update: small ? [100, 2000] : [2, 100],
        epoch: small ? [0.1, 1] : [1, 9],
        testError: small ? errors : errors.reverse(),
      },
    };
  });

test('batch-size: errors must rise with the batch after an epoch', () => {
  const { check } = claimOf('batch-size', 'epoch');
  const update = [0.5, 0.2, 0.2, 0.2, 0.2];
  const good = check({ runs: batches([0.1, 0.2, 0.3, 0.4, 0.5], update) });
  assert.equal(good.holds, true);
  assert.deepEqual(good.measured[0].values, { m1: 0.1, m10: 0.2, m32: 0.3, m128: 0.4, m1024: 0.5 });
  assert.equal(check({ runs: batches([0.1, 0.3, 0.2, 0.4, 0.5], update) }).holds, false);
  assert.equal(check({ runs: batches([0.1, 0.2, 0.3, 0.4, NaN], update) }).holds, false);
});

test('batch-size: after equal updates a larger batch may be a point worse, not two', () => {
  const { check } = claimOf('batch-size', 'update');
  const epoch = [0.1, 0.2, 0.3, 0.4, 0.5];
  assert.equal(check({ runs: batches(epoch, [0.5, 0.2, 0.15, 0.155, 0.15]) }).holds, true);
  assert.equal(check({ runs: batches(epoch, [0.5, 0.2, 0.15, 0.17, 0.15]) }).holds, false);
});

test('batch-size: the variance must fall as 1/m', () => {
  const { check } = claimOf('batch-size', 'noise');
  const noise = (/** @type {number} */ power) =>
    records('batch-size', {}, ({ spec }, seed) => ({
      probes: { noise: { variance: seed * spec.batch.size ** power } },
    }));
  assert.equal(check({ runs: noise(-1.05) }).holds, true);
  assert.ok(Math.abs(check({ runs: noise(-1.05) }).measured[0].values.exponent + 1.05) < 1e-9);
  assert.equal(check({ runs: noise(-0.85) }).holds, false);
  assert.equal(check({ runs: noise(-1.15) }).holds, false);
});

test('batch-size: the ranking is by the error after an epoch', () => {
  const { predict } = find('batch-size');
  assert.equal(predict?.kind, 'rank');
  const runs = batches([0.3, 0.1, 0.2, 0.5, 0.4], [0, 0, 0, 0, 0]);
  assert.deepEqual(predict.outcome(runs), ['m10', 'm32', 'm1', 'm1024', 'm128']);
});

// --- small-batches ----------------------------------------------------------------------------

/** @param {(row: number, exponent: number) => number} error of a cell */
const grid = (error) =>
  records('small-batches', {}, ({ cell }) => ({
    columns: { testError: [0.9, error(cell?.row ?? 0, Math.log2(cell?.column ?? 1))] },
  }));
const narrowing = grid((m, e) => (e >= -11 && e <= -3 - Math.log2(m) ? 0.06 + m / 1e5 : 0.5));

test('small-batches: fewer good cells in the rows of large batches', () => {
  const { check } = claimOf('small-batches', 'range');
  const { holds, measured } = check({ runs: narrowing });
  assert.equal(holds, true);
  assert.deepEqual([measured[0].values.m2, measured[0].values.m256], [8, 1]);
  assert.equal(check({ runs: grid((m, e) => (e > -4 ? 0.06 : 0.5)) }).holds, false);
  const widening = grid((m, e) => (e > -4 - Math.log2(m) ? 0.06 : 0.5));
  assert.equal(check({ runs: widening }).holds, false);
  const { predict } = find('small-batches');
  assert.ok(predict?.kind === 'choice');
  assert.equal(predict.outcome(narrowing), 'small');
  assert.equal(predict.outcome(widening), 'large');
  assert.equal(predict.outcome(grid((m, e) => (e > -4 ? 0.06 : 0.5))), 'same');
});

test('small-batches: the best cell, where diverged cells are no candidates', () => {
  const { check } = claimOf('small-batches', 'best');
  assert.deepEqual(check({ runs: narrowing }).measured[0].values, {
    batch: 2,
    error: 0.06 + 2 / 1e5,
  });
  assert.equal(check({ runs: narrowing }).holds, true);
  const large = grid((m) => 0.3 - m / 1e4);
  assert.equal(check({ runs: large }).holds, false);
  const diverged = large.map((run) =>
    (run.cell?.row ?? 0) > 32 ? { ...run, divergedAt: 9 } : run,
  );
  assert.equal(check({ runs: diverged }).holds, true);
});

// --- ravine -----------------------------------------------------------------------------------

/** @param {Settings} settings @param {Record<string, number>} rates factor per update */
const walks = (settings, rates) =>
  records('ravine', settings, ({ id }) => {
    const update = Array.from({ length: 301 }, (_, t) => t);
    return { columns: { update, distance: update.map((t) => 3 * rates[id] ** t) } };
  });

test('ravine: a measured rate may be 2 % off, at each of three ravines', () => {
  const { check } = claimOf('ravine', 'sgd');
  const sets = (/** @type {number} */ off) =>
    Object.fromEntries(
      Object.entries({ Flat: 10, Usual: 20, Steep: 100 }).map(([name, k]) => {
        const sgd = ((k - 1) / (k + 1)) * (name === 'Steep' ? 1 + off : 1);
        return [name, walks({ condition: k }, { sgd, momentum: 0.9, nesterov: 0.9 })];
      }),
    );
  assert.equal(check(sets(0.015)).holds, true);
  assert.equal(check(sets(-0.015)).holds, true);
  assert.equal(check(sets(-0.03)).holds, false);
});

test('ravine: on both sides of the limit', () => {
  const { check } = claimOf('ravine', 'limit');
  const at = (/** @type {number} */ sgd) => walks({ tuned: 0 }, { sgd, momentum: 1, nesterov: 1 });
  assert.equal(check({ below: at(0.97), above: at(1.03) }).holds, true);
  assert.equal(check({ below: at(0.999), above: at(1.03) }).holds, false);
  assert.equal(check({ below: at(0.97), above: at(1.01) }).holds, false);
});

test('ravine: how much sooner', () => {
  const { check } = claimOf('ravine', 'sooner');
  const runs = (/** @type {number} */ momentum) =>
    walks({ condition: 100 }, { sgd: 0.98, momentum, nesterov: 0.89 });
  assert.equal(check({ runs: runs(0.88) }).holds, true);
  assert.equal(check({ runs: runs(0.95) }).holds, false);
  assert.equal(check({ runs: runs(1) }).holds, false);
  const { predict } = find('ravine');
  assert.ok(predict?.kind === 'choice');
  const outcomes = [0.88, 0.95, 0.979, 1].map((rate) => predict.outcome(runs(rate)));
  assert.deepEqual(outcomes, ['fewer', 'half', 'same', 'never']);
});

// --- dropout ----------------------------------------------------------------------------------

/**
 * @param {Record<'masked' | 'train' | 'test', readonly number[]>} errors by rate
 * @param {number} [failing] seeds in which dropout does nothing
 */
const dropouts = ({ masked, train, test: unseen }, failing = 0) =>
  records(
    'dropout',
    {},
    ({ id }, seed) => {
      const place = seed <= failing ? 0 : ['p0', 'p20', 'p50', 'p80'].indexOf(id);
      const flat = (/** @type {number} */ value) => Array(9).fill(value);
      return {
        columns: {
          epoch: flat(0).map((_, i) => i),
          batchError: [NaN, ...flat(masked[place]).slice(1)],
          trainError: flat(train[place]),
          testError: flat(unseen[place]),
        },
      };
    },
    10,
  );
const lecture = {
  masked: [0, 0.01, 0.04, 0.18],
  train: [0, 0, 0.01, 0.06],
  test: [0.16, 0.15, 0.14, 0.13],
};

test('dropout: counted by starts', () => {
  const masked = claimOf('dropout', 'masked');
  assert.equal(masked.check({ runs: dropouts(lecture) }).holds, true);
  assert.equal(masked.check({ runs: dropouts(lecture, 1) }).holds, false);
  const unseen = claimOf('dropout', 'test');
  assert.equal(unseen.check({ runs: dropouts(lecture, 2) }).holds, true);
  assert.deepEqual(unseen.check({ runs: dropouts(lecture, 2) }).measured[0].values, {
    wins: 8,
    seeds: 10,
  });
  assert.equal(unseen.check({ runs: dropouts(lecture, 3) }).holds, false);
  assert.equal(unseen.check({ runs: [] }).holds, false);
});

test('dropout: the gap shrinks with every rate', () => {
  const { check } = claimOf('dropout', 'gap');
  assert.equal(check({ runs: dropouts(lecture) }).holds, true);
  const train = [0, 0, 0, 0.06];
  const unseen = [0.16, 0.14, 0.15, 0.13];
  assert.equal(check({ runs: dropouts({ ...lecture, train, test: unseen }) }).holds, false);
});

test('dropout: what a drawn curve says', () => {
  const { predict } = find('dropout');
  assert.ok(predict?.kind === 'draw');
  const runs = dropouts(lecture);
  const draw = (/** @type {number} */ end) =>
    predict.read({ x: [0, 4, 8], y: [0.5, (0.5 + end) / 2, end] }, runs);
  assert.deepEqual([draw(0), draw(0.1), draw(0.3)], ['low', 'between', 'above']);
  assert.equal(predict.read(predict.outcome(runs), runs), 'above');
  assert.ok(Array.from(predict.outcome(runs).y).every(Number.isFinite));
});

// --- receptive-field --------------------------------------------------------------------------

/** @param {Settings} settings @param {object} found @param {number} [share90] */
const fields = (settings, found, share90 = 0.6) =>
  records('receptive-field', settings, () => {
    const field = { box: [-2, 4, 9, 30], support: [0, 4, 9, 27], size: 27, share90, ...found };
    return { probes: { untrained: field, trained: { ...field, share90: 0.5 } } };
  });

test('receptive-field: the support is the formula within the image, to the pixel', () => {
  const { check } = claimOf('receptive-field', 'support');
  const right = fields({}, {});
  assert.equal(check({ usual: right, plain: right }).holds, true);
  const wrong = fields({}, { support: [0, 4, 9, 26] });
  assert.equal(check({ usual: right, plain: wrong }).holds, false);
});

test('receptive-field: the middle counts for more if nine tenths fit in less', () => {
  const { check } = claimOf('receptive-field', 'centre');
  assert.equal(check({ runs: fields({}, {}) }).holds, true);
  assert.equal(check({ runs: fields({}, {}, 0.91) }).holds, false);
});

// --- sgd-vs-adam ------------------------------------------------------------------------------

/** @param {(seed: number) => {sgd: number, adam: number}} epochs to the level */
const races = (epochs) =>
  records(
    'sgd-vs-adam',
    {},
    ({ id }, seed) => {
      const at = /** @type {Record<string, number>} */ (epochs(seed))[id];
      const epoch = Array.from({ length: 11 }, (_, i) => i);
      return { columns: { epoch, testError: epoch.map((e) => (e >= at ? 0.05 : 0.5)) } };
    },
    10,
  );

test('sgd-vs-adam: nine starts of ten, and a gap that narrows', () => {
  const usual = claimOf('sgd-vs-adam', 'usual');
  const losing = (/** @type {number} */ n) =>
    races((seed) => (seed <= n ? { sgd: 2, adam: 3 } : { sgd: Infinity, adam: 3 }));
  assert.equal(usual.check({ usual: losing(1) }).holds, true);
  assert.equal(usual.check({ usual: losing(2) }).holds, false);
  const tuned = claimOf('sgd-vs-adam', 'tuned');
  const near = races(() => ({ sgd: 3, adam: 2 }));
  const far = races(() => ({ sgd: 9, adam: 2 }));
  assert.equal(tuned.check({ usual: far, tuned: near }).holds, true);
  assert.equal(tuned.check({ usual: near, tuned: far }).holds, false);
});

// --- what they measure with -------------------------------------------------------------------

test('statistics, against numbers worked out by hand', () => {
  assert.equal(quantile([3, 1, 2, 4], 0.5), 2.5);
  assert.equal(quantile([1, Infinity, Infinity], 0.75), Infinity);
  assert.ok(Number.isNaN(quantile([], 0.5)));
  assert.equal(mean([1, 2, 6]), 3);
  // Means 3.5 and 4.25: sum of products 23.5, of squares 21.
  assert.ok(Math.abs(slope([1, 2, 4, 7], [2, 3, 3, 9]) - 23.5 / 21) < 1e-12);
  // Ranks 5.5, 5.5, 4, 3, 1.5, 1.5: sum of products -16.5, of squares 17.5 and 16.5.
  const tied = rankCorrelation([1, 2, 3, 4, 5, 6], [4, 4, 3, 1, 0, 0]);
  assert.ok(Math.abs(tied + 16.5 / Math.sqrt(17.5 * 16.5)) < 1e-12, String(tied));
  assert.equal(rankCorrelation([1, 2, 3], [5, 6, 9]), 1);
  assert.ok(Number.isNaN(rankCorrelation([1, 2, 3], [5, 5, 5])));
});

test('columns: where a run has got to', () => {
  const [run] = records(
    'sgd-vs-adam',
    {},
    () => ({ columns: { update: [0, 10, 20], epoch: [0, 1, 2], testError: [0.9, NaN, 0.2] } }),
    1,
  );
  assert.equal(firstBelow(run, 'testError', 0.5), 2);
  assert.equal(firstBelow(run, 'testError', 0.1), Infinity);
  assert.equal(valueAt(run, 'testError', { update: 11 }), 0.2);
  assert.equal(valueAt(run, 'testError', { epoch: 2 }), 0.2);
  assert.ok(Number.isNaN(valueAt(run, 'testError', { epoch: 3 })));
  assert.equal(meanOfLast(run, 'update', 2), 15);
});
