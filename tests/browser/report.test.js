/** The lab report and the comparison, from a real run to the files that are handed in. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { assertReport } from '../unit/schemas.js';
import { assertAccessible } from './access.js';
import { launchBrowser, not } from './browsers.js';
import { find, press, until, untilPhase } from './lab.js';
import { savedIn } from './saved.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));
const folder = mkdtempSync(join(tmpdir(), 'spusk-report-'));
const { visit } = onSite(() => launchBrowser({ downloads: folder }), {
  apart: true,
  downloads: folder,
});
after(() => rmSync(folder, { recursive: true }));

/**
 * A ravine that has been predicted and run, with all its claims judged.
 *
 * @param {string} lang
 * @param {(page: Page) => Promise<void>} work
 */
function worked(lang, work) {
  const address = `?experiment=ravine&lang=${lang}&seeds=1&seed=2&theme=light&autoplay=off`;
  return visit(address, async (page) => {
    await judgeAll(page);
    await work(page);
  });
}

/** @param {Page} page */
async function judgeAll(page) {
  const judged = () =>
    page.evaluate(() => {
      const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
      return lab?.results.verdicts(lab.series).filter((/** @type {any} */ v) => v.judgement).length;
    });
  await until(judged, (n) => n === 0);
  /** @param {number} steep */
  const known = (steep) =>
    page.evaluate((condition) => {
      const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
      return lab.phase === 'finished' && Boolean(lab.results.get({ condition }, lab.series));
    }, steep);
  await page.evaluate(() => {
    const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
    lab.setSpeed('full');
    lab.predict('fewer');
    lab.run();
  });
  await until(() => known(20), Boolean);
  for (const condition of [10, 100]) {
    await page.evaluate((steep) => {
      const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
      lab.runWith({ condition: steep });
    }, condition);
    await until(() => known(condition), Boolean);
  }
  await until(judged, (n) => n === 5);
}

/** @param {Page} page @param {string} inner */
const inReport = (page, inner) => find(page, ['spusk-lab', 'spusk-report', inner]);

/** @param {Page} page */
async function openReport(page) {
  await (await inReport(page, '#open'))?.click();
  await inReport(page, 'dialog[open]');
}

/** @param {Page} page @param {Record<string, string>} answers by the id of the field */
async function fill(page, answers) {
  for (const [id, text] of Object.entries(answers)) {
    await (await inReport(page, `#${id}`))?.type(text);
  }
}

/** @param {Page} page */
async function sheetText(page) {
  const sheet = await inReport(page, 'article.sheet');
  return (await sheet?.evaluate((node) => node.textContent?.replace(/\s+/g, ' '))) ?? '';
}

/** @param {Page} page @param {string} kind @param {RegExp} name @returns {Promise<string>} a path */
async function save(page, kind, name) {
  await (await inReport(page, `#${kind}`))?.click();
  const [path] = await until(
    () => savedIn(folder, name),
    ({ length }) => length > 0,
  );
  return path;
}

const ANSWERS = {
  name: 'Ada Example',
  expected: 'The <b>heavy</b> ball & its speed.',
  happened: 'It | arrived.',
  concluded: 'Speed helps.',
};

for (const width of [900, 390]) {
  test(`${width} px: the button of the report stays where it is while claims are judged`, () =>
    visit(
      '?experiment=ravine&lang=en&seeds=1&theme=light&autoplay=off',
      async (page) => {
        const button = await inReport(page, '#open');
        await page.evaluate(async (node) => {
          await document.fonts.ready;
          const seen = /** @type {any} */ (window);
          [seen.places, seen.rows] = [[], []];
          const { lab, renderRoot } = /** @type {any} */ (document.querySelector('spusk-lab'));
          const list = renderRoot.querySelector('spusk-verdict').renderRoot.querySelector('ul');
          const look = () => {
            const { top = 0, left = 0 } = node?.getBoundingClientRect() ?? {};
            seen.places.push(`${Math.round(left)} ${Math.round(top + scrollY)}`);
            seen.rows.push(list.getBoundingClientRect().height);
            requestAnimationFrame(look);
          };
          lab.setSpeed('full');
          lab.predict('fewer');
          // What is said of the prediction comes first.
          requestAnimationFrame(() => {
            look();
            lab.run();
          });
        }, button);
        const judged = () =>
          page.evaluate(() => {
            const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
            return lab.phase === 'finished' && lab.measuring.progress === null;
          });
        await until(judged, Boolean);
        const { places, rows } = await page.evaluate(() => {
          const seen = /** @type {any} */ (window);
          return { places: [...new Set(seen.places)], rows: [...new Set(seen.rows)] };
        });
        assert.ok(rows.length > 1, 'the claims need no more room than before');
        assert.equal(places.length, 1, places.join(', '));
      },
      { width },
    ));
}

