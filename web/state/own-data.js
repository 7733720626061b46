/**
 * Where somebody's own files come from: chosen, dropped with their folders, or from the address
 * of a folder that a course page names.
 *
 * @typedef {import('../data/files.js').DataFile} DataFile
 */
import { DataProblem } from '../data/problem.js';

/** MNIST's names; their endings are tried in turn. */
const IDX = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
const ENDINGS = ['-ubyte.gz', '-ubyte'];
/** Names as some archives have them: train-images.idx3-ubyte. */
const DOTTED = (/** @type {string} */ name) => name.replace(/-(idx\d)$/, '.$1');
/** An address that ends so is one file. */
const SINGLE = /\.(csv|tsv|tar|tar\.gz|tgz|csv\.gz)$/i;

/**
 * @param {File} file
 * @param {string} [path]
 * @returns {DataFile}
 */
function asDataFile(file, path = file.webkitRelativePath || file.name) {
  return { path, size: file.size, stream: () => file.stream(), blob: file };
}

/** @param {Iterable<File>} list of an input @returns {DataFile[]} */
export const chosenFiles = (list) => Array.from(list, (file) => asDataFile(file));

/**
 * To be called while the drop is told: afterwards the browser has forgotten it.
 *
 * @param {DataTransfer} transfer
 * @returns {Promise<DataFile[]>} with those in folders
 */
export function droppedFiles(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.() ?? null);
  if (!entries.some((entry) => entry)) return Promise.resolve(chosenFiles(transfer.files));
  return Promise.all(entries.map((entry) => (entry ? walk(entry) : []))).then((all) => all.flat());
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<DataFile[]>}
 */
async function walk(entry) {
  const path = entry.fullPath.replace(/^\//, '');
  if (entry.isFile) {
    const file = await /** @type {Promise<File>} */ (
      new Promise((resolve, reject) =>
        /** @type {FileSystemFileEntry} */ (entry).file(resolve, reject),
      )
    ).catch((error) => {
      throw new DataProblem('read', { file: path, message: error.message });
    });
    return [asDataFile(file, path)];
  }
  const reader = /** @type {FileSystemDirectoryEntry} */ (entry).createReader();
  const inside = [];
  for (;;) {
    // A part of the folder each time; none: that was all.
    const part = await /** @type {Promise<FileSystemEntry[]>} */ (
      new Promise((resolve, reject) => reader.readEntries(resolve, reject))
    );
    if (!part.length) break;
    inside.push(...part);
  }
  return (await Promise.all(inside.map(walk))).flat();
}

/**
 * The files at an address: of a folder with MNIST's four files, or of a single file.
 *
 * @param {string} address
 * @param {object} options
 * @param {string} options.base of the page
 * @param {AbortSignal} [options.signal]
 * @param {typeof fetch} [options.fetch]
 * @returns {Promise<DataFile[]>}
 */
export async function filesAt(address, { base, signal, fetch = globalThis.fetch }) {
  const url = webAddress(address, base);
  const get = (/** @type {string} */ name) => request(new URL(name, url), { base, signal, fetch });
  if (SINGLE.test(url.pathname)) {
    const found = await get('');
    if (!found) throw new DataProblem('url.status', { url: url.href, status: 404 });
    return [responseFile(nameIn(url), found)];
  }
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  const [first, ...others] = IDX;
  const forms = [(/** @type {string} */ name) => name, DOTTED].flatMap((form) =>
    ENDINGS.map((ending) => (/** @type {string} */ name) => form(name) + ending),
  );
  for (const form of forms) {
    const found = await get(form(first));
    if (!found) continue;
    // What one file is called, the others are too.
    const rest = await Promise.all(
      others.map(async (name) => {
        const file = await get(form(name));
        if (file) return responseFile(form(name), file);
        throw new DataProblem('url.missing', { url: url.href, file: form(name) });
      }),
    );
    return [responseFile(form(first), found), ...rest];
  }
  throw new DataProblem('url.missing', { url: url.href, file: first + ENDINGS[1] });
}

/** @param {string} address @param {string} base */
function webAddress(address, base) {
  let url;
  try {
    url = new URL(address, base);
  } catch {
    throw new DataProblem('url.address', { url: address });
  }
  if (!['http:', 'https:', 'file:'].includes(url.protocol)) {
    throw new DataProblem('url.address', { url: address });
  }
  return url;
}

/** @param {URL} url */
const nameIn = (url) => decodeURIComponent(url.pathname.replace(/^.*\//, ''));

/**
 * @param {URL} url
 * @param {{base: string, signal?: AbortSignal, fetch: typeof globalThis.fetch}} options
 * @returns {Promise<Response | null>} null: it is not there
 */
async function request(url, { base, signal, fetch }) {
  let response;
  try {
    response = await fetch(url, { signal });
  } catch (error) {
    if (signal?.aborted) throw error;
    const own = url.protocol !== 'file:' && url.origin === new URL(base).origin;
    throw new DataProblem(own ? 'url.offline' : 'url.refused', { url: url.href });
  }
  // Some servers show a page of their own for what is not there.
  const page = /^text\/html/.test(response.headers.get('content-type') ?? '');
  if (response.status === 404 || response.status === 410 || (response.ok && page)) return null;
  if (!response.ok) throw new DataProblem('url.status', { url: url.href, status: response.status });
  return response;
}

/**
 * @param {string} path
 * @param {Response} response
 * @returns {DataFile}
 */
function responseFile(path, response) {
  // Of what the server has packed for the way, the length says nothing.
  const packed = response.headers.get('content-encoding');
  const size = packed ? 0 : Number(response.headers.get('content-length') ?? 0);
  return { path, size, stream: () => response.body ?? new Blob([]).stream() };
}
