/**
 * Tables in text. The core reads them (c_src/data/csv.c) and says what is wrong in which line;
 * here is what it must be told: which column is the target. A table of pixels becomes images.
 *
 * @typedef {import('./source.js').Examples} Examples
 */
import { LabError } from '../core/error.js';
import { nameOf } from './files.js';
import { DataProblem } from './problem.js';

const SEPARATORS = [',', ';', '\t'];
/** What a column is usually called that is to be learnt. */
const TARGET = /^(class|label|target|категория|класс|метка|ответ)$/i;
/** Sides from which on a square number of columns is taken for an image; and that of scikit-learn. */
const SMALLEST_SIDE = 16;
const TINY = { side: 8, most: 16 };

/**
 * @param {import('./files.js').Unpacked} file
 * @returns {string}
 */
export function decodeText({ path, bytes }) {
  const encoding = { 0xfffe: 'utf-16le', 0xfeff: 'utf-16be' }[(bytes[0] << 8) | bytes[1]];
  try {
    return new TextDecoder(encoding ?? 'utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new DataProblem('csv.text', { file: nameOf(path) });
  }
}

/**
 * Whether bytes without a telling name are a table: text with the same separator in its rows.
 *
 * @param {Uint8Array} bytes
 */
export function looksLikeTable(bytes) {
  const start = bytes.subarray(0, 4096);
  if (start.includes(0)) return false;
  const text = new TextDecoder().decode(start);
  if (text.trimStart().startsWith('<') || text.includes('\ufffd\ufffd')) return false;
  const lines = text.split(/\r\n?|\n/).slice(0, 2);
  return lines.length > 1 && SEPARATORS.some((s) => lines.every((line) => line.includes(s)));
}

/**
 * The fields of the first row.
 *
 * @param {string} text
 * @returns {string[]}
 */
function firstRow(text) {
  const start = text.replace(/^\ufeff/, '').trimStart();
  /** @type {Record<string, string[]>} */
  const rows = Object.fromEntries(
    SEPARATORS.map((separator) => [separator, split(start, separator)]),
  );
  return Object.values(rows).reduce((best, row) => (row.length > best.length ? row : best));
}

/** @param {string} text @param {string} separator */
function split(text, separator) {
  const fields = [''];
  let quoted = false;
  for (const letter of text.slice(0, 1e6)) {
    if (letter === '"') quoted = !quoted;
    else if (quoted) fields[fields.length - 1] += letter;
    else if (letter === separator) fields.push('');
    else if (letter === '\n' || letter === '\r') break;
    else fields[fields.length - 1] += letter;
  }
  return fields.map((field) => field.trim());
}

/**
 * @param {string} text
 * @returns {string[]} the names of the columns, or their numbers from 1 where the first row is
 *   one of values
 */
function columnsOf(text) {
  const row = firstRow(text);
  const named = row.some((field) => TARGET.test(field)) || row.every((field) => !isNumber(field));
  return named ? row : row.map((_, i) => String(i + 1));
}

/** @param {string} field */
const isNumber = (field) => field !== '' && Number.isFinite(Number(field.replace(',', '.')));

/** @param {readonly string[]} columns */
const usualTarget = (columns) =>
  columns.find((name) => TARGET.test(name)) ?? columns[columns.length - 1];

/**
 * @param {import('./files.js').Unpacked} file
 * @param {object} options
 * @param {import('../core/lab.js').Lab} options.lab
 * @param {string} [options.target] its name; left out: the usual one
 * @returns {{shape: number[], classes: number, train: Examples, test: null, target: string,
 *   columns: string[]}}
 */
export function readCsv({ path, bytes }, { lab, target }) {
  const text = decodeText({ path, bytes });
  const file = nameOf(path);
  const columns = columnsOf(text);
  if (columns.length < 2) throw new DataProblem('csv.columns', { file });
  const chosen = target ?? usualTarget(columns);
  const table = ask(lab, { name: 'csv', text, target: chosen, task: 'auto' }, file);
  if (table.classes < 1) throw new DataProblem('csv.numbers', { file, target: chosen });
  const train = pool(table);
  return {
    ...asImages(table.shape[0], train),
    classes: table.classes,
    test: null,
    target: chosen,
    columns,
  };
}

/**
 * @param {import('../core/lab.js').Lab} lab
 * @param {object} data
 * @param {string} file
 */
function ask(lab, data, file) {
  try {
    return lab.readData(data);
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    throw new DataProblem('csv.core', { file, message: error.message });
  }
}

/**
 * The core has put some of the rows aside for testing; here all are wanted.
 *
 * @param {ReturnType<import('../core/lab.js').Lab['readData']>} table
 * @returns {{x: Float32Array, labels: Int32Array}}
 */
function pool({ train, test }) {
  const x = new Float32Array(train.x.length + test.x.length);
  const labels = new Int32Array(train.labels.length + test.labels.length);
  x.set(train.x);
  x.set(test.x, train.x.length);
  labels.set(train.labels);
  labels.set(test.labels, train.labels.length);
  return { x, labels };
}

/**
 * @param {number} columns
 * @param {{x: Float32Array, labels: Int32Array}} train
 * @returns {{shape: number[], train: Examples}}
 */
function asImages(columns, train) {
  const channels = Number.isInteger(Math.sqrt(columns)) ? 1 : 3;
  const side = Math.sqrt(columns / channels);
  const table = { shape: [columns], train };
  if (!Number.isInteger(side)) return table;
  let most = 0;
  for (const value of train.x) {
    if (!(value >= 0 && value <= 255 && Number.isInteger(value))) return table;
    if (value > most) most = value;
  }
  const tiny = side === TINY.side && most === TINY.most;
  if (!tiny && !(side >= SMALLEST_SIDE && most > TINY.most)) return table;
  const factor = tiny ? Math.floor(255 / TINY.most) : 1;
  const x = Uint8Array.from(train.x, (value) => factor * value);
  return { shape: [channels, side, side], train: { x, labels: Uint8Array.from(train.labels) } };
}