test('the report says what happened, and its JSON is reproduced to the bit', () =>
  worked('en', async (page) => {
    await openReport(page);
    await fill(page, ANSWERS);
    const text = await sheetText(page);
    for (const part of [
      'How long is the way out of a ravine?',
      'Ada Example',
      'Spusk 0.',
      '✓“Less than a quarter”, said before the run',
      'What came: “Less than a quarter”',
      'The <b>heavy</b> ball & its speed.',
      '✓At k = 100 both kinds of momentum need less than a quarter',
      'How steep100',
      'prediction',
      'experiment=ravine&lang=en&seed=2&seeds=1&condition=100',
    ]) {
      assert.ok(text.includes(part), `${part}\n${text}`);
    }
    const charts = await inReport(page, 'article.sheet figure:nth-of-type(2) svg');
    assert.ok(await charts?.evaluate((node) => node.getBoundingClientRect().height > 100));

    const json = await save(page, 'json', /^spusk-ravine-ada-example\.json$/);
    const markdown = await readFile(await save(page, 'markdown', /example\.md$/), 'utf8');
    assert.match(markdown, /^# How long is the way out of a ravine\?\n\nLab report.*Ada Example/);
    assert.match(markdown, /\n> The \\<b\\>heavy\\<\/b\\> ball & its speed\.\n/);
    assert.match(markdown, /\n\| Run \| .*\| Seeds \|\n\| --- \|/);
    const kept = await readFile(await save(page, 'html', /example\.html$/), 'utf8');
    assert.match(
      kept,
      /<p class="words">The &lt;b&gt;heavy&lt;\/b&gt; ball &amp; its speed\.<\/p>/,
    );
    assert.match(kept, /<figure role="img" aria-label="[^"]+"><svg/);

    const { status, out } = await verify(json);
    assert.match(
      out,
      /^reproduced .*Ada Example\n +ravine, seed 2, .*5 of 5 claims hold; predicted before the run, right\n/,
    );
    assert.equal(status, 0);
    const report = JSON.parse(await readFile(json, 'utf8'));
    assert.equal(report.student.happened, ANSWERS.happened);
    assertReport(report);

    await (await inReport(page, '#close'))?.click();
    await until(
      () => page.$('spusk-report-sheet'),
      (sheet) => sheet === null,
    );
  }));

const paper = 'its driver cannot show a page as it is printed';
test(
  'what is printed is the sheet and nothing else, as A4',
  not({ firefox: paper, webkit: paper }),
  () =>
    worked('en', async (page) => {
      await openReport(page);
      await page.emulateMediaType('print');
      const printed = await page.evaluate(() =>
        [...document.body.children]
          .filter((node) => getComputedStyle(node).display !== 'none')
          .map((node) => node.localName),
      );
      assert.deepEqual(printed, ['spusk-report-sheet']);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      assert.match(Buffer.from(pdf).toString('latin1'), /MediaBox \[0 0 59[45][.\d]* 84[12]/);
      await page.emulateMediaType('screen');
    }),
);

test('in Russian; words outlive a closed dialog and another language', () =>
  worked('ru', async (page) => {
    await openReport(page);
    await fill(page, { name: 'Аня', happened: 'Шар докатился.' });
    const text = await sheetText(page);
    for (const part of [
      'Отчёт о лабораторной работе',
      'сказано до запуска',
      'Что произошло?Шар докатился.',
      'Ход работы',
      '(нет ответа)',
    ]) {
      assert.ok(text.includes(part), `${part}\n${text}`);
    }
    assert.doesNotMatch(text, /\b(report|compare|log|spec)\.\w/); // no text is missing
    await (await inReport(page, '#close'))?.click();
    await page.evaluate(() => document.querySelector('spusk-lab')?.setAttribute('lang', 'en'));
    await openReport(page);
    const english = await until(
      () => sheetText(page),
      (now) => now.includes('What happened?'),
    );
    assert.ok(english.includes('Аня'));
    assert.ok(english.includes('What happened?Шар докатился.'));
  }));

test('the comparison sorts, pins, and is copied even without a clipboard; axe finds nothing', () =>
  worked('en', async (page) => {
    const inside = (/** @type {string} */ inner) =>
      find(page, ['spusk-lab', 'spusk-compare', inner]);
    await (await inside('summary'))?.click();
    const column = async () =>
      (await inside('table'))?.evaluate((table) =>
        [...table.querySelectorAll('tbody tr')].map((row) => row.querySelector('th')?.textContent),
      );
    const sorted = async () =>
      (await inside('th.first'))?.evaluate((head) => head.getAttribute('aria-sort'));
    assert.equal(await sorted(), 'none');
    await (await inside('th.first button'))?.click();
    await until(sorted, (way) => way === 'ascending');
    const rising = (await column()) ?? [];
    assert.deepEqual(
      rising,
      [...rising].sort((a, b) => String(a).localeCompare(String(b))),
    );
    await (await inside('th.first button'))?.click();
    await until(sorted, (way) => way === 'descending');

    await (await inside('tbody tr .pin'))?.click();
    const [pinned] = (await column()) ?? [];
    await page.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab')).lab.reset());
    const left = await until(column, (names) => names?.length === 1);
    assert.match(String(left?.[0]), new RegExp(`^${String(pinned).replace(/ \(.*/, '')}`));

    await page.evaluate(() => {
      Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    });
    await (await inside('#csv'))?.click();
    const field = await inside('textarea');
    const shown = await field?.evaluate((node) => {
      const area = /** @type {HTMLTextAreaElement} */ (node);
      const all = area.selectionEnd - area.selectionStart === area.value.length;
      return { text: area.value, all };
    });
    assert.match(shown?.text ?? '', /^Run,.*Updates,Epochs,.*Seeds\n?/);
    assert.equal(shown?.all, true);

    await openReport(page);
    await assertAccessible(page);
  }));

test('on a phone runs are compared in columns, of which none is out of sight', () =>
  visit(
    '?experiment=ravine&lang=ru&seeds=1&theme=light&autoplay=off&predict=off',
    async (page) => {
      await press(page, 'spusk-lab', 'spusk-transport', '#run');
      await untilPhase(page, 'finished');
      await press(page, 'spusk-lab', 'spusk-compare', 'summary');
      const tables = () =>
        page.evaluate(() => {
          const { renderRoot } = /** @type {any} */ (document.querySelector('spusk-lab'));
          const { renderRoot: root } = renderRoot.querySelector('spusk-compare');
          return [...root.querySelectorAll('table')].map((table) => ({
            right: table.getBoundingClientRect().right,
            hidden: [...table.querySelectorAll('th, td')].filter(
              (cell) => cell.scrollWidth > cell.clientWidth,
            ).length,
            runs: [...table.querySelectorAll('thead th[scope=col]')].map((cell) =>
              cell.textContent.trim(),
            ),
            heads: [...table.querySelectorAll('th[scope=row]')].map((cell) =>
              cell.textContent.trim(),
            ),
            cells: table.querySelectorAll('td').length,
          }));
        });
      const named = await until(tables, (all) => all.flatMap(({ runs }) => runs).length === 3);
      for (const { right, hidden, runs, heads, cells } of named) {
        assert.ok(right <= 390, `${right} of 390 pixels`);
        assert.equal(hidden, 0);
        assert.equal(cells, runs.length * (heads.length - 1));
        assert.deepEqual(heads.slice(-2), ['Запусков', 'Закрепить']);
      }
      // In the order that is chosen.
      const runs = named.flatMap((table) => table.runs);
      assert.deepEqual(runs, ['SGD', 'Инерция', 'Нестеров']);
      const select = await find(page, ['spusk-lab', 'spusk-compare', 'select']);
      await select?.evaluate((node) => {
        const list = /** @type {HTMLSelectElement} */ (node);
        list.selectedIndex = [...list.options].findIndex(({ text }) => text === 'Обновления ↑');
        list.dispatchEvent(new Event('change'));
      });
      await until(
        tables,
        (all) => all.flatMap((table) => table.runs).join() === 'Инерция,Нестеров,SGD',
      );
      await press(page, 'spusk-lab', 'spusk-compare', 'td .pin');
      await find(page, ['spusk-lab', 'spusk-compare', '.pin[aria-pressed=true]']);
      await assertAccessible(page, 390);
      // There is room for rows again.
      await page.setViewport({ width: 1280, height: 860 });
      await find(page, ['spusk-lab', 'spusk-compare', '.scroll table']);
    },
    { width: 390 },
  ));

/**
 * @param {string} file
 * @returns {Promise<{status: number | null, out: string}>}
 */
function verify(file) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'verify', file]);
    let out = '';
    child.stdout.on('data', (text) => (out += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out }));
  });
}
