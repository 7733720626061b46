/** What a page looks like, as far as a program can tell: no label on another, none cut off, and
 * what is left when the reader's own colours are forced on it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments } from '../../web/experiments/index.js';
import { assertAccessible } from './access.js';
import { launchChromium } from './chromium.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */
/** @typedef {{text: string, left: number, right: number, top: number, bottom: number}} Label */

const { visit } = onSite(launchChromium, { calm: true });
const PHONE = 390;

/** @param {Page} page @param {string} lang */
async function speak(page, lang) {
  await page.$eval(
    'spusk-header',
    (header, detail) => header.dispatchEvent(new CustomEvent('spusk-lang', { detail })),
    lang,
  );
  await untilSpoken(page, lang);
}

/** @param {Page} page @param {string} lang */
async function untilSpoken(page, lang) {
  await lab.until(
    () => page.$eval('spusk-lab', (node) => /** @type {any} */ (node).words?.lang),
    (spoken) => spoken === lang,
  );
  // What is drawn is drawn in one of the frames that follow.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
}

/**
 * @param {Page} page
 * @returns {Promise<{name: string, left: number, right: number, labels: Label[]}[]>} all pictures
 *   of the lab, those of curves as they are exported, and the names of the lines
 */
const pictures = (page) =>
  page.evaluate(() => {
    /** @param {Element} node */
    const placeOf = (node) => {
      const { left, right, top, bottom } = node.getBoundingClientRect();
      return { text: node.textContent?.trim() ?? '', left, right, top, bottom };
    };
    /** @param {string} name @param {Element} frame @param {Iterable<Element>} labels */
    const picture = (name, frame, labels) => {
      const { left, right } = frame.getBoundingClientRect();
      const places = [...labels].map(placeOf).filter(({ text }) => text);
      return { name, left, right, labels: places };
    };
    /** @type {any} */
    const { shadowRoot: root } = document.querySelector('spusk-lab');
    const figure = root.querySelector('spusk-figure').shadowRoot;
    return [...figure.querySelectorAll('.view > :first-child, spusk-legend')].flatMap((view) => {
      const name = view.id || view.localName;
      if (view.localName === 'spusk-legend') {
        return [picture(name, view, view.shadowRoot.querySelectorAll('[aria-pressed]'))];
      }
      if (view.localName !== 'spusk-chart') {
        const drawn = [...view.shadowRoot.querySelectorAll('svg')];
        return drawn.map((svg, i) => picture(`${name} ${i}`, svg, svg.querySelectorAll('text')));
      }
      const { width, height } = view.shadowRoot.querySelector('.box').getBoundingClientRect();
      const copy = document.body.appendChild(document.createElement('div'));
      copy.innerHTML = view.svg({ width, height });
      const svg = /** @type {Element} */ (copy.querySelector('svg'));
      const found = picture(name, svg, svg.querySelectorAll('text'));
      copy.remove();
      return [found];
    });
  });

/** Pixels by which the boxes of two lines of text may overlap: these are higher than letters. */
const LEADING = 5;

/** @param {Label[]} labels @returns {string[]} pairs that lie on each other */
const collisions = (labels) =>
  labels.flatMap((a, i) =>
    labels
      .slice(i + 1)
      .filter(
        (b) =>
          Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
          Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > LEADING,
      )
      .map((b) => `${a.text} | ${b.text}`),
  );

/** @param {Page} page @returns {Promise<string[]>} what makes the page wider when it is opened */
const tooWide = (page) =>
  page.evaluate(async () => {
    /** @param {ParentNode} root @returns {HTMLDetailsElement[]} */
    const within = (root) =>
      [...root.querySelectorAll('*')].flatMap((node) => [
        ...(node instanceof HTMLDetailsElement ? [node] : []),
        ...(node.shadowRoot ? within(node.shadowRoot) : []),
      ]);
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const found = [];
    const own = within(document);
    for (const details of own) {
      details.open = true;
      // What stands inside is made when it is seen.
      await frame();
      await frame();
      if (document.documentElement.scrollWidth > innerWidth) found.push(details.textContent ?? '');
      details.open = false;
    }
    return own.length ? found : ['nothing to open'];
  });

/** @param {Page} page @returns {Promise<string[]>} formulas and code of which a part is hidden */
const sideways = (page) =>
  page.$$eval('spusk-lab >>> .formula, spusk-lab >>> pre', (all) =>
    all.length < 2
      ? ['neither formula nor code']
      : all.filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.outerHTML),
  );

