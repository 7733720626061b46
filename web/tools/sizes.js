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
 * What a page loads until it rests, as it travels.
 *
 * @param {object} options
 * @param {any} options.browser of puppeteer
 * @param {string} options.url
 * @returns {Promise<{files: {url: string, gzip: number}[], total: number}>} largest first
 */
export async function firstLoad({ browser, url }) {
  const page = await browser.newPage();
  /** @type {Map<string, Promise<Uint8Array>>} */
  const bodies = new Map();
  page.on('response', (/** @type {any} */ response) => {
    if (response.url().startsWith('http')) bodies.set(response.url(), response.buffer());
  });
  try {
    await page.goto(url, { waitUntil: 'networkidle0' });
    const files = await Promise.all(
      [...bodies].map(async ([address, body]) => ({
        url: address.replace(/^.*\//, ''),
        gzip: gzipSync(await body, { level: 9 }).length,
      })),
    );
    files.sort((a, b) => b.gzip - a.gzip);
    return { files, total: files.reduce((sum, { gzip }) => sum + gzip, 0) };
  } finally {
    await page.close();
  }
}
