import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { LabError } from '../core/error.js';

/** MNIST's names of its files, by the fields of the spec. */
const FILES = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
};

/**
 * The data of a spec from a folder with MNIST's four files, plain or as .gz.
 * @param {string} folder
 * @returns {{name: 'idx'} & Record<string, any>}
 */
export function readIdxFolder(folder) {
  const files = Object.entries(FILES).map(([field, name]) => [
    field,
    readFile(folder, name, field),
  ]);
  return { name: 'idx', ...Object.fromEntries(files) };
}

/** @param {string} folder @param {string} name @param {string} field @returns {Uint8Array} */
function readFile(folder, name, field) {
  const candidates = [name, name.replace(/-(idx\d)/, '.$1')].flatMap((n) => [n, `${n}.gz`]);
  const found = candidates.map((n) => join(folder, n)).find((path) => existsSync(path));
  if (!found) throw new LabError(`there is no ${name} or ${name}.gz in ${folder}`, `data.${field}`);
  const bytes = readFileSync(found);
  try {
    // A view of its own memory: Node's small buffers share a larger one.
    return Uint8Array.from(isGzip(bytes) ? gunzipSync(bytes) : bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${found} cannot be unpacked: ${reason}`, `data.${field}`);
  }
}

/** @param {Uint8Array} bytes */
const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;
