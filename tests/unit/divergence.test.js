/** Words of runs that diverged: on no curve, on no other words, within the plot. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { divergenceShapes } from '../../web/chart/divergence.js';
import { runStyle } from '../../web/chart/theme.js';

/** @typedef {import('../../web/chart/picture.js').Picture} Picture */

const AREA = { left: 40, right: 240, top: 10, bottom: 210 };
const SIGN = 6;

const frame = {
  ...{ area: AREA, width: 320, columns: 200 },
  px: (/** @type {number} */ x) => AREA.left + 2 * x,
  py: (/** @type {number} */ y) => AREA.bottom - 2 * y,
  measure: (/** @type {string} */ text) => SIGN * text.length,
};

/**
 * @param {(x: number) => number} height of the curve, 0 to 100
 * @param {{x: number, y: number, update: number} | null} [diverged]
 */
function line(height, diverged = null) {
  const x = Array.from({ length: 101 }, (_, i) => i);
  const series = /** @type {any} */ ({ x, y: x.map(height), diverged });
  return { series, name: 'run', style: runStyle({ rule: 'sgd' }, 'light') };
}

/** @param {ReturnType<typeof line>[]} lines */
function wordsOf(lines) {
  const picture = /** @type {Picture} */ (
    /** @type {unknown} */ ({
      lines,
      x: { from: 0, to: 100 },
      divergedText: (/** @type {number} */ update) => `diverged at update ${update}`,
      style: { scale: 1, width: 2, paper: '#fff' },
    })
  );
  const shapes = divergenceShapes(frame, picture, []);
  return shapes.flatMap((shape) => {
    if (shape.type !== 'text') return [];
    const { x, y, text } = shape;
    return [{ text, left: x, right: x + SIGN * text.length, top: y - 5, bottom: y + 5 }];
  });
}

/** @typedef {ReturnType<typeof wordsOf>[number]} Words */

/** @param {Words} box @param {(x: number) => number} height */
const liesOn = ({ left, right, top, bottom }, height) =>
  Array.from({ length: 1001 }, (_, i) => i / 10).some((x) => {
    const [px, py] = [frame.px(x), frame.py(height(x))];
    return px > left && px < right && py > top && py < bottom;
  });

/** @param {Words[]} words */
function assertApart(words) {
  for (const [i, a] of words.entries()) {
    assert.ok(a.left >= AREA.left && a.right <= AREA.right, 'within the plot');
    assert.ok(a.top >= AREA.top - 1 && a.bottom <= AREA.bottom + 1, 'within the plot');
    for (const b of words.slice(i + 1)) {
      const beside = a.right <= b.left || b.right <= a.left;
      assert.ok(beside || a.bottom <= b.top || b.bottom <= a.top, `${a.text} | ${b.text}`);
    }
  }
}

const gone = { x: 60, y: 1e9, update: 469 };
const ways = {
  falls: (/** @type {number} */ x) => 100 - x,
  rises: (/** @type {number} */ x) => x,
  waves: (/** @type {number} */ x) => 70 + 29 * Math.sin(x / 3),
  flat: () => 96,
};

for (const [name, way] of Object.entries(ways)) {
  test(`words lie on no curve that ${name}`, () => {
    const late = (/** @type {number} */ x) => (x < 3 ? 50 + 20 * x : NaN);
    const words = wordsOf([line(late, gone), line(late, { ...gone, update: 88 }), line(way)]);
    const said = words.map(({ text }) => text).join(' ');
    assert.equal(said, 'diverged at update 469 diverged at update 88');
    assertApart(words);
    for (const box of words) assert.ok(!liesOn(box, way), box.text);
  });
}

test('where all is full of curves the words are there nevertheless', () => {
  const full = Array.from({ length: 40 }, (_, i) => line(() => 2.5 * i));
  const words = wordsOf([line(() => 50, gone), ...full]);
  assert.equal(words.map(({ text }) => text).join(' '), 'diverged at update 469');
  assertApart(words);
});

test('what diverged before the part of the axis that is shown is not marked', () => {
  assert.deepEqual(wordsOf([line(() => 50, { x: -10, y: 5, update: 1 })]), []);
});
