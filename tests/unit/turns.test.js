/** Who draws in which frame. */
import assert from 'node:assert/strict';
import { test } from 'node:test';

/** @type {(() => void)[]} what was asked for the next frame */
let asked = [];
globalThis.requestAnimationFrame = (/** @type {FrameRequestCallback} */ callback) =>
  asked.push(() => callback(0));

const { giveWay, inTurn, outOfTurn } = await import('../../web/chart/turns.js');

/** @returns {number} how many frames were wanted until all stood still */
function frames() {
  let count = 0;
  for (; asked.length; count++) {
    const now = asked;
    asked = [];
    for (const callback of now) callback();
  }
  return count;
}

/** @type {string[]} */
let drawn = [];
const first = () => drawn.push('first');
const second = () => drawn.push('second');

/** @param {() => void} act @returns {{drawn: string[], count: number}} what comes of it */
function after(act) {
  drawn = [];
  act();
  const count = frames();
  return { drawn, count };
}

test('each has a frame of its own, once, in the order in which they asked', () => {
  const all = after(() => [first, second, first].forEach(inTurn));
  assert.deepEqual(all, { drawn: ['first', 'second'], count: 2 });
});

test('who is out of turn does not draw', () => {
  const left = after(() => {
    [first, second].forEach(inTurn);
    outOfTurn(first);
  });
  assert.deepEqual(left, { drawn: ['second'], count: 1 });
});

test('the page has a frame before them', () => {
  const given = after(() => {
    giveWay();
    inTurn(first);
  });
  assert.deepEqual(given, { drawn: ['first'], count: 2 });
});

test('where the page changes before every frame others still have their turns', () => {
  drawn = [];
  [first, second].forEach(inTurn);
  let count = 0;
  for (; asked.length && count < 10; count++) {
    giveWay();
    const now = asked;
    asked = [];
    for (const callback of now) callback();
  }
  assert.deepEqual(drawn, ['first', 'second']);
  assert.equal(count, 4);
});
