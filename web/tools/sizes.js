/** Prints what is in a folder, raw and as it travels (gzip). */
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';

/** @param {string} folder */
export async function printSizes(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const rows = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => {
      const path = join(entry.parentPath ?? entry.path, entry.name);
      const bytes = await readFile(path);
      return { name: relative(folder, path), raw: bytes.length, gzip: gzipSync(bytes).length };
    });
  /** @param {number} bytes */
  const kilobytes = (bytes) => (bytes / 1000).toFixed(1).padStart(9);
  console.log(`${''.padEnd(52)}${'kB'.padStart(9)}${'gzip'.padStart(9)}`);
  for (const { name, raw, gzip } of (await Promise.all(rows)).sort((a, b) => b.gzip - a.gzip)) {
    console.log(`${name.padEnd(52)}${kilobytes(raw)}${kilobytes(gzip)}`);
  }
}

/**
 * What a page loads, as it travels: all until it rests, and on the page of an experiment what of it
 * is there when the first point is on the chart.
 *
 * @param {object} options
 * @param {any} options.browser of puppeteer
 * @param {string} options.url
 * @returns {Promise<{files: {url: string, gzip: number, first: boolean}[], first: number,
 *   total: number}>} largest first
 */
export async function firstLoad({ browser, url }) {
  const page = await browser.newPage();
  /** @type {Map<string, Promise<Uint8Array>>} */
  const bodies = new Map();
  page.on('response', (/** @type {any} */ response) => {
    if (response.url().startsWith('http')) {
      bodies.set(
        response.url(),
        response.buffer().catch(() => new Uint8Array()),
      );
    }
  });
  try {
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
    await page.evaluateOnNewDocument(WATCH);
    await page.goto(url, { timeout: PATIENCE });
    const trains = new URL(url).searchParams.has('experiment');
    if (trains) await page.waitForFunction(`window.cameFirst && ${WHOLE}`, { timeout: PATIENCE });
    await page.waitForNetworkIdle({ timeout: PATIENCE });
    /** @type {string[]} */
    const early = (await page.evaluate('window.cameFirst')) ?? [];
    const files = await Promise.all(
      [...bodies].map(async ([address, body]) => ({
        url: address.replace(/^.*\//, ''),
        gzip: gzipSync(await body, { level: 9 }).length,
        first: early.includes(address) || address === url,
      })),
    );
    files.sort((a, b) => b.gzip - a.gzip);
    const sum = (/** @type {typeof files} */ of) => of.reduce((all, { gzip }) => all + gzip, 0);
    return { files, first: sum(files.filter(({ first }) => first)), total: sum(files) };
  } finally {
    await page.close();
  }
}

/** In the page: whether its last part is there. */
const WHOLE = "document.querySelector('spusk-lab').shadowRoot.querySelector('spusk-source')";

/** Milliseconds that a page may take on a busy machine. */
const PATIENCE = 120_000;

/**
 * In the page: notes what has been fetched when the first point is drawn, or when the runs are open
 * and wait for a prediction.
 */
const WATCH = `requestAnimationFrame(function look() {
  const { lab } = document.querySelector('spusk-lab') ?? {};
  const there = lab?.race?.runs.some((run) => run.trace.length > 0);
  if (there || (lab?.gated && lab.race)) {
    window.cameFirst = performance.getEntriesByType('resource').map(({ name }) => name);
  } else requestAnimationFrame(look);
});`;
