/**
 * A page that sleeps while it trains: frozen by the browser, as a tab behind others or a laptop
 * that is closed; and one whose worker is gone. The bits stay the same, and the times are honest.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from './chromium.js';
import { script, whole } from './host.js';
import { until } from './lab.js';
import { onHost } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const at = onHost(launchChromium);

/** Milliseconds of sleep: far more than the training takes. */
const NIGHT = 6000;

/** @param {(page: Page) => Promise<void>} work */
const visit = (work) =>
  at.visit(
    whole({
      body: `<script>
          window.told = [];
          addEventListener('spusk-error', ({ detail }) => told.push(detail.message));
        </script>
        <spusk-lab experiment="sgd-vs-adam" lang="en" seeds="1" autoplay="off" predict="off"></spusk-lab>
        ${script(at.host.spusk)}`,
    }),
    async (page) => {
      await page.evaluate(async () => {
        await customElements.whenDefined('spusk-lab');
        await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
      });
      await work(page);
    },
  );

/** @param {Page} page */
const look = (page) =>
  page.evaluate(() => {
    const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
    const runs = lab.race?.runs ?? [];
    return {
      phase: lab.phase,
      updates: lab.race?.updates ?? 0,
      hashes: runs.map((/** @type {any} */ run) => run.hash),
      seconds: runs.map((/** @type {any} */ run) => run.trace.column('seconds').at(-1)),
      log: lab.log.map((/** @type {any} */ { type, at: when }) => [type, when.getTime()]),
    };
  });

/** @param {Page} page */
const begin = (page) =>
  page.evaluate(() => {
    /** @type {any} */ (document.querySelector('spusk-lab')).play();
  });

/** @param {Page} page @param {(seen: Awaited<ReturnType<typeof look>>) => boolean} wanted */
const sees = (page, wanted) => until(() => look(page), wanted);

/** The hashes of runs that nobody disturbs. @type {string[]} */
let wanted;

test('undisturbed', () =>
  visit(async (page) => {
    await begin(page);
    const { hashes, updates } = await sees(page, ({ phase }) => phase === 'finished');
    assert.equal(updates, 630);
    wanted = hashes;
  }));

test('frozen while it trains: stands still, goes on, the same bits, and no time for the night', () =>
  visit(async (page) => {
    const session = await page.createCDPSession();
    const start = Date.now();
    await begin(page);
    await sees(page, ({ updates }) => updates > 60);
    // A browser hides what it freezes, and headless it does not show it again by itself.
    /** @param {'hidden' | 'visible'} state */
    const become = (state) =>
      page.evaluate((now) => {
        Object.defineProperty(document, 'visibilityState', { value: now, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    await become('hidden');
    await sees(page, ({ phase }) => phase === 'paused');
    await session.send('Page.setWebLifecycleState', { state: 'frozen' });
    const asleep = Date.now();
    await new Promise((morning) => setTimeout(morning, NIGHT));
    await session.send('Page.setWebLifecycleState', { state: 'active' });
    const night = Date.now() - asleep;
    await become('visible');
    const seen = await sees(page, ({ phase }) => phase === 'finished');
    const awake = Date.now() - start - night;
    assert.deepEqual(seen.hashes, wanted);
    // What training took cannot be more than the time in which the page was awake.
    for (const seconds of seen.seconds) {
      assert.ok(1000 * seconds < awake, `${seconds} s, ${awake} ms`);
    }
    const types = seen.log.map((/** @type {any} */ [type]) => type);
    assert.deepEqual(types, ['run', 'pause', 'run', 'finish']);
    const [, fell, rose, last] = seen.log.map((/** @type {any} */ [, when]) => when);
    assert.ok(rose - fell >= NIGHT, 'the log leaves the night out');
    assert.ok(last <= Date.now());
  }));

test('a worker that is gone is missed: it is told, and the next run gives the same bits', () =>
  visit(async (page) => {
    await begin(page);
    await sees(page, ({ updates }) => updates > 60);
    await Promise.all(page.workers().map((worker) => worker.evaluate(() => self.close())));
    const told = await until(
      () => page.evaluate(() => /** @type {any} */ (window).told),
      (all) => all.length > 0,
    );
    assert.match(told[0], /worker did not answer any more/);
    await sees(page, ({ phase }) => phase !== 'running');
    const said = () =>
      page.$$eval('spusk-lab >>> .run .notice', (all) => all.map((n) => n.textContent));
    const ended = /^Stopped before the end: SGD, Adam \(.*Reset begins anew/;
    await until(said, ([sentence]) => ended.test(sentence ?? ''));
    await page.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab')).reset());
    await until(said, (all) => all.length === 0);
    await begin(page);
    const { hashes } = await sees(page, ({ phase }) => phase === 'finished');
    assert.deepEqual(hashes, wanted);
  }));
