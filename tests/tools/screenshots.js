/**
 * Pictures of the built page to look at, in tests/screenshots/: the start page and every
 * experiment in each width, theme and language, when training has finished. `make screenshots`;
 * with names (`node tests/tools/screenshots.js start ravine`) only those.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { experiments } from '../../web/experiments/index.js';
import { serve } from '../../web/tools/serve.js';
import { launchChromium } from '../browser/chromium.js';
import { click, find, look, until } from '../browser/lab.js';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));

const SIZES = [
  { width: 1280, height: 860 },
  { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
];
const START = 'start';

const wanted = process.argv.slice(2);
const names = [START, ...experiments.map(({ id }) => id)].filter(
  (name) => !wanted.length || wanted.includes(name),
);

/**
 * Waits for what is worth a picture.
 *
 * @param {import('puppeteer-core').Page} page
 * @param {string} name
 */
async function ready(page, name) {
  if (name === START) {
    const button = await find(page, ['spusk-start', 'spusk-glimpse', '.button']);
    const text = () => button?.evaluate((node) => node.textContent?.trim());
    await until(
      async () => (await text()) ?? '',
      (said) => said === 'Again' || said === 'Ещё раз',
    );
    return;
  }
  // What begins when it comes into view may not be in view on a phone.
  await until(
    () => look(page),
    ({ phase }) => phase !== '' && phase !== 'opening',
  );
  if ((await look(page)).phase === 'idle') await click(page, 'run');
  await until(
    () => look(page),
    ({ phase }) => phase === 'finished',
  );
}

await mkdir(folder, { recursive: true });
const site = await serve({ port: 0 });
const browser = await launchChromium();
try {
  for (const name of names) {
    for (const viewport of SIZES) {
      for (const theme of ['light', 'dark']) {
        for (const lang of ['en', 'ru']) {
          const page = await browser.newPage();
          await page.setViewport(viewport);
          await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
          const experiment = name === START ? '' : `experiment=${name}&`;
          const address = `${site.url}?${experiment}lang=${lang}&seeds=1`;
          await page.goto(address, { waitUntil: 'load' });
          await ready(page, name);
          const file = `${name}-${viewport.width}-${theme}-${lang}`;
          await page.screenshot({ path: `${folder}${file}.png` });
          await page.screenshot({ path: `${folder}${file}-whole.png`, fullPage: true });
          console.log(`tests/screenshots/${file}.png`);
          await page.close();
        }
      }
    }
  }
} finally {
  await browser.close();
  await site.close();
}
