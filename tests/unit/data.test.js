/** Data that come as files and arrays: what of them reaches the net. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLab } from 'spusk';
import { labError, plane } from './specs.js';

const lab = await openLab();

test('csv: numbers, words, a target by name, columns left out', () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => `${i},${i % 2 ? 'ja' : 'nein'},${i / 10},x${i}`,
  );
  const text = ['size,"who, then",y,note', ...rows].join('\n');
  const data = { name: 'csv', text, target: 'who, then', ignore: ['note'] };
  const run = lab.createRun({ data, model: [{ layer: 'dense', units: 2 }] });
  const { input, classes, examples } = run.describe();
  assert.deepEqual([input, classes, examples.train + examples.test], [[2], 2, 40]);
  const x = run.examples('train', [0, 1, 2]).values;
  for (let i = 0; i < 3; i++) assert.ok(Math.abs(x[2 * i] / 10 - x[2 * i + 1]) < 1e-6, 'size, y');
  assert.deepEqual(JSON.parse(JSON.stringify(run.spec)).data.text, text);
  run.step(2);
  const restored = lab.restore(run.save());
  run.step(2);
  restored.step(2);
  assert.equal(restored.hash(), run.hash());
  run.dispose();
  restored.dispose();

  const refused = (
    /** @type {object} */ changed,
    /** @type {string} */ path,
    /** @type {RegExp} */ message,
  ) =>
    assert.throws(
      () => lab.createRun({ data: { ...data, ...changed }, model: [{ layer: 'dense', units: 2 }] }),
      labError(path, message),
    );
  refused({ text: undefined }, 'data.text', /is missing/);
  refused({ target: 3 }, 'data.target', /must be a text, not 3/);
  refused({ target: 'whom' }, 'data.target', /./);
  refused({ ignore: 'note' }, 'data.ignore', /list of the names/);
  refused({ text: '' }, 'data.text', /./);
});

test('cifar: parts of the training set in their order, images as (channels, height, width)', () => {
  const part = (/** @type {number} */ first) =>
    new Uint8Array(4 * 3073).map((_, i) =>
      i % 3073 === 0 ? (first + Math.floor(i / 3073)) % 10 : i % 251,
    );
  const data = { name: 'cifar', train: [part(0), part(4), part(8)], test: part(2) };
  const model = [{ layer: 'globalpool' }, { layer: 'dense', units: 10 }];
  const run = lab.createRun({ data, model });
  assert.deepEqual(run.describe().input, [3, 32, 32]);
  assert.deepEqual(run.describe().examples, { train: 12, test: 4, validation: 0 });
  assert.deepEqual([...run.classify('train').labels], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1]);
  const x = run.examples('train', [5]).values;
  x.forEach((value, i) => assert.ok(Math.abs(value - data.train[1][3073 + 1 + i] / 255) < 1e-6));
  run.step(2);
  const restored = lab.restore(run.save());
  assert.equal(restored.hash(), run.hash());
  run.dispose();
  restored.dispose();

  const refused = (/** @type {object} */ changed, /** @type {string} */ path) =>
    assert.throws(
      () => lab.createRun({ data: { ...data, ...changed }, model }),
      labError(path, /./),
    );
  refused({ train: part(0) }, 'data.train');
  refused({ train: [] }, 'data.train');
  refused({ train: ['data_batch_1.bin'] }, 'data.train.0');
  refused({ train: [part(0).subarray(1)] }, 'data.train.0');
});

test('preparing the data makes other data of them', () => {
  const data = plane(40);
  const model = [{ layer: 'dense', units: 3 }];
  const plain = lab.createRun({ data, model });
  const scaled = lab.createRun({ data, model, prepare: { scaling: 'standardise' } });
  const all = Array.from({ length: 40 }, (_, i) => i);
  const x = scaled.examples('train', all).values;
  assert.notDeepEqual(plain.examples('train', all).values, x);
  for (const column of [0, 1]) {
    const values = all.map((i) => x[2 * i + column]);
    const mean = values.reduce((a, b) => a + b) / 40;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 40;
    assert.ok(Math.abs(mean) < 1e-5 && Math.abs(variance - 1) < 1e-4);
  }
  plain.dispose();
  scaled.dispose();
});

test('regression: one target or several for each example', () => {
  const trainX = Float32Array.from({ length: 20 }, (_, i) => i / 10 - 1);
  const trainY = Float32Array.from({ length: 40 }, (_, i) => (i % 2 ? -1 : 1) * trainX[i >> 1]);
  const data = { name: 'arrays', shape: [1], trainX, trainY };
  const run = lab.createRun({
    data,
    model: [{ layer: 'dense', units: 2 }],
    loss: 'mse',
    optimizer: { name: 'sgd', lr: 0.2 },
  });
  run.step(300);
  const expected = [1, -1, 0, 0];
  run.parameters().forEach((w, i) => assert.ok(Math.abs(w - expected[i]) < 1e-3, `parameter ${i}`));
  assert.ok(Number.isNaN(run.evaluate('train').error));
  assert.throws(() => run.evaluate('test'), labError('split', 'the data have no test examples'));
  run.dispose();
  const uneven = { ...data, trainY: trainY.subarray(1) };
  assert.throws(
    () => lab.createRun({ data: uneven, model: [{ layer: 'dense', units: 2 }], loss: 'mse' }),
    labError('data.trainY', /targets|label/),
  );
});
