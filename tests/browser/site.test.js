/** The site round the labs: start page, course, marks of what is done, back and forward, Share. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments } from '../../web/experiments/index.js';
import { assertAccessible } from './access.js';
import { launchChromium } from './chromium.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

// Nothing trains by itself here: other tests are about that.
const at = onSite(launchChromium, { apart: true, calm: true });
const { visit } = at;

/**
 * @param {Page} page
 * @param {string} selector
 */
const textsOf = (page, selector) =>
  page.$$eval(selector, (all) =>
    all.map((node) => node.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
  );

/** @param {Page} page */
const question = (page) => page.evaluate(() => document.title.replace(' · Spusk', ''));

test('the start page lists every experiment with its question and its drawing', () =>
  visit('?lang=en', async (page) => {
    const lines = await lab.until(
      () => textsOf(page, 'spusk-start >>> .part li'),
      (texts) => texts.length === experiments.length,
    );
    assert.ok(
      lines.every((line) => line.endsWith('?')),
      lines.join(),
    );
    const drawings = await page.$$eval('spusk-start >>> .part li svg', (all) =>
      all.map((svg) => svg.querySelectorAll('path, rect, circle, image').length),
    );
    assert.equal(drawings.length, experiments.length);
    assert.ok(drawings.every((shapes) => shapes > 0));
    assert.equal(await page.$('spusk-lab'), null);
    await lab.press(page, 'spusk-start >>> spusk-glimpse >>> .button');
    await lab.until(
      () => textsOf(page, 'spusk-start >>> spusk-glimpse >>> .name'),
      (names) => names.length === 2 && names.every((name) => /\d+\.\d\s%/.test(name)),
    );
  }));

test('an unknown experiment gives the list, and what was probably meant', () =>
  visit('?lang=en&experiment=ravin', async (page) => {
    const notice = await lab.until(
      () => textsOf(page, 'spusk-start >>> .notice'),
      (texts) => texts.length === 1,
    );
    assert.match(notice[0], /“ravin”.*How long is the way out of a ravine\?/);
    await lab.press(page, 'spusk-start >>> .notice a');
    await lab.untilPhase(page, 'idle');
    assert.match(page.url(), /\?experiment=ravine&lang=en$/);
  }));

test('the course leads through its pages; back and forward keep what the learner set', () =>
  visit('?lang=en&theme=dark', async (page) => {
    await lab.press(page, 'spusk-start >>> .course li:first-child a');
    await lab.untilPhase(page, 'idle');
    assert.match(page.url(), /\?experiment=ravine&lang=en&theme=dark&course=intro$/);
    const course = await lab.find(page, ['spusk-course', 'p']);
    assert.match((await course?.evaluate((node) => node.textContent)) ?? '', /1 of 3/);
    // A page that was loaded anew would not know this.
    await page.evaluate(() => Object.assign(window, { same: true }));
    await lab.type(page, 'condition', '50');
    await lab.until(
      async () => page.url(),
      (url) => url.endsWith('#condition=50'),
    );
    await lab.press(page, 'spusk-foot >>> .onward');
    await lab.until(
      () => question(page),
      (text) => text.startsWith('Which batch'),
    );
    assert.match(page.url(), /experiment=batch-size.*course=intro$/);
    await lab.press(page, 'spusk-foot >>> .onward');
    await lab.until(
      () => question(page),
      (text) => text.startsWith('Is Adam better'),
    );
    await page.goBack();
    await page.goBack();
    const settings = () =>
      page.evaluate(
        () => /** @type {any} */ (document.querySelector('spusk-lab'))?.lab?.settings.condition,
      );
    await lab.until(settings, (value) => value === 50);
    assert.match(await question(page), /^How long/);
    await page.goForward();
    await lab.until(
      () => question(page),
      (text) => text.startsWith('Which batch'),
    );
    assert.equal(await page.evaluate(() => /** @type {any} */ (window).same), true);
    assert.equal((await page.$$('spusk-lab')).length, 1);
    assert.equal(await page.$eval('html', (html) => html.dataset.scheme), 'dark');
  }));

/** @param {Page} page */
async function finish(page) {
  await lab.untilPhase(page, 'idle');
  await lab.click(page, 'run');
  await lab.untilPhase(page, 'finished');
  await lab.until(
    () => lab.read(page, 'verdict'),
    (text) => text.includes('holds:'),
  );
}

test('an experiment whose verdict was seen is marked as done, and only its id is kept', () =>
  visit('?lang=en&experiment=ravine&predict=off', async (page) => {
    await finish(page);
    const kept = () => page.evaluate(() => ({ ...localStorage }));
    await lab.until(kept, (storage) => Object.keys(storage).length > 0);
    assert.deepEqual(await kept(), { 'spusk-done': '["ravine"]' });
    await page.goto(`${at.site.url}?lang=en`);
    const marks = await lab.until(
      () => textsOf(page, 'spusk-start >>> .done'),
      (texts) => texts.length > 0,
    );
    assert.deepEqual(marks, ['✓ done']);
  }));

test('where storage is forbidden all works, and is known until the page closes', () =>
  visit(
    '?lang=en&experiment=ravine&predict=off',
    async (page) => {
      await finish(page);
      await lab.press(page, 'spusk-header >>> .action');
      await lab.until(
        () => textsOf(page, 'spusk-start >>> .done'),
        (texts) => texts.length === 1,
      );
    },
    {
      prepare: (page) =>
        page.evaluateOnNewDocument(() => {
          Object.defineProperty(window, 'localStorage', {
            get() {
              throw new DOMException('forbidden', 'SecurityError');
            },
          });
        }),
    },
  ));

test('Share gives the link with the learner’s settings, a frame that shows them, and a code', () =>
  visit('?lang=en&experiment=ravine#condition=50', async (page) => {
    await lab.untilPhase(page, 'idle');
    await page.focus('spusk-header >>> #share');
    await page.keyboard.press('Enter');
    const field = (/** @type {string} */ name) =>
      page.$eval(
        `spusk-share >>> #${name}`,
        (node) => /** @type {HTMLTextAreaElement} */ (node).value,
      );
    await lab.find(page, ['spusk-share', '.code path']);
    assert.equal(await field('link'), `${at.site.url}?experiment=ravine&lang=en#condition=50`);
    assert.match(await field('element'), /<spusk-lab experiment="ravine" lang="en">/);
    assert.match(await field('element'), /\{"settings":\{"condition":50\}\}/);
    const frame = (await field('frame')).match(/src="([^"]+)"/)?.[1].replaceAll('&amp;', '&') ?? '';
    assert.equal(frame, `${at.site.url}embed.html?experiment=ravine&lang=en&condition=50`);
    await page.keyboard.press('Escape');
    await lab.until(
      () => lab.focused(page),
      (id) => id === 'share',
    );
    await page.goto(frame);
    await lab.untilPhase(page, 'idle');
    assert.equal(await page.$('spusk-header'), null);
    assert.equal(await page.$('spusk-foot'), null);
  }));

