/** What the site loads before it rests, and what it says when a part cannot be had. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstLoad } from '../../web/tools/sizes.js';
import { launchChromium } from './chromium.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/**
 * What everything that a page loads may weigh, in bytes as they travel. The aim is 250 kB for each;
 * that of an experiment is where it is, so that it does not grow unnoticed.
 */
const FIRST_LOADS = [
  { query: '?lang=en', most: 212_000 },
  { query: '?lang=ru', most: 248_000 },
  { query: '?lang=en&experiment=sgd-vs-adam', most: 339_000 },
  { query: '?lang=ru&experiment=sgd-vs-adam', most: 382_000 },
];

const at = onSite(launchChromium, { apart: true, calm: true });
const { visit } = at;

for (const { query, most } of FIRST_LOADS) {
  test(`all that ${query} loads until it rests is small enough`, async () => {
    const { files, total } = await firstLoad({ browser: at.browser, url: at.site.url + query });
    const told = `${total} bytes: ${JSON.stringify(files)}`;
    assert.ok(files.some(({ url }) => url.includes('.woff2')) && files.length > 5);
    assert.ok(total <= most, told);
    // One language, and it alone.
    const languages = files.map(({ url }) => /^(en|ru)-\w+\.js$/.exec(url)?.[1]).filter(Boolean);
    assert.deepEqual(languages, [query.slice(6, 8)], told);
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

const SAID = ['Часть страницы не загрузилась.'];

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
