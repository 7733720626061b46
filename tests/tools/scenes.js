/**
 * What else one may get to see than the pages as they usually are: frames, a projector, colours
 * that are forced, dialogs, tables, runs that diverge, addresses that are wrong.
 *
 * @typedef {import('puppeteer-core').Page} Page
 *
 * @typedef {object} Scene
 * @property {string} name
 * @property {string} address below the site
 * @property {Partial<import('puppeteer-core').Viewport>} [viewport]
 * @property {'light' | 'dark'} [theme]
 * @property {boolean} [forced] colours
 * @property {boolean} [script] false: without JavaScript
 * @property {(page: Page) => Promise<unknown>} [act] before the picture is taken; without it the
 *   page only has to be there
 */
import { find, press, until, untilPhase } from '../browser/lab.js';

/** Narrow, as a phone has it. */
export const PHONE = {
  ...{ width: 390, height: 844, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
};
/** What course pages usually give a lab. */
const FRAME = { width: 640, height: 480 };
const SMALLEST = { width: 360, height: 420 };
const PROJECTOR = { width: 1920, height: 1080 };

const QUICK = 'seeds=1&speed=full&predict=off&autoplay=off';

/** @param {Page} page a lab, or the start page */
export const isThere = (page) =>
  until(
    () => page.$$eval('spusk-lab >>> article, spusk-start >>> h1', (all) => all.length),
    (parts) => parts > 0,
  );

/** @param {Page} page */
async function run(page) {
  await untilPhase(page, 'idle');
  await press(page, 'spusk-lab', 'spusk-transport', '#run');
  await untilPhase(page, 'finished');
}

/** @param {Page} page */
async function open(page) {
  await run(page);
  await page.$$eval('spusk-lab >>> details', (all) => {
    // One after the other: a menu closes when another opens.
    for (const details of all) /** @type {HTMLDetailsElement} */ (details).open = true;
  });
}

/** @param {Page} page */
async function report(page) {
  await run(page);
  await press(page, 'spusk-header', '#report');
  await find(page, ['spusk-lab', 'spusk-report', '.sheet']);
}

/** @param {Page} page */
async function share(page) {
  await untilPhase(page, 'idle');
  await press(page, 'spusk-header', '#share');
  await find(page, ['spusk-share', 'textarea']);
}

/** @param {Page} page */
async function assign(page) {
  await share(page);
  await page.$eval('spusk-share', (dialog) => dialog.dispatchEvent(new Event('spusk-assign')));
  await find(page, ['spusk-assign', '#title']);
}

/** @param {Page} page */
async function data(page) {
  await untilPhase(page, 'idle');
  await press(page, 'spusk-lab', 'spusk-data', 'button');
}

/** @param {Page} page */
const refused = (page) =>
  until(
    () =>
      page.$$eval('spusk-lab >>> spusk-data', (all) =>
        all.map((part) => part.shadowRoot?.textContent ?? '').join(),
      ),
    (text) => text.includes('nowhere'),
  );

/** @type {Scene[]} */
export const scenes = [
  ...['sgd-vs-adam', 'batch-size', 'ravine', 'small-batches'].map((id) => ({
    name: `frame-${id}`,
    address: `embed.html?experiment=${id}&lang=ru&seeds=1&autoplay=off`,
    viewport: FRAME,
  })),
  { name: 'frame-smallest', address: 'embed.html?experiment=ravine&lang=en', viewport: SMALLEST },
  ...['sgd-vs-adam', 'ravine'].map((id) => ({
    name: `large-${id}`,
    address: `?experiment=${id}&lang=ru&large&${QUICK}`,
    viewport: PROJECTOR,
    act: run,
  })),
  { name: 'large-start', address: '?lang=en&large', viewport: PROJECTOR },
  ...['sgd-vs-adam', 'ravine', 'small-batches'].flatMap((id) =>
    /** @type {const} */ (['light', 'dark']).map((theme) => ({
      name: `forced-${theme}-${id}`,
      address: `?experiment=${id}&lang=en&seeds=1&autoplay=off`,
      theme,
      forced: true,
    })),
  ),
  {
    name: 'diverged',
    address: `?experiment=ravine&lang=ru&${QUICK}#tuned=0&step=2.2&alpha=0.9`,
    viewport: PHONE,
    act: run,
  },
  { name: 'opened', address: `?experiment=ravine&lang=en&${QUICK}`, act: open },
  {
    name: 'opened-390',
    address: `?experiment=ravine&lang=ru&${QUICK}`,
    viewport: PHONE,
    act: open,
  },
  ...['ravine', 'receptive-field', 'small-batches'].map((id) => ({
    name: `report-${id}`,
    address: `?experiment=${id}&lang=ru&${QUICK}`,
    act: report,
  })),
  { name: 'share', address: `?experiment=ravine&lang=ru&${QUICK}`, act: share },
  {
    name: 'share-390',
    address: `?experiment=ravine&lang=en&${QUICK}`,
    viewport: PHONE,
    act: share,
  },
  { name: 'assign', address: `?experiment=sgd-vs-adam&lang=ru&${QUICK}`, act: assign },
  {
    name: 'assign-390',
    address: `?experiment=sgd-vs-adam&lang=ru&${QUICK}`,
    viewport: PHONE,
    act: assign,
  },
  { name: 'data', address: `?experiment=sgd-vs-adam&lang=en&${QUICK}`, act: data },
  {
    name: 'data-refused',
    address: `?experiment=sgd-vs-adam&lang=ru&${QUICK}&data=nowhere/`,
    act: refused,
  },
  { name: 'address', address: '?experiment=ravine&lang=en&seed=abc&axis=hours#condition=-5' },
  { name: 'address-unknown', address: '?experiment=ravin&lang=ru' },
  { name: 'scriptless', address: '?experiment=ravine', script: false },
];
