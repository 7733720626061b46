/**
 * Fields of a spec as they are typed: `optimizer.lr=0.01`, `sgd.optimizer.lr=0.01` (one run of an
 * experiment), `seed=1..5` and `optimizer.lr=0.001,0.01` (several values, for a sweep).
 */
import { LabError } from '../core/error.js';

/**
 * @typedef {number | string | object} Value
 * @typedef {{path: string, values: Value[]}} Field
 */

/** More values than this in one range are a slip of the finger. */
const MOST = 10000;

/**
 * @param {string} text
 * @returns {Field}
 */
export function parseField(text) {
  const at = text.indexOf('=');
  if (at < 1) {
    throw new LabError(`a field is written like optimizer.lr=0.01, not like ${text}`, text);
  }
  const path = text.slice(0, at);
  return { path, values: parseValues(path, text.slice(at + 1)) };
}

/** @param {string} path @param {string} text @returns {Value[]} */
function parseValues(path, text) {
  if (/^[[{]/.test(text)) return [parseJson(path, text)];
  return text.split(',').flatMap((part) => {
    const range = /^(-?\d+)\.\.(-?\d+)$/.exec(part);
    if (!range) return [parseValue(path, part)];
    const [first, last] = [Number(range[1]), Number(range[2])];
    const count = last - first + 1;
    if (count < 1 || count > MOST) {
      throw new LabError(`a range goes from a smaller to a larger number, not ${part}`, path);
    }
    return Array.from({ length: count }, (_, i) => first + i);
  });
}

/** @param {string} path @param {string} text */
function parseJson(path, text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new LabError(`this is not JSON: ${text}`, path);
  }
}

/** @param {string} path @param {string} text @returns {Value} */
function parseValue(path, text) {
  if (text === '') throw new LabError('a value is missing after =', path);
  const number = Number(text);
  return Number.isNaN(number) ? text : number;
}

/**
 * A copy of a spec with one field changed. Another kind ("optimizer.name") begins with its own
 * defaults: parameters of the former would mean something else.
 * @param {any} spec
 * @param {string} path
 * @param {Value} value
 * @returns {any}
 */
export function withField(spec, path, value) {
  const [key, ...rest] = path.split('.');
  const copy = Array.isArray(spec) ? [...spec] : { ...spec };
  if (rest.length === 0) {
    const chooses = key === 'name' || key === 'layer';
    return chooses && copy[key] !== value ? { [key]: value } : { ...assign(copy, key, value) };
  }
  if (Array.isArray(copy[key]) && !(Number(rest[0]) < copy[key].length)) {
    throw new LabError(`${key} has ${copy[key].length} entries, numbered from 0`, path);
  }
  const inner = copy[key] ?? {};
  if (typeof inner === 'string') {
    return assign(copy, key, withField({ name: inner }, rest.join('.'), value));
  }
  if (typeof inner !== 'object') throw new LabError(`${key} has no fields of its own`, path);
  return assign(copy, key, withField(inner, rest.join('.'), value));
}

/**
 * @param {any} target
 * @param {string} key
 * @param {unknown} value
 */
function assign(target, key, value) {
  // Not a plain assignment: "__proto__" is a field like any other, and then an unknown one.
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    writable: true,
    configurable: true,
  });
  return target;
}
