/** Smoothing, bands, thinning, scales and files of the charts, against dumb second ways. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCsv } from '../../web/chart/csv.js';
import { nameShapes } from '../../web/chart/furniture.js';
import { bottomOf, evenTicks, logTicks, shareOf, valueOf } from '../../web/chart/scale.js';
import { buildSeries } from '../../web/chart/series.js';
import { smooth } from '../../web/chart/smooth.js';
import { curvesSvg } from '../../web/chart/svg-curves.js';
import { thin } from '../../web/chart/thin.js';
import { runStyle, tokens } from '../../web/chart/theme.js';
import { mean, quantile } from '../../web/experiments/measure.js';
import { Trace } from '../../web/state/trace.js';

/** Numbers that look random and are the same every time. */
function numbers(seed = 1) {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/**
 * @param {number} seed
 * @param {string} [id]
 */
const run = (seed, id = 'a') => ({
  ...{ id, rule: 'sgd', seed, alive: true, divergedAt: -1 },
  trace: new Trace(),
});

/**
 * @param {{trace: Trace}} run
 * @param {number[]} y
 * @param {number} every updates
 */
function grow({ trace }, y, every = 1) {
  const update = Float64Array.from(y, (_, i) => (trace.length + i) * every);
  trace.append({ update, epoch: update.map((u) => u / 10), loss: Float64Array.from(y) });
}

test('smoothing is a weighted mean whose weights add up to one', () => {
  const next = numbers();
  const y = Array.from({ length: 50 }, () => next());
  const w = 0.9;
  const smoothed = smooth(y, w);
  for (const n of [0, 1, 7, 49]) {
    const weights = y.slice(0, n + 1).map((_, i) => w ** (n - i));
    const sum = weights.reduce((a, b) => a + b);
    const wanted = weights.reduce((total, weight, i) => total + weight * y[i], 0) / sum;
    assert.ok(Math.abs(smoothed[n] - wanted) < 1e-12, `${n}`);
  }
  assert.equal(smoothed[0], y[0], 'the first is not drawn towards zero');
});

test('smoothing passes through what is constant or not finite, and does not count it', () => {
  assert.deepEqual([...smooth([0.1, 0.1, 0.1], 0.99)], [0.1, 0.1, 0.1]);
  const [a, gap, b, end] = smooth([1, NaN, 2, Infinity], 0.5);
  assert.deepEqual([a, gap, end], [1, NaN, Infinity]);
  assert.ok(Math.abs(b - (0.5 * 1 + 2) / 1.5) < 1e-12);
  assert.deepEqual([...smooth([3, 1, 2], 0)], [3, 1, 2]);
});

test('bands are what they are called, over any number of seeds', () => {
  const next = numbers(7);
  for (const seeds of [2, 3, 5, 8]) {
    const runs = Array.from({ length: seeds }, (_, k) => run(k + 1));
    const rows = runs.map(() => Array.from({ length: 4 }, () => next()));
    runs.forEach((one, k) => grow(one, rows[k]));
    const column = (/** @type {number} */ i) => rows.map((row) => row[i]);
    const of = (/** @type {any} */ band) =>
      buildSeries({ runs, column: 'loss', axis: 'update', band })[0];
    for (const i of [0, 3]) {
      const values = column(i);
      const close = (/** @type {number} */ a, /** @type {number} */ b) =>
        assert.ok(Math.abs(a - b) < 1e-12, `${a} ${b}`);
      const [range, quartiles, deviation] = [of('range'), of('quartiles'), of('deviation')];
      close(range.low[i], Math.min(...values));
      close(range.high[i], Math.max(...values));
      close(range.y[i], quantile(values, 0.5));
      close(quartiles.low[i], quantile(values, 0.25));
      close(quartiles.high[i], quantile(values, 0.75));
      const sd = Math.sqrt(
        values.reduce((sum, v) => sum + (v - mean(values)) ** 2, 0) / (seeds - 1),
      );
      close(deviation.y[i], mean(values));
      close(deviation.high[i] - deviation.y[i], sd);
      assert.ok(Number.isNaN(of('none').low[i]));
    }
  }
});

test('a line that grew piece by piece is the line that is read at once', () => {
  const next = numbers(3);
  const runs = [run(1), run(2), run(3)];
  for (let turn = 0; turn < 60; turn++) {
    const one = runs[Math.floor(3 * next())];
    const rows = Math.floor(5 * next());
    grow(
      one,
      Array.from({ length: rows }, () => (next() < 0.05 ? NaN : next())),
    );
    if (turn === 40) runs[1].alive = false; // it ended before the others
    const [piecemeal] = buildSeries({ runs, column: 'loss', axis: 'epoch' });
    const fresh = runs.map((same) => ({ ...same }));
    const [atOnce] = buildSeries({ runs: fresh, column: 'loss', axis: 'epoch' });
    assert.deepEqual(piecemeal, atOnce, `turn ${turn}`);
  }
});

test('nothing is worked out again for a line that has not grown', () => {
  const runs = [run(1), run(2, 'b')];
  runs.forEach((one) => grow(one, [3, 2]));
  const ask = () => buildSeries({ runs, column: 'loss', axis: 'epoch' });
  const [a, b] = ask();
  grow(runs[1], [1]);
  const [sameA, newB] = ask();
  assert.equal(sameA, a);
  assert.notEqual(newB, b);
  assert.deepEqual([...b.y], [3, 2], 'a series that was given away never changes');
});

test('of 100,000 points a spike in each pixel column survives', () => {
  const n = 100_000;
  const columns = 400;
  const next = numbers(11);
  const x = Float64Array.from({ length: n }, (_, i) => i);
  const y = Float64Array.from({ length: n }, () => next());
  const spikes = Array.from({ length: columns }, (_, c) => {
    const at = Math.floor(((c + next()) * n) / columns);
    y[at] = (c % 2 ? -1 : 1) * (100 + c);
    return at;
  });
  const kept = new Set(thin({ x, y }, { from: 0, to: n, columns }).map((point) => point.x));
  assert.ok(kept.size <= 5 * (columns + 1), `${kept.size}`);
  assert.ok(spikes.every((at) => kept.has(at)));
});

test('of a curve outside the view only the next points are kept', () => {
  const n = 10_000;
  const x = Float64Array.from({ length: n }, (_, i) => i);
  const points = thin({ x, y: x }, { from: 5000, to: 5010, columns: 400 });
  assert.deepEqual(
    points.map((point) => point.x),
    [4999, 5000, 5001, 5002, 5003, 5004, 5005, 5006, 5007, 5008, 5009, 5010],
  );
});

test('logarithmic scales: ticks, places, and what has no logarithm', () => {
  assert.deepEqual(logTicks({ from: 0.01, to: 100, log: true }, 6), [0.01, 0.1, 1, 10, 100]);
  assert.deepEqual(logTicks({ from: 1, to: 10, log: true }, 6), [1, 2, 5, 10]);
  assert.deepEqual(logTicks({ from: 1e-12, to: 1, log: true }, 6), [
    ...[1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1],
  ]);
  const range = { from: 0.01, to: 100, log: true };
  assert.equal(shareOf(range, 1), 0.5);
  assert.ok(shareOf(range, 0) < -1 && shareOf(range, -3) < -1, 'they leave at the bottom');
  for (const value of [0.01, 0.3, 100]) {
    assert.ok(Math.abs(valueOf(range, shareOf(range, value)) - value) < 1e-9 * value);
  }
  assert.deepEqual(evenTicks(0, 0.6, 0.2), [0, 0.2, 0.4, 0.6]);
  assert.deepEqual(evenTicks(3.1, 5, 0.5), [3.5, 4, 4.5, 5]);
});

test('a logarithmic axis begins below what is shown, and does not go back up', () => {
  const runs = [run(1)];
  grow(runs[0], [10, 0.3, 0.02, 0, -1]);
  const series = buildSeries({ runs, column: 'loss', axis: 'update' });
  const shown = { series, top: 100, from: 0 };
  assert.equal(bottomOf({ ...shown, to: 1 }), 0.1);
  assert.equal(bottomOf({ ...shown, to: 4 }), 0.01);
  assert.equal(bottomOf({ ...shown, to: 1, before: 0.001 }), 0.001);
  assert.equal(bottomOf({ ...shown, series: [], to: 4 }), 1);
});

test('csv holds numbers as they are and quotes what needs it', () => {
  assert.equal(
    toCsv(
      ['a, "b"', 'y'],
      [
        ['x\ny', 0.1],
        ['z', NaN],
        ['1e-7', 1e-7],
      ],
    ),
    '"a, ""b""",y\r\n"x\ny",0.1\r\nz,\r\n1e-7,1e-7\r\n',
  );
});

/** @param {Partial<import('../../web/chart/picture.js').Picture>} [more] */
function picture(more = {}) {
  const runs = [run(1), run(2), run(3)];
  runs.forEach((one, k) => grow(one, [0.9, 0.5 + k / 10, 0.2]));
  runs[0].divergedAt = 3;
  const [series] = buildSeries({ runs, column: 'loss', axis: 'update' });
  const { paper, ink, soft, line, edge } = tokens.light;
  const ticks = [0, 1].map((value) => ({ value, text: String(value) }));
  return {
    lines: [{ series, name: '<b>&"run"', style: runStyle({ rule: 'sgd' }, 'light') }],
    pale: [{ series, style: runStyle({ rule: 'adam' }, 'light'), opacity: 0.3 }],
    drawn: { points: [{ x: 0, y: 1 }], color: ink, dash: [2, 2], label: 'drawn' },
    events: [{ x: 1, text: 'step 0.1 → 0.2', color: soft }],
    x: { from: 0, to: 2, log: false, ticks },
    y: { from: 0, to: 1, log: false, ticks },
    format: (/** @type {number} */ value) => value.toFixed(2),
    divergedText: (/** @type {number} */ update) => `diverged at ${update}`,
    cursor: null,
    style: { ...{ paper, ink, soft, line, edge }, font: 'sans-serif', scale: 1, width: 2 },
    ...more,
  };
}

test('an exported chart says all that the canvas shows, and is well-formed', () => {
  const svg = curvesSvg(picture(), {
    width: 640,
    height: 480,
    title: 'Test error',
    subtitle: '1,000 digits & more',
  });
  for (const text of ['Test error', '1,000 digits &amp; more', 'diverged at 3', 'drawn']) {
    assert.ok(svg.includes(text), text);
  }
  assert.ok(svg.includes('&lt;b&gt;&amp;&quot;run&quot; 0.20'), 'names are text');
  assert.ok(svg.includes('step 0.1 → 0.2'));
  assert.match(svg, /stroke-dasharray="6 3"/);
  assert.doesNotMatch(svg, /NaN|Infinity|undefined| id="/);
  // Every element that is opened is closed, in order.
  /** @type {string[]} */
  const open = [];
  for (const [, end, name, alone] of svg.matchAll(/<(\/?)([a-z]+)(?:"[^"]*"|[^">])*?(\/?)>/g)) {
    if (end) assert.equal(open.pop(), name);
    else if (!alone) open.push(name);
  }
  assert.deepEqual(open, []);
});

