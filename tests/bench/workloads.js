/**
 * The nets that everybody trains, as spusk's specs; the contestants read the same list of layers.
 *
 * Data are random bytes with random labels, scaled to 0 .. 1. The steps are so short that nothing
 * is learnt while it is timed: a net that knows its data has gradients of denormal numbers, which
 * some processors are slow at.
 *
 * @typedef {{layer: string, units?: number, filters?: number, size?: number, rate?: number}} Layer
 *
 * @typedef {object} Workload
 * @property {string} id
 * @property {string} title
 * @property {number} side of the square images, which have one channel
 * @property {Layer[]} model
 *
 * @typedef {'sgd' | 'adam'} Rule
 *
 * @typedef {object} Cell one thing to time
 * @property {Workload} workload
 * @property {Rule} rule
 * @property {number} batch
 * @property {number} [evaluate] time the evaluation of so many test images instead of updates
 */

export const CLASSES = 10;
export const IMAGES = 2048;
export const STEP = 1e-6;

/** @type {Workload[]} */
export const workloads = [
  {
    id: 'W1',
    title: '784-128-10',
    side: 28,
    model: [
      { layer: 'flatten' },
      { layer: 'dense', units: 128 },
      { layer: 'relu' },
      { layer: 'dense', units: 10 },
    ],
  },
  {
    id: 'W2',
    title: '64-32-10',
    side: 8,
    model: [
      { layer: 'flatten' },
      { layer: 'dense', units: 32 },
      { layer: 'relu' },
      { layer: 'dense', units: 10 },
    ],
  },
  {
    id: 'W3',
    title: 'conv8@5-relu-pool-conv16@5-relu-pool-dense10 on 28x28',
    side: 28,
    model: [
      { layer: 'conv2d', filters: 8, size: 5 },
      { layer: 'relu' },
      { layer: 'maxpool', size: 2 },
      { layer: 'conv2d', filters: 16, size: 5 },
      { layer: 'relu' },
      { layer: 'maxpool', size: 2 },
      { layer: 'flatten' },
      { layer: 'dense', units: 10 },
    ],
  },
  {
    id: 'W4',
    title: '784-1000-1000-10, dropout 0.5',
    side: 28,
    model: [
      { layer: 'flatten' },
      { layer: 'dense', units: 1000 },
      { layer: 'relu' },
      { layer: 'dropout', rate: 0.5 },
      { layer: 'dense', units: 1000 },
      { layer: 'relu' },
      { layer: 'dropout', rate: 0.5 },
      { layer: 'dense', units: 10 },
    ],
  },
];

export const batches = [1, 8, 32, 128];
/** @type {Rule[]} */
export const rules = ['sgd', 'adam'];

/** @param {string} id @returns {Workload} */
export function workload(id) {
  const found = workloads.find((one) => one.id === id);
  if (!found) throw new Error(`no workload ${id}`);
  return found;
}

/**
 * Spusk's spec of a cell, without its data.
 * @param {Cell} cell
 */
export function specOf({ workload: { model }, rule, batch }) {
  return {
    seed: 1,
    model,
    loss: 'cross-entropy',
    optimizer: { name: rule, lr: STEP },
    batch: { size: batch },
    evaluate: { every: 1e9, unit: 'update', examples: 1 },
    stop: { updates: 1e9 },
  };
}

/** Layers between input and output, with what a peer needs of each: what flows in and out.
 * @typedef {Layer & {from: number[], to: number[]}} Shaped shapes are [height, width, channels],
 *   or [numbers] */

/** @param {Workload} load @returns {Shaped[]} */
export function shaped({ side, model }) {
  /** @type {number[]} */
  let shape = [side, side, 1];
  return model.map((layer) => {
    const from = shape;
    shape = outputShape(layer, from);
    return { ...layer, from, to: shape };
  });
}

/** @param {Layer} layer @param {number[]} from @returns {number[]} */
function outputShape({ layer, units = 0, filters = 0, size = 0 }, from) {
  const [height, width, channels] = from;
  if (layer === 'flatten') return [from.reduce((a, b) => a * b)];
  if (layer === 'dense') return [units];
  if (layer === 'conv2d') return [height - size + 1, width - size + 1, filters];
  if (layer === 'maxpool') return [Math.floor(height / size), Math.floor(width / size), channels];
  return from;
}

/** Repeatable numbers from 0 to 2^32 - 1 (xorshift). */
export function random() {
  let state = 2463534242;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
}

/** `n` random images and labels as the bytes of IDX files. @param {number} side @param {number} n */
export function idxFiles(side, n) {
  const next = random();
  const images = new Uint8Array(16 + n * side * side);
  const labels = new Uint8Array(8 + n);
  new Uint32Array(1);
  const head = new DataView(images.buffer);
  [0x803, n, side, side].forEach((word, i) => head.setUint32(4 * i, word));
  const labelHead = new DataView(labels.buffer);
  [0x801, n].forEach((word, i) => labelHead.setUint32(4 * i, word));
  for (let i = 16; i < images.length; i++) images[i] = next() >>> 24;
  for (let i = 8; i < labels.length; i++) labels[i] = next() % CLASSES;
  return { images, labels };
}
