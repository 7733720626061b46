/** Predictions: what one may expect, whether it came true, how near it was; curves drawn by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments, findExperiment } from '../../web/experiments/index.js';
import {
  asCurve,
  emptyDrawing,
  fromCurve,
  handlesOf,
  isEmpty,
  isWhole,
  nudge,
  smooth,
  stroke,
} from '../../web/state/drawing.js';
import { compare, fits, mixed, moved, pairsInOrder } from '../../web/state/guess.js';

/** @param {string} id */
function predictionOf(id) {
  const predict = findExperiment(id)?.predict;
  assert.ok(predict);
  return predict;
}

/**
 * @param {string} id
 * @param {Record<string, number[]>} columns
 * @param {object} [more]
 * @returns {any}
 */
const run = (id, columns, more = {}) => ({
  id,
  rule: 'sgd',
  seed: 1,
  divergedAt: -1,
  hash: '',
  spec: {},
  columns: Object.fromEntries(
    Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]),
  ),
  ...more,
});

test('an option comes true or does not', () => {
  const predict = /** @type {any} */ ({
    kind: 'choice',
    options: ['a', 'b'],
    settings: {},
    outcome: () => 'b',
  });
  assert.deepEqual(compare({ predict, value: 'b', runs: [] }), {
    kind: 'choice',
    right: true,
    expected: 'b',
    outcome: 'b',
  });
  assert.equal(compare({ predict, value: 'a', runs: [] }).right, false);
});

test('an order is right when every pair is', () => {
  const predict = predictionOf('batch-size');
  const runs = ['m1', 'm10', 'm32', 'm128', 'm1024'].map((id, i) =>
    run(id, { epoch: [0, 1], testError: [0.9, 0.1 * (i + 1)] }),
  );
  const order = ['m1', 'm10', 'm32', 'm128', 'm1024'];
  const right = compare({ predict, value: order, runs });
  assert.ok(right.kind === 'rank' && right.right);
  assert.deepEqual(right.pairs, { right: 10, all: 10 });

  const wrong = compare({ predict, value: [...order].reverse(), runs });
  assert.ok(wrong.kind === 'rank' && !wrong.right);
  assert.deepEqual(wrong.pairs, { right: 0, all: 10 });
  assert.deepEqual(wrong.outcome, order);

  const near = compare({ predict, value: ['m10', 'm1', 'm32', 'm128', 'm1024'], runs });
  assert.ok(near.kind === 'rank' && !near.right);
  assert.equal(near.pairs.right, 9);
});

test('pairs in order, counted one by one', () => {
  const items = ['a', 'b', 'c', 'd'];
  /** @param {string[]} rest @returns {string[][]} */
  const orders = (rest) =>
    rest.length
      ? rest.flatMap((x) => orders(rest.filter((y) => y !== x)).map((tail) => [x, ...tail]))
      : [[]];
  for (const order of orders(items)) {
    let right = 0;
    for (const a of items) {
      for (const b of items) {
        if (a < b && order.indexOf(a) < order.indexOf(b)) right++;
      }
    }
    assert.deepEqual(pairsInOrder(order, items), { right, all: 6 }, order.join(''));
  }
});

test('a number is right when it is close enough', () => {
  /** @param {number} close @param {number} outcome */
  const about = (close, outcome) =>
    /** @type {any} */ ({
      kind: 'number',
      min: 0,
      max: 1,
      step: 0.1,
      close,
      outcome: () => outcome,
    });
  const right = (/** @type {any} */ predict, /** @type {number} */ value) =>
    compare({ predict, value, runs: [] }).right;
  assert.ok(right(about(0, 20), 20));
  assert.ok(!right(about(0, 20), 19));
  assert.ok(right(about(0.1, 0.3), 0.2), '0.3 - 0.2 is not quite 0.1 in floating point');
  assert.ok(right(about(0.1, 0.2), 0.3));
  assert.ok(!right(about(0.1, 0.2), 0.4));
});

