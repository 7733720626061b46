/** An assignment from the teacher's dialog, through the student's page, to the command line. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findExperiment } from '../../web/experiments/index.js';
import { blank, encode, readAssignment } from '../../web/report/assignment.js';
import { seedOf } from '../../web/report/seed-of.js';
import { assertReport } from '../unit/schemas.js';
import { assertAccessible } from './access.js';
import { launchChromium } from './chromium.js';
import * as lab from './lab.js';
import { savedIn } from './saved.js';
import { onSite } from './visit.js';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('../../web/report/assignment.js').Assignment} Assignment
 */

const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));

const folder = mkdtempSync(join(tmpdir(), 'spusk-assignment-'));
// Nothing trains by itself.
const at = onSite(launchChromium, { apart: true, calm: true, downloads: folder });
const { visit } = at;
after(() => rmSync(folder, { recursive: true }));

/**
 * @param {Page} page
 * @param {string[]} path
 * @param {string} text
 */
async function fill(page, path, text) {
  const field = await lab.find(page, path);
  await field?.evaluate((node) => /** @type {HTMLInputElement} */ (node).select());
  await field?.type(text);
}

/**
 * @param {Page} page
 * @param {string} selector
 * @returns {Promise<string>}
 */
const valueOf = (page, selector) =>
  page.$eval(selector, (node) => /** @type {HTMLInputElement} */ (node).value);

/** @param {RegExp} name of a file that is saved */
async function saved(name) {
  const [path] = await lab.until(
    () => savedIn(folder, name),
    (found) => found.length > 0,
  );
  return path;
}

/** @param {Partial<Assignment>} [change] @returns {Assignment} */
const ravine = (change) => ({
  ...blank(/** @type {any} */ (findExperiment('ravine'))),
  ...{ title: 'Out of the ravine', settings: { condition: 100 }, open: ['alpha'] },
  ...change,
});

test('composed, done by a student, verified: nothing closed moves, nothing runs too early', async () => {
  let [link, file, report] = ['', '', ''];
  await visit('?experiment=ravine&lang=en', async (page) => {
    await lab.untilPhase(page, 'idle');
    await lab.press(page, 'spusk-header', '#share');
    await lab.press(page, 'spusk-share', '#assign');
    await lab.find(page, ['spusk-assign', 'dialog[open]']);
    await fill(page, ['spusk-assign', '#title'], 'Out of the ravine');
    await lab.press(page, 'spusk-assign', '#seed-student');
    await lab.press(page, 'spusk-assign', '#predict-required');
    await lab.press(page, 'spusk-assign', '#open-alpha');
    // The prediction is about another ravine than the closed one.
    const wrong = async () =>
      (await page.$$eval('spusk-assign >>> form .wrong', (all) => all.map((p) => p.textContent)))
        .join()
        .trim();
    await lab.until(wrong, (text) => /That needs How steep = 100/.test(text));
    await fill(page, ['spusk-assign', '#set-condition'], '1000');
    await lab.until(wrong, (text) => /How steep must be a number from 2.* to 200, not/.test(text));
    assert.equal(await page.$('spusk-assign >>> #out-link'), null);
    await fill(page, ['spusk-assign', '#set-condition'], '100');
    await lab.until(wrong, (text) => text === '');
    await fill(page, ['spusk-assign', '#due'], 'Friday, 18:00');
    await fill(page, ['spusk-assign', '#questions'], 'Why?\nWhat does <b>momentum</b> do?');
    await assertAccessible(page, 1280);
    link = await valueOf(page, 'spusk-assign >>> #out-link');
    assert.match(await valueOf(page, 'spusk-assign >>> #out-frame'), /embed\.html\?assignment=/);
    assert.equal(
      await page.$eval('spusk-assign >>> #preview', (a) => a.getAttribute('href')),
      link,
    );
    await lab.press(page, 'spusk-assign', '#save-json');
    file = await saved(/ravine\.json$/);
  });
  const { assignment } = readAssignment(link);
  assert.deepEqual(assignment, {
    ...ravine({ seed: 'student', predict: 'required', due: 'Friday, 18:00' }),
    questions: ['Why?', 'What does <b>momentum</b> do?'],
  });
  assert.deepEqual(readAssignment(await readFile(file, 'utf8')).assignment, assignment);

  await visit(`${link}#condition=5&seed=9&seeds=4&alpha=0.3`, async (page) => {
    await lab.untilPhase(page, 'idle');
    const seen = () =>
      page.evaluate(() => {
        const { lab: state } = /** @type {any} */ (document.querySelector('spusk-lab'));
        const { settings, seed, seeds, awaits, race } = state;
        return { ...settings, seed, seeds, awaits, updates: race?.updates ?? 0 };
      });
    const { condition, alpha, seeds } = await seen();
    assert.deepEqual([condition, alpha, seeds], [100, 0.3, 1]);
    assert.equal(await page.$('spusk-foot'), null);
    assert.equal(await page.$('spusk-header >>> #share'), null);
    assert.equal(await page.$('spusk-header >>> a'), null);
    assert.equal(await page.$('spusk-lab >>> #seed'), null);
    const moving = await page.$$eval('spusk-lab >>> spusk-controls >>> spusk-slider', (all) =>
      all.map(({ id }) => id),
    );
    assert.deepEqual(moving, ['alpha']);

    await lab.click(page, 'run');
    await lab.until(
      () => lab.focused(page),
      (id) => id === 'student',
    );
    await page.keyboard.type('  ANNA  Example');
    await page.keyboard.press('Enter');
    await lab.until(
      async () => (await seen()).awaits,
      (what) => what === 'prediction',
    );
    assert.equal((await seen()).seed, seedOf('anna example'));
    await lab.click(page, 'update');
    await lab.until(
      () => page.$$eval('spusk-lab >>> spusk-prediction >>> .asked', (all) => all.length),
      (n) => n === 1,
    );
    assert.equal(await page.$('spusk-lab >>> spusk-prediction >>> #skip'), null);
    assert.equal((await seen()).updates, 0);
    await lab.click(page, 'prediction');
    await lab.click(page, 'test');
    await lab.untilPhase(page, 'finished');

    await lab.press(page, 'spusk-header', '#report');
    await lab.find(page, ['spusk-lab', 'spusk-report', 'dialog[open]']);
    assert.equal(await page.$('spusk-lab >>> spusk-report >>> #expected'), null);
    assert.equal(await valueOf(page, 'spusk-lab >>> spusk-report >>> #name'), 'ANNA  Example');
    await fill(page, ['spusk-lab', 'spusk-report', '#answer-0'], 'Steep walls.');
    await fill(page, ['spusk-lab', 'spusk-report', '#answer-1'], 'It gathers speed.');
    await assertAccessible(page, 1280);
    await lab.press(page, 'spusk-lab', 'spusk-report', '#json');
    report = await saved(/example\.json$/);
  });
  assertReport(JSON.parse(await readFile(report, 'utf8')));
  for (const given of [link, file]) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [program, 'verify', report, '--assignment', given],
      { encoding: 'utf8' },
    );
    assert.deepEqual([status, stderr], [0, ''], stdout);
    assert.match(stdout, /^reproduced .*ANNA {2}Example\n/);
    assert.match(
      stdout,
      /"Out of the ravine": 2 of 2 questions answered; seed of "ANNA {2}Example"/,
    );
  }
});

