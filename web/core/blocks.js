/**
 * Data that come with the spec as bytes or arrays, rather than out of a generator. The core's
 * catalogue lists the numbers of a data set; this table adds the blocks.
 */
import * as v from 'valibot';
import { LabError } from './error.js';
import { mustBe } from './schema.js';

/**
 * @typedef {import('./schema.js').Schema} Schema
 * @typedef {Uint8Array | Float32Array | Int32Array} Block
 *
 * @typedef {object} BlockKind
 * @property {Record<string, Schema>} fields in addition to the catalogue's
 * @property {string[]} derived parameters of the core that follow from these fields
 * @property {(data: Record<string, any>) => [field: string, values: Block | undefined][]} blocks
 *   what the core gets for these fields, in its order
 */

const bytes = v.pipe(
  v.custom(
    (value) => value instanceof Uint8Array || value instanceof ArrayBuffer,
    mustBe('a Uint8Array with the bytes of a file'),
  ),
  v.transform((value) => (value instanceof ArrayBuffer ? new Uint8Array(value) : value)),
);

/** @param {unknown} value */
const isNumbers = (value) =>
  (ArrayBuffer.isView(value) && !(value instanceof DataView)) ||
  (Array.isArray(value) && value.every((x) => typeof x === 'number'));

const numbers = v.custom(isNumbers, mustBe('a Float32Array or another list of numbers'));

const sides = mustBe('[channels, height, width] or [numbers], each a whole number from 1');
const shape = v.pipe(
  v.array(v.number(sides), sides),
  v.check((s) => s.length === 1 || s.length === 3, sides),
  v.check((s) => s.every((n) => Number.isInteger(n) && n >= 1), sides),
);

const text = v.string(mustBe('a text'));
const encode = (/** @type {string} */ string) => new TextEncoder().encode(string);

const SPLITS = ['train', 'test', 'validation'];

/** @type {Record<string, BlockKind>} */
const kinds = {
  idx: {
    fields: { trainImages: bytes, trainLabels: bytes, testImages: bytes, testLabels: bytes },
    derived: [],
    blocks: (data) => pick(data, ['trainImages', 'trainLabels', 'testImages', 'testLabels']),
  },
  cifar: {
    fields: {
      train: v.pipe(
        v.array(bytes, mustBe('a list of Uint8Array, the parts of the training set')),
        v.check((parts) => parts.length >= 1 && parts.length <= 6, mustBe('1 to 6 files')),
      ),
      test: v.optional(bytes),
    },
    derived: [],
    blocks: ({ train, test }) => [
      ...train.map((/** @type {Uint8Array} */ part, /** @type {number} */ i) => [
        `train.${i}`,
        part,
      ]),
      ['test', test],
    ],
  },
  csv: {
    fields: {
      text,
      target: text,
      ignore: v.optional(v.array(text, mustBe('a list of the names of columns'))),
    },
    derived: [],
    blocks: ({ text: table, target, ignore }) => [
      ['text', encode(table)],
      ['target', encode(target)],
      ['ignore', ignore && encode(ignore.join('\n'))],
    ],
  },
  arrays: {
    fields: {
      shape,
      trainX: numbers,
      trainY: numbers,
      testX: v.optional(numbers),
      testY: v.optional(numbers),
      validationX: v.optional(numbers),
      validationY: v.optional(numbers),
    },
    derived: ['channels', 'height', 'width', 'flat', 'outputs'],
    blocks: (data) =>
      pick(data, ['trainX', 'trainY', 'testX', 'testY', 'validationX', 'validationY']),
  },
};

/**
 * @param {Record<string, any>} data
 * @param {string[]} fields
 * @returns {[string, Block][]}
 */
const pick = (data, fields) => fields.map((field) => [field, data[field]]);

/** @param {string} name @returns {BlockKind | null} */
export function blockKind(name) {
  return Object.hasOwn(kinds, name) ? kinds[name] : null;
}

/**
 * What a schema cannot see: that arrays belong together. Inputs become Float32Array, labels
 * Int32Array; what is in them is judged by the core.
 * @param {Record<string, any>} data
 * @returns {Record<string, any>}
 */
export function checkBlocks(data) {
  if (data.name !== 'arrays') return data;
  const size = product(data.shape);
  const checked = { ...data };
  for (const split of SPLITS) {
    const [x, y] = [`${split}X`, `${split}Y`];
    if (data[x] === undefined && data[y] === undefined) continue;
    const missing = data[x] === undefined ? x : y;
    if (data[missing] === undefined) throw new LabError(`${missing} is missing`, `data.${missing}`);
    checked[x] = asFloats(data[x]);
    checked[y] = data.classes > 0 ? asLabels(data[y], `data.${y}`) : asFloats(data[y]);
    checkLengths(checked, x, y, size);
  }
  return checked;
}

/**
 * @param {Record<string, any>} data
 * @param {string} x
 * @param {string} y
 * @param {number} size numbers in an example
 */
function checkLengths(data, x, y, size) {
  const examples = data[x].length / size;
  if (!Number.isInteger(examples) || examples === 0) {
    const message = `${x} must hold whole examples of ${size} numbers, not ${data[x].length} numbers`;
    throw new LabError(message, `data.${x}`);
  }
  const outputs = data.classes > 0 ? 1 : data.trainY.length / (data.trainX.length / size);
  if (data[y].length !== examples * Math.max(1, Math.floor(outputs))) {
    const what = data.classes > 0 ? 'one label' : 'as many targets as the others';
    const message = `${y} must hold ${what} for each of ${examples} examples, not ${data[y].length} numbers`;
    throw new LabError(message, `data.${y}`);
  }
}

/** @param {number[]} list */
const product = (list) => list.reduce((a, b) => a * b, 1);

/** @param {ArrayLike<number>} values @returns {Float32Array} */
const asFloats = (values) =>
  values instanceof Float32Array ? values : Float32Array.from(values, Number);

/** @param {ArrayLike<number>} values @param {string} path @returns {Int32Array} */
function asLabels(values, path) {
  if (values instanceof Int32Array) return values;
  const labels = Int32Array.from(values, Number);
  const wrong = labels.findIndex((label, i) => label !== Number(values[i]));
  if (wrong < 0) return labels;
  throw new LabError(`labels must be whole numbers: ${values[wrong]} at ${wrong}`, path);
}

/**
 * The numbers that the core gets in place of `shape`.
 * @param {Record<string, any>} data
 * @returns {Record<string, number>}
 */
export function derivedNumbers(data) {
  if (data.name !== 'arrays') return {};
  const flat = data.shape.length === 1;
  const [channels, height, width] = flat ? [data.shape[0], 1, 1] : data.shape;
  const outputs =
    data.classes > 0 ? 1 : (data.trainY.length * product(data.shape)) / data.trainX.length;
  return { channels, height, width, flat: flat ? 1 : 0, outputs };
}

/**
 * The blocks of a spec's data by path, in order.
 * @param {Record<string, any>} data
 * @returns {[path: string, values: Block][]}
 */
export function blocksOf(data) {
  /** @type {[string, Block][]} */
  const all = [];
  for (const [field, values] of blockKind(data.name)?.blocks(data) ?? []) {
    if (values !== undefined) all.push([`data.${field}`, values]);
  }
  return all;
}
