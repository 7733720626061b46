/** Functions of two parameters, and the rules on them, through the public interface. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLab } from 'spusk';
import { HASH_START, hashed, labError } from './specs.js';

const lab = await openLab();

test('a surface tells its values, gradients, minima and window', () => {
  assert.equal(Object.keys(lab.catalog.surfaces).length, 10);
  for (const name of Object.keys(lab.catalog.surfaces)) {
    const surface = lab.surface(name);
    const [x0, x1, y0, y1] = surface.view;
    assert.ok(x0 < surface.start[0] && surface.start[0] < x1, name);
    assert.ok(y0 < surface.start[1] && surface.start[1] < y1, name);
    for (const [x, y] of surface.minima) {
      assert.ok(Math.hypot(...surface.gradient(x, y)) < 1e-12, name);
    }
    const [x, y] = surface.start;
    const h = 1e-6;
    const [dx, dy] = surface.gradient(x, y);
    const scale = 1 + Math.hypot(dx, dy);
    const slopes = [
      (surface.value(x + h, y) - surface.value(x - h, y)) / (2 * h),
      (surface.value(x, y + h) - surface.value(x, y - h)) / (2 * h),
    ];
    assert.ok(Math.hypot(slopes[0] - dx, slopes[1] - dy) < 1e-5 * scale, name);
  }
  assert.equal(lab.surface('himmelblau').minima.length, 4);
  assert.equal(lab.surface('rosenbrock').value(1, 1), 0);
  const ravine = lab.surface({ name: 'ravine', condition: 50 });
  assert.equal(ravine.value(2, 1), 2 + 25);
  assert.deepEqual(ravine.gradient(2, 1), [2, 50]);
  assert.deepEqual(ravine.spec, { name: 'ravine', condition: 50, angle: 0 });
});

test('a grid is row after row from the lower left', () => {
  const beale = lab.surface('beale');
  const grid = beale.grid(4, 3, [0, 3, -1, 1]);
  const points = [-1, 0, 1].flatMap((y) => [0, 1, 2, 3].map((x) => beale.value(x, y)));
  assert.deepEqual([...grid], points);
  assert.equal(beale.grid(5).length, 25);
  assert.throws(() => beale.grid(1), labError('nx', /whole number from 2/));
  assert.throws(() => beale.grid(2, 1e9), labError('ny', /whole number from 2/));
  assert.throws(
    () => beale.grid(2, 2, /** @type {any} */ ([0, 1])),
    labError('window', 'window must be [x0, x1, y0, y1]'),
  );
});

test('descent by hand: the first steps of momentum on a ravine', () => {
  const descent = lab.createDescent({
    surface: { name: 'ravine', condition: 4 },
    optimizer: { name: 'momentum', lr: 0.25, alpha: 0.5 },
    start: [1, 2],
  });
  assert.deepEqual(descent.step(2), { updates: 2, diverged: false, divergedAt: -1 });
  const { update, x, y, value, gradNorm } = descent.path();
  assert.deepEqual([...update], [0, 1, 2]);
  // h = 0.25 (1, 8), then 0.5 h + 0.25 (0.75, 0)
  assert.deepEqual([...x], [1, 0.75, 0.4375]);
  assert.deepEqual([...y], [2, 0, -1]);
  assert.deepEqual([...value], [8.5, 0.28125, 0.4375 ** 2 / 2 + 2]);
  assert.equal(gradNorm[0], Math.hypot(1, 8));
  assert.equal(descent.position.x, 0.4375);
  descent.dispose();
});

test('a spec has defaults, and the surface brings the start', () => {
  const descent = lab.createDescent({ surface: 'rosenbrock' });
  assert.deepEqual(descent.spec.start, [-1.2, 1]);
  assert.equal(descent.spec.optimizer.name, 'sgd');
  assert.equal(descent.spec.surface.steepness, 100);
  assert.deepEqual(
    [descent.spec.noise, descent.spec.seed, descent.spec.stop],
    [0, 1, { updates: 0 }],
  );
  assert.ok(Math.abs(descent.position.x + 1.2) < 1e-7);
  descent.dispose();
  const again = lab.createDescent({ ...descent.spec, start: [0.5, 0.5] });
  assert.equal(again.position.value, 0.25 + 100 * 0.0625);
  again.dispose();
});

