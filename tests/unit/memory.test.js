/** What a lab holds, and that it gives it back. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError, openLab } from 'spusk';
import { idx, idxFiles, plane, small } from './specs.js';

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

test('a run is its weights, gradients, states, activations and data, and at most 10 % more', async () => {
  const FLOAT = 4;
  const states = { sgd: 0, momentum: 1, adam: 2, amsgrad: 3 };
  const side = 8;
  const train = idxFiles({ n: 2048, side, classes: 10 });
  const some = idxFiles({ n: 512, side, classes: 10 });
  const data = { ...idx(train), testImages: some.images, testLabels: some.labels };
  const dense = [
    { layer: 'flatten' },
    { layer: 'dense', units: 32 },
    { layer: 'relu' },
    { layer: 'dense', units: 10 },
  ];
  const images = [
    { layer: 'conv2d', filters: 8, size: 3 },
    { layer: 'relu' },
    { layer: 'maxpool', size: 2 },
    ...dense,
  ];
  // Errors are measured on all examples: a choice of them would have to be kept.
  const rest = { batch: { size: 32 }, evaluate: { examples: 0 } };
  for (const model of [dense, images]) {
    for (const [name, vectors] of Object.entries(states)) {
      const lab = await openLab();
      const run = lab.createRun({ data, model, optimizer: { name }, ...rest });
      const { bytes, dataBytes, examples, input, layers, parameters } = run.describe();
      const numbers = [input, ...layers.map(({ shape }) => shape)].map((shape) =>
        shape.reduce((product, n) => product * n, 1),
      );
      const activations = numbers.reduce((sum, n) => sum + n, 0);
      const bytesOfData = (examples.train + examples.test) * (side ** 2 + FLOAT);
      const formula = FLOAT * (parameters * (2 + vectors) + 32 * activations) + bytesOfData;
      const said = bytes + dataBytes;
      assert.ok(said <= 1.1 * formula, `${name}: ${said} of ${formula}`);
      assert.ok(said > FLOAT * parameters * (2 + vectors) + bytesOfData, `${name}: ${said}`);
      assert.ok(Math.abs(lab.liveBytes - said) < 4096, 'what is said is what is held');
      lab.dispose();
    }
  }
});
