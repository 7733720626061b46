/**
 * MNIST's file format: read, told what is wrong, and written. Bytes only, as the core takes it.
 *   0 0 type dimensions, then each dimension (big-endian, 32 bits), then the values
 *
 * @typedef {object} IdxFile
 * @property {string} path
 * @property {'images' | 'labels'} kind
 * @property {number} count
 * @property {number[]} shape of an example: [channels, height, width], [] of a label
 * @property {Uint8Array} values
 */
import { nameOf } from './files.js';
import { DataProblem } from './problem.js';

const BYTES = 8;
const MOST_SIDE = 4096;
const MOST_CHANNELS = 16;
/** @type {Record<number, string>} */
const OTHER_TYPES = { 9: 'int8', 11: 'int16', 12: 'int32', 13: 'float32', 14: 'float64' };

/** @param {Uint8Array} bytes */
export const looksLikeIdx = (bytes) =>
  bytes[0] === 0 &&
  bytes[1] === 0 &&
  (bytes[2] === BYTES || bytes[2] in OTHER_TYPES) &&
  bytes[3] >= 1 &&
  bytes[3] <= 4;

/**
 * @param {import('./files.js').Unpacked} file
 * @returns {IdxFile}
 */
export function parseIdx({ path, bytes }) {
  const file = nameOf(path);
  if (!looksLikeIdx(bytes)) throw new DataProblem('idx.magic', { file });
  const [, , type, dimensions] = bytes;
  if (type !== BYTES) throw new DataProblem('idx.type', { file, type: OTHER_TYPES[type] });
  if (dimensions === 2) throw new DataProblem('idx.rows', { file });
  const head = 4 + 4 * dimensions;
  if (bytes.length < head) {
    throw new DataProblem('idx.cut', { file, wanted: head, got: bytes.length });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [count, ...sides] = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  const kind = dimensions === 1 ? 'labels' : 'images';
  const shape = sides.length === 2 ? [1, ...sides] : sides;
  if (shape.some((n, i) => n < 1 || n > (i ? MOST_SIDE : MOST_CHANNELS))) {
    throw new DataProblem('idx.sides', { file, shape: shape.join(' x ') });
  }
  const wanted = count * shape.reduce((a, b) => a * b, 1);
  const got = bytes.length - head;
  if (got !== wanted) throw new DataProblem(`idx.length.${kind}`, { file, count, wanted, got });
  if (count === 0) throw new DataProblem('idx.empty', { file });
  return { path, kind, count, shape, values: bytes.subarray(head) };
}

/**
 * @param {number[]} dimensions
 * @param {Uint8Array} values
 * @returns {Uint8Array}
 */
export function writeIdx(dimensions, values) {
  const head = 4 + 4 * dimensions.length;
  const bytes = new Uint8Array(head + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x100 * BYTES + dimensions.length);
  dimensions.forEach((n, i) => view.setUint32(4 + 4 * i, n));
  bytes.set(values, head);
  return bytes;
}

const TRAIN = /train/i;
const TEST = /t10k|test|val/i;

/**
 * Which file is which: by their names where these say it, else the larger pair is for training.
 *
 * @param {IdxFile[]} files
 * @returns {{train: [IdxFile, IdxFile], test: [IdxFile, IdxFile] | null}} images and labels
 */
export function pairIdx(files) {
  const images = files.filter(({ kind }) => kind === 'images');
  const labels = files.filter(({ kind }) => kind === 'labels');
  const names = (/** @type {IdxFile[]} */ list) => list.map(({ path }) => nameOf(path)).join(', ');
  if (!images.length) throw new DataProblem('idx.noImages', { files: names(labels) });
  if (!labels.length) throw new DataProblem('idx.noLabels', { files: names(images) });
  for (const list of [images, labels]) {
    if (list.length > 2) throw new DataProblem(`idx.many.${list[0].kind}`, { files: names(list) });
  }
  const pairs = images.sort(trainingFirst).map((image) => pairOf(image, labels, images.length));
  const over = labels.filter((label) => !pairs.some(([, own]) => own === label));
  if (over.length) throw new DataProblem('idx.lonely', { file: nameOf(over[0].path) });
  const [train, test = null] = pairs;
  if (test && String(test[0].shape) !== String(train[0].shape)) {
    const shapes = [test, train].map(([{ shape }]) => shape.slice(-2).join(' x '));
    throw new DataProblem('idx.shapes', {
      file: nameOf(test[0].path),
      shape: shapes[0],
      other: nameOf(train[0].path),
      wanted: shapes[1],
    });
  }
  return { train, test };
}

/**
 * @param {IdxFile} a
 * @param {IdxFile} b
 */
function trainingFirst(a, b) {
  const rank = (/** @type {IdxFile} */ { path }) =>
    TRAIN.test(nameOf(path)) ? 0 : TEST.test(nameOf(path)) ? 2 : 1;
  return rank(a) - rank(b) || b.count - a.count || (a.path < b.path ? -1 : 1);
}

/**
 * @param {IdxFile} image
 * @param {IdxFile[]} labels
 * @param {number} pairs
 * @returns {[IdxFile, IdxFile]}
 */
function pairOf(image, labels, pairs) {
  const role = (/** @type {IdxFile} */ { path }) =>
    TRAIN.test(nameOf(path)) ? 'train' : TEST.test(nameOf(path)) ? 'test' : '';
  const alone = pairs === 1 && labels.length === 1;
  const named = labels.find((label) => role(label) && role(label) === role(image));
  const counted = labels.find(({ count }) => count === image.count);
  const label = named ?? counted ?? (alone ? labels[0] : undefined);
  const file = nameOf(image.path);
  if (!label) throw new DataProblem('idx.noPartner', { file, count: image.count });
  if (label.count !== image.count) {
    const counts = { count: image.count, labels: label.count };
    throw new DataProblem('idx.counts', { file, other: nameOf(label.path), ...counts });
  }
  return [image, label];
}
