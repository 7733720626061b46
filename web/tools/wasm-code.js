/**
 * WebAssembly's binary form, as far as the tools here read and write it: numbers (LEB128),
 * sections, and where in the instructions of a function the numbers of functions and locals are.
 */
export const SECTION = {
  type: 1,
  import: 2,
  function: 3,
  export: 7,
  element: 9,
  code: 10,
  data: 11,
};
export const CONST = 0x41;
export const END = 0x0b;

const MODULE_HEAD = 8;

/**
 * Reads an unsigned number.
 * @param {Uint8Array} bytes
 * @param {number} at
 */
export function readNumber(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return { value, next: at };
  }
}

/**
 * @param {number} value
 * @returns {number[]} its unsigned form
 */
export function number(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...number(Math.floor(value / 0x80))];
}

/**
 * @param {number} value not negative
 * @returns {number[]} its signed form
 */
export function signedNumber(value) {
  return value < 0x40
    ? [value]
    : [(value & 0x7f) | 0x80, ...signedNumber(Math.floor(value / 0x80))];
}

/**
 * @param {Uint8Array} module
 * @returns {{id: number, begin: number, at: number, end: number}[]} `at` is where the body begins
 */
function sections(module) {
  const found = [];
  for (let begin = MODULE_HEAD; begin < module.length;) {
    const { value, next } = readNumber(module, begin + 1);
    found.push({ id: module[begin], begin, at: next, end: next + value });
    begin = next + value;
  }
  return found;
}

/**
 * @param {Uint8Array} module
 * @param {Record<number, (at: number) => ArrayLike<number>>} change by the number of a section:
 *   its new body, from where the old one begins
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function withSections(module, change) {
  const parts = [module.subarray(0, MODULE_HEAD)];
  for (const { id, begin, at, end } of sections(module)) {
    if (change[id]) {
      const body = Uint8Array.from(change[id](at));
      parts.push(Uint8Array.from([id, ...number(body.length)]), body);
    } else {
      parts.push(module.subarray(begin, end));
    }
  }
  return new Uint8Array(Buffer.concat(parts));
}

/**
 * Reads a list: a count, and entries of which `read` says where they end.
 * @template T
 * @param {Uint8Array} module
 * @param {number} at
 * @param {(at: number) => {value: T, next: number}} read
 */
export function readList(module, at, read) {
  const count = readNumber(module, at);
  /** @type {T[]} */
  const values = [];
  at = count.next;
  for (let i = 0; i < count.value; i++) {
    const entry = read(at);
    values.push(entry.value);
    at = entry.next;
  }
  return { values, next: at };
}

/**
 * @param {Uint8Array} module
 * @param {number} id
 * @param {(at: number) => {value: any, next: number}} read an entry
 * @returns {any[]} the entries of a section that is a list; none where there is no such section
 */
export function entries(module, id, read) {
  const section = sections(module).find((one) => one.id === id);
  return section ? readList(module, section.at, read).values : [];
}

/**
 * The functions of a module, without those that it imports.
 * @typedef {object} Body
 * @property {number} begin where its locals are declared
 * @property {number} code where its instructions begin
 * @property {number} end
 * @property {number[]} types of its parameters and locals
 * @property {number} parameters how many of these are parameters
 *
 * @param {Uint8Array} module
 * @returns {Body[]}
 */
export function bodies(module) {
  /** @type {number[][]} */
  const parameters = entries(module, SECTION.type, (at) => {
    const before = readNumber(module, at + 1);
    const after = readNumber(module, before.next + before.value);
    const value = [...module.subarray(before.next, before.next + before.value)];
    return { value, next: after.next + after.value };
  });
  /** @type {number[]} */
  const kinds = entries(module, SECTION.function, (at) => readNumber(module, at));
  let index = 0;
  return entries(module, SECTION.code, (at) => {
    const { value: size, next: begin } = readNumber(module, at);
    const own = parameters[kinds[index++]];
    const declared = readList(module, begin, (from) => {
      const count = readNumber(module, from);
      return { value: Array(count.value).fill(module[count.next]), next: count.next + 1 };
    });
    const types = [...own, ...declared.values.flat()];
    const body = { begin, code: declared.next, end: begin + size, types };
    return { value: { ...body, parameters: own.length }, next: body.end };
  });
}

/**
 * Calls `visit` for every number of a function (a call) or of a local in the instructions of a
 * body. Knows what clang makes of C with vectors, and throws at what it does not know.
 * @param {Uint8Array} module
 * @param {Body} body
 * @param {(kind: 'function' | 'local', at: number, next: number) => void} visit
 */
export function eachNumber(module, body, visit) {
  const { end } = body;
  let at = body.code;
  const skip = (/** @type {number} */ count) => {
    for (; count > 0; count--) at = readNumber(module, at).next;
  };
  const meet = (/** @type {'function' | 'local'} */ kind) => {
    const { next } = readNumber(module, at);
    visit(kind, at, next);
    at = next;
  };
  while (at < end) {
    const code = module[at++];
    if (code === 0x10) meet('function');
    else if (code >= 0x20 && code <= 0x22) meet('local');
    else if (code === 0xfd) at = afterVector(module, at);
    else if (code === 0xfc) at = afterLong(module, at);
    else if (code === 0x0e) skip(readNumber(module, at).value + 2);
    else if (code === 0x43) at += 4;
    else if (code === 0x44) at += 8;
    else skip(numbersAfter(code));
  }
  if (at !== end) throw new Error(`a function ends at ${at}, not at ${end}`);
}

/** @param {number} code how many numbers follow an instruction of one byte */
function numbersAfter(code) {
  if (code <= 0x01 || code === 0x05 || code === 0x0b || code === 0x0f) return 0;
  if (code <= 0x04 || code === 0x0c || code === 0x0d) return 1; // blocks and branches
  if (code === 0x11) return 2;
  if (code === 0x1a || code === 0x1b) return 0;
  if (code === 0x23 || code === 0x24) return 1; // globals
  if (code >= 0x28 && code <= 0x3e) return 2; // loads and stores
  if (code >= 0x3f && code <= 0x42) return 1; // memory, constants
  if (code >= 0x45 && code <= 0xc4) return 0; // arithmetic
  throw new Error(`unknown instruction ${code}`);
}

/**
 * @param {Uint8Array} module
 * @param {number} at behind the 0xfd of an instruction on vectors
 * @returns {number} where the next instruction begins
 */
function afterVector(module, at) {
  const { value: code, next } = readNumber(module, at);
  const twoNumbers = () => readNumber(module, readNumber(module, next).next).next;
  if (code <= 11 || code === 92 || code === 93) return twoNumbers(); // loads and stores
  if (code === 12 || code === 13) return next + 16; // a constant, a shuffle
  if (code >= 21 && code <= 34) return next + 1; // a lane
  if (code >= 84 && code <= 91) return twoNumbers() + 1; // a lane in memory
  return next;
}

/**
 * @param {Uint8Array} module
 * @param {number} at behind the 0xfc of an instruction
 */
function afterLong(module, at) {
  const { value: code, next } = readNumber(module, at);
  if (code <= 7) return next; // conversions that do not trap
  if (code === 10) return next + 2; // memory.copy
  if (code === 11) return next + 1; // memory.fill
  throw new Error(`unknown instruction 0xfc ${code}`);
}