test('divergence is a result', () => {
  const descent = lab.createDescent({
    surface: { name: 'ravine', condition: 100 },
    optimizer: { name: 'sgd', lr: 0.05 },
  });
  const { updates, diverged, divergedAt } = descent.step(1000);
  assert.ok(diverged && divergedAt === updates + 1 && updates < 100);
  assert.deepEqual(descent.step(10), { updates, diverged, divergedAt });
  assert.equal(descent.path().update.length, updates + 1);
  descent.dispose();
});

test('noise comes from the seed', () => {
  const ends = [1, 2, 1].map((seed) => {
    const descent = lab.createDescent({ surface: 'bowl', noise: 0.3, seed });
    descent.step(50);
    const { x, y } = descent.position;
    descent.dispose();
    return [x, y];
  });
  assert.deepEqual(ends[0], ends[2]);
  assert.notDeepEqual(ends[0], ends[1]);
});

test('every rule on every surface has the same bits with and without SIMD', async () => {
  const labs = await Promise.all([openLab({ simd: true }), openLab({ simd: false })]);
  for (const surface of Object.keys(lab.catalog.surfaces)) {
    for (const name of Object.keys(lab.catalog.optimizers)) {
      const [a, b] = labs.map((one) => {
        const descent = one.createDescent({ surface, optimizer: { name }, noise: 0.01 });
        descent.step(60);
        const path = descent.path();
        descent.dispose();
        return path;
      });
      assert.deepEqual(a, b, `${name} on ${surface}`);
    }
  }
});

test('where every rule ends on every surface has the bits of the native builds', () => {
  let hash = HASH_START;
  for (const surface of Object.keys(lab.catalog.surfaces)) {
    for (const name of Object.keys(lab.catalog.optimizers)) {
      const descent = lab.createDescent({ surface, optimizer: { name }, noise: 0.01 });
      descent.step(60);
      const { x, y, value, gradNorm } = descent.position;
      hash = hashed(hash, Float64Array.of(x, y, value, gradNorm));
      descent.dispose();
    }
  }
  assert.equal(hash.toString(16).padStart(16, '0'), 'd690c13af1b50700');
});

test('a path of any length stays within bounds and ends where the descent is', () => {
  const descent = lab.createDescent({ surface: 'saddle', optimizer: { name: 'sgd', lr: 1e-5 } });
  descent.step(200001);
  const { update, x } = descent.path();
  assert.ok(update.length <= 65537 && update.length > 32768);
  assert.equal(update.at(-1), 200001);
  assert.equal(x.at(-1), descent.position.x);
  assert.ok(update.every((t, i) => i === 0 || t > update[i - 1]));
  descent.dispose();
});

test('mistakes in a spec are named', () => {
  const wrong = (/** @type {unknown} */ spec) => () => lab.createDescent(spec);
  assert.throws(wrong({ surface: 'bowll' }), labError('surface', /did you mean bowl/));
  assert.throws(wrong({}), labError('surface', 'surface is missing'));
  assert.throws(
    wrong({ surface: { name: 'ravine', condition: 0 } }),
    labError('surface.condition', /from 1 to 10000, not 0/),
  );
  assert.throws(wrong({ surface: 'bowl', start: [1] }), labError('start', /\[x, y\]/));
  assert.throws(wrong({ surface: 'bowl', start: [1, NaN] }), labError('start', /\[x, y\]/));
  assert.throws(wrong({ surface: 'bowl', noise: -1 }), labError('noise', /from 0/));
  assert.throws(
    wrong({ surface: 'bowl', optimizer: { name: 'adamm' } }),
    labError('optimizer.name', /did you mean adam/),
  );
  assert.throws(
    wrong({ surface: 'bowl', stop: { epochs: 1 } }),
    labError('stop.epochs', /unknown/),
  );
  assert.throws(wrong(null), labError('', /must be an object/));
  assert.throws(() => lab.surface('peak'), labError('surface', /unknown surface: peak/));
  const descent = lab.createDescent({ surface: 'bowl' });
  assert.throws(() => descent.step(-1), labError('n', /whole number from 0, not -1/));
  descent.dispose();
  descent.dispose();
  assert.throws(() => descent.step(), labError('', /disposed/));
});

test('descents give their memory back', () => {
  const before = lab.liveBytes;
  for (let i = 0; i < 200; i++) {
    const descent = lab.createDescent({ surface: 'plateau', optimizer: { name: 'adam' } });
    descent.step(100);
    descent.dispose();
  }
  assert.equal(lab.liveBytes, before);
});
