/**
 * From files of any names to data: says what they are by what is in them, and what is wrong if
 * they are nothing that the lab can take.
 *
 * @typedef {import('./files.js').DataFile} DataFile
 * @typedef {import('./files.js').Unpacked} Unpacked
 * @typedef {import('./files.js').FileNote} FileNote
 *
 * @typedef {object} ReadOptions
 * @property {() => Promise<import('../core/lab.js').Lab>} openLab for tables
 * @property {import('./images.js').ImageOptions['decode']} [decode] where pictures can be decoded
 * @property {string} [target] of a table
 * @property {number} [side] of pictures
 * @property {boolean} [colour]
 * @property {number} [most] bytes
 */
import { digest } from '../core/digest.js';
import { looksLikeCifar, readCifar } from './cifar.js';
import { looksLikeTable, readCsv } from './csv.js';
import { MOST_BYTES, checkSize, nameOf, readStream, unpack, visible } from './files.js';
import { looksLikeIdx, pairIdx, parseIdx } from './idx.js';
import { looksLikeImage, readImages } from './images.js';
import { DataProblem } from './problem.js';
import { Source } from './source.js';

/** @typedef {'idx' | 'cifar' | 'csv' | 'names' | 'zip' | 'pickle' | 'numpy' | 'page' | 'unknown'} Kind */

/** Files with the names of the classes, one a line, as CIFAR has them. */
const NAMES = /(batches\.meta|fine_label_names|label_names|classes|class_names)\.txt$/i;

/**
 * @param {Unpacked} file
 * @returns {Kind}
 */
function kindOf({ path, bytes }) {
  const name = nameOf(path);
  const [a, b, c, d] = bytes;
  if (NAMES.test(name)) return 'names';
  if (looksLikeIdx(bytes) || /idx\d|ubyte/i.test(name)) return 'idx';
  if (looksLikeCifar({ path, bytes }) || /(batch|^train|^test).*\.bin$/i.test(name)) return 'cifar';
  if (/\.(csv|tsv)$/i.test(name)) return 'csv';
  if (a === 0x50 && b === 0x4b && c === 3 && d === 4) return 'zip';
  if (a === 0x37 && b === 0x7a) return 'zip';
  if (a === 0x52 && b === 0x61 && c === 0x72) return 'zip';
  if (a === 0x93 && b === 0x4e && c === 0x55) return 'numpy';
  if (a === 0x80 && b >= 2 && b <= 5) return 'pickle';
  if (/^\s*<(!doctype|html)/i.test(new TextDecoder().decode(bytes.subarray(0, 100)))) return 'page';
  return looksLikeTable(bytes) ? 'csv' : 'unknown';
}

/**
 * @param {readonly DataFile[]} given
 * @param {ReadOptions & import('./files.js').Watch} options
 * @returns {Promise<Source>}
 */
export async function readData(given, options) {
  const files = visible(given);
  if (!files.length) throw new DataProblem('nothing');
  checkSize(files, options.most);
  const images = files.filter(({ path }) => looksLikeImage(path));
  if (images.length) return fromImages(images, options);
  const { found, notes } = await open(files, options);
  const packed = found.filter(({ path }) => looksLikeImage(path));
  if (packed.length) return fromImages(packed.map(asFile), options);
  return new Source({ ...(await parse(found, options)), files: notes });
}

/** @param {Unpacked} file @returns {DataFile} */
function asFile({ path, bytes }) {
  const blob = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (bytes)]);
  return { path, size: bytes.length, stream: () => blob.stream(), blob };
}

/**
 * @param {readonly DataFile[]} unordered
 * @param {ReadOptions & import('./files.js').Watch} options
 */
async function fromImages(unordered, { decode, ...options }) {
  // Systems list folders in orders of their own; who is drawn must not depend on it.
  const images = [...unordered].sort((a, b) => (a.path < b.path ? -1 : 1));
  if (!decode) throw new DataProblem('images.here', { file: images[0].path });
  const parsed = await readImages(images, { ...options, decode });
  // One line for the folder: a report is no list of 60,000 files.
  const [folder = ''] = images[0].path.split('/');
  const bytes = images.reduce((sum, { size }) => sum + size, 0);
  const mark = digest(parsed.train.x, ...(parsed.test ? [parsed.test.x] : []));
  const files = [{ name: `${folder}/ (${images.length})`, bytes, digest: mark }];
  return new Source({ ...parsed, format: 'images', files });
}

