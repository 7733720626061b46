/** What charts are made of, without a canvas. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endOfAxis, placeOfUpdate } from '../../web/chart/axes.js';
import { spread } from '../../web/chart/furniture.js';
import { evenStep, roundUp, tickStep, topOf } from '../../web/chart/scale.js';
import { bandKind, buildSeries, nearest } from '../../web/chart/series.js';
import { ruleStyle, rules, runStyle, tokens } from '../../web/chart/theme.js';
import { thin } from '../../web/chart/thin.js';
import { Trace } from '../../web/state/trace.js';

/**
 * @param {object} options
 * @param {number} [options.seed]
 * @param {number[]} options.y
 * @param {number} [options.every]
 * @param {boolean} [options.alive]
 * @param {number} [options.divergedAt]
 */
function run({ seed = 1, y, every = 1, alive = true, divergedAt = -1 }) {
  const trace = new Trace();
  const update = y.map((_, i) => i * every);
  trace.append({
    update: Float64Array.from(update),
    epoch: Float64Array.from(update, (u) => u / 10),
    seconds: Float64Array.from(update, (u) => u / 100),
    loss: Float64Array.from(y),
  });
  return { id: 'a', rule: 'sgd', seed, trace, alive, divergedAt };
}

test('thinning keeps every spike, the ends and the gaps', () => {
  const n = 100_000;
  const x = Float64Array.from({ length: n }, (_, i) => i);
  const y = Float64Array.from({ length: n }, (_, i) => Math.sin(i / 5000));
  y[12_345] = 40;
  y[77_777] = -30;
  y[50_000] = NaN;
  const points = thin({ x, y }, { from: 0, to: n, columns: 400 });
  assert.ok(points.length <= 5 * 401, `${points.length} points`);
  assert.ok(points.some((p) => p.y === 40));
  assert.ok(points.some((p) => p.y === -30));
  assert.ok(points.some((p) => Number.isNaN(p.y)));
  assert.deepEqual(points[0], { x: 0, y: 0 });
  assert.equal(points.at(-1)?.x, n - 1);
  assert.ok(points.every((p, i) => i === 0 || p.x > points[i - 1].x));
});

test('short curves are not thinned', () => {
  const curve = { x: [0, 1, 2], y: [3, 2, 1] };
  const points = thin(curve, { from: 0, to: 10, columns: 300 });
  assert.deepEqual(points, [
    { x: 0, y: 3 },
    { x: 1, y: 2 },
    { x: 2, y: 1 },
  ]);
});

test('the line is the median over the seeds, with a band that depends on how many they are', () => {
  const runs = [5, 1, 3].map((v, k) => run({ seed: k + 1, y: [v, v / 2] }));
  const [line] = buildSeries({ runs, column: 'loss', axis: 'epoch' });
  assert.deepEqual([...line.x], [0, 0.1]);
  assert.deepEqual([...line.y], [3, 1.5]);
  assert.deepEqual([...line.low], [1, 0.5]);
  assert.deepEqual([...line.high], [5, 2.5]);
  assert.deepEqual(
    [1, 2, 3, 5, 6, 10].map((n) => bandKind(n)),
    ['none', 'none', 'range', 'range', 'quartiles', 'quartiles'],
  );
});

test('a row counts when all seeds have it, but for those that ended before', () => {
  const ahead = run({ seed: 1, y: [9, 8, 7, 6] });
  const behind = run({ seed: 2, y: [9, 8] });
  const columns = { column: 'loss', axis: /** @type {const} */ ('update') };
  assert.deepEqual([...buildSeries({ runs: [ahead, behind], ...columns })[0].x], [0, 1]);
  const over = run({ seed: 2, y: [9, 8], alive: false, divergedAt: 2 });
  const [line] = buildSeries({ runs: [ahead, over], ...columns });
  assert.deepEqual([...line.x], [0, 1, 2, 3]);
  assert.deepEqual(line.diverged, { x: 1, y: 8, update: 2 });
});

test('values that are not finite are left out of the median and mark the divergence', () => {
  const [line] = buildSeries({
    runs: [run({ y: [2, 3, Infinity], alive: false, divergedAt: 2 })],
    column: 'loss',
    axis: 'update',
  });
  assert.deepEqual([...line.y], [2, 3]);
  assert.deepEqual(line.diverged, { x: 1, y: 3, update: 2 });
});

test('the scale grows for a curve that would not be seen, and for no other', () => {
  const series = (/** @type {number[]} */ y) =>
    buildSeries({ runs: [run({ y })], column: 'loss', axis: 'update' });
  const top = (/** @type {number[]} */ y, before = 0) =>
    topOf({ top: 0.6, series: series(y), from: 2, before });
  assert.equal(top([0.9, 0.9]), 0.6, 'it has just begun');
  assert.equal(top([0.9, 0.7, 0.5]), 0.6);
  assert.equal(top([0.9, 0.5, 1e9]), 0.6, 'it was seen and left through the top');
  assert.equal(top([0.9, 0.9, 0.85]), 1);
  assert.equal(top([0.9, 0.7, 0.5], 1), 1, 'it does not shrink');
});

