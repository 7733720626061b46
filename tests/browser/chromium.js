/** Starts the system's Chromium for the browser tests. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @returns {string} the path of Chromium: $CHROMIUM, or the first one on PATH */
export function findChromium() {
  const { CHROMIUM, PATH = '' } = process.env;
  if (CHROMIUM) return CHROMIUM;
  const paths = NAMES.flatMap((name) => PATH.split(delimiter).map((folder) => join(folder, name)));
  const found = paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`no Chromium on PATH: ${NAMES.join(', ')}`);
  return found;
}

/** @returns {Promise<import('puppeteer-core').Browser>} */
export function launchChromium() {
  return puppeteer.launch({
    executablePath: findChromium(),
    // Chromium refuses its sandbox as root and lacks it in most containers; the pages are ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--lang=en'],
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