test('a drawn curve comes to one of the options, as the measured one does', () => {
  const predict = predictionOf('dropout');
  const epoch = Array.from({ length: 31 }, (_, i) => i);
  const level = (/** @type {number} */ y) => epoch.map(() => y);
  const ended = (/** @type {number} */ y) => epoch.map((_, i) => (i === 0 ? NaN : y));
  const runs = ['p0', 'p20', 'p50', 'p80'].map((id, i) =>
    run(id, { epoch, batchError: ended([0.01, 0.02, 0.05, 0.25][i]), testError: level(0.2) }),
  );
  const drawn = (/** @type {number} */ y) => ({ x: [0, 15, 30], y: [0.6, y, y] });
  const compared = (/** @type {number} */ y) => compare({ predict, value: drawn(y), runs });
  assert.deepEqual(compared(0.3), {
    kind: 'draw',
    right: true,
    expected: 'above',
    outcome: 'above',
  });
  assert.deepEqual(
    [0, 0.1].map((y) => {
      const { right, expected } = compared(y);
      return [right, expected];
    }),
    [
      [false, 'low'],
      [false, 'between'],
    ],
  );
});

test('what may be predicted, and what may not', () => {
  const rank = predictionOf('batch-size');
  assert.ok(fits(rank, ['m1024', 'm1', 'm10', 'm32', 'm128']));
  for (const bad of [['m1'], ['m1', 'm1', 'm10', 'm32', 'm128'], 'm1', null, undefined]) {
    assert.ok(!fits(rank, bad), JSON.stringify(bad));
  }
  const number = predictionOf('receptive-field');
  assert.ok(fits(number, 20));
  for (const bad of [0, 29, NaN, Infinity, '20', null]) assert.ok(!fits(number, bad), String(bad));
  const choice = predictionOf('sgd-vs-adam');
  assert.ok(fits(choice, 'same'));
  for (const bad of ['', 'toString', 3, null]) assert.ok(!fits(choice, bad), String(bad));
  const draw = predictionOf('dropout');
  assert.ok(fits(draw, { x: [0, 1], y: [0, 0] }));
  for (const bad of [
    null,
    {},
    { x: [0], y: [0] },
    { x: [1, 0], y: [0, 0] },
    { x: [0, 1], y: [0, NaN] },
    { x: [0, 1], y: [0] },
  ]) {
    assert.ok(!fits(draw, bad), JSON.stringify(bad));
  }
});

test('an order to begin with gives nothing away', () => {
  for (const { predict } of experiments) {
    if (predict?.kind !== 'rank') continue;
    const { items } = predict;
    const order = mixed(items);
    assert.deepEqual([...order].sort(), [...items].sort());
    assert.notDeepEqual(order, items);
    assert.notDeepEqual(order, [...items].reverse());
    const { right, all } = pairsInOrder(order, items);
    assert.ok(right > 0.2 * all && right < 0.8 * all, `${right} of ${all}`);
  }
  for (let n = 1; n < 9; n++) {
    const items = Array.from({ length: n }, (_, i) => i);
    assert.deepEqual(mixed(items).sort(), items);
  }
});

test('an item moves to a place, and the others close up', () => {
  const items = ['a', 'b', 'c', 'd'];
  assert.deepEqual(moved(items, 0, 2), ['b', 'c', 'a', 'd']);
  assert.deepEqual(moved(items, 3, 1), ['a', 'd', 'b', 'c']);
  assert.deepEqual(moved(items, 1, 99), ['a', 'c', 'd', 'b']);
  assert.deepEqual(moved(items, 2, -1), ['c', 'a', 'b', 'd']);
  assert.deepEqual(items, ['a', 'b', 'c', 'd']);
});

