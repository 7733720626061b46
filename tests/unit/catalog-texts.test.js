import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLab } from 'spusk';
import { catalogTexts, describeEntry } from 'spusk/catalog';

const { catalog } = await openLab();

for (const language of ['en', 'ru']) {
  test(`everything in the catalogue is described (${language})`, () => {
    for (const [group, kinds] of Object.entries(catalog)) {
      for (const [kind, { parameters }] of Object.entries(kinds)) {
        assert.ok(describeEntry({ group, kind }, language), `${group}.${kind}`);
        for (const parameter of Object.keys(parameters)) {
          const text = describeEntry({ group, kind, parameter }, language);
          assert.ok(text, `${group}.${kind}.${parameter}`);
        }
      }
    }
  });

  test(`nothing is described that is not in the catalogue (${language})`, () => {
    const { kinds, parameters } = catalogTexts[language];
    const known = new Set();
    for (const group of Object.values(catalog)) {
      for (const [kind, entry] of Object.entries(group)) {
        for (const name of Object.keys(entry.parameters)) known.add(name).add(`${kind}.${name}`);
      }
    }
    for (const [group, names] of Object.entries(kinds)) {
      const there = Object.keys(/** @type {any} */ (catalog)[group]);
      assert.deepEqual(Object.keys(names).sort(), there.sort(), group);
    }
    assert.deepEqual(
      Object.keys(parameters).filter((name) => !known.has(name)),
      [],
    );
  });
}
