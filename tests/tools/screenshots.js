/**
 * Pictures of the built page to look at, in tests/screenshots/: each width, theme and language,
 * when training has finished. `make screenshots`.
 */
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { serve } from '../../web/tools/serve.js';
import { launchChromium } from '../browser/chromium.js';
import { untilPhase } from '../browser/lab.js';

const folder = fileURLToPath(new URL('../screenshots/', import.meta.url));

const sizes = [
  { width: 1280, height: 860 },
  { width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
];

await mkdir(folder, { recursive: true });
const site = await serve({ port: 0 });
const browser = await launchChromium();
try {
  for (const viewport of sizes) {
    for (const theme of ['light', 'dark']) {
      for (const lang of ['en', 'ru']) {
        const page = await browser.newPage();
        await page.setViewport(viewport);
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: theme }]);
        await page.goto(`${site.url}?experiment=sgd-vs-adam&lang=${lang}`, { waitUntil: 'load' });
        await untilPhase(page, 'finished');
        const name = `start-${viewport.width}-${theme}-${lang}`;
        await page.screenshot({ path: `${folder}${name}.png` });
        await page.screenshot({ path: `${folder}${name}-whole.png`, fullPage: true });
        console.log(`tests/screenshots/${name}.png`);
        await page.close();
      }
    }
  }
} finally {
  await browser.close();
  await site.close();
}
