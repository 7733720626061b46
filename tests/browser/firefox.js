/** Starts the system's Firefox, which puppeteer drives by WebDriver BiDi. */
import puppeteer from 'puppeteer-core';
import { ANSWER, findProgram } from './find-program.js';

/** @param {import('./browsers.js').Wishes} wishes */
export function launchFirefox({ calm = false, downloads }) {
  return puppeteer.launch({
    browser: 'firefox',
    timeout: ANSWER,
    protocolTimeout: ANSWER,
    executablePath: findProgram('FIREFOX', ['firefox-esr', 'firefox']),
    extraPrefsFirefox: {
      // Puppeteer lets pages from the disk read other files; a student's Firefox does not.
      'security.fileuri.strict_origin_policy': true,
      'intl.accept_languages': 'en',
      'ui.prefersReducedMotion': calm ? 1 : 0,
      // 2: into a folder that is named, and without asking.
      ...(downloads && { 'browser.download.folderList': 2, 'browser.download.dir': downloads }),
    },
  });
}
