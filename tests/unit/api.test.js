/** The public interface of a lab and its runs. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLab } from 'spusk';
import { conv, labError, plane, small } from './specs.js';

const lab = await openLab();

test('the catalogue lists every kind with its parameters, in order, and cannot be changed', () => {
  const { catalog } = lab;
  for (const group of ['optimizers', 'schedules', 'layers', 'losses', 'datasets', 'settings']) {
    assert.ok(Object.keys(catalog[/** @type {'layers'} */ (group)]).length > 0, group);
  }
  const { beta1 } = catalog.optimizers.adam.parameters;
  assert.deepEqual(beta1, {
    name: 'beta1',
    default: 0.9,
    min: 0,
    max: 0.99999,
    whole: false,
    options: null,
  });
  assert.equal(Object.keys(catalog.optimizers.adam.parameters)[0], 'lr');
  assert.deepEqual(catalog.settings.batch.parameters.sampling.options, ['shuffle', 'replacement']);
  assert.equal(catalog.settings.batch.parameters.sampling.default, 'shuffle');
  assert.match(catalog.optimizers.adam.file, /^optim\/adam\.c$/);
  assert.throws(
    () => Object.assign(catalog.optimizers.adam.parameters.lr, { default: 1 }),
    TypeError,
  );
});

test('describe tells layers with shapes and parameters', () => {
  const run = lab.createRun(conv);
  const { input, classes, examples, layers, parameters, updatesPerEpoch, bytes, dataBytes } =
    run.describe();
  assert.deepEqual(input, [1, 28, 28]);
  assert.equal(classes, 10);
  assert.deepEqual(examples, { train: 320, test: 100, validation: 0 });
  assert.deepEqual(
    layers.map(({ layer, shape, parameters: count }) => [layer, ...shape, count]),
    [
      ['conv2d', 4, 24, 24, 4 * 25 + 4],
      ['relu', 4, 24, 24, 0],
      ['maxpool', 4, 12, 12, 0],
      ['flatten', 576, 0],
      ['dense', 10, 576 * 10 + 10],
    ],
  );
  assert.deepEqual([layers[4].offset, layers[4].weights], [104, 5760]);
  assert.equal(parameters, 104 + 5770);
  assert.equal(run.parameters().length, parameters);
  assert.equal(updatesPerEpoch, 10);
  assert.ok(bytes > 4 * parameters && dataBytes > 420 * 784);
  run.dispose();
});

test('step makes updates, and the trace has a row for each point that the spec asks for', () => {
  const run = lab.createRun({ ...small, evaluate: { every: 5, unit: 'update' } });
  assert.deepEqual(run.step(0), { updates: 0, epoch: 0, diverged: false, divergedAt: -1 });
  assert.deepEqual([...run.trace().update], [0]);
  assert.deepEqual(run.step(12), { updates: 12, epoch: 1.2, diverged: false, divergedAt: -1 });
  const { update, epoch, examples, seconds, trainError, testError, lr, gradNorm, updateNorm } =
    run.trace();
  assert.deepEqual([...update], [0, 5, 10]);
  assert.deepEqual([...epoch], [0, 0.5, 1]);
  assert.deepEqual([...examples], [0, 160, 320]);
  assert.ok(seconds[0] === 0 && seconds[1] > 0 && seconds[2] > seconds[1]);
  assert.ok([...trainError, ...testError].every((share) => share >= 0 && share <= 1));
  assert.ok(Math.abs(lr[1] - 0.001) < 1e-9);
  assert.ok(Number.isNaN(gradNorm[0]) && gradNorm[1] > 0 && updateNorm[1] > 0);
  run.dispose();
});

test('step size does not matter to the result: many small steps are one large', () => {
  const [one, many] = [lab.createRun(small), lab.createRun(small)];
  one.step(37);
  for (let i = 0; i < 37; i++) many.step();
  assert.equal(one.hash(), many.hash());
  assert.match(one.hash(), /^[0-9a-f]{16}$/);
  assert.deepEqual({ ...one.trace(), seconds: 0 }, { ...many.trace(), seconds: 0 });
  one.dispose();
  many.dispose();
});

test('the seed decides', () => {
  const hashes = [1, 2, 1].map((seed) => {
    const run = lab.createRun({ ...small, seed });
    run.step(3);
    const hash = run.hash();
    run.dispose();
    return hash;
  });
  assert.equal(hashes[0], hashes[2]);
  assert.notEqual(hashes[0], hashes[1]);
});

test('two runs of one lab do not disturb each other', () => {
  const alone = [small, conv].map((spec) => {
    const run = lab.createRun(spec);
    run.step(15);
    const hash = run.hash();
    run.dispose();
    return hash;
  });
  const [a, b] = [lab.createRun(small), lab.createRun(conv)];
  for (let i = 0; i < 15; i++) {
    a.step();
    if (i % 4 === 0) b.evaluate('test');
    b.step();
    a.classify('test', 3);
  }
  assert.deepEqual([a.hash(), b.hash()], alone);
  a.dispose();
  b.dispose();
});

