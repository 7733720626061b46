/** The keys of a lecture, on a lab that is large: they work it, and never from within a text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from './browsers.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const { visit } = onSite(launchBrowser);

/** Those that run, step and reset. */
const KEYS = /** @type {const} */ ([' ', 'r', 'R', 'ArrowRight']);

const ADDRESS = '?experiment=ravine&lang=en&large&seeds=1&speed=full&predict=off&autoplay=off';

/** @param {Page} page @returns {Promise<string[]>} what was done to the lab, oldest first */
const done = (page) =>
  page.evaluate(() => {
    const { lab: state } = /** @type {any} */ (document.querySelector('spusk-lab'));
    return state.log.map((/** @type {any} */ entry) => entry.type);
  });

/** @param {Page} page @param {string} type */
const untilDone = (page, type) =>
  lab.until(
    () => done(page),
    (log) => log.at(-1) === type,
  );

/** @param {Page} page */
async function toTheEnd(page) {
  await lab.untilPhase(page, 'idle');
  await page.keyboard.press(' ');
  await lab.untilPhase(page, 'finished');
  await untilDone(page, 'finish');
}

/** @param {Page} page */
async function pressAll(page) {
  for (const key of KEYS) await page.keyboard.press(key);
}

/** @param {Page} page @param {string} inner */
const inReport = (page, inner) => lab.find(page, ['spusk-lab', 'spusk-report', inner]);

test('space runs, right is one update, R goes back to the start', () =>
  visit(ADDRESS, async (page) => {
    await toTheEnd(page);
    await page.keyboard.press('R');
    await untilDone(page, 'reset');
    await page.keyboard.press('ArrowRight');
    await lab.until(
      () => lab.look(page),
      ({ runs }) => runs.length > 0 && runs.every(({ updates }) => updates === 1),
    );
    await page.keyboard.press(' ');
    await lab.untilPhase(page, 'finished');
  }));

test('what is typed into the report is text, and nothing is run or reset by it', () =>
  visit(ADDRESS, async (page) => {
    await toTheEnd(page);
    await lab.press(page, 'spusk-lab', 'spusk-report', '#open');
    await inReport(page, 'dialog[open]');
    const before = await done(page);
    for (const id of ['name', 'expected', 'happened', 'concluded']) {
      const field = await inReport(page, `#${id}`);
      await field?.type('Run R, rest or r');
      await field?.press('ArrowRight');
      const text = () =>
        field?.evaluate((node) => /** @type {HTMLInputElement} */ (node).value) ??
        Promise.resolve('');
      await lab.until(text, (value) => value === 'Run R, rest or r');
    }
    assert.deepEqual(await done(page), before);
  }));

test('before an open dialog keys are not the lab’s, wherever it was clicked', () =>
  visit(ADDRESS, async (page) => {
    await toTheEnd(page);
    const before = await done(page);
    await lab.press(page, 'spusk-lab', 'spusk-report', '#open');
    await (await inReport(page, 'article.sheet'))?.click();
    await pressAll(page);
    await lab.press(page, 'spusk-lab', 'spusk-report', '#close');
    await lab.press(page, 'spusk-header', '#share');
    await (await lab.find(page, ['spusk-share', 'h1']))?.click();
    await pressAll(page);
    assert.deepEqual(await done(page), before);
    await page.keyboard.press('Escape');
    await page.$eval('spusk-share', (share) => /** @type {HTMLElement} */ (share).blur());
    await page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement)?.blur());
    await page.keyboard.press('R');
    await untilDone(page, 'reset');
  }));
