/** What a lab holds, and that it gives it back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError, openLab } from 'spusk';
import { plane, small } from './specs.js';

test('runs of the same data share it, and all memory comes back', async () => {
  const own = await openLab();
  const first = own.createRun(small);
  const one = own.liveBytes;
  const second = own.createRun({ ...small, optimizer: { name: 'sgd' } });
  const { bytes } = second.describe();
  assert.ok(own.liveBytes - one < bytes + 4096, 'the second run brought no data of its own');
  first.dispose();
  second.dispose();
  const cached = own.liveBytes;
  for (let i = 0; i < 1000; i++) {
    const run = own.createRun({ ...small, seed: 1 + (i % 2) });
    if (i % 50 === 0) run.step(2);
    run.dispose();
    assert.throws(() => own.createRun({ ...small, model: [{ layer: 'flatten' }] }), LabError);
  }
  assert.ok(Math.abs(own.liveBytes - cached) < 1000, `${own.liveBytes} after ${cached}`);
  own.dispose();
});

test('data that were changed after a run was made are new data', async () => {
  const lab = await openLab();
  const data = plane(30);
  const spec = { data, model: [{ layer: 'dense', units: 3 }], optimizer: { name: 'sgd' } };
  const a = lab.createRun(spec);
  data.trainX.fill(0.5);
  const b = lab.createRun(spec);
  a.step(3);
  b.step(3);
  assert.notEqual(a.hash(), b.hash());
  assert.deepEqual([...b.examples('train', [0]).values], [0.5, 0.5]);
  a.dispose();
  b.dispose();
});

test('copies are copies: writing to them changes nothing, memory that grows moves nothing', async () => {
  const lab = await openLab();
  const run = lab.createRun(small);
  const before = run.parameters();
  before.fill(0);
  assert.notDeepEqual(run.parameters(), before);
  const kept = run.parameters();
  const copy = kept.slice();
  const large = lab.createRun({ ...small, data: { name: 'digits', train: 15000, test: 10 } });
  assert.deepEqual(kept, copy);
  assert.deepEqual(run.parameters(), copy);
  large.dispose();
  run.dispose();
});
