/** Starts the system's Chromium for the browser tests. */
import puppeteer from 'puppeteer-core';
import { ANSWER, findProgram } from './find-program.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string} the path of Chromium: $CHROMIUM, or the first one on PATH */
const findChromium = () => findProgram('CHROMIUM', NAMES);

/** @param {import('./browsers.js').Wishes} [wishes] */
export function launchChromium({ calm = false, vectors = true } = {}) {
  // Chromium refuses its sandbox as root and lacks it in most containers; the pages are ours.
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--lang=en'];
  if (calm) args.push('--force-prefers-reduced-motion');
  // Without these instructions V8 has no vectors for WebAssembly.
  if (!vectors) args.push('--js-flags=--no-enable-sse4-1');
  return puppeteer.launch({
    executablePath: findChromium(),
    args,
    timeout: ANSWER,
    protocolTimeout: ANSWER,
  });
}

/**
 * What must not happen on a page: errors of scripts, messages of the console from warnings up,
 * requests that fail, and requests to anywhere but where the page itself comes from.
 * @param {import('puppeteer-core').Page} page
 * @param {string} from beginning of all addresses that the page may load
 * @returns {string[]} grows as it happens
 */
export function collectTroubles(page, from) {
  /** @type {string[]} */
  const troubles = [];
  page.on('pageerror', (error) => troubles.push(`error: ${/** @type {Error} */ (error).message}`));
  page.on('console', (message) => {
    if (['error', 'warn', 'assert'].includes(message.type())) {
      troubles.push(`console ${message.type()}: ${message.text()}`);
    }
  });
  page.on('requestfailed', (request) => troubles.push(`failed: ${request.url()}`));
  page.on('response', (response) => {
    if (response.status() >= 400) troubles.push(`${response.status()}: ${response.url()}`);
  });
  page.on('request', (request) => {
    const url = request.url();
    if (![from, 'data:', 'blob:'].some((start) => url.startsWith(start))) {
      troubles.push(`foreign request: ${url.slice(0, 200)}`);
    }
  });
  return troubles;
}
