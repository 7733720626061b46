/**
 * Leaves in a WebAssembly module only the exports that a header declares with SP_API, and
 * `memory` and `_initialize`: emcc adds some of its own (stackSave, __errno_location, ...). And
 * makes one segment of its data: emcc leaves out the zeros between hundreds of them, whose
 * addresses then cost more of what travels than zeros do.
 *   node wasm-exports.js header in.wasm out.wasm
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const EXPORT_SECTION = 7;
const DATA_SECTION = 11;
const CONST = 0x41;
const END = 0x0b;

/**
 * @param {string} header the text of api.h
 * @returns {string[]} the names of the functions
 */
function declaredFunctions(header) {
  const text = header.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(/^SP_API\b[^;(]*?(\w+)\s*\(/gm)].map(([, name]) => name);
}

/**
 * @param {Uint8Array} module
 * @param {Set<string>} wanted
 * @returns {Uint8Array<ArrayBuffer>}
 */
function keepExports(module, wanted) {
  return withSections(module, {
    [EXPORT_SECTION]: (at) => filterEntries(module, at, wanted),
    [DATA_SECTION]: (at) => joinSegments(module, at),
  });
}

/**
 * @param {Uint8Array} module
 * @param {Record<number, (at: number) => number[]>} change by the number of a section: its new
 *   body, from where the old one begins
 * @returns {Uint8Array<ArrayBuffer>}
 */
function withSections(module, change) {
  /** @type {number[][]} */
  const parts = [[...module.subarray(0, 8)]];
  let at = 8;
  while (at < module.length) {
    const begin = at;
    const id = module[at];
    const size = readNumber(module, at + 1);
    at = size.next + size.value;
    if (change[id]) {
      const body = change[id](size.next);
      parts.push([id, ...number(body.length), ...body]);
    } else {
      parts.push([...module.subarray(begin, at)]);
    }
  }
  return Uint8Array.from(parts.flat());
}

/**
 * An export section is a count and, for each export: name (length, bytes), kind (a byte), index.
 * @param {Uint8Array} module
 * @param {number} at
 * @param {Set<string>} wanted
 * @returns {number[]}
 */
function filterEntries(module, at, wanted) {
  const count = readNumber(module, at);
  at = count.next;
  const kept = [];
  for (let i = 0; i < count.value; i++) {
    const begin = at;
    const length = readNumber(module, at);
    const end = length.next + length.value;
    const name = new TextDecoder().decode(module.subarray(length.next, end));
    at = readNumber(module, end + 1).next;
    if (wanted.has(name)) kept.push([...module.subarray(begin, at)]);
  }
  return [...number(kept.length), ...kept.flat()];
}

/**
 * A data section is a count and, for each segment that is copied to a fixed address at the start:
 * 0, that address as an expression, length, bytes. Addresses are positive, so that the signed
 * numbers in which they are written read like unsigned ones.
 * @param {Uint8Array} module
 * @param {number} at
 * @returns {number[]} one segment, with zeros where there was none
 */
function joinSegments(module, at) {
  const count = readNumber(module, at);
  at = count.next;
  const segments = [];
  for (let i = 0; i < count.value; i++) {
    const address = readNumber(module, at + 2);
    if (module[at] !== 0 || module[at + 1] !== CONST || module[address.next] !== END) {
      throw new Error(`segment ${i} is not copied to a fixed address`);
    }
    const length = readNumber(module, address.next + 1);
    at = length.next + length.value;
    segments.push({ from: address.value, bytes: module.subarray(length.next, at) });
  }
  const from = Math.min(...segments.map((segment) => segment.from));
  const to = Math.max(...segments.map((segment) => segment.from + segment.bytes.length));
  const whole = new Uint8Array(to - from);
  for (const segment of segments) whole.set(segment.bytes, segment.from - from);
  return [1, 0, CONST, ...signedNumber(from), END, ...number(whole.length), ...whole];
}

/**
 * Reads an unsigned LEB128 number.
 * @param {Uint8Array} bytes
 * @param {number} at
 */
function readNumber(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at };
  }
}

/**
 * @param {number} value
 * @returns {number[]} its unsigned LEB128 form
 */
function number(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(Math.floor(value / 0x80))];
}

/**
 * @param {number} value not negative
 * @returns {number[]} its signed LEB128 form
 */
function signedNumber(value) {
  return value < 0x40
    ? [value]
    : [(value & 0x7f) | 0x80, ...signedNumber(Math.floor(value / 0x80))];
}

async function main() {
  const [header, input, output] = process.argv.slice(2);
  const wanted = ['memory', '_initialize', ...declaredFunctions(await readFile(header, 'utf8'))];
  await writeFile(output, keepExports(await readFile(input), new Set(wanted)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