test('evaluate, classify, predict and the trace agree', () => {
  const run = lab.createRun(small);
  run.step(20);
  const { loss, error } = run.evaluate('test');
  const { labels, predicted, confidence } = run.classify('test');
  assert.equal(labels.length, 100);
  const wrong = labels.filter((label, i) => label !== predicted[i]).length;
  assert.equal(wrong / 100, error);
  assert.ok(Math.abs(Number(run.trace().testError.at(-1)) - error) < 1e-12);

  const indices = Array.from({ length: 100 }, (_, i) => i);
  const { shape, values } = run.examples('test', indices);
  assert.deepEqual(shape, [1, 28, 28]);
  assert.ok(values.every((x) => x >= 0 && x <= 1) && values.some((x) => x > 0.9));
  const outputs = run.predict(values);
  assert.equal(outputs.length, 1000);
  let sum = 0;
  for (let i = 0; i < 100; i++) {
    const y = Array.from(outputs.subarray(10 * i, 10 * i + 10));
    const total = y.reduce((s, value) => s + Math.exp(value), 0);
    assert.equal(y.indexOf(Math.max(...y)), predicted[i]);
    assert.ok(Math.abs(Math.exp(y[predicted[i]]) / total - confidence[i]) < 1e-5);
    sum -= Math.log(Math.exp(y[labels[i]]) / total);
  }
  assert.ok(Math.abs(sum / 100 - loss) < 1e-5);
  assert.equal(run.classify('train', 7).labels.length, 7);
  run.dispose();
});

test('predict takes any number of rows, also more than fit at once', () => {
  const run = lab.createRun(small);
  const one = run.examples('train', [5]).values;
  const many = new Float32Array(784 * 1000);
  for (let i = 0; i < 1000; i++) many.set(one, 784 * i);
  const [single, outputs] = [run.predict(one), run.predict(many)];
  assert.equal(outputs.length, 10000);
  // Not the same bits: a single row is multiplied in another order than a row among many.
  outputs.forEach((y, i) => assert.ok(Math.abs(y - single[i % 10]) < 1e-5, `row ${i / 10}`));
  assert.equal(run.predict(new Float32Array(0)).length, 0);
  run.dispose();
});

/**
 * One update of SGD on a linear classifier, in doubles: a second, dumb implementation that also
 * says how the flat arrays are ordered.
 * @param {{w: ArrayLike<number>, x: ArrayLike<number>, y: ArrayLike<number>, lr: number}} given
 */
function sgdByHand({ w, x, y, lr }) {
  const n = y.length;
  const gradient = new Float64Array(9);
  for (let e = 0; e < n; e++) {
    const out = [0, 1, 2].map((o) => w[2 * o] * x[2 * e] + w[2 * o + 1] * x[2 * e + 1] + w[6 + o]);
    const total = out.reduce((s, value) => s + Math.exp(value), 0);
    for (let o = 0; o < 3; o++) {
      const d = (Math.exp(out[o]) / total - (y[e] === o ? 1 : 0)) / n;
      gradient[2 * o] += d * x[2 * e];
      gradient[2 * o + 1] += d * x[2 * e + 1];
      gradient[6 + o] += d;
    }
  }
  return { gradient, after: gradient.map((g, i) => w[i] - lr * g) };
}

test('parameters are (out, in) then bias; gradients and the update are right', () => {
  const data = plane(30);
  const model = [{ layer: 'dense', units: 3 }];
  const run = lab.createRun({
    data,
    model,
    optimizer: { name: 'sgd', lr: 0.5 },
    batch: { size: 30 },
  });
  const w = Float32Array.from([0.3, -0.2, 0.1, 0.5, -0.4, 0.2, 0.05, -0.1, 0.15]);
  run.setParameters(w);
  assert.deepEqual(run.parameters(), w);
  run.step();
  const { gradient, after } = sgdByHand({ w, x: data.trainX, y: data.trainY, lr: 0.5 });
  run.gradients().forEach((g, i) => assert.ok(Math.abs(g - gradient[i]) < 1e-6, `gradient ${i}`));
  run.parameters().forEach((p, i) => assert.ok(Math.abs(p - after[i]) < 1e-6, `weight ${i}`));
  run.dispose();
});

test('dense takes images as they are', () => {
  const model = [{ layer: 'dense', units: 5 }, { layer: 'relu' }, { layer: 'dense', units: 10 }];
  const run = lab.createRun({ ...small, model });
  assert.equal(run.describe().parameters, 785 * 5 + 60);
  assert.equal(run.step(5).updates, 5);
  run.dispose();
});

