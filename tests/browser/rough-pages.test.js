/**
 * What else a course page may do to its lab: hide it, scale it, write itself anew, go away and come
 * back, make the element in ways of its own.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchChromium } from './chromium.js';
import { script, whole } from './host.js';
import { look, until, untilPhase } from './lab.js';
import { LAB, trainHere, trainOn } from './one-lab.js';
import { onHost } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

/** The hashes of one epoch, and of a whole run, as they are where nothing is in the way. */
const wanted = { epoch: [''], run: [''] };
const at = onHost(launchChromium, async (here) => {
  wanted.epoch = (await trainOn(here)).hashes;
  await here.visit(whole({ body: RUNS + script(here.host.spusk) }), async (page) => {
    wanted.run = await ran(page);
  });
});

/** Begins by itself when it is seen. */
const RUNS = LAB.replace('autoplay="off"', '');

/** @param {Page} page with a lab that trains to the end; its hashes */
async function ran(page) {
  const { runs } = await untilPhase(page, 'finished');
  return runs.map(({ hash }) => hash);
}

/** @param {Page} page */
const isReady = (page) =>
  page.evaluate(async () => {
    await customElements.whenDefined('spusk-lab');
    await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
  });

/** @param {Page} page how wide its charts are drawn */
const drawn = (page) =>
  page.$$eval('spusk-lab >>> spusk-chart >>> canvas', (all) =>
    all.map((canvas) => /** @type {HTMLCanvasElement} */ (canvas).width),
  );

for (const [name, before, show] of /** @type {const} */ ([
  ['a tab that is not shown yet', '<div id="tab" style="display: none">', 'style'],
  ['<details> that is closed', '<details id="tab"><summary>A lab</summary>', 'open'],
])) {
  test(`in ${name}: waits, and is whole when it is shown`, async () => {
    const after = before.startsWith('<div') ? '</div>' : '</details>';
    await at.visit(whole({ body: before + RUNS + after + script(at.host.spusk) }), async (page) => {
      await isReady(page);
      assert.equal((await look(page)).phase, 'idle');
      await page.evaluate((attribute) => {
        const tab = document.querySelector('#tab');
        if (attribute === 'open') tab?.setAttribute('open', '');
        else tab?.removeAttribute(attribute);
      }, show);
      assert.deepEqual(await ran(page), wanted.run);
      await until(
        () => drawn(page),
        (widths) => widths.length > 1 && widths.every((width) => width > 200),
      );
    });
  });
}

test('out of view only for a moment: it goes on, although it had not stopped yet', () =>
  at.visit(whole({ body: RUNS + script(at.host.spusk) }), async (page) => {
    await until(
      () => look(page),
      ({ runs }) => runs.some(({ updates }) => updates > 0),
    );
    await page.evaluate(() => {
      for (const state of ['hidden', 'visible']) {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }
    });
    assert.deepEqual(await ran(page), wanted.run);
  }));

test('on a slide that is scaled, and on a page that is zoomed: a pointer finds its value', async () => {
  const under = (/** @type {string} */ style) =>
    at.visit(
      whole({ body: `<div style="${style}">${LAB}</div>${script(at.host.spusk)}` }),
      async (page) => {
        await page.evaluate(trainHere);
        return until(
          () =>
            page.$eval('spusk-lab >>> spusk-chart >>> .box', (box) => {
              const { left, top, width, height } = box.getBoundingClientRect();
              const [clientX, clientY] = [left + 0.75 * width, top + height / 2];
              const how = { clientX, clientY, bubbles: true, pointerType: 'mouse' };
              box.dispatchEvent(new PointerEvent('pointermove', how));
              const chart = /** @type {any} */ (box.getRootNode()).host;
              return chart.cursor === null ? null : Math.round(20 * chart.cursor);
            }),
          (value) => value !== null,
        );
      },
    );
  const plain = await under('width: 1200px');
  for (const style of ['transform: scale(0.5); transform-origin: 0 0', 'zoom: 0.5']) {
    assert.equal(await under(`width: 1200px; ${style}`), plain, style);
  }
});

test('a page that writes itself anew: nothing is left, and another lab trains', () =>
  at.visit(whole({ body: RUNS + script(at.host.spusk) }), async (page) => {
    await isReady(page);
    const write = (/** @type {string} */ html) =>
      page.evaluate((text) => {
        document.open();
        document.write(text);
        document.close();
      }, html);
    await page.evaluate(() =>
      Object.assign(window, { first: document.querySelector('spusk-lab') }),
    );
    await write(whole({ body: '<p>Something else</p>' }));
    await until(() => page.evaluate(() => /** @type {any} */ (window).first.lab === null), Boolean);
    await write(whole({ body: LAB }));
    assert.deepEqual((await page.evaluate(trainHere)).hashes, wanted.epoch);
  }));

test('a page that is left and comes back: the lab goes on, or begins anew', () =>
  at.visit(whole({ body: RUNS + script(at.host.spusk) }), async (page) => {
    await until(
      () => look(page),
      ({ runs }) => runs.some(({ updates }) => updates > 0),
    );
    await page.goto(at.put(whole({ body: 'Another page' })));
    await page.goBack();
    assert.deepEqual(await ran(page), wanted.run);
  }));

