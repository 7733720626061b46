/** What pictures are made of: SVG as text, level lines, the scale of heat, pixels, thumbnails. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gridCells } from '../../web/chart/grid.js';
import { amount, heat, letters, shareOf } from '../../web/chart/heat.js';
import { levelsOf, valueAt } from '../../web/chart/levels.js';
import { lightOf, luminance } from '../../web/chart/light.js';
import { pixels } from '../../web/chart/pixels.js';
import { escapeText, lineThrough, tag } from '../../web/chart/markup.js';
import { tokens } from '../../web/chart/theme.js';
import { thumbnail } from '../../web/chart/thumbnail.js';
import { experiments } from '../../web/experiments/index.js';
import { runAll } from '../../web/engine/pool.js';
import { openEngine } from '../../web/engine/index.js';
import { defaultSettings } from '../../web/experiments/experiment.js';

/** @param {string} color */
const brightness = (color) => luminance(lightOf(color));

/**
 * @param {(x: number, y: number) => number} f
 * @param {number} [size]
 * @returns {import('../../web/chart/levels.js').Surface}
 */
function surfaceOf(f, size = 96) {
  const view = /** @type {[number, number, number, number]} */ ([-3, 3, -2, 4]);
  const values = new Float64Array(size * size);
  for (let j = 0; j < size; j++) {
    for (let i = 0; i < size; i++) {
      values[j * size + i] = f(-3 + (6 * i) / (size - 1), -2 + (6 * j) / (size - 1));
    }
  }
  return { view, minima: [[0, 0]], size, values };
}

test('text in SVG stays text', () => {
  const hostile = `</text><script>alert('1' & "2")</script>\u0000`;
  assert.equal(
    escapeText(hostile),
    '&lt;/text&gt;&lt;script&gt;alert(&#39;1&#39; &amp; &quot;2&quot;)&lt;/script&gt;',
  );
  assert.equal(tag('a', { b: hostile, c: undefined, d: 1 / 3 }).match(/[<>]/g)?.length, 2);
  assert.equal(tag('a', { d: 1 / 3 }), '<a d="0.33"/>');
  assert.equal(tag('a', {}, 'x'), '<a>x</a>');
});

test('a line through points has gaps where there is no number', () => {
  const points = [1, 2, NaN, 4, 5].map((y, x) => ({ x, y }));
  assert.equal(lineThrough(points), 'M0 1L1 2M3 4L4 5');
  assert.equal(lineThrough([]), '');
});

test('level lines lie where the function has their value', () => {
  const functions = [
    (/** @type {number} */ x, /** @type {number} */ y) => x * x + 20 * y * y,
    (/** @type {number} */ x, /** @type {number} */ y) => (1 - x) ** 2 + 100 * (y - x * x) ** 2,
    (/** @type {number} */ x, /** @type {number} */ y) => x * x - y * y,
  ];
  for (const f of functions) {
    const levels = levelsOf(surfaceOf(f));
    assert.ok(levels.length >= 8 && levels.length <= 12, `${levels.length} levels`);
    assert.equal(levels.filter(({ named }) => named).length, 3);
    for (const { value, lines } of levels) {
      assert.ok(lines.length > 0, `level ${value} has no line`);
      for (const { x, y } of lines.flat()) {
        if (x < -3 || x > 3 || y < -2 || y > 4) continue;
        // Linear between the points of the grid: off by what the function bends within a square.
        const step = 6 / 95;
        const steep = Math.hypot(f(x + step, y) - f(x - step, y), f(x, y + step) - f(x, y - step));
        const bend =
          Math.abs(f(x + step, y) + f(x - step, y) - 2 * f(x, y)) +
          Math.abs(f(x, y + step) + f(x, y - step) - 2 * f(x, y));
        assert.ok(Math.abs(f(x, y) - value) < 0.1 * steep + bend, `${f(x, y)} at ${value}`);
      }
    }
  }
});

test('level lines go from border to border, and not along it', () => {
  const edges = (/** @type {{x: number, y: number}} */ { x, y }) =>
    [x === -3, x === 3, y === -2, y === 4].filter(Boolean).length;
  for (const { lines } of levelsOf(surfaceOf((x, y) => x + 2 * y))) {
    assert.equal(lines.length, 1);
    const [line] = lines;
    assert.ok(line.length > 2);
    assert.deepEqual([line[0], line[line.length - 1]].map(edges), [1, 1]);
    assert.ok(line.slice(1, -1).every((point) => edges(point) === 0));
  }
});

test('where a level passes between two summits it goes round each', () => {
  const view = /** @type {const} */ ([0, 1, 0, 1]);
  const levels = levelsOf({ view, size: 2, values: [10, 0, 0, 5], minima: [] });
  const lines = levels.find(({ value }) => value === 5)?.lines ?? [];
  assert.equal(lines.length, 2);
  for (const [a, b] of lines) assert.ok(Math.hypot(a.x - b.x, a.y - b.y) < 1);
});

test('a closed level line stays closed', () => {
  const [inner] = levelsOf(surfaceOf((x, y) => x * x + y * y));
  assert.equal(inner.lines.length, 1);
  assert.deepEqual(inner.lines[0][0], inner.lines[0].at(-1));
});

