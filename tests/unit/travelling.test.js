/** What the build makes of texts and names on their way: they mean what they meant before. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { build } from '../../web/node_modules/esbuild/lib/main.js';
import { shortNames } from '../../web/tools/names.js';
import { locales } from '../../web/tools/plugins.js';
import { typeset } from '../../web/tools/typeset.js';

const web = fileURLToPath(new URL('../../web/', import.meta.url));

/** @param {string} source of a module @returns {Promise<any>} what it exports */
const loaded = (source) => import(`data:text/javascript,${encodeURIComponent(source)}`);

for (const splitting of [false, true]) {
  test(`texts are under their keys in both languages (${splitting ? 'split' : 'one file'})`, async () => {
    const { outputFiles } = await build({
      stdin: {
        contents: `export { default as en } from './locales/en.json';
          export { default as ru } from './locales/ru.json';
          export { default as later } from './locales/ru.json?later';`,
        resolveDir: web,
      },
      plugins: [locales(['site'])],
      bundle: true,
      splitting,
      format: 'esm',
      outdir: '/',
      write: false,
    });
    const [{ text }] = outputFiles;
    const { en, ru, later } = await loaded(text);
    for (const [lang, texts] of Object.entries({ en, ru })) {
      const source = JSON.parse(readFileSync(`${web}locales/${lang}.json`, 'utf8'));
      const said = lang === 'ru' ? { ...texts, ...later } : texts;
      for (const [key, is] of Object.entries(said)) {
        const of = source[key];
        const set = typeof of === 'string' ? typeset(of) : of;
        assert.ok(
          [of, set].some((one) => isDeepStrictEqual(is, one)),
          `${lang} ${key}: ${is}`,
        );
      }
      if (splitting && lang === 'en') continue;
      const wanted = Object.keys(source).filter((key) => !key.startsWith('site.'));
      assert.deepEqual(Object.keys(said).sort(), wanted.sort());
    }
    const keys = text.match(/"?report\.\w+"?(?=: ")/g) ?? [];
    if (!splitting) assert.ok(keys.length > 10 && new Set(keys).size === keys.length);
  });
}

test('names become short where nobody sees them, and nowhere else', async () => {
  const source = `/*! a licence */
    const inside = (first, second) => ({ first, sum: first + second });
    export class Outside { #hidden = inside(1, 2); get shown() { return this.#hidden; } }
    export { inside as seen };`;
  const text = await shortNames(source);
  assert.match(text, /a licence/);
  assert.doesNotMatch(text, /inside|second/);
  const { Outside, seen } = await loaded(text);
  assert.deepEqual(new Outside().shown, { first: 1, sum: 3 });
  assert.deepEqual(seen(2, 3), { first: 2, sum: 5 });
});
