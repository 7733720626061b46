/** Probes through the public interface: on a run, and on a session in a worker. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openEngine, openLab } from 'spusk';
import { conv, HASH_START, hashed, labError, small } from './specs.js';

const lab = await openLab();
const engines = await Promise.all([openEngine({ worker: false }), openEngine({ worker: true })]);
after(() => engines.forEach((engine) => engine.close()));

const moons = {
  seed: 2,
  data: { name: 'toy2d', shape: 'moons', train: 200, test: 100 },
  model: [{ layer: 'dense', units: 8 }, { layer: 'tanh' }, { layer: 'dense', units: 2 }],
  optimizer: { name: 'adam', lr: 0.02 },
};

/** Arrays that a probe cannot do without. @param {{parameters(): Float32Array}} run */
const needed = (run) => ({
  line: { from: new Float32Array(run.parameters().length) },
  trajectory: { snapshots: [1, 2, 3].map((k) => run.parameters().map((w, i) => w + k * (i % 5))) },
});

test('the catalogue lists the probes with their options', () => {
  const { probes } = lab.catalog;
  assert.deepEqual(Object.keys(probes).sort(), [
    'activations',
    'arithmetic',
    'confusion',
    'decision',
    'effectiveStep',
    'gradientSpread',
    'histogram',
    'line',
    'maskedPredictions',
    'noiseScale',
    'plane',
    'receptiveField',
    'trajectory',
    'worst',
  ]);
  assert.deepEqual(probes.gradientSpread.parameters.sampling.options, ['replacement', 'shuffle']);
  assert.equal(probes.decision.file, 'lab/probe_decision.c');
});

test('no probe changes what a run becomes', () => {
  for (const spec of [moons, { ...conv, data: { name: 'digits', train: 100, test: 40 } }]) {
    const [watched, alone] = [lab.createRun(spec), lab.createRun(spec)];
    watched.keepLast();
    for (let t = 0; t < 3; t++) {
      watched.step(2);
      alone.step(2);
      for (const name of Object.keys(lab.catalog.probes)) {
        const pointless = spec === moons ? 'receptiveField' : 'decision';
        if (name === pointless) continue;
        const options = /** @type {any} */ (needed(watched))[name];
        const few = lab.catalog.probes[name].parameters.nx ? { nx: 3, ny: 3 } : {};
        const found = watched.probe(/** @type {any} */ (name), { ...few, ...options });
        assert.ok(Object.keys(found).length > 1, name);
      }
    }
    watched.step(5);
    alone.step(5);
    assert.equal(watched.hash(), alone.hash());
    assert.deepEqual({ ...watched.trace(), seconds: 0 }, { ...alone.trace(), seconds: 0 });
    watched.dispose();
    alone.dispose();
  }
});

test('the same bits with and without SIMD', async () => {
  const labs = await Promise.all([openLab({ simd: true }), openLab({ simd: false })]);
  const [a, b] = labs.map((one) => {
    const run = one.createRun({ ...small, data: { name: 'digits', train: 100, test: 40 } });
    run.keepLast();
    run.step(8);
    return [
      run.probe('gradientSpread', { repetitions: 5 }),
      run.probe('noiseScale', { repetitions: 2 }),
      run.probe('maskedPredictions', { passes: 5 }),
      run.probe('receptiveField', { layer: 1 }),
      run.probe('plane', { nx: 3, ny: 3 }),
      run.probe('trajectory', needed(run).trajectory),
      run.probe('effectiveStep'),
      run.probe('activations'),
    ];
  });
  assert.deepEqual(a, b);
});

