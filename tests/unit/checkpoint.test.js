/** Saved and restored is as if nothing had happened. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLab } from 'spusk';
import { conv, idx, labError, plane, small } from './specs.js';

const lab = await openLab();

/** @type {[string, any][]} */
const specs = [
  ['adam with dropout', small],
  [
    'sgd with replacement',
    { ...small, optimizer: { name: 'sgd' }, batch: { sampling: 'replacement' } },
  ],
  [
    'momentum with a falling step',
    { ...small, optimizer: { name: 'momentum' }, schedule: { name: 'power' } },
  ],
  ['a conv net', conv],
  [
    'arrays',
    { data: plane(50), model: [{ layer: 'dense', units: 3 }], optimizer: { name: 'adam' } },
  ],
  [
    'idx files',
    { data: idx(), model: [{ layer: 'dense', units: 3 }], optimizer: { name: 'adam' } },
  ],
];

for (const [name, spec] of specs) {
  test(`saved, restored in another lab and trained on: ${name}`, async () => {
    const whole = lab.createRun(spec);
    whole.step(23);

    const first = lab.createRun(spec);
    first.step(13);
    const bytes = first.save();
    const other = await openLab({ simd: false });
    const second = other.restore(bytes);
    assert.equal(second.hash(), first.hash());
    assert.deepEqual(second.trace(), first.trace());
    assert.deepEqual(second.spec, first.spec);
    second.step(10);
    assert.equal(second.hash(), whole.hash());
    const rows = (/** @type {any} */ run) => ({ ...run.trace(), seconds: null });
    assert.deepEqual(rows(second), rows(whole));
    first.step(10);
    assert.equal(first.hash(), whole.hash(), 'saving changes nothing');
    other.dispose();
    for (const run of [whole, first]) run.dispose();
  });
}

test('what was changed on the way is kept', () => {
  const run = lab.createRun(small);
  run.step(5);
  run.set('optimizer.lr', 0.02);
  run.set('batch.size', 100);
  run.set('model.3.rate', 0.5);
  run.step(5);
  const restored = lab.restore(run.save());
  run.step(20);
  restored.step(20);
  assert.equal(restored.hash(), run.hash());
  assert.equal(restored.updatesPerEpoch, 4);
  run.dispose();
  restored.dispose();
});

test('a run that has diverged is restored as such', () => {
  const run = lab.createRun({
    ...small,
    model: [{ layer: 'dense', units: 16 }, { layer: 'dense' }],
    optimizer: { name: 'sgd', lr: 1000 },
  });
  const end = run.step(100);
  const restored = lab.restore(run.save());
  assert.equal(end.diverged, true);
  assert.deepEqual(restored.step(3), end);
  run.dispose();
  restored.dispose();
});

test('bytes at any place of a larger buffer', () => {
  const run = lab.createRun(small);
  run.step(3);
  const bytes = run.save();
  const larger = new Uint8Array(bytes.length + 5);
  larger.set(bytes, 5);
  const restored = lab.restore(larger.subarray(5));
  assert.equal(restored.hash(), run.hash());
  run.dispose();
  restored.dispose();
});

test('foreign, cut and changed bytes are refused', () => {
  const run = lab.createRun({ data: plane(10), model: [{ layer: 'dense', units: 3 }] });
  run.step(3);
  const bytes = run.save();
  const before = lab.liveBytes;
  const restore = (/** @type {any} */ b) => () => lab.restore(b);
  for (const foreign of [undefined, null, 'text', {}, [1, 2], new Float32Array(100)]) {
    assert.throws(restore(foreign), labError('checkpoint', /not the bytes of a saved run/));
  }
  assert.throws(restore(new Uint8Array(0)), labError('checkpoint', 'this is not a saved run'));
  assert.throws(restore(new Uint8Array(1000)), labError('checkpoint', 'this is not a saved run'));
  for (let length = 8; length < bytes.length; length += 13) {
    assert.throws(restore(bytes.subarray(0, length)), labError('checkpoint', /./));
  }
  for (let at = 0; at < bytes.length; at += 11) {
    const changed = bytes.slice();
    changed[at] ^= 1 << (at % 8);
    assert.throws(restore(changed), labError('checkpoint', /./), `byte ${at}`);
  }
  const longer = new Uint8Array(bytes.length + 8);
  longer.set(bytes);
  assert.throws(restore(longer), labError('checkpoint', /damaged/));
  const newer = bytes.slice();
  newer[8] = 99;
  assert.throws(restore(newer), labError('checkpoint', /version 99/));
  assert.equal(lab.liveBytes, before);
  run.dispose();
});
