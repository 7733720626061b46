/**
 * Numbers by chance that are the same on every machine, for choosing examples. Pure.
 */

/**
 * Marsaglia's xorshift over 128 bits, begun from a seed and the number of a stream.
 *
 * @param {number} seed a whole number from 0
 * @param {number} number
 * @returns {() => number} whole numbers from 0 to 2^32 - 1
 */
export function stream(seed, number) {
  // Knuth's multiplicative hash of what is given keeps neighbouring seeds apart.
  const mix = (/** @type {number} */ n) => {
    let h = Math.imul(n ^ (n >>> 16), 0x45d9f3b);
    h = Math.imul(h ^ (h >>> 15), 0x45d9f3b);
    return (h ^ (h >>> 16)) >>> 0;
  };
  let x = mix(seed % 2 ** 32) ^ 0x9e3779b9;
  let y = mix(Math.floor(seed / 2 ** 32) + 0x7f4a7c15);
  let z = mix(number + 0x85ebca6b);
  let w = mix(x ^ y ^ z) | 1;
  const next = () => {
    const t = x ^ (x << 11);
    [x, y, z] = [y, z, w];
    w = w ^ (w >>> 19) ^ t ^ (t >>> 8);
    return w >>> 0;
  };
  for (let i = 0; i < 16; i++) next();
  return next;
}

/**
 * @param {() => number} next
 * @param {number} n
 * @returns {number} a whole number from 0 to n - 1
 */
export const below = (next, n) => Math.floor((next() / 2 ** 32) * n);

/**
 * Some of n things, each at most once, in an order by chance; the first k of more are the k.
 *
 * @param {number} n
 * @param {number} wanted
 * @param {() => number} next
 * @returns {Uint32Array}
 */
export function choose(n, wanted, next) {
  const all = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = 0; i < Math.min(wanted, n); i++) {
    const j = i + below(next, n - i);
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all.slice(0, wanted);
}