/**
 * Reads and unpacks all files.
 *
 * @param {readonly DataFile[]} files
 * @param {ReadOptions & import('./files.js').Watch} options
 * @returns {Promise<{found: Unpacked[], notes: FileNote[]}>}
 */
async function open(files, { onProgress, signal, most = MOST_BYTES }) {
  const total = files.some(({ size }) => !size) ? 0 : files.reduce((sum, f) => sum + f.size, 0);
  const found = [];
  const notes = [];
  let done = 0;
  let unpacked = 0;
  for (const given of files) {
    const { path } = given;
    const file = nameOf(path);
    const tell = (/** @type {number} */ bytes) =>
      onProgress?.({ what: 'bytes', done: done + bytes, total, file });
    tell(0);
    const bytes = await read(given, { file, most: most - done, onBytes: tell, signal });
    done += bytes.length;
    notes.push({ name: path, bytes: bytes.length, digest: digest(bytes) });
    const inside = visible(await unpack(path, bytes, { most: most - unpacked, signal }));
    unpacked += inside.reduce((sum, one) => sum + one.bytes.length, 0);
    found.push(...inside);
  }
  return { found, notes };
}

/**
 * @param {DataFile} given
 * @param {Parameters<typeof readStream>[1]} options
 */
async function read(given, options) {
  try {
    return await readStream(given.stream(), options);
  } catch (error) {
    if (error instanceof DataProblem || options.signal?.aborted) throw error;
    const message = error instanceof Error ? error.message : String(error);
    throw new DataProblem('read', { file: options.file, message });
  }
}

/**
 * @param {readonly Unpacked[]} files
 * @param {ReadOptions} options
 * @returns {Promise<Omit<import('./source.js').Parsed, 'files'>>}
 */
async function parse(files, { openLab, target }) {
  /** @type {Map<Kind, Unpacked[]>} */
  const kinds = new Map();
  for (const file of files) {
    const kind = kindOf(file);
    kinds.set(kind, [...(kinds.get(kind) ?? []), file]);
  }
  const known = /** @type {const} */ (['idx', 'cifar', 'csv']).filter((kind) => kinds.has(kind));
  const of = (/** @type {Kind} */ kind) => kinds.get(kind) ?? [];
  if (known.length > 1) {
    const [first, second] = known.map((kind) => nameOf(of(kind)[0].path));
    throw new DataProblem('mixed', { file: first, other: second });
  }
  const [format] = known;
  if (format === 'idx') return fromIdx(of('idx'));
  if (format === 'cifar') {
    const classNames = namesIn(of('names'));
    const parsed = readCifar(of('cifar'));
    return {
      format,
      ...parsed,
      classNames: classNames.length === parsed.classes ? classNames : [],
    };
  }
  if (format === 'csv') {
    const tables = of('csv');
    const [file, other] = tables.map(({ path }) => nameOf(path));
    if (other) throw new DataProblem('csv.two', { file, other });
    return { format, ...readCsv(tables[0], { lab: await openLab(), target }) };
  }
  const odd = /** @type {const} */ (['zip', 'pickle', 'numpy', 'page']).find((k) => kinds.has(k));
  const kind = odd ?? 'unknown';
  throw new DataProblem(kind, { file: nameOf((of(kind)[0] ?? files[0] ?? { path: '' }).path) });
}

/** @param {Unpacked[]} files */
function fromIdx(files) {
  const { train, test } = pairIdx(files.map(parseIdx));
  const examples = (/** @type {import('./idx.js').IdxFile[]} */ [images, labels]) => ({
    x: images.values,
    labels: labels.values,
  });
  const labels = [train, ...(test ? [test] : [])].map(([, { values }]) => values);
  const largest = labels.reduce((most, list) => list.reduce((a, b) => (a > b ? a : b), most), 0);
  return {
    format: /** @type {const} */ ('idx'),
    shape: train[0].shape,
    classes: largest + 1,
    train: examples(train),
    test: test && examples(test),
  };
}

/** @param {readonly Unpacked[]} files */
function namesIn(files) {
  const fine = files.find(({ path }) => /fine/.test(path)) ?? files[0];
  if (!fine) return [];
  const lines = new TextDecoder().decode(fine.bytes).split(/\r?\n/);
  return lines.map((line) => line.trim()).filter(Boolean);
}