test('results have the bits of the native builds', () => {
  const run = lab.createRun({
    data: { name: 'digits', train: 100, test: 40 },
    model: [
      { layer: 'conv2d', filters: 4 },
      { layer: 'batchnorm' },
      { layer: 'relu' },
      { layer: 'maxpool' },
      { layer: 'dropout' },
      { layer: 'dense' },
    ],
    optimizer: { name: 'adam' },
  });
  run.keepLast();
  run.step(5);
  const found = [
    run.probe('gradientSpread', { repetitions: 4 }),
    run.probe('noiseScale', { repetitions: 2 }),
    run.probe('maskedPredictions', { passes: 4 }),
    run.probe('receptiveField', { layer: 3 }),
    run.probe('plane', { nx: 3, ny: 3 }),
    run.probe('effectiveStep'),
    run.probe('activations', { masks: 1 }),
    run.probe('worst'),
  ];
  let hash = HASH_START;
  for (const value of found.flatMap((one) => Object.values(one))) {
    // Machines differ in the bits of a NaN.
    const plain = value instanceof Float32Array ? value.map((x) => (x === x ? x : NaN)) : value;
    hash = hashed(hash, typeof plain === 'number' ? Float64Array.of(plain) : plain);
  }
  assert.equal(hash.toString(16).padStart(16, '0'), 'e9a15dd7e9e40f67');
  run.dispose();
});

test('a decision grid is what the net predicts', () => {
  const run = lab.createRun(moons);
  run.step(60);
  const { values, nx, ny, outputs, window } = run.probe('decision', { nx: 9, ny: 7 });
  assert.deepEqual([nx, ny, outputs, values.length], [9, 7, 2, 126]);
  const [x0, x1, y0, y1] = window;
  const points = Float32Array.from({ length: 2 * nx * ny }, (_, k) => {
    const [i, j] = [(k >> 1) % nx, Math.floor((k >> 1) / nx)];
    return k % 2 ? y0 + (j * (y1 - y0)) / (ny - 1) : x0 + (i * (x1 - x0)) / (nx - 1);
  });
  const answers = run.predict(points);
  assert.ok(values.every((value, k) => Math.abs(value - answers[k]) < 1e-6));
  run.dispose();
});

test('confusion, worst examples and classify agree', () => {
  const run = lab.createRun(small);
  run.step(30);
  const { labels, predicted } = run.classify('test');
  const { matrix, classes, error } = run.probe('confusion');
  const wanted = new Int32Array(100);
  labels.forEach((label, i) => wanted[classes * label + predicted[i]]++);
  assert.deepEqual(matrix, wanted);
  assert.ok(Math.abs(error - run.evaluate('test').error) < 1e-12);
  const worst = run.probe('worst', { count: 5 });
  assert.deepEqual(
    [...worst.indices].map((i) => labels[i]),
    [...(worst.labels ?? [])],
  );
  assert.ok(worst.loss[0] >= worst.loss[4] && worst.loss[4] > run.evaluate('test').loss);
  run.dispose();
});

test('the arithmetic of the last update leads to the weight', () => {
  const run = lab.createRun(small);
  assert.throws(() => run.probe('arithmetic'), labError('', /make one and ask again/));
  const before = run.parameters();
  run.step(1);
  const { terms, update } = run.probe('arithmetic', { weight: 12600 });
  const {
    w_before: w,
    step,
    rate,
    m_hat: m,
  } = Object.fromEntries(terms.map(({ name, value }) => [name, value]));
  assert.equal(update, 1);
  assert.equal(w, before[12600]);
  assert.ok(Math.abs(w - step - run.parameters()[12600]) < 1e-7 * Math.abs(w) + 1e-9);
  assert.ok(Math.abs(rate * m - step) < 1e-12);
  assert.deepEqual(
    terms.map(({ name }) => name),
    'w_before g eta m_before v_before m v m_hat v_hat root rate step w'.split(' '),
  );
  run.dispose();
});

test('spread of gradients falls as 1/m', () => {
  const run = lab.createRun(moons);
  run.step(20);
  const [one, ten] = [1, 10].map((size) =>
    run.probe('gradientSpread', { size, repetitions: 2000 }),
  );
  assert.ok(Math.abs(one.variance / ten.variance / 10 - 1) < 0.15);
  assert.equal(one.cloud.length, 4000);
  const { noiseScale } = run.probe('noiseScale', { repetitions: 200 });
  assert.ok(Math.abs((noiseScale * one.gradientNorm ** 2) / one.perExample - 1) < 0.2);
  run.dispose();
});

