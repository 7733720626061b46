/** The built page in a browser, from the first picture to the verdict. */
import assert from 'node:assert/strict';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { test } from 'node:test';
import { assertAccessible } from './access.js';
import { launchBrowser, not } from './browsers.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

const { visit } = onSite(launchBrowser);

test('starts by itself, draws both curves while they train, and ends with a verdict', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=2', async (page) => {
    const early = await lab.until(
      () => lab.look(page),
      ({ runs }) => runs.length === 4 && runs.every((run) => run.rows >= 3),
    );
    assert.equal(early.phase, 'running');
    const late = await lab.until(
      () => lab.look(page),
      ({ runs }) => runs.every((run, k) => run.rows > early.runs[k].rows),
    );
    for (const [k, run] of late.runs.entries()) {
      assert.ok(run.error < early.runs[k].error, `${run.id} gets better`);
    }
    for (const chart of /** @type {const} */ (['trainChart', 'testChart'])) {
      assert.match(await lab.readChart(page, chart), /SGD \d+\.\d\s%\. Adam \d+\.\d\s%/);
    }
    await lab.untilPhase(page, 'finished');
    const status = await lab.until(
      () => lab.read(page, 'status'),
      (text) => text.startsWith('Finished'),
    );
    assert.match(status, /Test error: SGD [\d.]+ %\. Test error: Adam [\d.]+ %/);
    assert.match(await lab.read(page, 'verdict'), /holds: At the usual steps.*2 of 2/);
    assert.match(await lab.read(page, 'marked'), /w\[i\] -=/);
  }));

test('pause stops, and going on or starting again changes no bit', () =>
  // Single digits, 20,000 updates: long enough to be paused on a busy machine as well.
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1#batch=1', async (page) => {
    await lab.until(
      () => lab.look(page),
      ({ runs }) => runs.length === 2 && runs.every((run) => run.updates > 20),
    );
    await lab.click(page, 'run');
    const paused = await lab.untilPhase(page, 'paused');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
    assert.deepEqual((await lab.look(page)).runs, paused.runs);
    await lab.click(page, 'run');
    const first = await lab.untilPhase(page, 'finished');
    await lab.until(
      () => lab.read(page, 'run'),
      (text) => text === 'Again',
    );

    await lab.untilRenewed(page, () => lab.click(page, 'run'));
    const second = await lab.untilPhase(page, 'finished');
    const hashes = (/** @type {typeof first} */ seen) => seen.runs.map(({ hash }) => hash);
    assert.deepEqual(hashes(second), hashes(first));
    assert.equal(new Set(hashes(first)).size, 2);
  }));

test('single updates and epochs; reset goes back to the same start', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1&autoplay=off', async (page) => {
    const one = async () => {
      await lab.click(page, 'update');
      return lab.until(
        () => lab.look(page),
        ({ runs, phase }) => phase === 'paused' && runs.every((run) => run.updates === 1),
      );
    };
    const first = await one();
    await lab.click(page, 'epoch');
    const epoch = await lab.until(
      () => lab.look(page),
      ({ runs, phase }) => phase === 'paused' && runs.every((run) => run.updates === 64),
    );
    assert.notEqual(epoch.runs[0].hash, first.runs[0].hash);
    await lab.click(page, 'reset');
    await lab.until(
      () => lab.look(page),
      ({ runs, phase }) => phase === 'idle' && runs.every((run) => run.updates === 0),
    );
    assert.deepEqual((await one()).runs, first.runs);
  }));

const calm = not({ webkit: 'has no switch for this here' });
test('nothing moves by itself where the reader wants no motion', calm, async () => {
  const by = await launchBrowser({ calm: true });
  const work = async (/** @type {import('puppeteer-core').Page} */ page) => {
    assert.equal(await lab.read(page, 'question'), 'Is Adam better, or just better tuned?');
    await page.evaluate(() => new Promise((done) => setTimeout(done, 500)));
    assert.equal((await lab.look(page)).phase, 'idle');
    await lab.click(page, 'run');
    await lab.untilUnderWay(page);
  };
  try {
    await visit('?experiment=sgd-vs-adam&lang=en&seeds=1', work, { by });
  } finally {
    await by.close();
  }
});

