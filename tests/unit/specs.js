/** Small specs and data for the tests of this folder. */
import { LabError } from 'spusk';

/** A dense net with dropout on few digits: 10 updates an epoch, quick to train. */
export const small = {
  seed: 3,
  data: { name: 'digits', train: 320, test: 100 },
  model: [
    { layer: 'flatten' },
    { layer: 'dense', units: 16 },
    { layer: 'relu' },
    { layer: 'dropout', rate: 0.2 },
    { layer: 'dense', units: 10 },
  ],
  optimizer: { name: 'adam' },
  stop: { epochs: 4 },
};

/** A conv net on the same digits. */
export const conv = {
  ...small,
  model: [
    { layer: 'conv2d', filters: 4, size: 5 },
    { layer: 'relu' },
    { layer: 'maxpool', size: 2 },
    { layer: 'flatten' },
    { layer: 'dense', units: 10 },
  ],
};

/** A net whose single update takes many seconds. */
export const endless = {
  ...small,
  model: [
    { layer: 'flatten' },
    { layer: 'dense', units: 4096 },
    { layer: 'dense', units: 4096 },
    { layer: 'dense', units: 10 },
  ],
  data: { name: 'digits', train: 4096, test: 10 },
  batch: { size: 4096 },
};

/**
 * Three classes in the plane, as arrays.
 * @param {number} examples
 */
export function plane(examples = 30) {
  const x = Float32Array.from({ length: 2 * examples }, (_, i) => Math.sin(7 * i + 1));
  const y = Int32Array.from({ length: examples }, (_, i) => i % 3);
  return { name: 'arrays', shape: [2], classes: 3, trainX: x, trainY: y, testX: x, testY: y };
}

/**
 * Images and labels in MNIST's format.
 * @param {object} [options]
 * @param {number} [options.n]
 * @param {number} [options.side]
 * @param {number} [options.classes]
 */
export function idxFiles({ n = 20, side = 4, classes = 3 } = {}) {
  const images = new Uint8Array(16 + n * side * side).map((_, i) => (i * 37) % 256);
  new DataView(images.buffer).setUint32(0, 0x803);
  [n, side, side].forEach((size, i) => new DataView(images.buffer).setUint32(4 + 4 * i, size));
  const labels = new Uint8Array(8 + n).map((_, i) => (i - 8) % classes);
  new DataView(labels.buffer).setUint32(0, 0x801);
  new DataView(labels.buffer).setUint32(4, n);
  return { images, labels };
}

/** The spec's data of two such files, the same for training and test. */
export function idx(files = idxFiles()) {
  const { images, labels } = files;
  return {
    name: 'idx',
    trainImages: images,
    trainLabels: labels,
    testImages: images.slice(),
    testLabels: labels.slice(),
  };
}

/**
 * For assert.throws: a LabError about this field with this message.
 * @param {string} path
 * @param {RegExp | string} message
 * @returns {(error: unknown) => boolean}
 */
export function labError(path, message) {
  return (error) => {
    if (!(error instanceof LabError)) return false;
    const said =
      typeof message === 'string' ? error.message === message : message.test(error.message);
    if (error.path !== path || !said) {
      throw new Error(`expected ${path}: ${message}, got ${error.path}: ${error.message}`);
    }
    return true;
  };
}

/**
 * All events of a stream, and the rows of its trace in one.
 * @param {AsyncIterable<any>} events
 */
export async function collect(events) {
  /** @type {any[]} */
  const all = [];
  for await (const event of events) all.push(event);
  const traces = all.filter(({ type }) => type === 'trace');
  const updates = traces.flatMap(({ columns }) => [...columns.update]);
  return { all, traces, updates, last: all.at(-1) };
}

export const HASH_START = 0xcbf29ce484222325n;

/**
 * Goes on from a hash over the bytes of numbers: FNV-1a of 64 bits, as c_src/base/hash.c.
 * @param {bigint} hash
 * @param {Float32Array | Float64Array | Int32Array} values
 */
export function hashed(hash, values) {
  for (const byte of new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash;
}
