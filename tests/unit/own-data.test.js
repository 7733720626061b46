/** Somebody's own files: recognised by what is in them, and every mistake told with its file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { openLab } from 'spusk';
import { DataProblem } from '../../web/data/problem.js';
import { readData } from '../../web/data/read.js';
import { csvOf, dataFile, expectProblem, idxFile, pixels, tarOf } from './own-files.js';

/** @param {import('../../web/data/files.js').DataFile[]} files @param {object} [options] */
const read = (files, options) => readData(files, { openLab, decode: pixels, ...options });

const train = idxFile([20, 4, 4], (i) => i % 251);
const trainLabels = idxFile([20], (i) => i % 3);
const test10 = idxFile([10, 4, 4], (i) => (7 * i) % 256);
const testLabels = idxFile([10], (i) => (i + 1) % 3);

test('four IDX files in any order, with any names, packed or not', async () => {
  const named = await read([
    dataFile('t10k-labels-idx1-ubyte', testLabels),
    dataFile('train-images-idx3-ubyte.gz', gzipSync(train)),
    dataFile('train-labels-idx1-ubyte.gz', gzipSync(trainLabels)),
    dataFile('.DS_Store', new Uint8Array(9)),
    dataFile('t10k-images-idx3-ubyte', test10),
  ]);
  assert.deepEqual(named.shape, [1, 4, 4]);
  assert.equal(named.classes, 3);
  assert.deepEqual(named.counts, { train: 20, test: 10 });
  assert.equal(named.files.length, 4);
  const nameless = await read(
    [test10, trainLabels, testLabels, train].map((bytes, i) => dataFile(`data/${i}`, bytes)),
  );
  assert.equal(nameless.digest, named.digest);
  const other = await read([dataFile('a', train), dataFile('b', trainLabels)]);
  assert.notEqual(other.digest, named.digest);
  assert.deepEqual(other.counts, { train: 20, test: 0 });
});

test('names say what is for training, even if it is less', async () => {
  const source = await read([
    dataFile('train-images', test10),
    dataFile('train-labels', testLabels),
    dataFile('test-images', train),
    dataFile('test-labels', trainLabels),
  ]);
  assert.deepEqual(source.counts, { train: 10, test: 20 });
});

const record = (/** @type {number[]} */ labels, /** @type {number} */ i) => [
  ...labels,
  ...new Uint8Array(3072).fill(i),
];
const cifar10 = (/** @type {number} */ n) =>
  Uint8Array.from(Array.from({ length: n }, (_, i) => record([i % 10], i)).flat());

test('CIFAR-10 in parts, with the names of its classes, and in the archive as it is published', async () => {
  const names = 'plane\ncar\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n';
  const files = {
    'cifar-10/data_batch_2.bin': cifar10(20),
    'cifar-10/data_batch_1.bin': cifar10(10),
    'cifar-10/test_batch.bin': cifar10(10),
    'cifar-10/batches.meta.txt': new TextEncoder().encode(names),
    'cifar-10/readme.html': new TextEncoder().encode('<html>'),
  };
  const plain = await read(Object.entries(files).map(([path, bytes]) => dataFile(path, bytes)));
  assert.deepEqual(plain.shape, [3, 32, 32]);
  assert.deepEqual(plain.counts, { train: 30, test: 10 });
  assert.equal(plain.className(9), 'truck');
  const packed = await read([dataFile('cifar-10-binary.tar.gz', gzipSync(tarOf(files)))]);
  assert.equal(packed.digest, plain.digest);
  assert.deepEqual(
    packed.files.map(({ name }) => name),
    ['cifar-10-binary.tar.gz'],
  );
});

test('CIFAR-100 has its fine classes', async () => {
  const bytes = Uint8Array.from(
    Array.from({ length: 200 }, (_, i) => record([i % 20, i % 100], i % 250)).flat(),
  );
  const source = await read([dataFile('train.bin', bytes)]);
  assert.equal(source.classes, 100);
  const [first, second] = source.samples(2);
  assert.deepEqual([first.label, second.label], [0, 1]);
  assert.ok(Math.abs(second.values[0] - 1 / 255) < 1e-6);
});

