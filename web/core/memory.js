/**
 * The module's memory: the only file that reads or writes at an address. Everywhere else an
 * address is an opaque number that is handed on to an export.
 *
 * The buffer is replaced when the memory grows, so each function makes a fresh view, after the
 * last call into the module, and what leaves this file is always a copy.
 *
 * @typedef {Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array} Numbers
 * @typedef {Float32ArrayConstructor | Float64ArrayConstructor | Int32ArrayConstructor
 *   | Uint32ArrayConstructor | Uint8ArrayConstructor} NumbersConstructor
 * @typedef {Record<string, (...args: number[]) => number>} Exports
 */
import { LabError } from './error.js';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export class Memory {
  /** @type {WebAssembly.Memory} */ #memory;
  /** @type {Exports} */ #exports;

  /**
   * @param {WebAssembly.Memory} memory
   * @param {Exports} exports
   */
  constructor(memory, exports) {
    this.#memory = memory;
    this.#exports = exports;
  }

  /** A text of the module's. @param {number} address @returns {string} */
  text(address) {
    const bytes = new Uint8Array(this.#memory.buffer);
    const start = address >>> 0;
    return decoder.decode(bytes.slice(start, bytes.indexOf(0, start)));
  }

  /**
   * A copy of numbers `from` .. `count` - 1 of the module's.
   * @template {NumbersConstructor} T
   * @param {T} type
   * @param {number} address of number 0
   * @param {number} count
   * @param {number} [from]
   * @returns {InstanceType<T>}
   */
  copy(type, address, count, from = 0) {
    const view = new type(this.#memory.buffer, address >>> 0, count);
    return /** @type {InstanceType<T>} */ (view.slice(from));
  }

  /**
   * Writes over numbers of the module's.
   * @param {number} address
   * @param {Numbers} values
   */
  write(address, values) {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    new Uint8Array(this.#memory.buffer).set(bytes, address >>> 0);
  }

  /**
   * Room in the module, to be given back with `free`.
   * @param {number} bytes
   * @param {string} path the field to name if there is no room
   */
  take(bytes, path) {
    // A size that does not fit 32 bits would wrap round and seem to succeed.
    const address = bytes < 2 ** 32 ? this.#exports.sp_alloc(Math.max(bytes, 1)) : 0;
    if (address === 0) throw new LabError(`out of memory: ${bytes} more bytes are needed`, path);
    return address;
  }

  /** @param {number} address */
  free(address) {
    this.#exports.sp_free(address);
  }

  /**
   * Puts a copy of `values` into the module; to be given back with `free`.
   * @param {Numbers} values
   * @param {string} path
   */
  put(values, path) {
    const address = this.take(values.byteLength, path);
    this.write(address, values);
    return address;
  }

  /**
   * Calls `body` with the address of a copy of `values`.
   * @template R
   * @param {Numbers | string} values a text gets its final 0
   * @param {string} path
   * @param {(address: number) => R} body
   * @returns {R}
   */
  lend(values, path, body) {
    // A text with a 0 inside would be cut there and then be mistaken for another.
    const given =
      typeof values === 'string' ? encoder.encode(`${values.replaceAll('\0', ' ')}\0`) : values;
    const address = this.put(given, path);
    try {
      return body(address);
    } finally {
      this.free(address);
    }
  }

  /**
   * Calls `body` with the address of room for `count` numbers and returns what was put there.
   * @template {NumbersConstructor} T
   * @param {T} type
   * @param {number} count
   * @param {string} path
   * @param {(address: number) => void} body
   * @returns {InstanceType<T>}
   */
  collect(type, count, path, body) {
    const address = this.take(count * type.BYTES_PER_ELEMENT, path);
    try {
      body(address);
      return this.copy(type, address, count);
    } finally {
      this.free(address);
    }
  }
}
