/**
 * Somebody who presses everything: 2,000 clicks, keys and drags over all experiments (in WebKit,
 * whose driver takes half a second for each, 600), from a seed that is printed. Nothing may throw, hang, or leave a worker behind that trains no more.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments } from 'spusk';
import { browserName, launchBrowser } from './browsers.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

const ACTIONS = browserName === 'webkit' ? 600 : 2000;
const SEED = Number(process.env.SPUSK_FUZZ_SEED ?? 20261125);
const KEYS = /** @type {const} */ ([
  ...['Tab', ' ', 'Enter', 'Escape', 'Home', 'End', 'Backspace', 'PageDown'],
  ...['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'r', '7', '-', 'e'],
]);

const { visit } = onSite(launchBrowser);

/** @param {number} seed @returns {() => number} from 0 to 1 (mulberry32) */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * A place on something that can be worked, brought into view.
 *
 * @param {import('puppeteer-core').Page} page
 * @param {number} which from 0 to 1
 * @returns {Promise<{x: number, y: number, width: number, height: number} | null>}
 */
const pick = (page, which) =>
  page.evaluate((share) => {
    /** @type {Element[]} */
    const found = [];
    const walk = (/** @type {ParentNode} */ root) => {
      for (const node of root.querySelectorAll('*')) {
        if (node.matches('button, input, summary, select, textarea, [tabindex="0"], th, canvas')) {
          found.push(node);
        }
        if (node.shadowRoot) walk(node.shadowRoot);
      }
    };
    const start = document.querySelector('dialog[open]') ?? document.querySelector('spusk-lab');
    if (start?.shadowRoot) walk(start.shadowRoot);
    const seen = found.filter((node) => node.checkVisibility?.() ?? true);
    const one = seen[Math.floor(share * seen.length)];
    if (!one) return null;
    one.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = one.getBoundingClientRect();
    return { x, y, width, height };
  }, which);

/**
 * @param {import('puppeteer-core').Page} page
 * @param {() => number} chance
 */
async function act(page, chance) {
  const kind = chance();
  if (kind < 0.3) {
    const key = KEYS[Math.floor(chance() * KEYS.length)];
    await page.keyboard.press(key);
    return;
  }
  const box = await pick(page, chance());
  const [a, b, c] = [chance(), chance(), chance()];
  if (!box) return;
  // Nobody points outside of the window.
  const { width = 0, height = 0 } = page.viewport() ?? {};
  const inside = (/** @type {number} */ v, /** @type {number} */ end) =>
    Math.min(end - 1, Math.max(0, v));
  const [x, y] = [inside(box.x + a * box.width, width), inside(box.y + b * box.height, height)];
  if (kind < 0.75) {
    await page.mouse.click(x, y);
  } else if (kind < 0.9) {
    await page.mouse.move(x, y);
    await page.mouse.down();
    const to = [inside(box.x + c * box.width, width), inside(y + 40 * (c - 0.5), height)];
    await page.mouse.move(to[0], to[1], { steps: 3 });
    await page.mouse.up();
  } else {
    await page.mouse.click(x, y);
    await page.keyboard.type(['0', '-3', '1e9', 'NaN', '<b>', '0,5'][Math.floor(c * 6)]);
  }
}

/**
 * To a lab again, by a link of the page: it is not loaded anew (see visit.js).
 *
 * @param {import('puppeteer-core').Page} page
 * @param {string} address with the query of a lab
 */
async function lead(page, address) {
  await page.evaluate((query) => {
    const link = document.createElement('a');
    link.setAttribute('href', query);
    document.body.append(link);
    link.click();
    link.remove();
  }, new URL(address).search);
  await lab.until(
    () =>
      page.evaluate(() => Boolean(/** @type {any} */ (document.querySelector('spusk-lab'))?.lab)),
    Boolean,
  );
}

/**
 * Back to a lab that can be worked, whatever was done to it; it must still train.
 *
 * @param {import('puppeteer-core').Page} page
 * @param {string} address
 */
async function stillTrains(page, address) {
  for (let i = 0; i < 4; i++) await page.keyboard.press('Escape');
  const here = await page.evaluate(() => Boolean(document.querySelector('spusk-lab')));
  if (!here) await lead(page, address);
  await page.evaluate(() => {
    const element = /** @type {any} */ (document.querySelector('spusk-lab'));
    element.lab.skipPrediction();
    return element.lab.reset();
  });
  await lab.click(page, 'run');
  await lab.until(
    () => lab.look(page),
    ({ runs }) => runs.some(({ updates }) => updates > 0),
  );
}

const share = Math.ceil(ACTIONS / experiments.length);
for (const [k, { id }] of experiments.entries()) {
  test(`${id}: ${share} clicks, keys and drags (seed ${SEED + k})`, () => {
    const chance = random(SEED + k);
    const address = `?experiment=${id}&lang=${k % 2 ? 'ru' : 'en'}`;
    return visit(
      address,
      async (page, troubles) => {
        const whole = await page.url();
        await lab.find(page, ['spusk-lab', 'h1']);
        for (let i = 0; i < share; i++) {
          await act(page, chance);
          if (i % 50 === 49 && !(await page.$('spusk-lab'))) {
            await lead(page, whole);
          }
          assert.deepEqual(troubles, [], `after ${i + 1} actions`);
        }
        await stillTrains(page, whole);
      },
      {
        width: k % 2 ? 390 : 1280,
        // A dialog would stop everything; WebKit ignores print while it is driven.
        ...(browserName !== 'webkit' && { change: () => (window.print = () => {}) }),
      },
    );
  });
}
