/**
 * The browser in which the tests run: $SPUSK_BROWSER is chromium (as without it), firefox or
 * webkit. `tests/run.sh firefox` runs every test file that takes its browser from here.
 *
 * Chromium and Firefox are puppeteer's; WebKit answers to the part of puppeteer's interface that
 * these tests use (webkit-page.js).
 */
import { launchChromium } from './chromium.js';
import { launchFirefox } from './firefox.js';
import { launchWebKit } from './webkit.js';

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {object} Wishes what a whole browser must be told at its start
 * @property {boolean} [calm] its user wants no motion
 * @property {boolean} [vectors] false: WebAssembly without SIMD
 * @property {string} [downloads] folder for what pages save
 */

const LAUNCH = { chromium: launchChromium, firefox: launchFirefox, webkit: launchWebKit };

/** @typedef {keyof typeof LAUNCH} BrowserName */

export const browserName = /** @type {BrowserName} */ (process.env.SPUSK_BROWSER || 'chromium');
if (!(browserName in LAUNCH)) throw new Error(`SPUSK_BROWSER is no browser: ${browserName}`);

/** @param {Wishes} [wishes] @returns {Promise<Browser>} */
export const launchBrowser = (wishes = {}) => LAUNCH[browserName](wishes);

/**
 * For node:test's `skip`: why a test is left out in this browser.
 * @param {Partial<Record<BrowserName, string>>} reasons
 */
export const not = (reasons) => ({ skip: reasons[browserName] ?? false });
