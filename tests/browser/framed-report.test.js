/**
 * The lab report inside frames that may not save or print: what arrives, what is said, and that
 * the text gets out all the same.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readReport } from '../../web/report/format.js';
import { launchChromium } from './chromium.js';
import { startHost, whole } from './host.js';
import { find, until } from './lab.js';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('puppeteer-core').Frame} Frame
 */

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('./host.js').Host} */
let host;
/** @type {string} */
let folder;
before(async () => {
  host = await startHost();
  browser = await launchChromium();
  folder = await mkdtemp(join(tmpdir(), 'spusk-framed-'));
});
after(async () => {
  await browser?.close();
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

let count = 0;

/**
 * A ravine that has run in a frame, with its report open.
 *
 * @param {string | null} sandbox
 * @param {(page: Page, frame: Frame) => Promise<void>} work
 */
async function framed(sandbox, work) {
  const query = 'experiment=ravine&lang=en&seeds=1&theme=light&autoplay=off';
  const may = sandbox === null ? '' : `sandbox="${sandbox}"`;
  const body = `<iframe src="${host.spusk}embed.html?${query}" ${may} width="1200" height="800"></iframe>
    <textarea id="answer"></textarea>`;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  try {
    const session = await page.createCDPSession();
    await session.send('Browser.setDownloadBehavior', {
      ...{ behavior: 'allow', downloadPath: folder, browserContextId: context.id },
    });
    await page.setViewport({ width: 1280, height: 860 });
    await page.goto(host.put(`${++count}.html`, whole({ body })), { waitUntil: 'load' });
    const frame = /** @type {Frame} */ (page.frames().at(-1));
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
  } finally {
    await context.close();
  }
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

const saved = async () => (await readdir(folder)).filter((name) => name.endsWith('.json'));

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
    await page.click('#answer');
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
    const [name] = await until(saved, (names) => names.length > 0);
    assert.equal(name, 'spusk-ravine-ada.json');
    const text = await (
      await inReport(frame, '#by-hand')
    )?.evaluate((node) => /** @type {HTMLTextAreaElement} */ (node).value);
    assert.equal(await readFile(join(folder, name), 'utf8'), text);
  }));

test('with allow-modals, and in a frame without a sandbox, it prints', async () => {
  for (const sandbox of ['allow-scripts allow-modals', null]) {
    await framed(sandbox, async (_, frame) => {
      await frame.evaluate(() => {
        addEventListener('beforeprint', () => Object.assign(window, { printed: true }));
      });
      await press(frame, '#print');
      await until(() => frame.evaluate(() => 'printed' in window), Boolean);
      const said = await (
        await inReport(frame, 'form [role=status]')
      )?.evaluate((node) => node.textContent?.trim());
      assert.equal(said, '');
    });
  }
});
