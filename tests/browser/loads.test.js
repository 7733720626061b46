/** What the site loads before it rests, and what it says when a part cannot be had. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLoad } from '../../web/tools/sizes.js';
import { launchChromium } from './chromium.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * What may be loaded until the first point is on the chart (or, with a prediction that must be made
 * first, until the runs wait for it), and on the start page, in kB as they travel.
 */
const FIRST = 250;

/** What may be loaded until all rests: it does not grow unnoticed. */
const LOADS = [
  { id: 'sgd-vs-adam', en: 280, ru: 312 },
  { id: 'batch-size', en: 283, ru: 301 },
  { id: 'dropout', en: 282, ru: 311 },
  { id: 'ravine', en: 287, ru: 304 },
  { id: 'small-batches', en: 250, ru: 278 },
  { id: 'receptive-field', en: 288, ru: 315 },
].flatMap(({ id, ...bounds }) =>
  Object.entries(bounds).map(([lang, total]) => ({ lang, id, total })),
);

const at = onSite(launchChromium, { apart: true, calm: true });
const { visit } = at;

/** @param {string} query @param {string} lang */
async function load(query, lang) {
  const loaded = await firstLoad({ browser: at.browser, url: at.site.url + query });
  const told = `${loaded.first} of ${loaded.total} bytes: ${JSON.stringify(loaded.files)}`;
  const { files } = loaded;
  assert.ok(files.some(({ url }) => url.includes('.woff2')) && files.length > 5);
  assert.ok(
    files.every(({ gzip }) => gzip > 0),
    told,
  );
  // One language, and it alone.
  const languages = files
    .map(({ url }) => /^(?:later_)?(en|ru)-\w+\.js$/.exec(url)?.[1])
    .filter(Boolean);
  assert.deepEqual([...new Set(languages)], [lang], told);
  // Of each face one file begins (faces.js): a letter of another would bring all of that.
  const faces = files
    .map(({ url, first }) => first && /^(.*)-\w+\.woff2$/.exec(url)?.[1])
    .filter(Boolean);
  assert.deepEqual(faces, [...new Set(faces)], told);
  return { ...loaded, told };
}

for (const lang of ['en', 'ru']) {
  test(`all that the start page loads in ${lang} is at most ${FIRST} kB`, async () => {
    const { total, told } = await load(`?lang=${lang}`, lang);
    assert.ok(total <= 1000 * FIRST, told);
  });
}

for (const { lang, id, total } of LOADS) {
  test(`what ${id} loads in ${lang}, until the first point and after it`, async (t) => {
    const loaded = await load(`?lang=${lang}&experiment=${id}`, lang);
    t.diagnostic(`${loaded.first} bytes until the first point, ${loaded.total} in all`);
    assert.ok(loaded.first > 100_000 && loaded.first < loaded.total, loaded.told);
    assert.ok(loaded.first <= 1000 * FIRST, loaded.told);
    assert.ok(loaded.total <= 1000 * total, loaded.told);
  });
}

/**
 * @param {Page} page from which Russian is kept
 */
async function withoutRussian(page) {
  await page.setRequestInterception(true);
  page.on('request', (request) =>
    /\/ru-\w+\.js$/.test(request.url()) ? request.abort() : request.continue(),
  );
}

/** That such requests fail is what the test wants. @param {string[]} troubles */
function forgive(troubles) {
  const meant = /\/ru-\w+\.js|Failed to load resource/;
  for (let i = troubles.length; i-- > 0;) if (meant.test(troubles[i])) troubles.splice(i, 1);
}

/**
 * @param {Page} page
 * @param {string} where
 */
const notes = (page, where) =>
  lab.until(
    () => page.$$eval(where, (all) => all.map((node) => node.textContent?.trim())),
    (texts) => texts.length > 0,
  );

const SAID = ['Часть страницы не загрузилась. Обновите её, чтобы попробовать ещё раз.'];

test('a page whose language cannot be fetched says so, in that language', () =>
  visit(
    '?lang=ru',
    async (page, troubles) => {
      assert.deepEqual(await notes(page, 'main > [role=alert]'), SAID);
      assert.equal(await page.$('spusk-start >>> h1'), null);
      forgive(troubles);
    },
    { prepare: withoutRussian },
  ));

test('a language that cannot be fetched leaves the page in the one that it has', () =>
  visit(
    '?lang=en&experiment=ravine',
    async (page, troubles) => {
      await lab.untilPhase(page, 'idle');
      await lab.press(page, 'spusk-header >>> #lang >>> label:last-child input');
      assert.deepEqual(await notes(page, 'main > [role=alert]'), SAID);
      assert.deepEqual(await notes(page, 'spusk-lab >>> .head [role=alert]'), SAID);
      assert.equal(await page.$eval('html', (html) => html.lang), 'en');
      assert.equal(await page.$eval('spusk-lab >>> article', (article) => article.lang), 'en');
      const chosen = () =>
        page.$eval(
          'spusk-header >>> #lang >>> label:first-child input',
          (input) => /** @type {HTMLInputElement} */ (input).checked,
        );
      await lab.until(chosen, (checked) => checked);
      forgive(troubles);
    },
    { prepare: withoutRussian },
  ));

test('what comes late comes in the language that the page has, if the other could not be fetched', () => {
  /** @type {(value?: unknown) => void} */
  let release = () => {};
  const held = new Promise((resolve) => (release = resolve));
  const prepare = async (/** @type {Page} */ page) => {
    await page.setRequestInterception(true);
    page.on('request', async (request) => {
      if (/\/ru-\w+\.js$/.test(request.url())) return request.abort();
      if (/\/lab-rest-\w+\.js$/.test(request.url())) await held;
      return request.continue();
    });
  };
  return visit(
    '?lang=en&experiment=ravine',
    async (page, troubles) => {
      await lab.untilPhase(page, 'idle');
      await lab.press(page, 'spusk-header >>> #lang >>> label:last-child input');
      assert.deepEqual(await notes(page, 'spusk-lab >>> .head [role=alert]'), SAID);
      release();
      const why = await lab.until(
        () => page.$$eval('spusk-lab >>> .why h2', (all) => all.map((h) => h.textContent)),
        (titles) => titles.length > 0,
      );
      assert.deepEqual(why.slice(0, 1), ['Why']);
      forgive(troubles);
    },
    { prepare },
  );
});
