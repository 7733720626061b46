/**
 * Somebody's own data on the command line: idx:FOLDER (MNIST's four files), cifar:FOLDER (the
 * .bin files), csv:FILE, whose last column or "class" is learnt, or csv:FILE:COLUMN.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LabError } from '../core/error.js';
import { openLab } from '../core/open.js';
import { decodeText } from '../data/csv.js';
import { DataProblem } from '../data/problem.js';
import { readData } from '../data/read.js';
import { readIdxFolder } from './idx-folder.js';

/**
 * @typedef {import('../data/source.js').Source} Source
 *
 * @typedef {object} OwnData
 * @property {Record<string, any>} whole all of them, as the data of a spec
 * @property {Source} source from which an experiment's runs take as many as they want, as on the
 *   page
 */

/**
 * @param {string} text "idx:FOLDER"
 * @returns {Promise<OwnData>}
 */
export async function loadData(text) {
  const [name, place = '', target] = text.split(':');
  const readers = { idx: readIdx, cifar: readCifar, csv: readTable };
  if (!place || !Object.hasOwn(readers, name)) {
    const forms = 'idx:FOLDER, cifar:FOLDER, csv:FILE or csv:FILE:COLUMN';
    throw new LabError(`data are given as ${forms}, not as ${text}`, 'data');
  }
  try {
    return await readers[/** @type {keyof typeof readers} */ (name)](place, target);
  } catch (error) {
    throw error instanceof DataProblem ? new LabError(sentence(error), 'data') : error;
  }
}

/** @param {string} folder */
async function readIdx(folder) {
  const whole = readIdxFolder(folder);
  const { name: _, ...files } = whole;
  return { whole, source: await sourceOf(new Map(Object.entries(files))) };
}

/** @param {string} folder */
async function readCifar(folder) {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const bins = names.filter((name) => name.endsWith('.bin')).sort();
  if (!bins.length) throw new LabError(`there are no .bin files in ${folder}`, 'data');
  const files = new Map(bins.map((name) => [name, readBytes(join(folder, name))]));
  const tests = bins.filter((name) => /test/i.test(name));
  const parts = bins.filter((name) => !tests.includes(name));
  const [train, [test]] = parts.length ? [parts, tests] : [tests, []];
  const whole = {
    name: 'cifar',
    train: train.map((name) => files.get(name)),
    ...(test ? { test: files.get(test) } : {}),
  };
  return { whole, source: await sourceOf(files) };
}

/** @param {string} file @param {string} [target] */
async function readTable(file, target) {
  const bytes = readBytes(file);
  const source = await sourceOf(new Map([[basename(file), bytes]]), target);
  const text = decodeText({ path: file, bytes });
  return { whole: { name: 'csv', text, target: source.target }, source };
}

/** @param {string} path @returns {Uint8Array} in a memory of its own */
function readBytes(path) {
  if (!existsSync(path)) throw new LabError(`there is no file ${path}`, 'data');
  return Uint8Array.from(readFileSync(path));
}

/**
 * @param {Map<string, any>} files bytes by name
 * @param {string} [target]
 */
function sourceOf(files, target) {
  const given = [...files].map(([path, bytes]) => {
    const blob = new Blob([bytes]);
    return { path, size: blob.size, stream: () => blob.stream() };
  });
  return readData(given, { openLab, target });
}

/** @param {DataProblem} problem */
function sentence({ text, values }) {
  const path = new URL('../locales/en.json', import.meta.url);
  const message = JSON.parse(readFileSync(path, 'utf8'))[text];
  return message.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) =>
    String(values[name]),
  );
}
