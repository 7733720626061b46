/**
 * The lab report inside frames that may not save or print: what arrives, what is said, and that
 * the text gets out all the same.
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, test } from 'node:test';
import { readReport } from '../../web/report/format.js';
import { launchBrowser, not } from './browsers.js';
import { whole } from './host.js';
import { find, until } from './lab.js';
import { savedIn } from './saved.js';
import { onHost } from './visit.js';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('puppeteer-core').Frame} Frame
 */

const folder = mkdtempSync(join(tmpdir(), 'spusk-framed-'));
const at = onHost(() => launchBrowser({ downloads: folder }));
after(() => rmSync(folder, { recursive: true, force: true }));

/**
 * A ravine that has run in a frame, with its report open.
 *
 * @param {string | null} sandbox
 * @param {(page: Page, frame: Frame) => Promise<void>} work
 */
function framed(sandbox, work) {
  const query = 'experiment=ravine&lang=en&seeds=1&theme=light&autoplay=off';
  const may = sandbox === null ? '' : `sandbox="${sandbox}"`;
  const body = `<iframe src="${at.host.spusk}embed.html?${query}" ${may} width="1200" height="700"></iframe>
    <textarea id="answer"></textarea>`;
  return at.visit(
    whole({ body }),
    async (page) => {
      // WebKit's driver has to ask for them.
      const [, frame] = await page.frames();
      const phase = () =>
        frame.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab'))?.lab?.phase);
      await until(phase, (now) => now === 'idle');
      await frame.evaluate(() => {
        const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
        lab.setSpeed('full');
        lab.predict('fewer');
        lab.run();
      });
      await until(phase, (now) => now === 'finished');
      await press(frame, '#open');
      await inReport(frame, 'dialog[open]');
      await (await inReport(frame, '#name'))?.type('Ada');
      await work(page, frame);
    },
    { apart: true, downloads: folder },
  );
}

/** @param {Frame} frame @param {string} inner */
const inReport = (frame, inner) =>
  find(/** @type {any} */ (frame), ['spusk-lab', 'spusk-report', inner]);

/** With the mouse: what a browser allows depends on it. @param {Frame} frame @param {string} inner */
async function press(frame, inner) {
  const button = await inReport(frame, inner);
  await button?.evaluate((node) => node.scrollIntoView({ block: 'center', behavior: 'instant' }));
  await button?.click();
}

/** What the dialog says. @param {Frame} frame @param {RegExp} wanted */
const says = (frame, wanted) =>
  until(
    async () =>
      (await inReport(frame, 'form [role=status]'))?.evaluate((node) => node.textContent ?? ''),
    (text) => wanted.test(text ?? ''),
  );

const saved = () => savedIn(folder, /\.json$/);

test('sandbox="allow-scripts": nothing is saved or printed, which is said; the text can be copied', () =>
  framed('allow-scripts', async (page, frame) => {
    await press(frame, '#print');
    await says(frame, /^This page may not print here\. Save the report/);
    await press(frame, '#json');
    await says(frame, /^spusk-ravine-ada\.json was given to the browser\. If it does not arrive/);
    const text = await (
      await inReport(frame, '#by-hand')
    )?.evaluate((node) => /** @type {HTMLTextAreaElement} */ (node).value);
    assert.equal(readReport(text ?? '').student.name, 'Ada');

    // The clipboard's newer way is closed to this frame, the older one is not.
    await press(frame, '#copy-text');
    await says(frame, /^Copied\.$/);
    await (await page.$('#answer'))?.click();
    await page.keyboard.down('Control');
    await page.keyboard.press('V', { commands: ['Paste'] });
    await page.keyboard.up('Control');
    const pasted = await until(
      () => page.$eval('#answer', (node) => /** @type {HTMLTextAreaElement} */ (node).value),
      (value) => value !== '',
    );
    assert.deepEqual(JSON.parse(pasted), JSON.parse(text ?? ''));
    assert.deepEqual(await saved(), []);

    const link = await inReport(frame, '#own-tab');
    const href = await link?.evaluate((node) => /** @type {HTMLAnchorElement} */ (node).href);
    assert.match(href ?? '', /embed\.html#experiment=ravine/);
  }));

test('with allow-downloads the file arrives, and is the text that is shown', () =>
  framed('allow-scripts allow-downloads', async (_, frame) => {
    await press(frame, '#json');
    const [path] = await until(saved, (paths) => paths.length > 0);
    assert.equal(basename(path), 'spusk-ravine-ada.json');
    const text = await (
      await inReport(frame, '#by-hand')
    )?.evaluate((node) => /** @type {HTMLTextAreaElement} */ (node).value);
    assert.equal(await readFile(path, 'utf8'), text);
  }));

const deaf = not({ webkit: 'ignores window.print() while it is driven' });
test('with allow-modals, and in a frame without a sandbox, it prints', deaf, async () => {
  for (const sandbox of ['allow-scripts allow-modals', null]) {
    await framed(sandbox, async (_, frame) => {
      await frame.evaluate(() => {
        addEventListener('beforeprint', () => Object.assign(window, { printed: true }));
      });
      // Not with the mouse: where a dialog opens, the click would last as long as it.
      const button = await inReport(frame, '#print');
      await button?.evaluate((node) => {
        setTimeout(() => /** @type {HTMLElement} */ (node).click());
      });
      await until(() => frame.evaluate(() => 'printed' in window), Boolean);
      const said = await (
        await inReport(frame, 'form [role=status]')
      )?.evaluate((node) => node.textContent?.trim());
      assert.equal(said, '');
    });
  }
});
