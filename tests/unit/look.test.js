/** One scale of type and one of spaces: what stands beside them in a style sheet is a mistake. */
import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { test } from 'node:test';

const UI = new URL('../../web/ui/', import.meta.url);

/** @returns {Promise<{file: string, property: string, value: string}[]>} of all components */
async function declarations() {
  const files = (await readdir(UI)).filter((name) => /\.(js|css)$/.test(name));
  const all = await Promise.all(
    files.map(async (file) => {
      const text = await readFile(new URL(file, UI), 'utf8');
      const sheets = file.endsWith('.css')
        ? [text]
        : [...text.matchAll(/\bcss`([^`]*)`/g)].map(([, sheet]) => sheet);
      return sheets.flatMap((sheet) =>
        [...sheet.matchAll(/(?<=[{;\s])([a-z-]+):\s+([^;{}]+);/g)].map(([, property, value]) => ({
          file,
          property,
          value: value.replace(/\s+/g, ' '),
        })),
      );
    }),
  );
  return all.flat();
}

const all = await declarations();

test('letters have a size of the scale', () => {
  const sized = all.filter(({ property }) => property === 'font-size' || property === 'font');
  assert.ok(sized.length > 50);
  const own = sized.filter(({ value }) => /\d(px|pt|rem)\b/.test(value));
  assert.deepEqual(own, []);
});

test('spaces are multiples of four pixels', () => {
  const spaces = all.filter(({ property }) =>
    /^(margin|padding|gap|row-gap|column-gap)(-|$)/.test(property),
  );
  assert.ok(spaces.length > 100);
  // What is pulled or computed places one thing on another; that is no space.
  const odd = spaces.filter(({ value }) =>
    [...value.replace(/calc\([^;]*\)/g, '').matchAll(/(?<![\w.-])(\d+(?:\.\d+)?)px/g)].some(
      ([, pixels]) => Number(pixels) % 4,
    ),
  );
  assert.deepEqual(odd, []);
});
