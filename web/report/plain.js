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
 * Where two plain values differ; -0 and 0 do.
 *
 * @param {unknown} reported
 * @param {unknown} recomputed
 * @param {string} path
 * @returns {Difference[]}
 */
export function differences(reported, recomputed, path) {
  if (Object.is(reported, recomputed)) return [];
  if (!isNode(reported) || !isNode(recomputed)) return [{ path, reported, recomputed }];
  if (Array.isArray(reported) !== Array.isArray(recomputed)) {
    return [{ path, reported, recomputed }];
  }
  const names = new Set([...Object.keys(recomputed), ...Object.keys(reported)]);
  return [...names].flatMap((name) => {
    const below = Array.isArray(recomputed) ? `${path}[${name}]` : `${path}.${name}`;
    return differences(own(reported, name), own(recomputed, name), below);
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
