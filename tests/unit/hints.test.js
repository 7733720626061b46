/** The page of the site names the files that it will need, so that they come at once. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const dist = new URL('../../web/dist/', import.meta.url);
const html = await readFile(new URL('index.html', dist), 'utf8');

/** @param {string} rel @returns {string[]} paths */
const hinted = (rel) =>
  [...html.matchAll(/<link href="\.\/(assets\/[^"]+)" rel="(\w+)"/g)]
    .filter(([, , kind]) => kind === rel)
    .map(([, path]) => path);

/** @param {string} path @returns {Promise<string[]>} what it imports at once */
async function importsOf(path) {
  const text = await readFile(new URL(path, dist), 'utf8');
  const found = text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g);
  return [...found].map(([, name]) => `assets/${name}`);
}

test('all that the script imports is named, and what a lab needs besides', async () => {
  const [, script] = /src="\.\/(assets\/site-[^"]+)"/.exec(html) ?? [];
  const first = [script, ...hinted('modulepreload')];
  const later = hinted('later');
  assert.ok(later.length > 0);
  for (const path of first) {
    for (const needed of await importsOf(path)) assert.ok(first.includes(needed), needed);
  }
  const modules = later.filter((path) => path.endsWith('.js'));
  for (const path of modules) {
    for (const needed of await importsOf(path)) {
      assert.ok(first.includes(needed) || later.includes(needed), needed);
    }
  }
  assert.equal(later.length - modules.length, 1, 'one build of the core');
});
