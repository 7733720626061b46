/** Small made-up files as somebody might drop them on the lab. */
import assert from 'node:assert/strict';
import { DataProblem } from '../../web/data/problem.js';

/**
 * @param {string} path
 * @param {Uint8Array} bytes
 * @returns {import('../../web/data/files.js').DataFile & {bytes: Uint8Array}}
 */
export function dataFile(path, bytes) {
  const blob = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]);
  return { path, size: bytes.length, stream: () => blob.stream(), bytes };
}

/**
 * @param {number[]} dimensions
 * @param {(i: number) => number} value
 */
export function idxFile(dimensions, value) {
  const head = 4 + 4 * dimensions.length;
  const count = dimensions.reduce((a, b) => a * b, 1);
  const bytes = new Uint8Array(head + count);
  bytes.set([0, 0, 8, dimensions.length]);
  dimensions.forEach((n, i) => new DataView(bytes.buffer).setUint32(4 + 4 * i, n));
  for (let i = 0; i < count; i++) bytes[head + i] = value(i);
  return bytes;
}

/**
 * @param {string[] | null} header
 * @param {unknown[][]} rows
 */
export const csvOf = (header, rows) =>
  new TextEncoder().encode(
    [...(header ? [header] : []), ...rows].map((r) => r.join(',')).join('\n'),
  );

/**
 * An archive as GNU tar writes it.
 *
 * @param {Record<string, Uint8Array>} files
 */
export function tarOf(files) {
  const blocks = Object.entries(files).flatMap(([path, bytes]) => {
    const head = new Uint8Array(512);
    const write = (/** @type {number} */ at, /** @type {string} */ text) =>
      head.set(new TextEncoder().encode(text), at);
    write(0, path);
    write(124, bytes.length.toString(8).padStart(11, '0'));
    write(156, '0');
    write(257, 'ustar  ');
    const body = new Uint8Array(512 * Math.ceil(bytes.length / 512));
    body.set(bytes);
    return [head, body];
  });
  return Buffer.concat([...blocks, new Uint8Array(1024)]);
}

/**
 * Decodes the "pictures" of these tests: "8x4 255,0,0" is red, 8 wide and 4 high.
 *
 * @param {any} file
 */
export async function pixels({ bytes }) {
  const found = /^(\d+)x(\d+) (\d+),(\d+),(\d+)$/.exec(new TextDecoder().decode(bytes));
  if (!found) throw new Error('no picture');
  const [width, height, ...colour] = found.slice(1).map(Number);
  const data = new Uint8Array(4 * width * height);
  for (let i = 0; i < data.length; i += 4) data.set([...colour, 255], i);
  return { width, height, data };
}

/**
 * For assert.rejects: a problem with somebody's files.
 *
 * @param {string} problem
 * @param {Record<string, any>} values as far as they matter
 */
export const expectProblem = (problem, values) => (/** @type {unknown} */ error) => {
  assert.ok(error instanceof DataProblem, String(error));
  assert.equal(error.text, `data.problem.${problem}`, error.message);
  for (const [name, value] of Object.entries(values)) {
    assert.deepEqual(error.values[name], value, name);
  }
  return true;
};
