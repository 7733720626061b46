/**
 * Pictures of the built page to look at, in tests/screenshots/: the start page and every
 * experiment in each width, theme and language, before the prediction, while it trains and after
 * the verdict; and what else one may get to see (scenes.js). `make screenshots`; with names
 * (`node tests/tools/screenshots.js start ravine report-ravine`) only those.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { experiments } from '../../web/experiments/index.js';
import { serve } from '../../web/tools/serve.js';
import { launchChromium } from '../browser/chromium.js';
import { find, look, press, until, untilPhase } from '../browser/lab.js';
import { PHONE, isThere, scenes } from './scenes.js';

/** @typedef {import('puppeteer-core').Page} Page */

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));

const DESK = { width: 1280, height: 860 };
const START = 'start';

const wanted = process.argv.slice(2);
const isWanted = (/** @type {string} */ name) => !wanted.length || wanted.includes(name);

/** @param {Page} page */
const drawn = (page) =>
  page.evaluate(
    () =>
      new Promise((done) =>
        document.fonts.ready.then(() =>
          requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100))),
        ),
      ),
  );

/** @param {Page} page @param {string} name */
async function picture(page, name) {
  await page.screenshot({ path: `${folder}${name}.png`, fullPage: true });
  console.log(`tests/screenshots/${name}.png`);
}

/** @param {Page} page @param {string} name in both languages and themes */
async function pictures(page, name) {
  for (const lang of ['en', 'ru']) {
    await page.$eval(
      'spusk-header',
      (header, detail) => header.dispatchEvent(new CustomEvent('spusk-lang', { detail })),
      lang,
    );
    await until(
      () => page.evaluate(() => document.documentElement.lang),
      (now) => now === lang,
    );
    for (const theme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
      await drawn(page);
      await picture(page, `${name}-${theme}-${lang}`);
    }
  }
}

/** @param {Page} page @param {number} width */
async function start(page, width) {
  const button = await find(page, ['spusk-start', 'spusk-glimpse', '.button']);
  const text = () => button?.evaluate((node) => node.textContent?.trim());
  await until(
    async () => (await text()) ?? '',
    (said) => said === 'Again',
  );
  await pictures(page, `${START}-${width}`);
}

/** @param {Page} page says what it can of the first prediction that comes to mind */
const predict = (page) =>
  page.$eval('spusk-lab', (element) => {
    const { lab } = /** @type {any} */ (element);
    const { kind, options, items, min } = lab.experiment.predict;
    /** @type {Record<string, unknown>} */
    const values = {
      choice: options?.[0],
      rank: items?.toReversed(),
      number: min,
      draw: { x: [0, 5, 15, 30], y: [0.9, 0.5, 0.3, 0.2] },
    };
    lab.predict(values[kind]);
  });

/** @param {Page} page @param {string} id @param {number} width */
async function experiment(page, id, width) {
  await untilPhase(page, 'idle');
  await pictures(page, `${id}-${width}-before`);
  await predict(page);
  await press(page, 'spusk-lab', 'spusk-transport', '#run');
  await until(
    () => look(page),
    ({ runs, phase }) => phase === 'finished' || runs.some(({ rows }) => rows > 1),
  );
  await press(page, 'spusk-lab', 'spusk-transport', '#run');
  await pictures(page, `${id}-${width}-running`);
  await page.$eval('spusk-lab', (element) => /** @type {any} */ (element).lab.run());
  await untilPhase(page, 'finished');
  await pictures(page, `${id}-${width}-after`);
}

await mkdir(folder, { recursive: true });
const site = await serve({ port: 0 });
const browser = await launchChromium();
try {
  for (const name of [START, ...experiments.map(({ id }) => id)].filter(isWanted)) {
    for (const viewport of [DESK, PHONE]) {
      const page = await browser.newPage();
      await page.setViewport(viewport);
      const query = name === START ? '' : `experiment=${name}&seeds=2&autoplay=off&`;
      await page.goto(`${site.url}?${query}lang=en`, { waitUntil: 'load' });
      if (name === START) await start(page, viewport.width);
      else await experiment(page, name, viewport.width);
      await page.close();
    }
  }
  for (const { name, address, viewport, theme = 'light', forced, script, act } of scenes) {
    if (!isWanted(name)) continue;
    const page = await browser.newPage();
    await page.setViewport({ ...DESK, ...viewport });
    await page.setJavaScriptEnabled(script !== false);
    const session = await page.createCDPSession();
    const scheme = { name: 'prefers-color-scheme', value: theme };
    const features = forced ? [scheme, { name: 'forced-colors', value: 'active' }] : [scheme];
    await session.send('Emulation.setEmulatedMedia', { features });
    await page.goto(site.url + address, { waitUntil: 'load' });
    if (script !== false) {
      await (act ?? isThere)(page);
      await drawn(page);
    }
    await picture(page, name);
    await page.close();
  }
} finally {
  await browser.close();
  await site.close();
}