test('axes end at round numbers and their ticks divide them', () => {
  assert.deepEqual([0.7, 1, 1.1, 7, 630, 999].map(roundUp), [0.8, 1, 2, 8, 800, 1000]);
  for (const end of [0.1, 0.6, 0.9, 1, 2, 2.5, 3, 4, 5, 6, 8, 10, 40, 600]) {
    const ticks = end / evenStep(end);
    assert.ok(Math.abs(ticks - Math.round(ticks)) < 1e-9 && ticks >= 2.5 && ticks <= 6, `${end}`);
  }
  assert.equal(tickStep(10, 5), 2);
  assert.equal(tickStep(630, 5), 200);
});

test('the x axis is as long as planned, or a round number beyond', () => {
  const spec = { data: { train: 2000 }, batch: { size: 32 }, stop: { epochs: 10 } };
  const end = (/** @type {any} */ axis, /** @type {number} */ rows) =>
    endOfAxis({ axis, specs: [spec], runs: [run({ y: Array(rows).fill(1), every: 10 })] });
  assert.equal(end('epoch', 5), 10);
  assert.equal(end('update', 5), 630);
  assert.equal(end('examples', 5), 20000);
  assert.equal(end('epoch', 13), 20);
  assert.equal(end('seconds', 13), 2);
});

test('an event between two rows lies between them', () => {
  const traced = run({ y: [1, 1, 1], every: 10 });
  assert.equal(placeOfUpdate(traced, 15, 'epoch'), 1.5);
  assert.equal(placeOfUpdate(traced, 15, 'update'), 15);
  assert.equal(placeOfUpdate(traced, 99, 'epoch'), 2);
});

test('names at the ends of lines do not overlap and stay inside', () => {
  const labels = [50, 51, 52, 99, 100].map((y) => ({ y }));
  spread(labels, 15, 0, 100);
  for (let i = 1; i < labels.length; i++) {
    assert.ok(labels[i].y - labels[i - 1].y >= 14.999, JSON.stringify(labels));
  }
  assert.ok(labels[0].y >= 0 && labels[4].y <= 100);
});

test('the nearest value', () => {
  assert.equal(nearest([0, 1, 4], 2.4), 1);
  assert.equal(nearest([0, 1, 4], 2.6), 2);
  assert.equal(nearest([0, 1, 4], -5), 0);
  assert.equal(nearest([], 1), -1);
});

/** Relative luminance and contrast as WCAG 2 defines them. */
const luminance = (/** @type {string} */ hex) =>
  [1, 3, 5]
    .map((i) => parseInt(hex.slice(i, i + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
const contrast = (/** @type {string} */ a, /** @type {string} */ b) => {
  const [x, y] = [luminance(a), luminance(b)].sort((p, q) => q - p);
  return (x + 0.05) / (y + 0.05);
};

test('every rule can be seen and read on its ground, and has dashes of its own', () => {
  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    const { paper, card, soft, ok, no, edge } = tokens[scheme];
    for (const rule of Object.keys(rules)) {
      const { line, text } = ruleStyle(rule, scheme);
      assert.ok(contrast(line, paper) >= 3, `${rule} line ${scheme}`);
      assert.ok(contrast(text, paper) >= 4.5, `${rule} text ${scheme}`);
      assert.ok(contrast(text, card) >= 4.5, `${rule} text on card ${scheme}`);
    }
    for (const color of [soft, ok, no]) assert.ok(contrast(color, paper) >= 4.5);
    assert.ok(contrast(edge, card) >= 3, 'the edge of a field');
  }
  const dashes = Object.values(rules).map(({ dash }) => dash.join());
  assert.equal(new Set(dashes).size, dashes.length);
});

test('shades of any rule can be seen and read, get fuller, and have dashes of their own', () => {
  for (const scheme of /** @type {const} */ (['light', 'dark'])) {
    const { paper, card } = tokens[scheme];
    for (const rule of Object.keys(rules)) {
      assert.deepEqual(runStyle({ rule }, scheme), ruleStyle(rule, scheme));
      for (let n = 2; n <= 8; n++) {
        const all = Array.from({ length: n }, (_, i) =>
          runStyle({ rule, shade: (i + 1) / n }, scheme),
        );
        const seen = all.map(({ line }) => contrast(line, paper));
        assert.ok(seen[0] >= 3, `${rule} ${scheme}: ${seen}`);
        assert.ok(
          seen.every((c, i) => i === 0 || c > seen[i - 1] * 1.1),
          `${seen}`,
        );
        assert.ok(all.every(({ text }) => contrast(text, paper) >= 4.5));
        assert.ok(all.every(({ text }) => contrast(text, card) >= 4.5));
        assert.equal(new Set(all.map(({ dash }) => dash.join())).size, n);
      }
    }
  }
});