test('values between the points of the grid are exact for cubics, also at the border', () => {
  const f = (/** @type {number} */ x, /** @type {number} */ y) =>
    x ** 3 - 2 * x * y + 7 * y * y + 1;
  const surface = surfaceOf(f, 20);
  for (const [x, y] of [
    [-3, -2],
    [3, 4],
    [-2.97, 3.99],
    [0.1, 0.2],
    [1.234, -1.9],
  ]) {
    const off = Math.abs(valueAt(surface, { x, y }) - f(x, y));
    assert.ok(off < 1e-9, `${off} at ${x}, ${y}`);
  }
  assert.ok(Number.isNaN(valueAt(surface, { x: 3.01, y: 0 })));
});

test('the scale of heat falls evenly in lightness, and letters on it can be read', () => {
  const shades = Array.from({ length: 101 }, (_, i) => heat(i / 100));
  // CIE lightness, from luminance alone.
  const lightness = shades.map((color) => 116 * Math.cbrt(brightness(color)) - 16);
  const steps = lightness.slice(1).map((l, i) => lightness[i] - l);
  assert.ok(Math.min(...steps) > 0.2, `${Math.min(...steps)}`);
  assert.ok(Math.max(...steps) < 1.1, `${Math.max(...steps)}`);
  for (const color of shades) {
    const [dark, bright] = [brightness(color), brightness(letters(color))].sort((a, b) => a - b);
    assert.ok((bright + 0.05) / (dark + 0.05) >= 4.5, color);
  }
  assert.equal(heat(-1), heat(0));
  assert.equal(heat(2), heat(1));
});

test('light is good, whichever end is best', () => {
  assert.equal(shareOf(0.05, { range: [0.05, 0.3], best: 'low' }), 0);
  assert.equal(shareOf(0.9, { range: [0.05, 0.3], best: 'low' }), 1);
  assert.equal(shareOf(0.9, { range: [0.05, 0.3], best: 'high' }), 0);
});

test('an amount stands out from its ground, the more the larger it is', () => {
  for (const ground of [tokens.light.card, tokens.dark.card]) {
    const far = [0.05, 0.3, 0.6, 1].map((share) => {
      const [dark, bright] = [brightness(amount(share, ground)), brightness(ground)].sort(
        (a, b) => a - b,
      );
      return (bright + 0.05) / (dark + 0.05);
    });
    assert.deepEqual(
      [...far].sort((a, b) => a - b),
      far,
      ground,
    );
    assert.ok(far[0] > 1.05 && far[3] > 7, `${ground}: ${far}`);
  }
});

test('pixels are covered once each, and only those that are more than nothing', () => {
  const values = [0, 0.001, 1, 1, 1, 0];
  const options = {
    shape: /** @type {const} */ ([2, 3]),
    values,
    scale: /** @type {const} */ ('heat'),
  };
  const svg = pixels({ ...options, ink: '#000000', ground: '#ffffff' });
  assert.ok(svg.includes(`d="M1 0h1v1h-1z" fill="${heat(1 / 64)}"`), svg);
  assert.ok(svg.includes(`d="M2 0h1v1h-1zM0 1h2v1h-2z" fill="${heat(1)}"`), svg);
  assert.equal(svg.match(/<path/g)?.length, 2);
  assert.ok(
    !pixels({ shape: [1, 2], values: [0, 0], scale: 'heat', ink: '#000000' }).includes('path'),
  );
});

test('cells of a grid are medians over the seeds; one that mostly diverged has no value', () => {
  const view = /** @type {any} */ ({
    rows: { values: [1, 2] },
    columns: { values: [10] },
    best: 'low',
    value: (/** @type {any} */ run) => run.error,
    marked: () => [],
  });
  const run = (/** @type {number} */ row, /** @type {number} */ error) => ({
    cell: { row, column: 10 },
    error,
  });
  const runs = /** @type {any} */ ([
    run(1, 0.3),
    run(1, 0.1),
    run(1, NaN),
    run(2, NaN),
    run(2, NaN),
    run(2, 0.1),
  ]);
  assert.deepEqual(gridCells(view, runs), [
    { row: 1, column: 10, value: 0.3 },
    { row: 2, column: 10, value: NaN },
  ]);
  assert.deepEqual(gridCells(view, []), []);
});

test('every view of every experiment has a drawing, from short runs', async () => {
  const engine = await openEngine();
  try {
    for (const experiment of experiments) {
      const plans = experiment
        .specs({ settings: defaultSettings(experiment), seed: 1 })
        .slice(0, 3);
      const session = await engine.open(plans[0].spec);
      const { surface } = session.description;
      const { example } = plans[0];
      const shown = example && (await session.examples(example.split, [example.index]));
      await session.dispose();
      const specs = plans.map(({ spec }) => ({
        ...spec,
        stop: { updates: 4 },
        ...(spec.data && { evaluate: { every: 1, unit: 'update', examples: 50 } }),
      }));
      const runs = [];
      for await (const result of runAll(specs, { probes: (i) => plans[i].probes })) {
        assert.equal(result.error, null);
        const { id, rule, cell } = plans[result.index];
        const { spec, columns, probes } = result;
        runs.push({
          id,
          rule,
          cell,
          seed: 1,
          spec,
          columns,
          probes,
          divergedAt: -1,
          hash: '',
          example: shown,
        });
      }
      for (const view of experiment.views) {
        const svg = thumbnail({ view, runs, experiment, surface });
        const name = `${experiment.id}, ${view.id}`;
        assert.match(svg, /^<svg [^>]*width="96" height="64"/, name);
        assert.match(svg, /<(path|rect|circle) /, name);
        assert.doesNotMatch(svg, /NaN|Infinity|undefined|<text/, name);
        assert.ok(svg.length < 12_000, `${name}: ${svg.length} characters`);
      }
    }
  } finally {
    engine.close();
  }
});