test('the language and the theme change without touching the runs, and stay in the address', async () => {
  const address = await visit('?experiment=sgd-vs-adam&lang=en&seeds=1', async (page) => {
    await lab.until(
      () => lab.look(page),
      ({ runs }) => runs.some((run) => run.updates > 20),
    );
    const choose = async (/** @type {string} */ id, /** @type {number} */ n) => {
      const option = await lab.find(page, [
        'spusk-header',
        `#${id}`,
        `label:nth-of-type(${n}) input`,
      ]);
      await option?.click();
    };
    await choose('lang', 2);
    await lab.until(
      () => lab.read(page, 'question'),
      (text) => text.includes('лучше настроили'),
    );
    assert.equal(await page.$eval('html', (html) => html.lang), 'ru');
    await lab.until(
      () => lab.readChart(page, 'testChart'),
      (text) => /SGD \d+,\d\s%/.test(text),
    );
    await choose('theme', 3);
    const ground = () => page.$eval('html', (html) => getComputedStyle(html).backgroundColor);
    await lab.until(ground, (color) => color === 'rgb(22, 24, 28)');
    const url = await lab.until(
      async () => page.url(),
      (there) => there.includes('lang=ru') && there.includes('theme=dark'),
    );
    assert.ok((await lab.look(page)).runs.every((run) => run.updates > 0));
    return url;
  });
  await visit(address, (page) =>
    lab.until(
      () => lab.read(page, 'question'),
      (text) => text.includes('лучше настроили'),
    ),
  );
});

test('a step changed on the way acts at once, in all runs of its rule, and is marked', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=2', async (page) => {
    await lab.until(
      () => lab.look(page),
      ({ runs }) => runs.length === 4 && runs.every((run) => run.rows > 2),
    );
    await lab.type(page, 'stepSgd', '0.2');
    const seen = await lab.until(
      () => lab.look(page),
      ({ runs }) =>
        runs.filter(({ id }) => id === 'sgd').every(({ lr }) => Math.fround(0.2) === lr),
    );
    assert.equal(seen.phase, 'running');
    assert.ok(seen.runs.every((run) => run.rows > 2));
    const marks = await page.evaluate(
      () => /** @type {any} */ (document.querySelector('spusk-lab')).lab.marks,
    );
    assert.equal(marks.length, 1);
    assert.deepEqual([marks[0].from, marks[0].to], [0.01, 0.2]);
  }));

test('bad input gets a sentence beside it, and the runs go on', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1&seed=minus#batch=33', async (page) => {
    await lab.untilUnderWay(page);
    // The words for them may come after the first update.
    await lab.until(
      () => page.$$eval('spusk-lab >>> .notice', (all) => all.map((node) => node.textContent)),
      (notices) => notices.length === 2,
    );
    await lab.type(page, 'stepSgd', 'a lot');
    assert.equal(await lab.readProblem(page, 'stepSgd'), 'Not a number: a lot');
    await lab.type(page, 'stepAdam', '7');
    assert.equal(await lab.readProblem(page, 'stepAdam'), 'From 0.000010 to 0.10');
    assert.equal((await lab.untilPhase(page, 'finished')).runs.length, 2);
  }));

test('a prediction is answered by its own run, and the earlier curves stay', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1', async (page) => {
    await lab.untilPhase(page, 'finished');
    await lab.click(page, 'prediction');
    await lab.untilRenewed(page, () => lab.click(page, 'test'));
    await lab.untilPhase(page, 'finished');
    const verdict = await lab.until(
      () => lab.read(page, 'verdict'),
      (text) => !text.includes('not measured yet'),
    );
    assert.match(verdict, /You predicted .* before the run/);
    const past = await page.evaluate(
      () => /** @type {any} */ (document.querySelector('spusk-lab')).lab.past.length,
    );
    assert.equal(past, 1);
    await lab.until(
      async () => page.url(),
      (url) => url.includes('#stepSgd='),
    );
  }));

test('everything can be done with the keyboard alone', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1&autoplay=off', async (page) => {
    const focused = () =>
      page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return `${element?.localName}#${element?.id}.${element?.className}`;
      });
    const tabTo = async (/** @type {string} */ wanted) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        if ((await focused()).startsWith(wanted)) return;
      }
      assert.fail(`the keyboard does not reach ${wanted}`);
    };
    await tabTo('button#update');
    await page.keyboard.press('Enter');
    await lab.until(
      () => lab.look(page),
      ({ runs, phase }) => phase === 'paused' && runs.every((run) => run.updates === 1),
    );
    await tabTo('input#range'); // SGD's step
    await page.keyboard.press('ArrowRight');
    const step = await page.evaluate(
      () => /** @type {any} */ (document.querySelector('spusk-lab')).lab.settings.stepSgd,
    );
    assert.equal(step, 0.012);
    await page.focus('spusk-lab >>> spusk-transport >>> #run');
    await page.keyboard.press(' ');
    await lab.untilPhase(page, 'finished');
    await tabTo('div#.box'); // the first chart
    await page.keyboard.press('ArrowLeft');
    const values = await lab.find(page, ['spusk-lab', 'spusk-figure', '#test', '.values']);
    assert.match((await values?.evaluate((node) => node.textContent)) ?? '', /epoch 9\.\d+/);
  }));

