/**
 * Archives of Unix, in which CIFAR is published: for each file a head of 512 bytes and its bytes,
 * filled up to 512.
 */
const BLOCK = 512;
const NAME = [0, 100];
const SIZE = [124, 136];
const TYPE = 156;
const MAGIC = [257, 262];
const PREFIX = [345, 500];

const decoder = new TextDecoder();

/**
 * @param {Uint8Array} bytes
 * @param {number} at
 * @param {number[]} field
 */
function text(bytes, at, [from, to]) {
  return decoder.decode(bytes.subarray(at + from, at + to)).replace(/\0.*$/s, '');
}

/** @param {Uint8Array} bytes */
export const isTar = (bytes) => bytes.length >= BLOCK && text(bytes, 0, MAGIC) === 'ustar';

/**
 * @param {Uint8Array} bytes
 * @returns {import('./files.js').Unpacked[]} views of `bytes`; what is cut off is not there
 */
export function untar(bytes) {
  const files = [];
  let longName = '';
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const size = parseInt(text(bytes, at, SIZE), 8);
    if (!(size >= 0)) break;
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size);
    const type = String.fromCharCode(bytes[at + TYPE]);
    if (type === 'L') {
      longName = text(content, 0, [0, size]); // GNU's: the name of the entry that follows
    } else {
      const folder = text(bytes, at, PREFIX);
      const name = longName || (folder && `${folder}/`) + text(bytes, at, NAME);
      if ((type === '0' || type === '\0') && content.length === size) {
        files.push({ path: name, bytes: content });
      }
      longName = '';
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}
