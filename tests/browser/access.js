/** What everybody must be able to do with a page, as far as a program can tell. */
import assert from 'node:assert/strict';
import axe from 'axe-core';

/**
 * @param {import('puppeteer-core').Page} page in which axe-core must find nothing
 * @param {number} [width] than which nothing may be wider
 */
export async function assertAccessible(page, width = Infinity) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= width, `${wide} pixels wide instead of ${width}`);
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (window).axe.run({
      resultTypes: ['violations'],
    });
    return violations.map((/** @type {any} */ { id, nodes }) => [
      id,
      nodes.map((/** @type {any} */ node) => `${node.target} ${node.failureSummary} ${node.html}`),
    ]);
  });
  assert.deepEqual(found, []);
}
