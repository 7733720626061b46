/** A lab in a frame of another origin, and the page round it: heights, events, commands. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser } from './browsers.js';
import { whole } from './host.js';
import { until } from './lab.js';
import { onHost } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const at = onHost(launchBrowser);

/** What a host page does: listens, sets the height, asks. */
const LISTEN = `<script>
  const frame = document.querySelector('#lab');
  window.got = [];
  addEventListener('message', ({ source, data }) => {
    if (source !== frame.contentWindow) return;
    got.push(data);
    if (data.type === 'spusk' && data.event === 'height') frame.style.height = data.height + 'px';
  });
  let asked = 0;
  window.ask = (command, ...args) => new Promise((resolve, reject) => {
    const id = ++asked;
    addEventListener('message', function reply({ source, data }) {
      if (source !== frame.contentWindow || data.event !== 'reply' || data.id !== id) return;
      removeEventListener('message', reply);
      if ('error' in data) reject(new Error(data.error));
      else resolve(data.value);
    });
    frame.contentWindow.postMessage({ type: 'spusk', v: 1, id, command, args }, '*');
  });
</script>`;

/**
 * @param {(page: Page) => Promise<void>} work
 * @param {{file?: string, more?: string}} [options]
 */
function visit(work, { file = 'embed.html', more = '' } = {}) {
  const query = 'experiment=sgd-vs-adam&lang=en&seeds=1&autoplay=off&predict=off';
  const src = `${at.host.spusk}${file}?${query}`;
  const frame = `<iframe id="lab" src="${src}" width="900" height="300"></iframe>`;
  return at.visit(whole({ body: frame + more + LISTEN }), async (page) => {
    await until(
      () => got(page),
      (all) => all.some(({ event }) => event === 'ready'),
    );
    await work(page);
  });
}

/** @param {Page} page @returns {Promise<any[]>} */
const got = (page) => page.evaluate(() => /** @type {any} */ (window).got);

/** @param {Page} page @param {string} command @param {...any} args */
const ask = (page, command, ...args) =>
  page.evaluate(
    (name, rest) =>
      /** @type {any} */ (window).ask(name, ...rest).catch((/** @type {Error} */ error) => ({
        refused: error.message,
      })),
    command,
    args,
  );

for (const file of ['embed.html', 'spusk.html']) {
  test(`${file}: the frame gets the height of what is in it, and comes to rest`, () =>
    visit(
      async (page) => {
        // Nothing scrolls inside, and nothing more is told for a while.
        let last = -1;
        const heights = await until(
          async () => {
            const all = (await got(page)).filter(({ event }) => event === 'height');
            const still = all.length === last;
            last = all.length;
            await page.evaluate(() => new Promise((done) => setTimeout(done, 300)));
            return { all: all.map(({ height }) => height), still };
          },
          ({ all, still }) => still && all.length > 0,
        );
        const end = heights.all.at(-1) ?? 0;
        assert.ok(end > 600 && end < 20_000, `${end} pixels`);
        assert.ok(heights.all.length < 12, `${heights.all}`);
        const height = await page.evaluate(() => document.querySelector('iframe')?.clientHeight);
        assert.equal(height, end);
        const canvas = (await got(page)).filter(({ subject }) => subject === 'lti.frameResize');
        assert.equal(canvas.at(-1).height, end);
      },
      { file },
    ));
}

test('commands are obeyed and answered; what was trained comes back to the bit', () =>
  visit(async (page) => {
    await ask(page, 'step', 4);
    await ask(page, 'epoch');
    const state = await ask(page, 'getState');
    assert.deepEqual([state.experiment, state.updates], ['sgd-vs-adam', 68]);
    const hashes = async () =>
      (await ask(page, 'exportData', 'json')).runs.map((/** @type {any} */ r) => r.hash);
    const there = await hashes();
    await ask(page, 'reset');
    assert.notDeepEqual(await hashes(), there);
    await ask(page, 'setState', state);
    assert.deepEqual(await hashes(), there);
    assert.match(await ask(page, 'exportData', 'csv'), /^run,rule,seed/);
    await ask(page, 'play');
    await until(
      () => got(page),
      (all) => all.some(({ event }) => event === 'metric'),
    );
    await ask(page, 'pause');
    const { updates } = await ask(page, 'getState');
    assert.ok(updates > 68, `${updates} updates`);
  }));

test('what is no command is ignored, what cannot be done is said, and nothing else can be read', () =>
  visit(async (page) => {
    assert.match((await ask(page, 'step', 'many')).refused, /not a number of updates: many/);
    assert.match((await ask(page, 'exportData', 'report')).refused, /cannot export this: report/);
    assert.match((await ask(page, 'setState', { v: 2 })).refused, /not a state/);
    await page.evaluate(() => {
      const frame = /** @type {any} */ (document.querySelector('#lab')).contentWindow;
      const all = [
        null,
        'spusk',
        7,
        {},
        { type: 'spusk' },
        { type: 'spusk', v: 2, id: 90, command: 'reset' },
        ...['constructor', '__proto__', 'eval', 'remove', 'innerHTML'].map((command, k) => ({
          ...{ type: 'spusk', v: 1, id: 91 + k, command, args: ['alert(1)'] },
        })),
      ];
      for (const message of all) frame.postMessage(message, '*');
    });
    // Answers come in their order: after this one none of those is on its way.
    await ask(page, 'getState');
    const replies = (await got(page)).filter(({ event }) => event === 'reply');
    assert.ok(
      replies.every(({ id }) => id < 90),
      JSON.stringify(replies),
    );
    const state = await ask(page, 'getState');
    assert.deepEqual(Object.keys(state).sort(), [
      ...['axis', 'experiment', 'guess', 'quantity', 'seed', 'seeds', 'settings', 'updates', 'v'],
    ]);
  }));

test('only the parent is obeyed, not a frame beside', () =>
  visit(
    async (page) => {
      await page.evaluate(() => {
        const beside = /** @type {any} */ (document.querySelector('#beside'));
        const text = `parent.frames[0].postMessage({type: 'spusk', v: 1, id: 50, command: 'step', args: [9]}, '*')`;
        beside.contentWindow.eval(text);
      });
      await ask(page, 'step', 1);
      const { updates } = await ask(page, 'getState');
      assert.equal(updates, 1);
      assert.ok(!(await got(page)).some(({ id }) => id === 50));
    },
    { more: '<iframe id="beside" srcdoc="<p>another</p>"></iframe>' },
  ));

test("H5P's resizer: hello, prepareResize, resize", () =>
  visit(async (page) => {
    await page.evaluate(() => {
      const frame = /** @type {any} */ (document.querySelector('#lab'));
      addEventListener('message', ({ data }) => {
        if (data.context !== 'h5p') return;
        const answer = (/** @type {string} */ action) =>
          frame.contentWindow.postMessage({ context: 'h5p', action }, '*');
        if (data.action === 'prepareResize') {
          frame.style.height = `${data.clientHeight}px`;
          answer('resizePrepared');
        } else if (data.action === 'resize') {
          frame.dataset.resized = data.scrollHeight;
        }
      });
      frame.contentWindow.postMessage({ context: 'h5p', action: 'hello' }, '*');
    });
    assert.ok(
      (await got(page)).some(({ context, action }) => context === 'h5p' && action === 'hello'),
    );
    await until(
      () => page.evaluate(() => document.querySelector('iframe')?.dataset.resized),
      (height) => Number(height) > 600,
    );
  }));
