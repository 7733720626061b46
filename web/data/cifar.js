/**
 * CIFAR's binary format: records of one label (CIFAR-10) or of a coarse and a fine one
 * (CIFAR-100), and an image of 3 x 32 x 32 bytes.
 *
 * @typedef {import('./files.js').Unpacked} Unpacked
 * @typedef {import('./source.js').Examples} Examples
 */
import { nameOf } from './files.js';
import { DataProblem } from './problem.js';

const SHAPE = [3, 32, 32];
const PIXELS = 3 * 32 * 32;
/** Labels in a record, and the most that each may be. */
const KINDS = [[9], [19, 99]];

/**
 * @param {Uint8Array} bytes
 * @returns {number} labels in a record; 0: it is not of this format
 */
function labelsOf(bytes) {
  for (const most of KINDS) {
    const record = most.length + PIXELS;
    if (bytes.length === 0 || bytes.length % record !== 0) continue;
    let fits = true;
    for (let at = 0; fits && at < bytes.length; at += record) {
      fits = most.every((limit, k) => bytes[at + k] <= limit);
    }
    if (fits) return most.length;
  }
  return 0;
}

/** @param {Unpacked} file */
export const looksLikeCifar = ({ bytes }) => labelsOf(bytes) > 0;

/**
 * @param {readonly Unpacked[]} files
 * @returns {{shape: number[], classes: number, train: Examples, test: Examples | null}}
 */
export function readCifar(files) {
  const parts = files.map((file) => ({ ...file, labels: labelsOf(file.bytes) }));
  for (const { path, bytes, labels } of parts) {
    if (labels) continue;
    throw new DataProblem('cifar.length', { file: nameOf(path), bytes: bytes.length });
  }
  const [{ labels, path }] = parts;
  const other = parts.find((part) => part.labels !== labels);
  if (other) {
    const [ten, hundred] = labels === 1 ? [path, other.path] : [other.path, path];
    throw new DataProblem('cifar.mixed', { file: nameOf(ten), other: nameOf(hundred) });
  }
  const isTest = (/** @type {Unpacked} */ part) => /test/i.test(nameOf(part.path));
  const inOrder = [...parts].sort((a, b) => (a.path < b.path ? -1 : 1));
  const [train, test] = [inOrder.filter((p) => !isTest(p)), inOrder.filter(isTest)];
  return {
    shape: SHAPE,
    classes: labels === 1 ? 10 : 100,
    // Only the test file: it is divided.
    train: join(train.length ? train : test, labels),
    test: train.length && test.length ? join(test, labels) : null,
  };
}

/**
 * @param {readonly Unpacked[]} parts
 * @param {number} labels in a record; the last one counts
 * @returns {Examples}
 */
function join(parts, labels) {
  const record = labels + PIXELS;
  const count = parts.reduce((sum, { bytes }) => sum + bytes.length / record, 0);
  const x = new Uint8Array(count * PIXELS);
  const y = new Uint8Array(count);
  let i = 0;
  for (const { bytes } of parts) {
    for (let at = 0; at < bytes.length; at += record, i++) {
      y[i] = bytes[at + labels - 1];
      x.set(bytes.subarray(at + labels, at + record), i * PIXELS);
    }
  }
  return { x, labels: y };
}