test('set changes a number while the run goes on', () => {
  const run = lab.createRun(small);
  run.step(3);
  run.set('optimizer.lr', 0);
  const before = run.hash();
  run.step(3);
  assert.equal(run.hash(), before);
  run.set('optimizer.lr', 0.01);
  run.set('model.3.rate', 0);
  run.set('batch.size', 320);
  assert.equal(run.updatesPerEpoch, 1);
  run.step(1);
  assert.notEqual(run.hash(), before);

  const unchanged = run.hash();
  assert.throws(
    () => run.set('optimizer.lrr', 1),
    labError('optimizer.lrr', /did you mean optimizer\.lr\?/),
  );
  assert.throws(() => run.set('optimizer.lr', -1), labError('optimizer.lr', /-1/));
  assert.throws(() => run.set('optimizer.lr', NaN), labError('optimizer.lr', /must be a number/));
  assert.throws(() => run.set('model.1.units', 20), labError('model.1.units', /start a new run/));
  assert.throws(() => run.set('data.train', 20), labError('data.train', /start a new run/));
  assert.equal(run.hash(), unchanged);
  run.dispose();
});

test('divergence is a result: the run ends as it was before that update, and says when', () => {
  const run = lab.createRun({
    ...small,
    model: [{ layer: 'dense', units: 16 }, { layer: 'dense' }],
    optimizer: { name: 'sgd', lr: 1000 },
    evaluate: { every: 1, unit: 'update' },
  });
  const { diverged, divergedAt, updates } = run.step(100);
  assert.equal(diverged, true);
  assert.ok(divergedAt >= 2 && updates === divergedAt - 1);
  const hash = run.hash();
  assert.deepEqual(run.step(5), { updates, epoch: updates / 10, diverged, divergedAt });
  assert.equal(run.hash(), hash);
  assert.equal(run.trace().update[updates], updates);
  run.dispose();
});

test('what is disposed of says so', async () => {
  const run = lab.createRun(small);
  run.dispose();
  run.dispose();
  /** @type {(() => unknown)[]} */
  const calls = [
    () => run.step(),
    () => run.evaluate('test'),
    () => run.predict(new Float32Array(784)),
    () => run.classify('test'),
    () => run.examples('test', [0]),
    () => run.parameters(),
    () => run.setParameters([]),
    () => run.gradients(),
    () => run.trace(),
    () => run.describe(),
    () => run.hash(),
    () => run.save(),
    () => run.set('optimizer.lr', 1),
  ];
  for (const call of calls) {
    assert.throws(call, labError('', 'this run has been disposed'), String(call));
  }

  const other = await openLab();
  const left = other.createRun(small);
  other.dispose();
  other.dispose();
  assert.throws(() => other.createRun(small), labError('', 'this lab has been disposed'));
  assert.throws(() => left.step(), labError('', 'this run has been disposed'));
});

test('wrong arguments are LabErrors that name what is wrong', () => {
  const run = lab.createRun(small);
  const step = /** @type {(n: any) => void} */ ((n) => run.step(n));
  for (const n of [-1, 1.5, NaN, '3', null]) {
    assert.throws(() => step(n), labError('n', /whole number/));
  }
  const evaluate = /** @type {(s: any) => void} */ ((split) => run.evaluate(split));
  assert.throws(() => evaluate('tests'), labError('split', /^unknown split: tests/));
  assert.throws(() => evaluate('constructor'), labError('split', /^unknown split/));
  assert.throws(
    () => evaluate('validation'),
    labError('split', 'the data have no validation examples'),
  );
  assert.throws(
    () => run.predict(new Float32Array(100)),
    labError('inputs', /784 numbers, not 100$/),
  );
  assert.throws(() => run.predict(new Float32Array(784).fill(NaN)), labError('inputs', /NaN at 0/));
  assert.throws(
    () => run.setParameters([1, 2]),
    labError('parameters', /^there must be \d+ parameters, not 2$/),
  );
  assert.throws(
    () => run.setParameters(run.parameters().fill(Infinity)),
    labError('parameters', /Infinity at 0/),
  );
  for (const i of [-1, 0.5, 100, 2 ** 32, NaN]) {
    assert.throws(() => run.examples('test', [i]), labError('indices', /test has 100$/));
  }
  assert.throws(() => run.column('testErr'), labError('column', /did you mean testError\?/));
  run.dispose();
});

test('SIMD and scalar give the same bits', async () => {
  const labs = await Promise.all([openLab({ simd: true }), openLab({ simd: false })]);
  for (const spec of [
    small,
    conv,
    { ...small, optimizer: { name: 'momentum' }, batch: { size: 7 } },
  ]) {
    const hashes = labs.map((one) => {
      const run = one.createRun(spec);
      run.step(25);
      return run.hash();
    });
    assert.equal(hashes[0], hashes[1]);
  }
  labs.forEach((one) => one.dispose());
});