test('a curve is drawn from edge to edge in strokes of any direction', () => {
  const empty = emptyDrawing(30, 0.6);
  assert.ok(isEmpty(empty) && !isWhole(empty));
  const half = stroke(empty, { x: 0, y: 0.6 }, { x: 15, y: 0.3 });
  assert.ok(!isEmpty(half) && !isWhole(half));
  const whole = stroke(half, { x: 30, y: 0 }, { x: 15, y: 0.3 });
  assert.ok(isWhole(whole));
  const { x, y } = asCurve(whole);
  assert.deepEqual([x[0], x[x.length - 1]], [0, 30]);
  for (let i = 0; i < x.length; i++) assert.ok(Math.abs(y[i] - 0.6 * (1 - x[i] / 30)) < 0.005);
  for (let i = 1; i < x.length; i++) assert.ok(x[i] > x[i - 1]);

  const over = stroke(whole, { x: 10, y: 0.5 }, { x: 20, y: 0.5 });
  assert.equal(over.y[40], 0.5);
  assert.equal(over.y[10], whole.y[10]);
  const outside = stroke(whole, { x: -5, y: 9 }, { x: 40, y: -9 });
  assert.ok(outside.y.every((v) => v >= 0 && v <= 0.6));
});

test('smoothing closes gaps, calms the hand and keeps a straight line', () => {
  const line = stroke(emptyDrawing(1, 1), { x: 0, y: 1 }, { x: 1, y: 0 });
  for (const [i, v] of smooth(line).y.entries()) assert.ok(Math.abs(v - line.y[i]) < 1e-9);

  const trembling = { ...line, y: line.y.map((v, i) => v + (i % 2 ? 0.02 : -0.02)) };
  const off = (/** @type {readonly number[]} */ y) =>
    Math.max(...y.slice(5, -5).map((v, i) => Math.abs(v - line.y[i + 5])));
  assert.ok(off(smooth(trembling).y) < 0.25 * off(trembling.y));

  const gap = stroke(
    stroke(emptyDrawing(1, 1), { x: 0, y: 1 }, { x: 0.3, y: 0.7 }),
    { x: 0.6, y: 0.4 },
    { x: 1, y: 0 },
  );
  assert.ok(gap.y.some(Number.isNaN));
  assert.ok(smooth(gap).y.every(Number.isFinite));
});

test('handles move the curve where they are and nowhere else', () => {
  const first = nudge(emptyDrawing(8, 1), 4, 0.1);
  assert.ok(isWhole(first));
  const heights = (/** @type {import('../../web/state/drawing.js').Drawing} */ d) =>
    handlesOf(d).map(({ y }) => Number(y.toFixed(6)));
  assert.deepEqual(heights(first), [0.5, 0.5, 0.5, 0.5, 0.6, 0.5, 0.5, 0.5, 0.5]);
  assert.deepEqual(
    handlesOf(first).map(({ x }) => x),
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  );
  // All moved alike are the same curve at another height: nothing bulges between the handles.
  let all = emptyDrawing(8, 1);
  for (let k = 0; k < 9; k++) all = nudge(all, k, -0.2);
  assert.ok(all.y.every((v) => Math.abs(v - 0.3) < 1e-9));
  let down = first;
  for (let i = 0; i < 30; i++) down = nudge(down, 0, -0.1);
  assert.equal(heights(down)[0], 0);
  assert.equal(heights(down)[1], 0.5);
});

test('a curve that nearly reaches the edges goes on level; one that does not is not whole', () => {
  const near = stroke(emptyDrawing(10, 1), { x: 0.5, y: 0.9 }, { x: 9.5, y: 0.2 });
  assert.ok(isWhole(near));
  const { x, y } = asCurve(near);
  assert.deepEqual([x[0], x[x.length - 1]], [0, 10]);
  assert.ok(Math.abs(y[0] - 0.9) < 1e-9 && Math.abs(y[y.length - 1] - 0.2) < 1e-9);
  assert.ok(!isWhole(stroke(emptyDrawing(10, 1), { x: 0, y: 0.9 }, { x: 8, y: 0.2 })));
  assert.ok(!isWhole(stroke(emptyDrawing(10, 1), { x: 2, y: 0.9 }, { x: 10, y: 0.2 })));

  const again = fromCurve(asCurve(near), 10, 1);
  for (const [i, v] of Array.from(asCurve(again).y).entries()) assert.ok(Math.abs(v - y[i]) < 1e-6);
  assert.ok(isEmpty(fromCurve({ x: [], y: [] }, 10, 1)));
});
