/** Every experiment from the first click to the verdict, in numbers, and under stress. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments } from 'spusk';
import { assertAccessible } from './access.js';
import { launchBrowser } from './browsers.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const { visit } = onSite(launchBrowser);

/** @param {Page} page @param {string} selector */
const count = (page, selector) => page.$$eval(selector, (all) => all.length);

/** @param {Page} page */
const isGated = (page) =>
  page.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab')).lab?.gated);

/** @param {Page} page from whatever stands there to the end, as fast as it goes */
async function toTheEnd(page) {
  await lab.find(page, ['spusk-lab', 'spusk-transport', '#run']);
  if (await isGated(page)) await skip(page);
  // What starts by itself when it comes into view has started then.
  const { phase } = await lab.until(
    () => lab.look(page),
    ({ phase: now, runs }) => now !== 'idle' || runs.length > 0,
  );
  if (phase === 'idle') await lab.click(page, 'run');
  await lab.untilPhase(page, 'finished');
}

/** @param {Page} page */
async function skip(page) {
  const button = await lab.find(page, ['spusk-lab', 'spusk-prediction', '#skip']);
  await button?.click();
}

/** @param {Page} page what came of a wish to run */
const isGatedOrUnderWay = (page) =>
  page.evaluate(() => {
    const { lab: state } = /** @type {any} */ (document.querySelector('spusk-lab'));
    if (state.gated) return 'gated';
    return state.phase === 'finished' && state.race.updates > 0 ? 'over' : state.phase;
  });

for (const { id, controls, claims } of experiments) {
  test(`${id}: from the first click to a verdict on every claim, and to its numbers`, () =>
    visit(`?experiment=${id}&lang=en&seeds=1&speed=full`, async (page) => {
      await toTheEnd(page);
      // What the claims need besides is measured by itself, or offered.
      const open = () => count(page, 'spusk-lab >>> spusk-verdict >>> li.open');
      const offered = () =>
        page.$$eval('spusk-lab >>> spusk-verdict >>> li.open button', (all) => all.length);
      for (let asked = 0; asked <= claims.length; asked++) {
        await lab.until(
          async () => [await open(), await offered()],
          ([left, buttons]) => left === 0 || buttons > 0,
        );
        if ((await open()) === 0) break;
        await page.$$eval('spusk-lab >>> spusk-verdict >>> li.open button', (all) =>
          /** @type {HTMLElement} */ (all[0]).click(),
        );
        // Where the claim is what one is asked to predict, the prediction comes first.
        if ((await lab.until(() => isGatedOrUnderWay(page), Boolean)) === 'gated') await skip(page);
        await lab.untilPhase(page, 'finished');
      }
      assert.equal(await open(), 0);
      assert.equal(await count(page, 'spusk-lab >>> spusk-verdict >>> li'), claims.length);
      const told = await page.$$eval('spusk-lab >>> spusk-verdict >>> li', (all) =>
        all.map((row) => row.textContent ?? ''),
      );
      for (const text of told) assert.match(text, /\d/, `measured numbers in: ${text}`);

      // Everything that is drawn can be read: tables that fold open, or a grid that is one.
      await page.$$eval('spusk-lab >>> spusk-figure >>> summary', (all) => {
        for (const summary of all) /** @type {HTMLElement} */ (summary).click();
      });
      await lab.until(
        () => count(page, 'spusk-lab >>> spusk-figure >>> tbody tr'),
        (rows) => rows > 1,
      );
      await assertAccessible(page, 1280);
    }));

  test(`${id}: on a phone, dark, in Russian`, () =>
    visit(
      `?experiment=${id}&lang=ru&theme=dark&seeds=1&speed=full`,
      async (page) => {
        await toTheEnd(page);
        await assertAccessible(page, 390);
      },
      { width: 390 },
    ));

  test(`${id}: what the learner sets is in the address, and is there again`, async () => {
    /** @type {(page: Page) => Promise<any>} */
    const settings = (page) =>
      lab.until(
        () =>
          page.evaluate(
            () => /** @type {any} */ (document.querySelector('spusk-lab'))?.lab?.settings ?? null,
          ),
        (now) => now !== null,
      );
    const own = controls.find(({ named, idle }) => !named && !idle);
    assert.ok(own);
    const [address, moved] = await visit(
      `?experiment=${id}&lang=en&autoplay=off&predict=off`,
      async (page) => {
        const first = await settings(page);
        const range = await lab.find(page, ['spusk-lab', 'spusk-controls', `#${own.id}`, '#range']);
        await range?.focus();
        await page.keyboard.press('ArrowLeft');
        await page.keyboard.press('Tab');
        const now = await lab.until(
          () => settings(page),
          (seen) => seen[own.id] !== first[own.id],
        );
        const url = await lab.until(
          async () => page.url(),
          (there) => there.includes(`#${own.id}=`),
        );
        return [url, now];
      },
    );
    await visit(address, async (page) => assert.deepEqual(await settings(page), moved));
  });

  test(`${id}: texts twice as long, four times as long, from right to left, or with markup`, async () => {
    for (const [stress, width] of /** @type {const} */ ([
      ['double', 390],
      ['double', 1280],
      ['long', 1280],
      ['rtl', 390],
      ['xss', 1280],
    ])) {
      await visit(
        `?experiment=${id}&lang=en&autoplay=off&stringTest=${stress}`,
        async (page) => {
          await lab.find(page, ['spusk-lab', 'h1']);
          const wide = await page.evaluate(() => document.documentElement.scrollWidth);
          assert.ok(wide <= width, `${stress} at ${width}: ${wide}`);
          assert.equal(await page.evaluate(() => 'spuskBroken' in window), false);
        },
        { width },
      );
    }
  });
}
