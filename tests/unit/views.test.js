/** Pictures of grids, descents, noise and images as SVG, from runs made up. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridModel } from '../../web/chart/grid.js';
import { drawGrid } from '../../web/chart/heat-map.js';
import { drawImage, drawImages, roomFor } from '../../web/chart/image.js';
import { drawNoise } from '../../web/chart/noise.js';
import { sheetWithTitle } from '../../web/chart/sheet.js';
import { drawSmall } from '../../web/chart/small.js';
import { crossing, drawSurface } from '../../web/chart/surface.js';
import { runStyle, tokens } from '../../web/chart/theme.js';

const { paper, card, ink, soft, line, edge } = tokens.light;
const style = { paper, card, ink, soft, line, edge, scale: 1 };
const HOSTILE = '<b onclick="x">&amp;</b>';

/** @param {string} svg well-formed, as far as a scan of its tags shows, with numbers only */
function assertSound(svg) {
  assert.doesNotMatch(svg, /NaN|undefined|Infinity|<b /);
  /** @type {string[]} */
  const open = [];
  for (const [, close, name, self] of svg.matchAll(/<(\/?)([a-z]+)[^>]*?(\/?)>/g)) {
    if (self) continue;
    if (close) assert.equal(open.pop(), name);
    else open.push(name);
  }
  assert.deepEqual(open, []);
}

const size = 24;
const surface = {
  view: /** @type {[number, number, number, number]} */ ([-3, 3, -3, 3]),
  minima: /** @type {[number, number][]} */ ([[0, 0]]),
  size,
  values: Float64Array.from({ length: size * size }, (_, i) => {
    const [x, y] = [i % size, Math.floor(i / size)].map((k) => -3 + (6 * k) / (size - 1));
    return x * x + 10 * y * y;
  }),
};

/** @param {number[]} x @param {number[]} y @param {boolean} [diverged] */
const walk = (x, y, diverged = false) => ({
  ...{ name: HOSTILE, note: '3 updates', x, y, diverged },
  style: runStyle({ rule: 'momentum' }, 'light'),
  part: /** @type {const} */ ('own'),
});

/** @param {import('../../web/chart/surface.js').Walk[]} walks */
const drawn = (walks, width = 390) =>
  drawSurface(
    {
      ...{ surface, walks, start: { x: -2, y: 1 }, marker: null },
      ...{ names: { start: 'start', minimum: 'minimum' }, tick: String, level: String },
    },
    { width, style },
  );

test('a descent is drawn to scale, with its dashes, its start and its end', () => {
  const { svg, plot, height } = drawn([walk([-2, -1, 1], [1, 0.5, 0])]);
  assertSound(svg);
  assert.equal(plot.width, plot.height);
  assert.ok(height > plot.height);
  assert.match(svg, /stroke-dasharray="12 3"/);
  const place = (/** @type {number} */ v) => ((v + 3) / 6) * plot.width;
  const round = (/** @type {number} */ v) => String(Math.round(100 * v) / 100);
  // The ring of the start and the ball of the end.
  assert.ok(svg.includes(`cx="${round(place(-2))}" cy="${round(plot.height - place(1))}"`));
  assert.ok(svg.includes(`cx="${round(place(1))}" cy="${round(plot.height - place(0))}"`));
});

test('what leaves the window points to where it left; what diverged is crossed', () => {
  const fill = runStyle({ rule: 'momentum' }, 'light').line;
  const inside = drawn([walk([-2, 0], [1, 0])]).svg;
  const gone = drawn([walk([-2, 0, 50], [1, 0, 0])]).svg;
  const arrow = new RegExp(`<path d="M[^"]*Z" fill="${fill}"/>`);
  assert.doesNotMatch(inside, arrow);
  assert.match(gone, arrow);
  const diverged = drawn([walk([-2, 0, 1e200, Infinity], [1, 0, -1e250, NaN], true)]).svg;
  assertSound(diverged);
  assert.doesNotMatch(diverged, arrow);
  assert.match(
    diverged,
    new RegExp(`stroke="${fill}"[^>]*stroke-width="2"|stroke-width="2" stroke="${fill}"`),
  );
});

test('a line leaves the plot at its border', () => {
  const plot = { left: 0, top: 0, width: 100, height: 50 };
  assert.deepEqual(crossing({ x: 50, y: 25 }, { x: 250, y: 25 }, plot), { x: 100, y: 25 });
  assert.deepEqual(crossing({ x: 50, y: 25 }, { x: 50, y: -25 }, plot), { x: 50, y: 0 });
  assert.deepEqual(crossing({ x: 50, y: 25 }, { x: 60, y: 30 }, plot), { x: 60, y: 30 });
});

test('before a surface is known its place is kept', () => {
  const picture = {
    ...{ surface: null, walks: [], start: null, marker: null },
    ...{ names: { start: 'start', minimum: 'minimum' }, tick: String, level: String },
  };
  const { svg, height } = drawSurface(picture, { width: 390, style });
  assertSound(svg);
  assert.ok(Math.abs(height - drawn([]).height) < 1);
});

const view = /** @type {any} */ ({
  rows: { values: [1, 2, 3] },
  columns: { values: [10, 20] },
  best: 'low',
  range: [0, 1],
  format: 'number',
  marked: (/** @type {any[]} */ cells) => cells.filter(({ value }) => value < 0.4),
});
/** @typedef {import('../../web/chart/grid.js').Stage} Stage */
/** @param {number} row @param {number} column @param {Stage} stage @param {number} [value] */
const cellRun = (row, column, stage, value = NaN) => ({ cell: { row, column }, stage, value });