test('planes go through the weights of the run', () => {
  const run = lab.createRun(moons);
  const snapshots = [run.parameters()];
  for (let k = 0; k < 6; k++) {
    run.step(5);
    snapshots.push(run.parameters());
  }
  const { directions, coordinates, share } = run.probe('trajectory', { snapshots });
  assert.ok(share[0] >= share[1] && share[0] + share[1] > 0.8 && share[0] + share[1] <= 1);
  assert.deepEqual([coordinates[12], coordinates[13]], [0, 0]);
  const plane = run.probe('plane', { directions, nx: 3, ny: 3, examples: 0 });
  assert.equal(plane.loss[4], run.evaluate('train').loss);
  const line = run.probe('line', { from: snapshots[0], points: 3, start: 0, end: 1, examples: 0 });
  assert.ok(Math.abs(line.loss[2] - plane.loss[4]) < 1e-6);
  run.dispose();
});

test('mistakes in options are named', () => {
  const run = lab.createRun(moons);
  const look =
    (/** @type {any} */ name, /** @type {any} */ options = {}) =>
    () =>
      run.probe(name, options);
  assert.throws(look('decison'), labError('probe', /did you mean decision/));
  assert.throws(look('decision', { nx: 1 }), labError('nx', /whole number from 2 to 1024, not 1/));
  assert.throws(look('decision', { size: 3 }), labError('size', /unknown field: size/));
  assert.throws(look('decision', 7), labError('', /options must be an object, not 7/));
  assert.throws(
    look('gradientSpread', { size: 300, sampling: 'shuffle' }),
    labError('size', /300/),
  );
  assert.throws(
    look('histogram', { part: 'all' }),
    labError('part', /one of weights, biases, both/),
  );
  assert.throws(look('line'), labError('from', /missing/));
  assert.throws(look('line', { from: 'w' }), labError('from', /Float32Array/));
  assert.throws(
    look('line', { from: [1, 2] }),
    labError('from', 'from must hold 42 numbers, not 2'),
  );
  assert.throws(
    look('maskedPredictions', { indices: [1, 100] }),
    labError('indices', 'there is no example 100: the split has 100'),
  );
  assert.throws(look('maskedPredictions', { indices: [-1] }), labError('indices', /whole numbers/));
  assert.throws(look('receptiveField'), labError('', /needs images/));
  assert.throws(look('plane', { split: 'validation' }), labError('split', /no validation/));
  run.dispose();
  assert.throws(look('histogram'), labError('', /disposed/));
});

test('probes give their memory back, left half-way or not', () => {
  const first = lab.createRun(small);
  first.dispose();
  const before = lab.liveBytes;
  const run = lab.createRun(small);
  const parts = run.probeParts('gradientSpread');
  const { value } = parts.next();
  assert.ok(typeof value === 'number' && value > 0 && value < 1);
  const left = run.probeParts('plane');
  left.next();
  left.return(/** @type {any} */ (undefined));
  run.probe('histogram');
  assert.throws(() => run.probe('line', { from: [1] }));
  run.dispose();
  assert.equal(lab.liveBytes, before);
  assert.throws(() => parts.next(), labError('', /disposed/));
  assert.equal(lab.liveBytes, before);
});

for (const engine of engines) {
  const where = engine.worker ? 'in a worker' : 'in this process';
  test(`a session ${where} looks while it trains, and trains as it would have`, async () => {
    const session = await engine.open(small);
    /** @type {Promise<any>[]} */
    const looks = [
      session.probe('noiseScale', { repetitions: 5 }),
      session.probe('maskedPredictions', { passes: 20 }),
    ];
    let hash = '';
    for await (const event of session.advance()) {
      assert.notEqual(event.type, 'error');
      if (event.type === 'trace' && looks.length < 4) looks.push(session.probe('confusion'));
      if (event.type === 'end') hash = event.hash;
    }
    const [noise, masks] = await Promise.all(looks);
    assert.ok(noise.noiseScale > 0);
    assert.ok(masks.mean instanceof Float32Array && masks.errors.length === 20);
    await assert.rejects(session.probe('histogram', { bins: 0 }), labError('bins', /from 1/));
    await session.dispose();

    const run = lab.createRun(small);
    run.step(run.goal);
    assert.equal(hash, run.hash());
    assert.deepEqual(run.probe('confusion').matrix.length, 100);
    run.dispose();
  });
}
