/**
 * Leaves in a WebAssembly module only the exports that a header declares with SP_API, and
 * `memory` and `_initialize`: emcc adds some of its own (stackSave, __errno_location, ...). And
 * makes one segment of its data: emcc leaves out the zeros between hundreds of them, whose
 * addresses then cost more of what travels than zeros do. Then the functions are made alike.
 *   node wasm-exports.js header in.wasm out.wasm
 */
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { makeAlike } from './wasm-alike.js';
import {
  CONST,
  END,
  SECTION,
  number,
  readNumber,
  signedNumber,
  withSections,
} from './wasm-code.js';

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
    [SECTION.export]: (at) => filterEntries(module, at, wanted),
    [SECTION.data]: (at) => joinSegments(module, at),
  });
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

async function main() {
  const [header, input, output] = process.argv.slice(2);
  const wanted = ['memory', '_initialize', ...declaredFunctions(await readFile(header, 'utf8'))];
  await writeFile(output, makeAlike(keepExports(await readFile(input), new Set(wanted))));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