test('a table: the last column or the one that is called so is learnt, or any other', async () => {
  const rows = Array.from({ length: 30 }, (_, i) => [i / 7, -i, 'abc'[i % 3], i % 2]);
  const last = await read([dataFile('t.csv', csvOf(['x', 'y', 'sort', 'flag'], rows))]);
  assert.deepEqual([last.target, last.classes, last.shape], ['flag', 2, [5]]);
  assert.equal(last.isImage, false);
  assert.deepEqual(last.columns, ['x', 'y', 'sort', 'flag']);
  const called = await read([dataFile('t.csv', csvOf(['x', 'y', 'Class', 'flag'], rows))]);
  assert.deepEqual([called.target, called.classes, called.shape], ['Class', 3, [3]]);
  const chosen = await read([dataFile('t.csv', csvOf(['x', 'y', 'sort', 'flag'], rows))], {
    target: 'sort',
  });
  assert.deepEqual([chosen.target, chosen.classes], ['sort', 3]);
  const bare = rows.map(([x, y, , flag]) => [x, y, flag]);
  const numbers = await read([dataFile('t.csv', csvOf(null, bare))]);
  assert.deepEqual([numbers.target, numbers.shape, numbers.counts.train], ['3', [2], 30]);
});

test('a table of pixels is one of images', async () => {
  const header = ['label', ...Array.from({ length: 784 }, (_, i) => `pixel${i}`)];
  const rows = Array.from({ length: 12 }, (_, i) => [
    i % 3,
    ...Array.from({ length: 784 }, (__, k) => (i * k) % 256),
  ]);
  const source = await read([dataFile('mnist_train.csv', csvOf(header, rows))]);
  assert.deepEqual([source.shape, source.classes], [[1, 28, 28], 3]);
});

const folder = (/** @type {Record<string, string>} */ files) =>
  Object.entries(files).map(([path, colours]) => dataFile(path, new TextEncoder().encode(colours)));

test('a folder of pictures: the innermost folder is the class, "train" and "test" divide', async () => {
  const pictures = folder({
    'pets/train/cat/1.png': '4x4 0,0,0',
    'pets/train/cat/2.jpg': '4x4 255,255,255',
    'pets/train/dog/1.webp': '8x4 100,100,100',
    'pets/train/dog/2.png': '4x4 50,50,50',
    'pets/test/cat/9.png': '4x4 9,9,9',
    'pets/test/dog/9.png': 'broken',
    'pets/notes.txt': 'nothing',
  });
  const seen = /** @type {any[]} */ ([]);
  const source = await read(pictures, { onProgress: (/** @type {any} */ p) => seen.push(p) });
  assert.deepEqual(source.shape, [1, 28, 28]);
  assert.deepEqual(source.classNames, ['cat', 'dog']);
  assert.deepEqual(source.counts, { train: 4, test: 1 });
  assert.deepEqual(source.unread, ['pets/test/dog/9.png']);
  assert.deepEqual([seen.at(-1).done, seen.at(-1).total, seen.at(-1).what], [6, 6, 'images']);
  const [cat, dog] = source.samples(9);
  assert.deepEqual([cat.values[0], Math.round(255 * dog.values[400])], [0, 100]);
});

test('pictures in colour, and of one small size', async () => {
  const files = folder({
    'a/1.png': '16x16 255,0,0',
    'a/2.png': '16x16 250,0,0',
    'b/1.png': '16x16 0,0,255',
    'b/2.png': '16x16 0,9,255',
  });
  const source = await read(files);
  assert.deepEqual(source.shape, [3, 16, 16]);
  const [a] = source.samples(1);
  assert.deepEqual([a.values[0], a.values[256], a.values[512]], [1, 0, 0]);
  const turned = await read([...files].reverse());
  assert.equal(turned.digest, source.digest, 'in whatever order they come');
  const grey = await read(files, { side: 32, colour: false });
  assert.deepEqual(grey.shape, [1, 32, 32]);
  const numbered = await read(
    folder({
      '10/a.png': '4x4 1,1,1',
      '9/a.png': '4x4 2,2,2',
      '10/b.png': '4x4 1,1,1',
      '9/b.png': '4x4 0,0,0',
    }),
  );
  assert.deepEqual(numbered.classNames, ['9', '10']);
});