test('the name of a line that has left the picture stands beside the plot, however long it is', () => {
  const area = { left: 40, right: 200, top: 0, bottom: 100 };
  const measure = (/** @type {string} */ text) => 8 * text.length;
  /** @param {string} name @param {number} value @param {number} width */
  const label = (name, value, width) => {
    const one = run(1);
    grow(one, [1, 0.5, value]);
    const [series] = buildSeries({ runs: [one], column: 'loss', axis: 'update' });
    const [shape] = nameShapes(
      {
        ...{ area, width, measure, columns: 160 },
        px: (x) => 40 + 80 * x,
        py: (y) => 100 - 100 * y,
      },
      picture({
        lines: [{ series, name, style: runStyle({ rule: 'sgd' }, 'light') }],
        drawn: null,
      }),
    );
    if (shape.type !== 'text') throw new Error(shape.type);
    return { text: shape.text, left: shape.x, right: shape.x + measure(shape.text) };
  };
  for (const [name, value, width, text] of /** @type {const} */ ([
    ['momentum', 0.5, 320, 'momentum 0.50'],
    ['momentum', -2, 340, 'momentum -2.00 ↓'],
    ['momentum', -2, 320, 'momentum ↓'],
    ['momentum', 2, 320, 'momentum ↑'],
    ['momentum with friction', -2, 320, 'momentum wi… ↓'],
    ['momentum with friction', 0.5, 320, 'momentum… 0.50'],
  ])) {
    const found = label(name, value, width);
    assert.equal(found.text, text);
    assert.ok(found.left >= area.right && found.right <= width, JSON.stringify(found));
  }
  // Rather than a letter less a little of the plot's edge.
  const near = label('momentum', 0.5, 302);
  assert.deepEqual(near, { text: 'momentum 0.50', left: 198, right: 302 });
});

test('what is said of the seeds stands behind the subtitle, or below it, in one piece', () => {
  /** @param {number} width */
  const texts = (width) => {
    const options = {
      height: 300,
      title: 'Test error',
      subtitle: '1,000 digits',
      note: '5 starts',
    };
    const svg = curvesSvg(picture(), { ...options, width, measure: (text) => 8 * text.length });
    return [...svg.matchAll(/<text[^>]*>([^<]*)</g)].map(([, text]) => text).slice(0, 3);
  };
  assert.deepEqual(texts(200).slice(0, 2), ['Test error', '1,000 digits · 5 starts']);
  assert.deepEqual(texts(150), ['Test error', '1,000 digits', '5 starts']);
});

test('numbers in a file are written the same everywhere, and without exponents', () => {
  const svg = curvesSvg(
    picture({ y: { from: 1e-9, to: 1, log: true, ticks: [{ value: 1, text: '1' }] } }),
    { width: 640, height: 480, title: 'x', subtitle: '' },
  );
  assert.doesNotMatch(svg, / (?:d|x|y|width|height|viewBox)="[^"]*e[^"]*"/);
});
