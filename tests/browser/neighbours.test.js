/**
 * What else may be on a page with a lab: wild style sheets, another Chart.js, a second copy, many
 * labs, and somebody who takes it away.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browserName, launchBrowser } from './browsers.js';
import { LISTEN, got, script, whole } from './host.js';
import { find, until } from './lab.js';
import { measure, sameLooks } from './looks.js';
import { FRAME, LAB, trainHere, trainOn } from './one-lab.js';
import { onHost } from './visit.js';

/** The hashes of one epoch, as they are where nothing is in the way. @type {string[]} */
let wanted;
const at = onHost(launchBrowser, async (here) => {
  wanted = (await trainOn(here)).hashes;
  assert.equal(wanted.length, 2);
});

const WILD = `<style>
  * { all: unset !important; font: italic 900 41px/3 "Comic Sans MS", fantasy !important;
    color: red !important; letter-spacing: 9px !important; text-transform: uppercase !important;
    text-align: right !important; text-indent: 40px !important; white-space: pre !important;
    word-spacing: 20px !important; visibility: visible !important; cursor: wait !important; }
  html { direction: rtl !important; writing-mode: horizontal-tb !important; }
  head, script, style { display: none !important; }
  html, body { display: block !important; }
  :host, article, .page, button, canvas { display: none !important; outline: 9px solid lime; }
</style>`;

test('a page with wild style sheets changes nothing inside', async () => {
  const looks = (/** @type {string} */ head) =>
    at.visit(
      whole({
        head: `<style>html, body { margin: 0; } spusk-lab { --spusk-face: sans-serif; }</style>${head}`,
        body: `<div>${LAB}</div>${script(at.host.spusk)}`,
      }),
      (page) => page.evaluate(measure),
    );
  const tame = await looks('');
  const wild = await looks(WILD);
  assert.ok(tame.length > 100);
  sameLooks(wild, tame);
});

test('a page in quirks mode, with a type size and an origin of its own: nothing changes', async () => {
  const looks = (/** @type {string} */ html) => at.visit(html, (page) => page.evaluate(measure));
  const body = LAB + script(at.host.spusk);
  const plain = await looks(whole({ body }));
  const PAGES = {
    quirks: whole({ body }).replace('<!doctype html>', ''),
    size: whole({ head: '<style>html { font-size: 10px; }</style>', body }),
    revert: whole({ head: '<style>* { all: revert; }</style>', body }),
    base: whole({ head: '<base href="https://course.invalid/week/3/">', body }),
  };
  for (const [name, html] of Object.entries(PAGES)) {
    sameLooks(await looks(html), plain, name);
  }
});

test('in a page that reads from right to left', async () => {
  const looks = (/** @type {string} */ html) =>
    at.visit(whole({ html, body: LAB + script(at.host.spusk) }), (page) => page.evaluate(measure));
  sameLooks(await looks('lang="ar" dir="rtl"'), await looks('lang="en"'));
});

test('beside an older Chart.js of the page, which stays what it was', async () => {
  // What such a page has: a global, with defaults and plugins that are not those of this lab.
  const own = `<script>window.Chart = function Chart() { throw new Error('not for you'); };
    Chart.version = '2.9.4'; Chart.defaults = { global: { defaultFontSize: 99 } };
    Chart.plugins = { register() { throw new Error('not for you'); } };
    window.before = JSON.stringify(Chart.defaults);</script>`;
  const html = whole({ head: own, body: LAB + script(at.host.spusk) });
  const seen = await at.visit(html, async (page) => {
    const { hashes } = await page.evaluate(trainHere);
    const left = await page.evaluate(() => {
      const { Chart, before: defaults } = /** @type {any} */ (window);
      return [Chart.version, JSON.stringify(Chart.defaults) === defaults];
    });
    return { hashes, left };
  });
  assert.deepEqual(seen, { hashes: wanted, left: ['2.9.4', true] });
});

