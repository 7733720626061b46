/** Many runs over all cores. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLab, runAll } from 'spusk';
import { small } from './specs.js';

const specs = [1, 2, 3, 4, 5].map((seed) => ({ ...small, seed }));

test('every spec gives one result, with the bits that it gives alone', async () => {
  const lab = await openLab();
  /** @type {any[]} */
  const results = [];
  /** @type {Set<number>} */
  const told = new Set();
  const onEvent = (/** @type {number} */ index) => told.add(index);
  for await (const result of runAll(specs, {
    onEvent,
    evaluate: ['train', 'test', 'validation'],
  })) {
    results.push(result);
  }
  assert.deepEqual(results.map(({ index }) => index).sort(), [0, 1, 2, 3, 4]);
  assert.equal(told.size, 5);
  for (const { index, spec, columns, final, end, error } of results) {
    const run = lab.createRun(specs[index]);
    run.step(40);
    assert.equal(spec, specs[index]);
    assert.equal(error, null);
    assert.deepEqual([end.reason, end.hash], ['finished', run.hash()]);
    assert.deepEqual({ ...columns, seconds: 0 }, { ...run.trace(), seconds: 0 });
    assert.deepEqual(final, { train: run.evaluate('train'), test: run.evaluate('test') });
  }
  lab.dispose();
});

test('a wrong spec is a result of its own', async () => {
  const wrong = { ...small, model: [{ layer: 'flatten' }, { layer: 'conv2d' }] };
  /** @type {any[]} */
  const results = [];
  for await (const result of runAll([small, wrong, small])) results[result.index] = result;
  assert.equal(results[1].end, null);
  assert.equal(results[1].error.path, 'model.1');
  assert.equal(results[0].end.hash, results[2].end.hash);
});

test('a signal and leaving the loop stop all', async () => {
  const long = specs.map((spec) => ({ ...spec, stop: { epochs: 100000 } }));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 300);
  let count = 0;
  for await (const { end } of runAll(long, { signal: stop.signal, workers: 2 })) {
    assert.equal(end?.reason, 'stopped');
    count++;
  }
  assert.ok(count <= 2);
  for await (const result of runAll([small, ...long], { workers: 2 })) {
    assert.equal(result.index, 0);
    break;
  }
  for await (const _ of runAll([])) assert.fail('nothing was asked for');
});
