/** Input that only the core can judge: shapes, files, arrays, memory. Nothing that runs is lost. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openLab } from 'spusk';
import { idx, idxFiles, labError, plane, small } from './specs.js';

const lab = await openLab();
const linear = [{ layer: 'dense', units: 3 }];

/** A run that is under way during all of this. @type {any} */
let running;
before(() => {
  running = lab.createRun(small);
  running.step(7);
});
after(() => {
  running.step(7);
  const alone = lab.createRun(small);
  alone.step(14);
  assert.equal(running.hash(), alone.hash());
});

/**
 * @param {any} data
 * @param {string} path
 * @param {RegExp} message
 */
const refused = (data, path, message) =>
  assert.throws(() => lab.createRun({ data, model: linear }), labError(path, message));

test('good idx files are taken', () => {
  const run = lab.createRun({ data: idx(), model: linear });
  assert.deepEqual(run.describe().input, [1, 4, 4]);
  assert.equal(run.describe().classes, 3);
  const { images, labels } = idxFiles();
  const x = run.examples('train', [1]).values;
  x.forEach((value, i) => assert.ok(Math.abs(value - images[16 + 16 + i] / 255) < 1e-6));
  assert.deepEqual([...run.classify('train').labels], [...labels.subarray(8)]);
  run.step(3);
  run.dispose();
});

test('idx files as ArrayBuffer, as a part of a larger buffer, and as a Buffer are the same data', () => {
  const hashes = [
    (/** @type {Uint8Array} */ bytes) => bytes,
    (/** @type {Uint8Array} */ bytes) => bytes.slice().buffer,
    (/** @type {Uint8Array} */ bytes) => Buffer.from(bytes),
    (/** @type {Uint8Array} */ bytes) => {
      const larger = new Uint8Array(bytes.length + 7);
      larger.set(bytes, 3);
      return larger.subarray(3, 3 + bytes.length);
    },
  ].map((as) => {
    const { name, ...files } = idx();
    const data = Object.fromEntries(Object.entries(files).map(([key, bytes]) => [key, as(bytes)]));
    const run = lab.createRun({ data: { name, ...data }, model: linear });
    run.step(5);
    const hash = run.hash();
    run.dispose();
    return hash;
  });
  assert.equal(new Set(hashes).size, 1);
});

