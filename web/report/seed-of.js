/**
 * A seed from a student's name or number, the same on the page and on the command line. Pure.
 *
 * The text is normalised: Unicode NFC, small letters, no space at the ends, one space for each
 * gap. Its UTF-8 bytes go through FNV-1a with 32 bits (offset 2166136261, prime 16777619), the
 * result h through the last steps of MurmurHash3, so that neighbouring numbers get seeds far
 * apart:
 *
 *   h ^= h >> 16;  h *= 0x85ebca6b;  h ^= h >> 13;  h *= 0xc2b2ae35;  h ^= h >> 16
 *
 * all modulo 2^32. The seed is 1 + h mod (2^31 - 1): from 1 to 2^31 - 1.
 */

/** Longer is no name. */
export const LONGEST_NAME = 200;

/**
 * @param {string} name
 * @returns {string} '' if nothing is left
 */
export const normalised = (name) =>
  name.normalize('NFC').toLowerCase().normalize('NFC').replace(/\s+/gu, ' ').trim();

/**
 * @param {string} name or number
 * @returns {number | null} null if there is none
 */
export function seedOf(name) {
  const text = normalised(name);
  if (!text) return null;
  let h = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  h ^= h >>> 16;
  return 1 + ((h >>> 0) % (2 ** 31 - 1));
}