test('cells tell what their runs are at, which is best, and what is marked', () => {
  const model = gridModel(view, [
    ...[cellRun(1, 10, 'done', 0.1), cellRun(1, 20, 'done', 0.3)],
    ...[cellRun(2, 10, 'done', 0.9), cellRun(2, 20, 'running')],
    ...[cellRun(3, 10, 'done', NaN), cellRun(3, 20, 'failed')],
  ]);
  const [[a, b], [c, d], [e, f]] = model.rows;
  assert.deepEqual(
    [a, b, c, d, e, f].map(({ stage }) => stage),
    ['done', 'done', 'done', 'running', 'done', 'failed'],
  );
  assert.deepEqual([a.best, b.best], [true, false]);
  assert.deepEqual([a.marked, b.marked, c.marked, d.marked], [true, true, false, false]);
  assert.deepEqual([a.edges, b.edges, c.edges], ['tbl', 'trb', '']);
  assert.deepEqual([model.done, model.all], [5, 6]);
});

test('a cell fills when all its seeds have ended, not before', () => {
  const runs = [cellRun(1, 10, 'done', 0.1), cellRun(1, 10, 'running')];
  const [[cell]] = gridModel(view, runs).rows;
  assert.equal(cell.stage, 'running');
  assert.ok(Number.isNaN(cell.value));
  assert.equal(gridModel(view, []).best, null);
});

test('a grid as a file has a shape for every cell, and none of its texts is markup', () => {
  const model = gridModel(view, [cellRun(1, 10, 'done', 0.1), cellRun(2, 10, 'done')]);
  const texts = {
    ...{ rows: HOSTILE, columns: HOSTILE, value: String },
    head: (/** @type {string} */ _, /** @type {number} */ value) => ({
      base: '2',
      exponent: String(value),
    }),
    ends: /** @type {[string, string]} */ (['0', '1']),
    marks: { best: 'best', diverged: 'diverged', running: 'running', waiting: 'waiting' },
  };
  const { svg, height } = drawGrid(model, { view, width: 400, style, texts });
  assertSound(svg);
  assert.ok(height > 100);
  assert.equal(svg.match(/<tspan/g)?.length, 5);
});

test('points lie on the line when they follow it', () => {
  const points = [1, 10, 100].map((x) => ({ x, y: 50 / x, name: HOSTILE, color: ink }));
  const { svg, places } = drawNoise(
    {
      ...{ points, line: [points[0], points[2]], active: 1 },
      titles: { x: 'x', y: 'y', line: HOSTILE },
      power: (exponent) => ({ base: '10', exponent: String(exponent) }),
      tick: String,
    },
    { width: 390, style },
  );
  assertSound(svg);
  const [a, b, c] = places;
  assert.ok(Math.abs(b.x - (a.x + c.x) / 2) < 1e-6);
  assert.ok(Math.abs(b.y - (a.y + c.y) / 2) < 1e-6);
  assert.ok(a.y < c.y);
});

/** @param {number[] | undefined} box @returns {any} */
const picture = (box, values = [0, 0.5, 1, 0]) => ({
  ...{ id: 'a', shape: [2, 2], values, scale: 'heat', box, caption: HOSTILE },
});

test('room for a frame that reaches beyond its image, and no more than a little', () => {
  assert.equal(roomFor([picture([0, 0, 1, 1])]), 0);
  assert.equal(roomFor([picture([-1, 0, 1, 1]), picture([0, 0, 1, 3])]), 3);
  assert.equal(roomFor([picture([-40, -40, 41, 41])]), 6);
  assert.equal(roomFor([picture(undefined)]), 0);
});

test('a frame beyond all room is shown by arrows', () => {
  const options = { size: 140, room: 6, style };
  const near = drawImage(picture([-1, -1, 2, 2]), options);
  const far = drawImage(picture([-40, -40, 41, 41]), options);
  assertSound(near);
  assertSound(far);
  assert.doesNotMatch(near, /<path d="[^"]*Z" fill/);
  assert.equal(far.match(/<path d="([^"]*Z)" fill/)?.[1].match(/Z/g)?.length, 4);
});

test('images without values keep their place', () => {
  const ends = /** @type {[string, string]} */ (['0', 'most']);
  const empty = drawImages([picture(undefined, []), picture(undefined, [])], {
    width: 300,
    style,
    ends,
  });
  assertSound(empty.svg);
  assert.equal(empty.svg.match(/<rect/g)?.length, 4);
});

test('a file has title, text alternative and ground; a small chart names its lines', () => {
  const curve = { name: HOSTILE, color: ink, x: [0, 1, 2], y: [0.9, 0.5, 0.1] };
  const options = { width: 400, height: 180, style, formatX: String, formatY: String };
  const svg = drawSmall([curve, { ...curve, dash: '4 3' }], options);
  const texts = { title: HOSTILE, subtitle: 'a long one '.repeat(20), description: HOSTILE };
  const file = sheetWithTitle({ svg, width: 400, height: 180, ...texts, style });
  assertSound(file);
  assert.match(file, /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="424"/);
  assert.match(file, /<title>&lt;b/);
  assert.match(file, new RegExp(`fill="${paper}"`));
  assertSound(drawSmall([], options));
});