test('in a page with keys of its own: those typed into the lab stay there, others come', async () => {
  const own = `<script>window.keys = [];
    addEventListener('keydown', ({ key }) => keys.push(key));</script>`;
  const html = whole({ body: own + LAB + script(at.host.spusk) });
  await at.visit(html, async (page) => {
    await page.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab')).ready);
    const field = await find(page, ['spusk-lab', 'spusk-controls', '#stepSgd', '.field']);
    await field?.press('d');
    const button = await find(page, ['spusk-lab', 'spusk-transport', '#reset']);
    for (const key of /** @type {const} */ (['d', 'ArrowRight', ' ', 'Escape', 'Tab'])) {
      await button?.press(key);
    }
    await page.evaluate(() => {
      // Firefox takes the focus from what has it, not from the element round it.
      let { activeElement } = document;
      while (activeElement?.shadowRoot?.activeElement) {
        ({ activeElement } = activeElement.shadowRoot);
      }
      /** @type {HTMLElement} */ (activeElement).blur();
    });
    await page.keyboard.press('n');
    assert.deepEqual(await page.evaluate(() => /** @type {any} */ (window).keys), [
      ...['Escape', 'Tab', 'n'],
    ]);
  });
});

test('two copies of spusk.js on one page', async () => {
  const { spusk } = at.host;
  const again = `<script type="module" src="${spusk}spusk.js?again"></script>`;
  const html = whole({ body: LAB + script(spusk) + again });
  const { hashes } = await at.visit(html, (page) => page.evaluate(trainHere));
  assert.deepEqual(hashes, wanted);
});

test('twenty labs on one page: one core, and only those in view train', async () => {
  const labs = Array.from({ length: 20 }, (_, k) =>
    LAB.replace('autoplay="off"', `id="lab${k}" style="display: block; margin-bottom: 900px"`),
  );
  await at.visit(
    whole({ body: labs.join('') + script(at.host.spusk) }),
    async (page) => {
      const phases = () =>
        page.evaluate(() =>
          [.../** @type {any} */ (document.querySelectorAll('spusk-lab'))].map(
            ({ lab }) => lab?.phase ?? 'none',
          ),
        );
      const trained = (/** @type {string} */ phase) => phase === 'finished' || phase === 'running';
      const first = await until(phases, (all) => all[0] === 'finished');
      assert.ok(
        first.slice(2).every((phase) => phase === 'idle'),
        String(first),
      );
      await page.evaluate(() =>
        document.querySelector('#lab13')?.scrollIntoView({ block: 'start' }),
      );
      const later = await until(phases, (all) => all[13] === 'finished');
      assert.ok(later.filter(trained).length < 6, String(later));
      const compiled = await page.evaluate(() => /** @type {any} */ (window).compiled);
      if (typeof compiled === 'number') assert.equal(compiled, 1);
      const hashes = await page.evaluate(() =>
        ['#lab0', '#lab13'].map((id) =>
          /** @type {any} */ (document.querySelector(id)).lab.race.runs.map(
            (/** @type {any} */ r) => r.hash,
          ),
        ),
      );
      assert.deepEqual(hashes[1], hashes[0]);
    },
    browserName === 'webkit'
      ? {}
      : {
          change: () => {
            const { compile } = WebAssembly;
            /** @type {any} */ (window).compiled = 0;
            WebAssembly.compile = (bytes) => {
              /** @type {any} */ (window).compiled++;
              return compile(bytes);
            };
          },
        },
  );
});

test('a frame that is taken away while it trains', async () => {
  const src = `${at.host.spusk}embed.html?${FRAME.replace('autoplay=off', 'autoplay=on')}`;
  const body = `${LISTEN}<iframe src="${src}" width="1000" height="800"></iframe>`;
  await at.visit(whole({ body }), async (page) => {
    await until(
      () => got(page),
      (all) => all.some(({ event }) => event === 'metric'),
    );
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    // What was on its way comes, and then nothing more.
    const settled = async () => {
      const many = (await got(page)).length;
      await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
      return (await got(page)).length === many;
    };
    await until(settled, Boolean);
    const labs = await page.evaluate(() => window.length);
    assert.equal(labs, 0);
  });
});
