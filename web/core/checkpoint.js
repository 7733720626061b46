/**
 * The file format of a saved run: everything that is needed to go on, in one piece.
 *
 *   bytes 0..7   "SPUSKRUN"
 *   8..11        version, 32 bits, little-endian
 *   12..15       length of the head
 *   16..31       digest of all that follows, 16 hex digits
 *   head         JSON: the spec, with {"$block": 0} in place of arrays, and what the blocks are
 *   blocks       the bytes of the arrays, then the core's own checkpoint; each from a multiple of 8
 */
import { digest } from './digest.js';
import { LabError } from './error.js';

const MAGIC = new TextEncoder().encode('SPUSKRUN');
const VERSION = 1;
const HEAD_AT = 32;

/** @type {Record<string, Uint8ArrayConstructor | Float32ArrayConstructor | Int32ArrayConstructor>} */
const TYPES = { Uint8Array, Float32Array, Int32Array };

/** @param {number} n */
const aligned = (n) => Math.ceil(n / 8) * 8;

/**
 * @typedef {object} Saved
 * @property {import('./spec.js').Spec} spec as the run was made
 * @property {number} seconds of training
 * @property {{update: number, path: string, value: number}[]} changes made by `set`
 * @property {Uint8Array} state the core's own
 */

/**
 * @param {Saved} saved
 * @returns {Uint8Array}
 */
export function packCheckpoint({ state, ...rest }) {
  /** @type {(Uint8Array | Float32Array | Int32Array)[]} */
  const blocks = [];
  const json = JSON.stringify(rest, (_, value) => {
    if (!ArrayBuffer.isView(value)) return value;
    blocks.push(/** @type {Uint8Array} */ (value));
    return { $block: blocks.length - 1 };
  });
  blocks.push(state);
  const kinds = blocks.map((block) => ({ type: typeName(block), length: block.length }));
  const head = new TextEncoder().encode(`{"blocks":${JSON.stringify(kinds)},"saved":${json}}`);

  const sizes = blocks.map((block) => aligned(block.byteLength));
  const start = aligned(HEAD_AT + head.length);
  const bytes = new Uint8Array(sizes.reduce((a, b) => a + b, start));
  bytes.set(MAGIC);
  const view = new DataView(bytes.buffer);
  view.setUint32(8, VERSION, true);
  view.setUint32(12, head.length, true);
  bytes.set(head, HEAD_AT);
  let at = start;
  blocks.forEach((block, i) => {
    bytes.set(new Uint8Array(block.buffer, block.byteOffset, block.byteLength), at);
    at += sizes[i];
  });
  bytes.set(new TextEncoder().encode(digest(bytes.subarray(HEAD_AT))), 16);
  return bytes;
}

/** A Buffer of Node's is a Uint8Array under another name. @param {object} block */
const typeName = (block) => Object.keys(TYPES).find((name) => block instanceof TYPES[name]);

/**
 * @param {Uint8Array} bytes
 * @returns {Saved}
 */
export function unpackCheckpoint(bytes) {
  if (!(bytes instanceof Uint8Array)) throw damaged('these are not the bytes of a saved run');
  if (bytes.length < HEAD_AT || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw damaged('this is not a saved run');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(8, true);
  if (version !== VERSION) {
    throw damaged(
      `this saved run has version ${version}, which is unknown here (${VERSION} is known)`,
    );
  }
  const text = new TextDecoder();
  if (text.decode(bytes.subarray(16, 32)) !== digest(bytes.subarray(HEAD_AT))) {
    throw damaged('this saved run is cut short or damaged');
  }

  // From here on the bytes are what packCheckpoint wrote.
  const headLength = view.getUint32(12, true);
  const head = JSON.parse(text.decode(bytes.subarray(HEAD_AT, HEAD_AT + headLength)));
  let at = aligned(HEAD_AT + headLength);
  const blocks = head.blocks.map((/** @type {{type: string, length: number}} */ kind) => {
    const type = TYPES[kind.type];
    const size = kind.length * type.BYTES_PER_ELEMENT;
    const copy = bytes.slice(at, at + size);
    at += aligned(size);
    return new type(copy.buffer, 0, kind.length);
  });
  const state = blocks.pop();
  /** @type {(value: any) => any} */
  const revive = (value) => {
    if (Array.isArray(value)) return value.map(revive);
    return value?.$block === undefined ? value : blocks[value.$block];
  };
  const { data } = head.saved.spec;
  for (const [field, value] of Object.entries(data)) data[field] = revive(value);
  return { ...head.saved, state };
}

/** @param {string} message */
const damaged = (message) => new LabError(message, 'checkpoint');
