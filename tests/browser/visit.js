/**
 * What stands round the work of a browser test: for its file a browser, and a site or a host of
 * pages; for each piece of work a page, and what must not happen on it.
 *
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 *
 * @typedef {object} Options
 * @property {string} [from] beginning of the addresses that the page may load, which also says
 *   that nothing else may go wrong; without it whatever happens is left to the test
 * @property {number} [width]
 * @property {Partial<import('puppeteer-core').Viewport>} [viewport]
 * @property {boolean} [apart] with a storage of its own
 * @property {boolean} [calm] for a reader who wants no motion: nothing trains by itself
 * @property {string} [downloads] folder for what the page saves, if it is apart; Firefox and WebKit
 *   want to know it when they are started
 * @property {(page: Page) => Promise<unknown>} [prepare] before the page is opened
 * @property {() => void} [change] runs in the page before its own scripts
 * @property {Browser} [by] another browser than the file's
 *
 * @typedef {object} Host pages that tests write, and the lab on another origin
 * @property {Browser} browser
 * @property {import('./host.js').Host} host
 * @property {(page: string | import('./host.js').HostPage) => string} put gives its address
 * @property {<T>(page: string | import('./host.js').HostPage, work: Work<T>, options?: Options)
 *   => Promise<T>} visit
 * @property {<T>(address: string, work: Work<T>, options?: Options) => Promise<T>} open
 */

/**
 * @template T
 * @typedef {(page: Page, troubles: string[]) => Promise<T>} Work
 */
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { serve } from '../../web/tools/serve.js';
import { collectTroubles } from './chromium.js';
import { ANSWER } from './find-program.js';
import { startHost } from './host.js';

/**
 * Opens a page, works on it, closes it. Work that wants the page loaded anew makes another visit:
 * what is on its way when a page is left, or loaded anew, is given up, and Firefox reports that as
 * requests that failed (not so when it is closed).
 *
 * @template T
 * @param {string} address
 * @param {Work<T>} work
 * @param {Options & {by: Browser}} options
 * @returns {Promise<T>}
 */
async function visit(address, work, { by, from, width = 1280, viewport, apart, calm, ...more }) {
  const downloadPath = more.downloads;
  const context = apart
    ? await by.createBrowserContext(
        downloadPath ? { downloadBehavior: { policy: 'allow', downloadPath } } : {},
      )
    : null;
  const page = await (context ?? by).newPage();
  const troubles = from === undefined ? [] : collectTroubles(page, from);
  let made;
  try {
    if (more.change) await page.evaluateOnNewDocument(more.change);
    await page.setViewport({ width, height: 860, ...viewport });
    if (calm) {
      await page.emulateMediaFeatures([{ name: 'prefers-reduced-motion', value: 'reduce' }]);
    }
    await more.prepare?.(page);
    await page.goto(address, { waitUntil: 'load', timeout: ANSWER });
    made = await work(page, troubles);
  } finally {
    await (context ?? page).close();
  }
  assert.deepEqual(troubles, []);
  return made;
}

/**
 * For a test file: the built site. All of it is there from its first test to its last.
 *
 * @param {() => Promise<Browser>} launch
 * @param {Options} [always]
 */
export function onSite(launch, always) {
  const at = {
    browser: /** @type {Browser} */ (/** @type {unknown} */ (null)),
    site: /** @type {import('../../web/tools/serve.js').Serving} */ (/** @type {unknown} */ (null)),
    /**
     * On a page of the site nothing may go wrong, and nothing may come from elsewhere.
     *
     * @template T
     * @param {string} address below the site, or a whole one
     * @param {Work<T>} work
     * @param {Options} [options]
     */
    visit(address, work, options) {
      const url = new URL(address, at.site.url);
      const from = url.protocol === 'file:' ? 'file:' : at.site.url;
      return visit(url.href, work, { by: at.browser, from, ...always, ...options });
    },
  };
  before(async () => {
    at.site = await serve({ port: 0 });
    at.browser = await launch();
  });
  after(async () => {
    await at.browser?.close();
    await at.site?.close();
  });
  return at;
}

/**
 * For a test file: a host of pages that the tests write, and the lab on another origin.
 *
 * @param {() => Promise<Browser>} launch
 * @param {(at: Host) => Promise<void>} [first] done when all of it is there, before the tests
 * @returns {Host}
 */
export function onHost(launch, first) {
  let count = 0;
  /** @type {Host} */
  const at = {
    browser: /** @type {Browser} */ (/** @type {unknown} */ (null)),
    host: /** @type {import('./host.js').Host} */ (/** @type {unknown} */ (null)),
    put: (page) => at.host.put(`${++count}.html`, page),
    visit: (page, work, options) => at.open(at.put(page), work, options),
    open: (address, work, options) => visit(address, work, { by: at.browser, ...options }),
  };
  before(async () => {
    at.host = await startHost();
    at.browser = await launch();
    // Not in a hook of its own: those of a file may begin all at once.
    await first?.(at);
  });
  after(async () => {
    await at.browser?.close();
    await at.host?.close();
  });
  return at;
}