test('the element before what stands inside it, as where the module comes before the page', () =>
  at.visit(whole({ body: script(at.host.spusk) }), async (page) => {
    await page.evaluate(() => customElements.whenDefined('spusk-lab').then(() => {}));
    const read = await page.evaluate(async () => {
      document.open();
      document.write('<!doctype html><body><spusk-lab lang="en" autoplay="off">');
      await new Promise((resolve) => setTimeout(resolve, 100));
      document.write(`<script type="application/json">
        {"experiment": "sgd-vs-adam", "seed": 9, "seeds": 1, "predict": false}</script></spusk-lab>`);
      document.close();
      const { lab } = await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
      return [lab.experiment.id, lab.seed, lab.seeds];
    });
    assert.deepEqual(read, ['sgd-vs-adam', 9, 1]);
  }));

test('made by a framework: properties before the module has come, and inner HTML again and again', () =>
  at.visit(
    whole({
      body: `<div id="root"></div><script>
        const made = document.createElement('spusk-lab');
        Object.assign(made, { experiment: 'sgd-vs-adam', seeds: 1, seed: 4, lang: 'ru', theme: 'dark',
          predict: 'off', autoplay: 'off', settings: { stepSgd: 0.05 }, hide: ['lead'] });
        const other = document.createElement('spusk-lab');
        other.config = { experiment: 'sgd-vs-adam', seed: 6, predict: false, autoplay: false };
        document.querySelector('#root').append(made, other);</script>${script(at.host.spusk)}`,
    }),
    async (page) => {
      await isReady(page);
      const seen = await page.evaluate(async () => {
        const [made, other] = /** @type {any[]} */ ([...document.querySelectorAll('spusk-lab')]);
        await other.ready;
        const { lab, words, hide, scheme } = made;
        const said = [lab.seed, lab.seeds, lab.settings.stepSgd, words.lang, hide, scheme];
        return [...said, other.lab.seed];
      });
      assert.deepEqual(seen, [4, 1, 0.05, 'ru', ['lead'], 'dark', 6]);
      const again = await page.evaluate((html) => {
        const root = /** @type {HTMLElement} */ (document.querySelector('#root'));
        for (let i = 0; i < 20; i++) root.innerHTML = html;
      }, LAB);
      assert.equal(again, undefined);
      assert.deepEqual((await page.evaluate(trainHere)).hashes, wanted.epoch);
    },
  ));

test('another experiment twenty times while it loads and trains: the last one counts', () =>
  at.visit(whole({ body: LAB + script(at.host.spusk) }), async (page) => {
    await page.evaluate(async () => {
      const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
      const others = ['ravine', 'dropout', 'batch-size', 'receptive-field', 'small-batches'];
      const change = async (/** @type {boolean} */ run) => {
        for (let i = 0; i < 20; i++) {
          lab.setAttribute('experiment', others[i % others.length]);
          if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve));
          if (run && i % 4 === 1) lab.lab?.run();
        }
        lab.setAttribute('experiment', 'sgd-vs-adam');
      };
      await change(false);
      await customElements.whenDefined('spusk-lab');
      await change(true);
      await lab.updateComplete;
    });
    assert.deepEqual((await page.evaluate(trainHere)).hashes, wanted.epoch);
  }));

test('a page that has added to the prototypes of all objects and arrays', () =>
  at.visit(
    whole({
      head: `<script>
        Object.prototype.each = function () { return this; };
        Object.prototype.extra = 'a value';
        Array.prototype.each = function () { return this; };
        Array.prototype.last = null;</script>`,
      body: LAB + script(at.host.spusk),
    }),
    async (page) => {
      assert.deepEqual((await page.evaluate(trainHere)).hashes, wanted.epoch);
      const [report, settings] = await page.evaluate(async () => {
        const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
        await lab.setState({ ...lab.getState(), settings: { stepSgd: 0.05 } });
        return [await lab.exportData('report'), lab.getState().settings];
      });
      assert.equal(report.experiment, 'sgd-vs-adam');
      assert.equal(settings.stepSgd, 0.05);
    },
  ));

/** What a browser does that translates a page: other nodes in the place of texts. */
const translateAll = () => {
  const walk = (/** @type {ParentNode & Node} */ root) => {
    /** @type {Text[]} */
    const texts = [];
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) texts.push(/** @type {Text} */ (walker.currentNode));
    for (const text of texts) {
      const { parentElement } = text;
      if (!text.data.trim() || parentElement?.closest('style, script, [translate=no]')) continue;
      const font = document.createElement('font');
      font.append(`Ü ${text.data}`);
      text.replaceWith(font);
    }
    for (const host of root.querySelectorAll('*')) {
      if (host.shadowRoot && !host.closest('[translate=no]')) walk(host.shadowRoot);
    }
  };
  document.documentElement.classList.add('translated-ltr');
  document.documentElement.lang = 'de';
  walk(document);
};

test('a page that is translated: what changes goes on changing, and says what is so', () => {
  const said = (/** @type {Page} */ page, /** @type {string} */ element) =>
    page.$eval(`spusk-lab >>> ${element}`, (node) =>
      (node.shadowRoot?.textContent ?? '').replace(/\s+/g, ' '),
    );
  return at.visit(whole({ body: LAB + script(at.host.spusk) }), async (page) => {
    await isReady(page);
    const before = await said(page, 'spusk-verdict');
    await page.evaluate(translateAll);
    await page.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab')).play());
    assert.deepEqual(await ran(page), wanted.run);
    const title = await page.$eval('spusk-lab >>> h1', (node) => node.textContent);
    assert.match(title ?? '', /^Ü /);
    const after = await until(
      () => said(page, 'spusk-verdict'),
      (text) => text !== before && !text.includes('Ü'),
    );
    assert.match(after, /holds|does not/);
    assert.doesNotMatch(await said(page, 'spusk-transport'), /Ü/);
  });
});
