/**
 * Files on their way in: read with progress, unpacked, and looked at for what they are. Knows
 * blobs and streams, which browsers and Node have alike, and nothing else of either.
 *
 * @typedef {object} DataFile a file that was given; a Blob has most of this
 * @property {string} path with its folders
 * @property {number} size 0 if nobody knows
 * @property {() => ReadableStream<Uint8Array>} stream
 * @property {Blob} [blob] the same as a whole, where there is one
 *
 * @typedef {object} Unpacked
 * @property {string} path
 * @property {Uint8Array} bytes
 *
 * @typedef {object} FileNote which file it was, for a report
 * @property {string} name
 * @property {number} bytes
 * @property {string} digest
 *
 * @typedef {{what: 'bytes' | 'images', done: number, total: number, file: string}} Progress
 *   total is 0 if nobody knows
 *
 * @typedef {object} Watch
 * @property {(progress: Progress) => void} [onProgress]
 * @property {AbortSignal} [signal]
 */
import { DataProblem } from './problem.js';
import { isTar, untar } from './tar.js';

const MEGA = 1e6;
/** Bytes, packed and unpacked: the page keeps them all, and the machine has other things to do. */
export const MOST_BYTES = 500 * MEGA;

/** What systems put into folders by themselves. */
const HIDDEN = /(^|\/)(\.[^/]*|__MACOSX|Thumbs\.db|desktop\.ini)(\/|$)/;

/**
 * @template {{path: string}} T
 * @param {readonly T[]} files
 */
export const visible = (files) => files.filter(({ path }) => !HIDDEN.test(path));

/** @param {string} path */
export const nameOf = (path) => path.replace(/^.*\//, '');

/**
 * @param {readonly DataFile[]} files
 * @param {number} [most] bytes
 */
export function checkSize(files, most = MOST_BYTES) {
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total > most) throw tooLarge(files.length > 1 ? '' : nameOf(files[0].path), total, most);
}

/**
 * @param {string} file '' for all together
 * @param {number} bytes
 * @param {number} most
 */
function tooLarge(file, bytes, most) {
  const sizes = { size: Math.round(bytes / MEGA), most: Math.round(most / MEGA) };
  return file ? new DataProblem('large.file', { file, ...sizes }) : new DataProblem('large', sizes);
}

/**
 * All of a stream.
 *
 * @param {ReadableStream<Uint8Array>} stream
 * @param {object} options
 * @param {string} options.file for messages
 * @param {number} [options.most] bytes
 * @param {(bytes: number) => void} [options.onBytes] told how many have come
 * @param {AbortSignal} [options.signal]
 * @returns {Promise<Uint8Array>}
 */
export async function readStream(stream, { file, most = MOST_BYTES, onBytes, signal }) {
  const reader = stream.getReader();
  const parts = [];
  let length = 0;
  try {
    for (;;) {
      signal?.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      length += value.length;
      if (length > most) throw tooLarge(file, length, most);
      onBytes?.(length);
    }
  } catch (error) {
    reader.cancel().catch(() => {}); // what failed is told below
    throw error;
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** @param {Uint8Array} bytes */
const isGzip = (bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b;

/**
 * @param {Uint8Array} bytes
 * @param {{file: string, most?: number, signal?: AbortSignal}} options
 */
async function gunzip(bytes, options) {
  const packed = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]).stream();
  // The types of the two streams differ in what no reader sees.
  const inflate = /** @type {ReadableWritablePair<Uint8Array, Uint8Array>} */ (
    /** @type {unknown} */ (new DecompressionStream('gzip'))
  );
  try {
    return await readStream(packed.pipeThrough(inflate), options);
  } catch (error) {
    if (error instanceof DataProblem || options.signal?.aborted) throw error;
    throw new DataProblem('gzip', { file: options.file });
  }
}

/**
 * What is in a file: itself, or what was packed in it (.gz, .tar, .tar.gz).
 *
 * @param {string} path
 * @param {Uint8Array} bytes
 * @param {{most?: number, signal?: AbortSignal}} [options]
 * @returns {Promise<Unpacked[]>}
 */
export async function unpack(path, bytes, options = {}) {
  const plain = isGzip(bytes) ? await gunzip(bytes, { ...options, file: nameOf(path) }) : bytes;
  if (isTar(plain)) return untar(plain);
  return [{ path: plain === bytes ? path : path.replace(/\.gz$/i, ''), bytes: plain }];
}
