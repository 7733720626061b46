/** The golden runs (tests/parity) in a browser: through spusk.js, loaded from another origin. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { serve } from '../../web/tools/serve.js';
import { specs, updates } from '../parity/specs.js';
import { browserName, launchBrowser } from './browsers.js';
import { ANSWER } from './find-program.js';

const golden = JSON.parse(readFileSync(new URL('../parity/golden.json', import.meta.url), 'utf8'));

test(`${browserName} trains to the golden bits, with and without SIMD`, async () => {
  const host = await serve({ port: 0, headers: { 'Access-Control-Allow-Origin': '*' } });
  const site = await serve({ port: 0 });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    // A page of its own, so that nothing else trains meanwhile.
    await page.goto(new URL('licenses.txt', site.url).href, { timeout: ANSWER });
    for (const simd of [true, false]) {
      const hashes = await page.evaluate(
        async (module, list, count, withSimd) => {
          const { openLab } = await import(module);
          const lab = await openLab({ simd: withSimd });
          /** @type {Record<string, string>} */
          const found = {};
          for (const [name, spec] of Object.entries(list)) {
            const run = lab.createRun(spec);
            run.step(count);
            found[name] = run.hash();
            run.dispose();
          }
          return found;
        },
        new URL('spusk.js', host.url).href,
        specs,
        updates,
        simd,
      );
      assert.deepEqual(hashes, golden, simd ? 'with SIMD' : 'without SIMD');
    }
  } finally {
    await browser.close();
    await site.close();
    await host.close();
  }
});
