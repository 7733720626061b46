/** What travels: sizes of what was built, gzip, and that nothing travels twice. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { experiments } from '../../web/experiments/index.js';
import { SITE_TEXTS, buildModule, bundling, moduleWithOne } from '../../web/tools/module.js';

const dist = new URL('../../web/dist/', import.meta.url);

/** @param {Uint8Array} bytes */
const gzip = (bytes) => gzipSync(bytes, { level: 9 }).length / 1000;
/** @param {string} name */
const kilobytes = (name) => gzip(readFileSync(new URL(name, dist)));

// The aim is 60 kB; this is where it is, so that it does not grow unnoticed.
test('the core stays small', () => {
  assert.ok(kilobytes('spusk.wasm') < 69.5, `${kilobytes('spusk.wasm')} kB`);
  assert.ok(kilobytes('spusk-scalar.wasm') < 75, `${kilobytes('spusk-scalar.wasm')} kB`);
  assert.ok(kilobytes('spusk-core.js') < 110, `${kilobytes('spusk-core.js')} kB`);
});

test('spusk.html stays within its bound', () => {
  assert.ok(kilobytes('spusk.html') <= 450, `${kilobytes('spusk.html')} kB`);
});

// The aim is 170 kB. The core is 59 of it; Chart.js, Lit, the worker, the state and two languages make it 145.
test('spusk.js with one experiment does not grow', async () => {
  const one = gzip(await moduleWithOne('sgd-vs-adam'));
  assert.ok(one < 220, `${one} kB`);
});

test('an experiment without pictures has none of their elements inside', async () => {
  const one = Buffer.from(await moduleWithOne('sgd-vs-adam')).toString();
  assert.ok(one.includes('spusk-chart') && one.includes('spusk-predict-choice'));
  assert.ok(!/"spusk-(surface|grid|noise|images|predict-rank)",/.test(one));
  const all = readFileSync(new URL('spusk.js', dist), 'utf8');
  assert.ok(/"spusk-surface",/.test(all));
});

test('more experiments cost spusk.js their data, texts and sources, and nothing else', async () => {
  const one = gzip(await moduleWithOne('sgd-vs-adam', experiments));
  const folders = readdirSync(new URL('../../web/experiments/', import.meta.url), {
    withFileTypes: true,
  }).filter((entry) => entry.isDirectory());
  const more = (kilobytes('spusk.js') - one) / (folders.length - 1);
  assert.ok(more > 0 && more < 10, `${more} kB for each`);
});

test('spusk.js asks for none of the texts that only the site has', async () => {
  const { metafile } = await buildModule(bundling());
  const own = Object.keys(metafile.inputs).filter((path) => /^(ui|state|chart|data)\//.test(path));
  assert.ok(own.includes('ui/lab.js') && !own.includes('ui/site.js'));
  for (const path of own) {
    const text = readFileSync(new URL(`../../web/${path}`, import.meta.url), 'utf8');
    const code = text.replace(/\/\*[^]*?\*\//g, '');
    const asked = SITE_TEXTS.filter((group) => new RegExp(`['"\`]${group}\\.`).test(code));
    assert.deepEqual(asked, [], path);
  }
});

test('scripts of the site have no WebAssembly inside, and each file of the core is there once', () => {
  const files = readdirSync(new URL('assets/', dist));
  for (const name of files.filter((file) => file.endsWith('.js'))) {
    const text = readFileSync(new URL(`assets/${name}`, dist), 'utf8');
    assert.ok(!/[A-Za-z0-9+/]{50000}/.test(text), `${name} holds a large block of base64`);
  }
  assert.equal(files.filter((file) => /^spusk-.*wasm$/.test(file)).length, 2);
  assert.equal(files.filter((file) => /^spusk-core-.*js$/.test(file)).length, 1);
});