test("every way in which an idx file can be cut off is told with the file's field", () => {
  const good = idx();
  for (const field of ['trainImages', 'trainLabels', 'testImages', 'testLabels']) {
    const bytes = /** @type {any} */ (good)[field];
    for (const length of [0, 1, 3, 7, 8, 15, 16, bytes.length - 1]) {
      if (length >= bytes.length) continue;
      refused({ ...good, [field]: bytes.subarray(0, length) }, `data.${field}`, /./);
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    refused({ ...good, [field]: longer }, `data.${field}`, /should hold \d+ bytes .* and holds/);
  }
});

test('foreign files are told for what they are', () => {
  const good = idx();
  const gzip = Uint8Array.of(0x1f, 0x8b, ...new Array(100).fill(0));
  refused(
    { ...good, trainImages: gzip },
    'data.trainImages',
    /compressed \(gzip\): unpack it first/,
  );
  const text = new TextEncoder().encode('<!doctype html><p>404 Not Found</p>');
  refused({ ...good, testLabels: text }, 'data.testLabels', /not an IDX file of labels/);
  refused(
    { ...good, trainImages: good.trainLabels },
    'data.trainImages',
    /not an IDX file of images/,
  );
  refused(
    { ...good, trainLabels: good.trainImages },
    'data.trainLabels',
    /not an IDX file of labels/,
  );
});

test('idx files that do not belong together', () => {
  const good = idx();
  const fewer = idx(idxFiles({ n: 19 }));
  refused(
    { ...good, trainLabels: fewer.trainLabels },
    'data.trainLabels',
    /19 labels for 20 images/,
  );
  const larger = idx(idxFiles({ side: 5 }));
  refused(
    { ...good, testImages: larger.testImages },
    'data.testImages',
    /5 x 5, training images 4 x 4/,
  );
  const labels = good.testLabels.slice();
  labels[8 + 11] = 200;
  refused(
    { ...good, testLabels: labels },
    'data.testLabels',
    /label 200 of test image 11 does not occur/,
  );
});

test('a head that promises more than there can be', () => {
  const good = idx();
  for (const [at, value] of [
    [4, 0xffffffff],
    [8, 0x7fffffff],
    [12, 0xffffffff],
    [4, 0],
  ]) {
    const bytes = good.trainImages.slice();
    new DataView(bytes.buffer).setUint32(at, value);
    refused({ ...good, trainImages: bytes }, 'data.trainImages', /./);
  }
});

test('arrays: lengths, labels, numbers', () => {
  const good = plane(30);
  refused(
    { ...good, trainX: good.trainX.subarray(1) },
    'data.trainX',
    /whole examples of 2 numbers, not 59/,
  );
  refused(
    { ...good, trainX: new Float32Array(0), trainY: new Int32Array(0) },
    'data.trainX',
    /not 0 numbers/,
  );
  refused(
    { ...good, testY: good.testY.subarray(2) },
    'data.testY',
    /one label for each of 30 examples, not 28/,
  );
  refused(
    { ...good, trainY: good.trainY.map((y) => y + 1) },
    'data.trainY',
    /label 2 is 3: with 3 classes .* from 0 to 2/,
  );
  refused({ ...good, trainY: good.trainY.map((y) => y - 1) }, 'data.trainY', /label 0 is -1/);
  refused(
    { ...good, trainY: Array.from(good.trainY, (y) => y / 2) },
    'data.trainY',
    /whole numbers: 0.5 at 1/,
  );
  refused(
    { ...good, trainY: Array.from(good.trainY, () => NaN) },
    'data.trainY',
    /whole numbers: NaN at 0/,
  );
  for (const value of [NaN, Infinity, -Infinity]) {
    const x = good.trainX.slice();
    x[33] = value;
    refused(
      { ...good, trainX: x },
      'data.trainX',
      /number 1 of example 16 is .*: all must be finite/,
    );
    refused({ ...good, testX: x }, 'data.testX', /number 1 of example 16/);
  }
});

test('the data and the loss must be of one kind', () => {
  const { trainX, trainY, shape } = plane(30);
  const targets = Float32Array.from(trainY);
  const data = { name: 'arrays', shape, trainX, trainY: targets };
  assert.throws(
    () => lab.createRun({ data, model: [{ layer: 'dense', units: 1 }], loss: 'cross-entropy' }),
    labError('loss', /needs classes/),
  );
});

/** @type {[string, any[], string, RegExp][]} */
const shapes = [
  [
    'a convolution of a flat vector',
    [{ layer: 'flatten' }, { layer: 'conv2d' }],
    'model.1',
    /needs images .* gets a flat vector of 784 numbers/,
  ],
  [
    'a kernel larger than the image',
    [{ layer: 'conv2d', size: 29 }],
    'model.0',
    /29 .* does not fit into 28 x 28/,
  ],
  [
    'a window larger than the image',
    [{ layer: 'maxpool', size: 29 }],
    'model.0',
    /window of 29 x 29 does not fit/,
  ],
  [
    'images that shrink too far',
    [{ layer: 'conv2d', size: 20 }, { layer: 'relu' }, { layer: 'conv2d', size: 10 }],
    'model.2',
    /does not fit into 9 x 9/,
  ],
  ['too few outputs', [{ layer: 'dense', units: 9 }], 'model.0', /gives 9.* needs 10/],
  [
    'too many outputs',
    [{ layer: 'dense', units: 20 }, { layer: 'relu' }],
    'model.1',
    /gives 20.* needs 10/,
  ],
  [
    'images as outputs',
    [{ layer: 'conv2d', filters: 10 }],
    'model.0',
    /gives 10 x 26 x 26 outputs/,
  ],
];
for (const [name, model, path, message] of shapes) {
  test(`shapes that do not fit: ${name}`, () => {
    assert.throws(() => lab.createRun({ ...small, model }), labError(path, message));
  });
}

test('too many layers', () => {
  const model = new Array(500).fill({ layer: 'relu' });
  assert.throws(() => lab.createRun({ ...small, model }), labError('model', /at most \d+ layers/));
});

test('out of memory is an error like others, and nothing is lost', async () => {
  const own = await openLab();
  const run = own.createRun(small);
  run.step(3);
  const hash = run.hash();
  const memory = (/** @type {unknown} */ error) =>
    error instanceof Error && error.name === 'LabError' && /^out of memory/.test(error.message);
  const huge = [
    { ...small, data: { name: 'digits', train: 1000000, test: 1000000, validation: 1000000 } },
    {
      ...small,
      model: [
        { layer: 'dense', units: 65536 },
        { layer: 'dense', units: 65536 },
        { layer: 'dense' },
      ],
    },
    {
      ...small,
      model: [
        { layer: 'dense', units: 60000 },
        { layer: 'dense', units: 9000 },
        { layer: 'dense' },
      ],
    },
    {
      ...small,
      model: [
        { layer: 'conv2d', filters: 4096, size: 1 },
        { layer: 'flatten' },
        { layer: 'dense' },
      ],
      batch: { size: 4096 },
    },
  ];
  const held = own.liveBytes;
  for (const spec of huge) {
    assert.throws(() => own.createRun(spec), memory);
    assert.ok(own.liveBytes <= held, 'what was taken has been given back');
  }
  assert.equal(run.hash(), hash);
  run.step(3);
  run.dispose();
  own.dispose();
});