for (const { id } of experiments) {
  test(`${id}: in the smallest frame the button and the chart are seen at once`, () =>
    visit(
      `embed.html?experiment=${id}&seeds=1&speed=full&predict=off&autoplay=off`,
      async (page) => {
        await lab.click(page, 'run');
        await lab.untilPhase(page, 'finished');
        for (const lang of ['ru', 'en']) {
          await page.$eval('spusk-lab', (node, to) => node.setAttribute('lang', to), lang);
          await untilSpoken(page, lang);
          const seen = () =>
            page.$$eval('spusk-lab >>> #run, spusk-lab >>> spusk-figure >>> .box', (all) =>
              all.slice(0, 2).map((node) => {
                const { top, bottom, height } = node.getBoundingClientRect();
                return { height, seen: Math.min(bottom, innerHeight) - top };
              }),
            );
          await lab.until(
            seen,
            ([button, chart]) =>
              button.seen === button.height && chart?.seen >= Math.min(140, 0.9 * chart.height),
          );
        }
      },
      { viewport: { width: 360, height: 420 } },
    ));

  test(`${id}: on a phone no label lies on another, none is cut off, and all that opens fits`, () =>
    visit(
      `?experiment=${id}&lang=en&seeds=1&speed=full&predict=off`,
      async (page) => {
        await lab.untilPhase(page, 'idle');
        await lab.click(page, 'run');
        await lab.untilPhase(page, 'finished');
        for (const lang of ['ru', 'en']) {
          await speak(page, lang);
          const all = await pictures(page);
          assert.ok(all.some(({ labels }) => labels.length > 2));
          for (const { name, left, right, labels } of all) {
            assert.deepEqual(collisions(labels), [], `${name}, ${lang}`);
            const cut = labels.filter((label) => label.left < left - 1 || label.right > right + 1);
            assert.deepEqual(cut, [], `${name}, ${lang}`);
          }
          assert.deepEqual(await tooWide(page), [], lang);
          assert.deepEqual(await sideways(page), [], `${lang}: scrolls sideways`);
        }
      },
      { width: PHONE },
    ));
}

for (const [width, height] of [
  [360, 420],
  [640, 480],
]) {
  test(`${width} by ${height}: what can be changed stands near the first chart`, () =>
    visit(
      'embed.html?experiment=batch-size&lang=en&seeds=1&predict=off&autoplay=off',
      async (page) => {
        const wrong = () =>
          page.evaluate((narrow) => {
            const root = /** @type {any} */ (document.querySelector('spusk-lab'))?.renderRoot;
            const charts = root?.querySelector('spusk-figure')?.renderRoot;
            const place = (/** @type {any} */ within, /** @type {string} */ part) =>
              within?.querySelector(part)?.getBoundingClientRect();
            const [first, second] = [1, 2].map((n) => place(charts, `.view:nth-child(${n})`));
            const [switches, legend] = ['.switches', 'spusk-legend'].map((p) => place(charts, p));
            const [settings, figure, verdict] = ['.settings', '.figure', '.verdict'].map((p) =>
              place(root, p),
            );
            if (!first || !second || !switches || !legend || !settings || !verdict) return ['open'];
            return Object.entries({
              'the chart is first': first.bottom <= switches.top,
              'the legend follows the switches': switches.bottom <= legend.top + 1,
              'other charts follow the legend': legend.bottom <= second.top,
              'settings stand below the charts, or beside them': narrow
                ? figure.bottom <= settings.top
                : settings.right <= first.left,
              'the verdict follows the settings': settings.bottom <= verdict.top,
            })
              .filter(([, holds]) => !holds)
              .map(([what]) => what);
          }, width < 600);
        await lab.until(wrong, ({ length }) => length === 0);
      },
      { viewport: { width, height } },
    ));
}

for (const scheme of ['light', 'dark']) {
  test(`forced colours, ${scheme}: axe finds nothing`, async () => {
    const addresses = ['?lang=en', ...experiments.map(({ id }) => `?lang=en&experiment=${id}`)];
    for (const address of addresses) {
      await visit(
        address,
        async (page) => {
          if (address.includes('experiment')) await lab.untilPhase(page, 'idle');
          else await lab.find(page, ['spusk-start', 'spusk-glimpse', '.button']);
          assert.ok(await page.evaluate(() => matchMedia('(forced-colors: active)').matches));
          await assertAccessible(page, 1280);
        },
        {
          async prepare(page) {
            const session = await page.createCDPSession();
            await session.send('Emulation.setEmulatedMedia', {
              features: [
                { name: 'forced-colors', value: 'active' },
                { name: 'prefers-color-scheme', value: scheme },
                { name: 'prefers-reduced-motion', value: 'reduce' },
              ],
            });
          },
        },
      );
    }
  });
}
