/**
 * A folder of pictures in which the name of the innermost folder is the class; folders "train"
 * and "test" above may say what is for testing. Whoever calls this can decode a file.
 *
 * @typedef {import('./files.js').DataFile} DataFile
 * @typedef {import('./files.js').Watch} Watch
 * @typedef {import('./pixels.js').Decoded} Decoded
 * @typedef {import('./source.js').Examples} Examples
 *
 * @typedef {object} ImageOptions
 * @property {(file: DataFile) => Promise<Decoded>} decode rejects for what is no picture
 * @property {number} [side] left out: that of the pictures if all have one and it is small, else 28
 *   for grey ones and 32 for coloured ones
 * @property {boolean} [colour] left out: as the pictures are
 */
import { nameOf } from './files.js';
import { isColoured, shrink } from './pixels.js';
import { DataProblem } from './problem.js';

/** A label is one byte. */
const MOST_CLASSES = 256;
const MOST_IMAGES = 100_000;
const NATIVE = 64; // pictures of one side up to this stay as they are
const SIDE = { grey: 28, colour: 32 };
const SAMPLE = 24;
/** Pictures that are decoded at once. */
const LANES = 6;

const IMAGE = /\.(png|jpe?g|webp|gif|bmp)$/i;
const TRAIN = /^(train|training|trn)$/i;
const TEST = /^(test|testing|tst|val|valid|validation)$/i;

/** @param {string} path */
export const looksLikeImage = (path) => IMAGE.test(path);

/**
 * @param {readonly DataFile[]} files
 * @param {ImageOptions & Watch} options
 * @returns {Promise<{shape: number[], classes: number, classNames: string[], train: Examples,
 *   test: Examples | null, unread: string[]}>}
 */
export async function readImages(files, options) {
  if (files.length > MOST_IMAGES) {
    throw new DataProblem('images.many', { count: files.length, most: MOST_IMAGES });
  }
  const placed = files.map(placeOf);
  const names = [...new Set(placed.map((p) => p.name))].sort(byNumberOrName);
  if (names.includes('')) throw new DataProblem('images.loose', { file: files[0].path });
  if (names.length < 2) throw new DataProblem('images.one', { folder: names[0] });
  if (names.length > MOST_CLASSES) {
    throw new DataProblem('images.classes', { count: names.length, most: MOST_CLASSES });
  }
  const { side, colour } = await sizeOf(files, options);
  const channels = colour ? 3 : 1;
  const size = channels * side * side;
  const all = new Uint8Array(files.length * size);
  const unread = await decodeAll(files, options, (picture, i) =>
    all.set(shrink(picture, side, colour), i * size),
  );
  const good = placed.map((place, i) => ({ ...place, i })).filter(({ i }) => !unread.has(i));
  const pick = (/** @type {typeof good} */ list) => {
    const x = new Uint8Array(list.length * size);
    list.forEach(({ i }, k) => x.set(all.subarray(i * size, (i + 1) * size), k * size));
    return { x, labels: Uint8Array.from(list, ({ name }) => names.indexOf(name)) };
  };
  const test = good.filter((p) => p.test);
  const train = good.filter((p) => !p.test);
  if (!good.length) throw new DataProblem('images.unread', { file: files[0].path });
  return {
    shape: [channels, side, side],
    classes: names.length,
    classNames: names,
    train: pick(train.length ? train : test),
    test: train.length && test.length ? pick(test) : null,
    unread: [...unread].map((i) => files[i].path),
  };
}

/** @param {DataFile} file */
function placeOf({ path }) {
  const folders = path.split('/').slice(0, -1);
  const name = folders.at(-1) ?? '';
  const above = folders.slice(0, -1);
  const divided = above.some((folder) => TEST.test(folder) || TRAIN.test(folder));
  return { name, test: divided && above.some((folder) => TEST.test(folder)) };
}

/** @param {string} a @param {string} b */
function byNumberOrName(a, b) {
  const difference = Number(a) - Number(b);
  if (difference) return difference;
  return a < b ? -1 : 1;
}

/**
 * How large the examples are, by a look at some of the pictures.
 *
 * @param {readonly DataFile[]} files
 * @param {ImageOptions & Watch} options
 * @returns {Promise<{side: number, colour: boolean}>}
 */
async function sizeOf(files, { decode, side, colour, signal }) {
  if (side !== undefined && colour !== undefined) return { side, colour };
  const stride = Math.max(1, Math.floor(files.length / SAMPLE));
  const sample = files.filter((_, i) => i % stride === 0);
  /** @type {Set<number>} */
  const sides = new Set();
  let coloured = 0;
  for (const file of sample) {
    signal?.throwIfAborted();
    try {
      const picture = await decode(file);
      sides.add(picture.width).add(picture.height);
      if (isColoured(picture)) coloured++;
    } catch {
      // It is told of when all are read.
    }
  }
  const tinted = colour ?? coloured > sample.length / 10;
  const [only] = sides;
  const native = sides.size === 1 && only <= NATIVE ? only : undefined;
  return { side: side ?? native ?? (tinted ? SIDE.colour : SIDE.grey), colour: tinted };
}

/**
 * @param {readonly DataFile[]} files
 * @param {ImageOptions & Watch} options
 * @param {(picture: Decoded, index: number) => void} take
 * @returns {Promise<Set<number>>} those that could not be read
 */
async function decodeAll(files, { decode, onProgress, signal }, take) {
  /** @type {Set<number>} */
  const unread = new Set();
  let next = 0;
  let done = 0;
  const lane = async () => {
    while (next < files.length) {
      signal?.throwIfAborted();
      const i = next++;
      try {
        take(await decode(files[i]), i);
      } catch {
        unread.add(i);
      }
      done++;
      onProgress?.({ what: 'images', done, total: files.length, file: nameOf(files[i].path) });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return unread;
}
