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
 * comes before what is meant to come after the first point. That is found by another visit on which
 * the rest cannot be had: on a fast network it may come first.
 *
 * @param {object} options
 * @param {any} options.browser of puppeteer
 * @param {string} options.url
 * @returns {Promise<{files: {url: string, gzip: number, first: boolean}[], first: number,
 *   total: number}>} largest first
 */
export async function firstLoad({ browser, url }) {
  const trains = new URL(url).searchParams.has('experiment');
  const early = await loads({ browser, url, ...(trains && { until: SEEN, without: LATE }) });
  const all = trains ? await loads({ browser, url, until: WHOLE }) : early;
  const files = [...new Map([...early, ...all])].map(([address, gzip]) => ({
    url: address.replace(/^.*\//, ''),
    gzip,
    first: early.has(address),
  }));
  files.sort((a, b) => b.gzip - a.gzip);
  const sum = (/** @type {typeof files} */ of) => of.reduce((bytes, { gzip }) => bytes + gzip, 0);
  return { files, first: sum(files.filter(({ first }) => first)), total: sum(files) };
}

/**
 * @param {object} options
 * @param {any} options.browser
 * @param {string} options.url
 * @param {string} [options.until] in the page: true when it is there
 * @param {RegExp} [options.without] addresses of what cannot be had
 * @returns {Promise<Map<string, number>>} bytes by address
 */
async function loads({ browser, url, until, without }) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
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
  page.on('request', (/** @type {any} */ request) => {
    if (!without) return undefined;
    return without.test(request.url()) ? request.abort() : request.continue();
  });
  try {
    await page.setRequestInterception(without !== undefined);
    await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'no-preference' }]);
    await page.goto(url, { timeout: PATIENCE });
    // Not by frames: those of a page that is not in front do not come.
    await page.bringToFront();
    if (until) await page.waitForFunction(until, { timeout: PATIENCE, polling: 100 });
    await page.waitForNetworkIdle({ timeout: PATIENCE });
    const sizes = [...bodies].map(async ([address, body]) => {
      const { length } = gzipSync(await body, { level: 9 });
      return /** @type {const} */ ([address, length]);
    });
    return new Map(await Promise.all(sizes));
  } finally {
    await context.close();
  }
}

/** Names of what comes when the first point is on the chart (together.js). */
const LATE = /\/(lab-rest-|later_|source_)[^/]*$/;

/** In the page: whether the first point is there, or the runs wait for a prediction. */
const SEEN = `(({ lab } = {}) => lab?.race && (lab.gated || lab.race.runs.some(
  (run) => run.trace.length > 0)))(document.querySelector('spusk-lab') ?? undefined)`;

/** In the page: whether its last part is there. */
const WHOLE = "document.querySelector('spusk-lab')?.shadowRoot?.querySelector('spusk-source')";

/** Milliseconds that a page may take on a busy machine. */
const PATIENCE = 120_000;