test('another name starts anew, and the answers stay', () =>
  visit(`?lang=en&assignment=${encode(ravine({ seed: 'student' }))}`, async (page) => {
    await fill(page, ['spusk-assignment', '#student'], 'Anna');
    await page.keyboard.press('Enter');
    await lab.until(
      () => lab.focused(page),
      (id) => id === 'change',
    );
    await page.evaluate(() => {
      const { assigned } = /** @type {any} */ (document.querySelector('spusk-lab'));
      Object.assign(window, { before: assigned });
    });
    await lab.click(page, 'update');
    await lab.click(page, 'prediction');
    await lab.press(page, 'spusk-assignment', '#change');
    await lab.until(
      () => lab.focused(page),
      (id) => id === 'student',
    );
    await page.keyboard.type('Boris');
    await page.keyboard.press('Enter');
    const state = () =>
      page.evaluate(() => {
        const { lab: now, assigned } = /** @type {any} */ (document.querySelector('spusk-lab'));
        const same = assigned === /** @type {any} */ (window).before;
        return { seed: now?.seed, updates: now?.race?.updates, log: now?.log.length, same };
      });
    const seen = await lab.until(state, ({ seed }) => seed === seedOf('Boris'));
    assert.deepEqual([seen.updates ?? 0, seen.log, seen.same], [0, 0, true]);
  }));

