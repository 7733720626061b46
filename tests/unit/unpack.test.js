/** What the build packs comes out of the page's own reader as it was. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { unpack } from '../../web/core/unpack.js';
import { packed } from '../../web/tools/pack.js';

/** @type {string} */
let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), 'spusk-'))));
after(() => rm(folder, { recursive: true }));

/** @param {Uint8Array} bytes */
async function goesRound(bytes) {
  const path = join(folder, 'file');
  await writeFile(path, bytes);
  const small = await packed(path);
  assert.equal(Buffer.compare(unpack(small), bytes), 0);
  return small.length;
}

/** Bytes of a generator that is none of the core's. @param {number} n */
function noise(n) {
  let x = 1;
  return Uint8Array.from({ length: n }, () => (x = Math.imul(x, 48271) % 0x7fffffff) >>> 16);
}

test('the core, smaller than gzip makes it', async () => {
  const core = await readFile(new URL('../../web/dist/spusk.wasm', import.meta.url));
  assert.ok((await goesRound(core)) < 0.4 * core.length);
});

test('a text, with matches far back', async () => {
  const text = await readFile(new URL('../../web/dist/spusk-core.js', import.meta.url));
  await goesRound(Buffer.concat([text, noise(200_000), text]));
});

test('noise, runs of one byte, and patterns of every short distance', async () => {
  assert.ok((await goesRound(noise(100_000))) > 100_000);
  assert.ok((await goesRound(new Uint8Array(100_000).fill(7))) < 200);
  for (let period = 1; period < 20; period++) {
    const pattern = noise(period);
    await goesRound(
      Uint8Array.from({ length: 3000 }, (_, k) => pattern[k % period] ^ Number(k % 97 < 2)),
    );
  }
});

test('one byte, and none', async () => {
  await goesRound(Uint8Array.of(255));
  await goesRound(new Uint8Array(0));
});
