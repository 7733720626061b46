/**
 * Numbers as JSON can hold them, and back: what it cannot say stands there as a word.
 *
 * @typedef {number | 'NaN' | 'Infinity' | '-Infinity'} PlainNumber
 */

/** @type {readonly unknown[]} */
const WORDS = ['NaN', 'Infinity', '-Infinity'];

/**
 * @param {any} value
 * @returns {any} a copy without typed arrays and without numbers that JSON turns into null
 */
export function toPlain(value) {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (ArrayBuffer.isView(value)) return Array.from(/** @type {any} */ (value), toPlain);
  if (Array.isArray(value)) return value.map(toPlain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([name, field]) => [name, toPlain(field)]),
  );
}

/**
 * @param {unknown} value
 * @returns {number} NaN if it is no number
 */
export function fromPlain(value) {
  if (typeof value === 'number') return value;
  return WORDS.includes(value) ? Number(value) : NaN;
}

/**
 * @typedef {object} Difference
 * @property {string} path "runs[2].final.testError"
 * @property {unknown} reported undefined: it is not there
 * @property {unknown} recomputed undefined: it should not be there
 */

/**
 * What the core computes has the same bits everywhere. Powers, sines and lengths in JavaScript
 * have not: browsers may differ in the last digits.
 */
const LAST_DIGITS = 1e-12;

/**
 * @param {unknown} a
 * @param {unknown} b
 * @returns {boolean} whether two browsers may have computed these of the same
 */
export const near = (a, b) =>
  typeof a === 'number' &&
  typeof b === 'number' &&
  Math.abs(a - b) <= LAST_DIGITS * Math.max(Math.abs(a), Math.abs(b));

/**
 * Where two plain values differ.
 *
 * @param {unknown} reported
 * @param {unknown} recomputed
 * @param {string} path
 * @param {(a: unknown, b: unknown) => boolean} [equal] exactly, if left out: -0 and 0 differ
 * @returns {Difference[]}
 */
export function differences(reported, recomputed, path, equal = Object.is) {
  if (equal(reported, recomputed) || Object.is(reported, recomputed)) return [];
  if (!isNode(reported) || !isNode(recomputed)) return [{ path, reported, recomputed }];
  if (Array.isArray(reported) !== Array.isArray(recomputed)) {
    return [{ path, reported, recomputed }];
  }
  const names = new Set([...Object.keys(recomputed), ...Object.keys(reported)]);
  return [...names].flatMap((name) => {
    const below = Array.isArray(recomputed) ? `${path}[${name}]` : `${path}.${name}`;
    return differences(own(reported, name), own(recomputed, name), below, equal);
  });
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
const isNode = (value) => typeof value === 'object' && value !== null;

/**
 * @param {Record<string, unknown>} node
 * @param {string} name
 */
const own = (node, name) => (Object.hasOwn(node, name) ? node[name] : undefined);

/**
 * @param {any} planned
 * @param {any} reported
 * @returns {any} what was planned, with the last digits of the browser that reported it
 */
export function withLastDigits(planned, reported) {
  if (near(planned, reported)) return reported;
  if (!isNode(planned) || !isNode(reported) || ArrayBuffer.isView(planned)) return planned;
  const entries = Object.entries(planned).map(([name, value]) => [
    name,
    withLastDigits(value, own(reported, name)),
  ]);
  return Array.isArray(planned) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}
