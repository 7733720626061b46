/** Functions of a WebAssembly module that are made alike and put in order still do the same. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeAlike } from '../../web/tools/wasm-alike.js';
import { bodies } from '../../web/tools/wasm-code.js';

const I32 = 0x7f;
const GET = 0x20;
const SET = 0x21;
const CALL = 0x10;
const CALL_INDIRECT = 0x11;
const MULTIPLY = 0x6c;
const ADD = 0x6a;
const SUBTRACT = 0x6b;
const END = 0x0b;
const number = (/** @type {number} */ value) => [0x41, value];

/**
 * (a + n) * (3 a) - (a + n), by two locals.
 * @param {number} n
 * @param {number} sum the number of the local that holds a + n
 * @param {number} product of the one that holds 3 a
 */
const arithmetic = (n, sum, product) => [
  ...[GET, 0, ...number(n), ADD, SET, sum],
  ...[GET, 0, ...number(3), MULTIPLY, SET, product],
  ...[GET, sum, GET, product, MULTIPLY, GET, sum, SUBTRACT, END],
];

/** Calls function 2, and function 0 by its address. */
const calling = [
  ...[GET, 0, CALL, 2, SET, 1],
  ...[GET, 0, ...number(0), CALL_INDIRECT, 0, 0, GET, 1, ADD, END],
];

/** @param {number[][]} codes each of a function of one number, with two locals */
function moduleOf(codes) {
  const section = (/** @type {number} */ id, /** @type {number[]} */ body) => {
    return [id, body.length, ...body];
  };
  const list = (/** @type {number[][]} */ items) => [items.length, ...items.flat()];
  const names = codes.map((_, i) => [1, 0x61 + i, 0, i]);
  const functions = codes.map((code) => [code.length + 3, 1, 2, I32, ...code]);
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, list([[0x60, 1, I32, 1, I32]])),
    ...section(3, list(codes.map(() => [0]))),
    ...section(4, [1, 0x70, 0, codes.length]),
    ...section(7, list(names)),
    ...section(9, [1, 0, ...number(0), END, ...list(codes.map((_, i) => [i]))]),
    ...section(10, list(functions)),
  ]);
}

/** @param {Uint8Array<ArrayBuffer>} module */
function results(module) {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(module));
  const call = (/** @type {string} */ name) => {
    return [1, 2, 7].map((a) => /** @type {Function} */ (exports[name])(a));
  };
  return { a: call('a'), b: call('b'), c: call('c') };
}

const given = moduleOf([arithmetic(5, 1, 2), calling, arithmetic(6, 2, 1)]);
const made = makeAlike(given);

test('functions that do the same with other locals come to have the same numbers', () => {
  const [first, second] = bodies(made).map(({ code, end }) => [...made.subarray(code, end)]);
  const differing = first.filter((byte, i) => byte !== second[i]);
  assert.equal(first.length, second.length);
  assert.deepEqual(differing, [5], 'only the constant, and the functions are neighbours');
});

test('names, calls and addresses go with the functions', () => {
  assert.deepEqual(results(made), results(given));
  const a = [12, 35, 240];
  const c = [14, 40, 260];
  assert.deepEqual(results(made), { a, b: a.map((value, i) => value + c[i]), c });
});

test('the same module gives the same bytes', () => {
  assert.deepEqual(makeAlike(given), made);
});

test('an instruction that is not known is not passed over', () => {
  assert.throws(() => makeAlike(moduleOf([[0x06, END]])), /unknown instruction 6/);
});