test('the page as one file opens with the experiment and the settings that were shown', () =>
  visit('?lang=en&experiment=ravine#condition=50', async (page) => {
    await lab.untilPhase(page, 'idle');
    await page.evaluate(() => {
      const make = URL.createObjectURL.bind(URL);
      URL.createObjectURL = (/** @type {Blob} */ blob) => {
        // Workers are made of such texts too.
        if (blob.type === 'text/html') {
          blob.text().then((text) => Object.assign(window, { saved: text }));
        }
        return make(blob);
      };
    });
    await lab.press(page, 'spusk-header >>> #share');
    await lab.press(page, 'spusk-share >>> #download');
    const saved = await lab.until(
      () => page.evaluate(() => /** @type {any} */ (window).saved ?? ''),
      (text) => text.length > 0,
    );
    assert.match(
      saved.slice(0, 200),
      /<html data-query="\?experiment=ravine&amp;lang=en&amp;condition=50"/,
    );
    assert.ok(saved.trimEnd().endsWith('</html>'));
  }));

test('texts with markup in them are shown as they are', () =>
  visit('?lang=en&stringTest=xss', async (page) => {
    await lab.until(
      () => textsOf(page, 'spusk-start >>> h1'),
      ([text = '']) => text.includes('<img src="x:"'),
    );
    await lab.press(page, 'spusk-start >>> .part a');
    await lab.untilPhase(page, 'idle');
    assert.equal(await page.evaluate(() => 'spuskBroken' in window), false);
  }));

for (const { lang, theme, width } of [
  { lang: 'en', theme: 'light', width: 1280 },
  { lang: 'ru', theme: 'dark', width: 1280 },
  { lang: 'ru', theme: 'light', width: 390 },
  { lang: 'en', theme: 'dark', width: 390 },
]) {
  test(`start page and Share: axe-core finds nothing, nothing is wider (${lang}, ${theme}, ${width})`, () =>
    visit(
      `?lang=${lang}&theme=${theme}`,
      async (page) => {
        await lab.find(page, ['spusk-start', 'spusk-glimpse', 'figure']);
        await assertAccessible(page, width);
        await page.goto(
          `${at.site.url}?lang=${lang}&theme=${theme}&experiment=ravine&course=intro`,
        );
        await lab.untilPhase(page, 'idle');
        if (width < 600) await lab.press(page, 'spusk-header >>> .menu');
        await lab.press(page, 'spusk-header >>> #share');
        await lab.find(page, ['spusk-share', '.code path']);
        await assertAccessible(page, width);
      },
      { width },
    ));
}