const text = (/** @type {string} */ s) => new TextEncoder().encode(s);
const broken = (
  /** @type {Uint8Array} */ bytes,
  /** @type {number} */ at,
  /** @type {number} */ value,
) => {
  const copy = bytes.slice();
  copy[at] = value;
  return copy;
};
const zeros = new Uint8Array(99);

/** @type {[string, ReturnType<typeof dataFile>[], Record<string, any>][]} */
const mistakes = [
  ['nothing', [], {}],
  ['nothing', [dataFile('.DS_Store', zeros)], {}],
  ['unknown', [dataFile('a.dat', Uint8Array.of(9, 9, 0, 9))], { file: 'a.dat' }],
  ['zip', [dataFile('all.zip', text('PK\x03\x04....'))], { file: 'all.zip' }],
  ['pickle', [dataFile('data_batch_1', Uint8Array.of(0x80, 2, 0x7d, 0))], { file: 'data_batch_1' }],
  ['numpy', [dataFile('x.npy', Uint8Array.of(0x93, 0x4e, 0x55, 0x4d))], { file: 'x.npy' }],
  ['page', [dataFile('train', text('<!DOCTYPE html><p>404'))], { file: 'train' }],
  ['gzip', [dataFile('train.gz', gzipSync(train).subarray(0, 60))], { file: 'train.gz' }],
  [
    'idx.magic',
    [dataFile('train-images-idx3-ubyte', text('<html>404'))],
    { file: 'train-images-idx3-ubyte' },
  ],
  ['idx.type', [dataFile('x', broken(train, 2, 13))], { file: 'x', type: 'float32' }],
  [
    'idx.rows',
    [
      dataFile(
        'x',
        idxFile([4, 4], () => 0),
      ),
    ],
    { file: 'x' },
  ],
  ['idx.cut', [dataFile('x', train.subarray(0, 9))], { file: 'x', wanted: 16, got: 9 }],
  ['idx.sides', [dataFile('x', broken(train, 8, 1))], { file: 'x' }],
  [
    'idx.length.images',
    [dataFile('x', train.subarray(0, 300))],
    { file: 'x', count: 20, wanted: 320, got: 284 },
  ],
  [
    'idx.length.labels',
    [dataFile('y', trainLabels.subarray(0, 20))],
    { file: 'y', count: 20, wanted: 20, got: 12 },
  ],
  [
    'idx.empty',
    [
      dataFile(
        'x',
        idxFile([0, 4, 4], () => 0),
      ),
    ],
    { file: 'x' },
  ],
  ['idx.noLabels', [dataFile('a', train), dataFile('b', test10)], { files: 'a, b' }],
  ['idx.noImages', [dataFile('a', trainLabels)], { files: 'a' }],
  [
    'idx.counts',
    [dataFile('a', train), dataFile('b', testLabels)],
    { file: 'a', other: 'b', count: 20, labels: 10 },
  ],
  [
    'idx.counts',
    [
      dataFile('train-i', train),
      dataFile('train-l', testLabels),
      dataFile('test-i', test10),
      dataFile('test-l', trainLabels),
    ],
    { file: 'train-i', other: 'train-l' },
  ],
  [
    'idx.noPartner',
    [dataFile('a', train), dataFile('b', test10), dataFile('c', testLabels)],
    { file: 'a', count: 20 },
  ],
  [
    'idx.lonely',
    [dataFile('a', train), dataFile('b', trainLabels), dataFile('c', testLabels)],
    { file: 'c' },
  ],
  [
    'idx.many.images',
    [dataFile('a', train), dataFile('b', train), dataFile('c', train), dataFile('d', trainLabels)],
    { files: 'a, b, c' },
  ],
  [
    'idx.shapes',
    [
      dataFile('a', train),
      dataFile('b', trainLabels),
      dataFile(
        'c',
        idxFile([10, 5, 4], () => 0),
      ),
      dataFile('d', testLabels),
    ],
    { file: 'c', shape: '5 x 4', other: 'a', wanted: '4 x 4' },
  ],
  [
    'cifar.length',
    [dataFile('data_batch_1.bin', new Uint8Array(3000))],
    { file: 'data_batch_1.bin', bytes: 3000 },
  ],
  [
    'cifar.mixed',
    [
      dataFile('data_batch_1.bin', cifar10(3)),
      dataFile('train.bin', Uint8Array.from(record([3, 44], 1))),
    ],
    { file: 'data_batch_1.bin', other: 'train.bin' },
  ],
  [
    'mixed',
    [dataFile('a', train), dataFile('t.csv', text('a,b\n1,2\n'))],
    { file: 'a', other: 't.csv' },
  ],
  [
    'csv.two',
    [dataFile('a.csv', text('a,b\n1,2\n')), dataFile('b.csv', text('a,b\n1,2\n'))],
    { file: 'a.csv', other: 'b.csv' },
  ],
  ['csv.text', [dataFile('a.csv', Uint8Array.of(0xcf, 0xf0, 0x2c, 0xe8, 10))], { file: 'a.csv' }],
  ['csv.columns', [dataFile('a.csv', text('only\n1\n2\n'))], { file: 'a.csv' }],
  [
    'csv.numbers',
    [
      dataFile(
        'a.csv',
        text(`x,price\n${Array.from({ length: 30 }, (_, i) => `${i},${i / 3}`).join('\n')}`),
      ),
    ],
    { file: 'a.csv', target: 'price' },
  ],
  ['csv.core', [dataFile('a.csv', text('x,y\n1,a\n2\n'))], { file: 'a.csv' }],
  [
    'classes',
    [
      dataFile('a', train),
      dataFile(
        'b',
        idxFile([20], () => 4),
      ),
    ],
    { file: 'a' },
  ],
  [
    'few',
    [
      dataFile(
        'a',
        idxFile([5, 4, 4], () => 1),
      ),
      dataFile(
        'b',
        idxFile([5], (i) => i),
      ),
    ],
    { count: 5, classes: 5 },
  ],
  ['images.loose', folder({ '1.png': '4x4 1,1,1', '2.png': '4x4 1,1,1' }), { file: '1.png' }],
  ['images.one', folder({ 'cats/1.png': '4x4 1,1,1' }), { folder: 'cats' }],
  ['images.unread', folder({ 'a/1.png': 'no', 'b/1.png': 'no' }), { file: 'a/1.png' }],
];