test('a name may be entered before the lab has come', () =>
  visit('about:blank', async (page) => {
    const assets = fileURLToPath(new URL('../../web/dist/assets/', import.meta.url));
    /** @type {import('puppeteer-core').HTTPRequest[]} */
    const held = [];
    let hold = true;
    await page.setRequestInterception(true);
    page.on('request', async (request) => {
      const name = request.url().split('/').at(-1) ?? '';
      const isLab =
        name.endsWith('.js') &&
        (await readFile(join(assets, name), 'utf8')).includes('spusk-transport');
      if (isLab && hold) held.push(request);
      else await request.continue();
    });
    const code = encode(ravine({ seed: 'student' }));
    await page.goto(`${at.site.url}?lang=en&assignment=${code}`, { waitUntil: 'domcontentloaded' });
    await fill(page, ['spusk-assignment', '#student'], 'Anna');
    await page.keyboard.press('Enter');
    await lab.until(
      () => lab.focused(page),
      (id) => id === 'change',
    );
    assert.ok(held.length > 0);
    hold = false;
    for (const request of held) await request.continue();
    const state = () =>
      page.evaluate(() => {
        const now = /** @type {any} */ (document.querySelector('spusk-lab')).lab;
        return { seed: now?.seed, awaits: now?.awaits };
      });
    const seen = await lab.until(state, ({ seed }) => seed !== undefined);
    assert.deepEqual(seen, { seed: seedOf('Anna'), awaits: 'prediction' });
  }));

test('an assignment that is wrong is told, and the experiment shown without it', () => {
  const raw = { v: 1, title: 'T', experiment: 'ravine', seeds: 99 };
  const code = Buffer.from(JSON.stringify(raw)).toString('base64url');
  return visit(`?lang=en&assignment=${code}`, async (page) => {
    const told = await lab.until(
      () => page.$$eval('spusk-lab >>> .notice', (all) => all.map((p) => p.textContent?.trim())),
      (texts) => texts.length > 0,
    );
    assert.match(
      String(told),
      /cannot be used\. seeds must be a whole number from 1 to 10, not 99/,
    );
    assert.equal(await page.$('spusk-assignment'), null);
    assert.ok(await page.$('spusk-header >>> #share'));
    await page.goto(`${at.site.url}?lang=en&assignment=AAAA`, { waitUntil: 'load' });
    await lab.until(
      () => page.$$eval('spusk-start >>> .notice', (all) => all.map((p) => p.textContent?.trim())),
      (texts) => /damaged or not complete/.test(String(texts)),
    );
  });
});

test('as one file it opens from the disk, and in the dialog again', async () => {
  await visit('?experiment=ravine&lang=en', async (page) => {
    await lab.untilPhase(page, 'idle');
    await lab.press(page, 'spusk-header', '#share');
    await lab.press(page, 'spusk-share', '#assign');
    await fill(page, ['spusk-assign', '#title'], 'On a stick');
    await lab.press(page, 'spusk-assign', '#save-page');
    const page1 = await saved(/stick\.html$/);
    const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (
      await lab.find(page, ['spusk-assign', '#file'])
    );
    await fill(page, ['spusk-assign', '#title'], 'Another');
    await input.uploadFile(page1);
    await lab.until(
      () => valueOf(page, 'spusk-assign >>> #title'),
      (title) => title === 'On a stick',
    );
    await input.uploadFile(program);
    await lab.until(
      () => page.$eval('spusk-assign >>> [role=alert]', (p) => p.textContent ?? ''),
      (text) => /damaged/.test(text),
    );
  });
  const address = pathToFileURL(await saved(/stick\.html$/)).href;
  await visit(
    address,
    async (page) => {
      const title = () => page.$$eval('spusk-assignment >>> .title', (all) => all[0]?.textContent);
      await lab.until(title, (text) => text === 'On a stick');
      await lab.untilPhase(page, 'idle');
    },
    { from: address },
  );
});

for (const { lang, width } of [
  { lang: 'ru', width: 390 },
  { lang: 'en', width: 1280 },
]) {
  test(`the student's page and the dialog: axe-core finds nothing, nothing is wider (${lang}, ${width})`, () =>
    visit(
      `?lang=${lang}&theme=dark&assignment=${encode(ravine({ seed: 'student', predict: 'required', questions: ['x'.repeat(300)] }))}`,
      async (page) => {
        await lab.untilPhase(page, 'idle');
        await lab.click(page, 'run');
        await lab.until(
          () => lab.focused(page),
          (id) => id === 'student',
        );
        await assertAccessible(page, width);
        await page.goto(`${at.site.url}?lang=${lang}&theme=dark&experiment=dropout`);
        await lab.untilPhase(page, 'idle');
        if (width < 600) await lab.press(page, 'spusk-header', '.menu');
        await lab.press(page, 'spusk-header', '#share');
        await lab.press(page, 'spusk-share', '#assign');
        await lab.find(page, ['spusk-assign', '#out-link']);
        await assertAccessible(page, width);
        const inside = await page.$eval(
          'spusk-assign >>> dialog',
          (d) => d.scrollWidth - d.clientWidth,
        );
        assert.ok(inside <= 0);
      },
      { width },
    ));
}
