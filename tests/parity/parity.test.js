import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { LabError, openLab } from 'spusk';
import { generatedSpecs } from './generated.js';
import { nativeLines } from './lines.js';
import { specs, updates } from './specs.js';

const GENERATED_UPDATES = 40;
const root = new URL('../../', import.meta.url);

/** @type {Record<string, string>} Changes only in a commit that says why. */
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));

/** @param {import('spusk').Lab} lab @param {object} spec @param {number} count */
function hashOf(lab, spec, count) {
  const run = lab.createRun(spec);
  run.step(count);
  const hash = run.hash();
  run.dispose();
  return hash;
}

/** @param {string} variant @param {Record<string, object>} list @param {number} count */
function nativeHashes(variant, list, count) {
  const input = Object.values(list)
    .map((spec) => nativeLines(spec, count))
    .join('');
  const program = new URL(`.build/${variant}/parity`, root);
  const { status, stdout, stderr } = spawnSync(program.pathname, { input, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  const hashes = stdout.trim().split('\n');
  return Object.fromEntries(Object.keys(list).map((name, i) => [name, hashes[i]]));
}

const simd = await openLab({ simd: true });
const scalar = await openLab({ simd: false });
const script = await openLab({ core: 'js' });

/** Those of the generated specs that can be built: a loss fits only some data and nets. */
const generated = Object.fromEntries(
  Object.entries(generatedSpecs(simd.catalog)).filter(([name, spec]) => {
    try {
      simd.createRun(spec).dispose();
      return true;
    } catch (error) {
      if (error instanceof LabError && /^(loss|model)/.test(error.path) && / \d+$/.test(name)) {
        return false;
      }
      throw error;
    }
  }),
);
const wanted = Object.fromEntries(
  Object.entries(generated).map(([name, spec]) => [name, hashOf(simd, spec, GENERATED_UPDATES)]),
);

for (const [name, lab] of Object.entries({ 'with SIMD': simd, 'without SIMD': scalar })) {
  test(`WebAssembly ${name} in Node has the golden bits`, () => {
    const entries = Object.entries(specs);
    const got = entries.map(([key, spec]) => [key, hashOf(lab, spec, updates)]);
    assert.deepEqual(Object.fromEntries(got), golden);
  });
}

test('the core as JavaScript has the golden bits', () => {
  assert.equal(script.core, 'js');
  // It is slow: of the nets with convolutions one is enough.
  const chosen = Object.entries(specs).filter(([name]) => /mlp|conv-adam/.test(name));
  for (const [name, spec] of chosen) {
    assert.equal(hashOf(script, spec, updates), golden[name], name);
  }
});

test('generated runs: at least 60, and every kind of the catalogue is in one', () => {
  assert.ok(Object.keys(generated).length >= 60, `${Object.keys(generated).length} runs`);
  const text = JSON.stringify(generated);
  const needBytes = ['idx', 'cifar', 'csv', 'arrays'];
  for (const group of ['optimizers', 'schedules', 'layers', 'losses', 'datasets']) {
    for (const name of Object.keys(/** @type {any} */ (simd.catalog)[group])) {
      assert.ok(needBytes.includes(name) || text.includes(`"${name}"`), `${name} is in no run`);
    }
  }
});

test('generated runs: without SIMD as with it', () => {
  const entries = Object.entries(generated);
  const got = entries.map(([key, spec]) => [key, hashOf(scalar, spec, GENERATED_UPDATES)]);
  assert.deepEqual(Object.fromEntries(got), wanted);
});

test('generated runs: the core as JavaScript as WebAssembly', () => {
  const entries = Object.entries(generated);
  const got = entries.map(([key, spec]) => [key, hashOf(script, spec, GENERATED_UPDATES)]);
  assert.deepEqual(Object.fromEntries(got), wanted);
});

for (const variant of ['gcc', 'clang', 'sanitized']) {
  test(`native code (${variant}) has the golden bits`, () => {
    assert.deepEqual(nativeHashes(variant, specs, updates), golden);
  });
  test(`generated runs: native code (${variant}) as WebAssembly`, () => {
    assert.deepEqual(nativeHashes(variant, generated, GENERATED_UPDATES), wanted);
  });
}