for (const [problem, files, values] of mistakes) {
  test(`${problem}: ${files.map(({ path }) => path).join(' ') || 'no files'}`, () =>
    assert.rejects(read(files), expectProblem(problem, values)));
}

test('too much is refused before it is read, and while it is unpacked', async () => {
  const large = { ...dataFile('big.bin', train), size: 812e6 };
  await assert.rejects(
    read([large]),
    expectProblem('large.file', { file: 'big.bin', size: 812, most: 500 }),
  );
  await assert.rejects(read([large, large]), expectProblem('large', { size: 1624 }));
  const bomb = dataFile('zeros.gz', gzipSync(new Uint8Array(3e6)));
  await assert.rejects(
    read([bomb], { most: 1e6 }),
    expectProblem('large.file', { file: 'zeros.gz' }),
  );
});

test('a file that cannot be read, and one who changes his mind', async () => {
  const gone = {
    path: 'gone.csv',
    size: 9,
    stream: () => new ReadableStream({ start: (c) => c.error(new Error('not found')) }),
  };
  await assert.rejects(
    read([gone]),
    expectProblem('read', { file: 'gone.csv', message: 'not found' }),
  );
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(read([dataFile('a', train)], { signal: stop.signal }), {
    name: 'AbortError',
  });
});

test('every problem has its sentence in both languages', () => {
  const [en, ru] = ['en', 'ru'].map((lang) =>
    JSON.parse(readFileSync(new URL(`../../web/locales/${lang}.json`, import.meta.url), 'utf8')),
  );
  const texts = new Set(mistakes.map(([problem]) => new DataProblem(problem).text));
  for (const key of [
    ...texts,
    'data.problem.large',
    'data.problem.large.file',
    'data.problem.read',
    'data.problem.noImage',
    'data.problem.images.many',
    'data.problem.images.classes',
    'data.problem.images.here',
  ]) {
    assert.ok(key in en, `${key} in en.json`);
    assert.ok(key in ru, `${key} in ru.json`);
  }
});