test('the numbers are there as a table, with a hash for each run', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1', async (page) => {
    const { runs } = await lab.untilPhase(page, 'finished');
    await lab.click(page, 'table');
    const rows = await lab.until(
      () => page.$$eval('spusk-lab >>> #hashes tbody tr', (all) => all.map((r) => r.textContent)),
      (texts) => texts.length === 2,
    );
    for (const [k, { hash }] of runs.entries()) assert.ok(rows[k]?.includes(hash));
    const values = await page.$$eval('spusk-lab >>> #values tbody tr', (all) => all.length);
    assert.ok(values > 10);
  }));

for (const { lang, theme, width } of [
  { lang: 'en', theme: 'light', width: 1280 },
  { lang: 'ru', theme: 'dark', width: 390 },
]) {
  test(`axe-core finds nothing to object to (${lang}, ${theme}, ${width})`, () =>
    visit(
      `?experiment=sgd-vs-adam&lang=${lang}&theme=${theme}&seeds=1`,
      async (page) => {
        await lab.untilPhase(page, 'finished');
        await lab.click(page, 'table');
        await assertAccessible(page);
      },
      { width },
    ));
}

const wide = not({ webkit: 'its window is never so narrow' });
test('nothing is wider than a phone', wide, async () => {
  for (const lang of ['en', 'ru']) {
    await visit(
      `?experiment=sgd-vs-adam&lang=${lang}&seeds=1`,
      async (page) => {
        await lab.untilPhase(page, 'finished');
        const widths = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement;
          return { scrollWidth, clientWidth };
        });
        assert.equal(widths.scrollWidth, widths.clientWidth);
        assert.ok(widths.clientWidth <= 390);
      },
      { width: 390 },
    );
  }
});

const unseen = 'does not report shifts of the layout';
test('nothing on the page moves while it trains', not({ firefox: unseen, webkit: unseen }), () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=2', async (page) => {
    await page.evaluate(() => {
      const shifts = /** @type {any} */ (window);
      shifts.shifted = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) shifts.shifted += /** @type {any} */ (entry).value;
      }).observe({ type: 'layout-shift', buffered: false });
    });
    await lab.untilPhase(page, 'finished');
    const shifted = await page.evaluate(() => /** @type {any} */ (window).shifted);
    assert.ok(shifted < 0.01, `layout shift ${shifted}`);
  }),
);

test('a chart that grew row by row looks as one that is drawn at once', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1', async (page) => {
    await lab.untilPhase(page, 'finished');
    /** @returns {Promise<number>} a number for all pixels of the chart at rest, 0 if it moves */
    const look = () => page.evaluate(lookAtChart);
    const show = (/** @type {string} */ axis) =>
      page.evaluate((wanted) => {
        /** @type {any} */ (document.querySelector('spusk-lab')).axis = wanted;
      }, axis);
    const grown = await lab.until(look, (seen) => seen !== 0);
    await show('update');
    const other = await lab.until(look, (seen) => seen !== 0 && seen !== grown);
    await show('epoch');
    const whole = await lab.until(look, (seen) => seen !== 0 && seen !== other);
    assert.equal(whole, grown);
  }));

test('spusk.html works as one file from the disk', () => {
  const file = fileURLToPath(new URL('../../web/dist/spusk.html', import.meta.url));
  return visit(
    `${pathToFileURL(file).href}?experiment=sgd-vs-adam&lang=en&seeds=1`,
    async (page) => {
      const { runs } = await lab.untilPhase(page, 'finished');
      assert.ok(runs.every((run) => run.error < 0.25));
    },
  );
});

/** On the page. */
async function lookAtChart() {
  let place = /** @type {ParentNode} */ (document);
  for (const host of ['spusk-lab', 'spusk-figure', '#train']) {
    const root = place.querySelector(host)?.shadowRoot;
    if (!root) return 0;
    place = root;
  }
  const canvas = /** @type {HTMLCanvasElement} */ (place.querySelector('canvas'));
  const before = canvas.toDataURL();
  for (let frame = 0; frame < 12; frame++) await new Promise(requestAnimationFrame);
  const now = canvas.toDataURL();
  if (now !== before) return 0;
  return [...now].reduce((sum, sign) => (31 * sum + sign.charCodeAt(0)) | 0, 7);
}
