import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openLab } from 'spusk';
import { nativeLines } from './lines.js';
import { specs, updates } from './specs.js';

const root = new URL('../../', import.meta.url);

/** @type {Record<string, string>} Changes only in a commit that says why. */
const golden = JSON.parse(readFileSync(new URL('golden.json', import.meta.url), 'utf8'));

/** @param {(spec: object, name: string) => string} train gives the hash after `updates` updates */
function expectGolden(train) {
  const got = Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, train(spec, name)]));
  assert.deepEqual(got, golden);
}

for (const simd of [true, false]) {
  test(`WebAssembly ${simd ? 'with' : 'without'} SIMD in Node has the golden bits`, async () => {
    const lab = await openLab({ simd });
    expectGolden((spec) => {
      const run = lab.createRun(spec);
      run.step(updates);
      const hash = run.hash();
      run.dispose();
      return hash;
    });
  });
}

for (const variant of ['gcc', 'clang', 'sanitized']) {
  test(`native code (${variant}) has the golden bits`, () => {
    const input = Object.values(specs).map((spec) => nativeLines(spec, updates)).join('');
    const program = new URL(`.build/${variant}/parity`, root);
    const { status, stdout, stderr } = spawnSync(program.pathname, { input, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    const hashes = stdout.trim().split('\n');
    const names = Object.keys(specs);
    expectGolden((spec, name) => hashes[names.indexOf(name)]);
  });
}
