/* global window, document, requestAnimationFrame -- in functions that run on the page */
/**
 * The page in Chromium: how soon the first point is there, whether the page stays smooth while
 * four runs train, how fast training in a worker is, and the kernels in its engine.
 */
import { readFile } from 'node:fs/promises';
import { openLab } from 'spusk';
import { serve } from '../../../web/tools/serve.js';
import { launchChromium } from '../../browser/chromium.js';
import { median, quantile } from '../statistics.js';
import { summarise } from '../tracing.js';

/**
 * @typedef {import('puppeteer-core').Browser} Browser
 * @typedef {import('puppeteer-core').Page} Page
 *
 * @typedef {object} BrowserResult
 * @property {number[]} firstPoint seconds after the navigation, of several loads
 * @property {import('../tracing.js').Smoothness & {runs: number, interval: number}} smooth
 *   interval: p95 between two frames, milliseconds
 * @property {WorkerResult[]} workers
 * @property {import('../kernels.js').Result[]} kernels
 *
 * @typedef {{at: string, ratio: number, low: number, high: number, worker: number, node: number}}
 *   WorkerResult updates per second, and their ratio
 */

const RELU = { layer: 'relu' };
const POOL = { layer: 'maxpool', size: 2 };
const FLATTEN = { layer: 'flatten' };
const OUT = { layer: 'dense', units: 10 };

/**
 * The same runs in Node and in the worker, whose engines are of different age: products and
 * convolutions have loops of their own. `warm`: updates until all is compiled for speed.
 */
const RUNS = [
  {
    at: 'W1, adam, batch 32',
    warm: 3000,
    model: [FLATTEN, { layer: 'dense', units: 128 }, RELU, OUT],
    optimizer: { name: 'adam', lr: 1e-6 },
  },
  {
    at: 'W3, sgd, batch 32',
    warm: 300,
    model: [
      ...[{ layer: 'conv2d', filters: 8, size: 5 }, RELU, POOL],
      ...[{ layer: 'conv2d', filters: 16, size: 5 }, RELU, POOL],
      ...[FLATTEN, OUT],
    ],
    optimizer: { name: 'sgd', lr: 1e-6 },
  },
];

/** @param {Pick<RUNS[0], 'model' | 'optimizer'>} net */
const specOf = ({ model, optimizer }) => ({
  seed: 1,
  data: { name: 'digits', train: 2000, test: 100 },
  model,
  optimizer,
  batch: { size: 32 },
  evaluate: { every: 1e9, unit: 'update', examples: 1 },
  stop: { updates: 1e9 },
});

/**
 * @param {{rounds: number, say: (text: string) => void}} options
 * @returns {Promise<BrowserResult>}
 */
export async function measureBrowser({ rounds, say }) {
  const site = await serve({ port: 0 });
  const browser = await launchChromium();
  try {
    say('first point on the chart');
    const firstPoint = [];
    for (let round = 0; round < rounds; round++) {
      firstPoint.push(await timeFirstPoint(browser, `${site.url}?experiment=sgd-vs-adam&lang=en`));
    }
    say('four runs on the page');
    // Batches of one object, so that the runs last.
    const smooth = await traceRuns(
      browser,
      `${site.url}?experiment=sgd-vs-adam&lang=en&seeds=2#batch=1`,
    );
    say('training in a worker and in Node');
    const workers = [];
    for (const run of RUNS) workers.push(await raceWorker(browser, site.url, { ...run, rounds }));
    say('kernels in Chromium');
    const kernels = await timeKernels(browser);
    return { firstPoint, smooth, workers, kernels };
  } finally {
    await browser.close();
    await site.close();
  }
}

/**
 * Seconds from the navigation to the frame after the first row has come from a worker.
 * @param {Browser} browser
 * @param {string} url
 */
async function timeFirstPoint(browser, url) {
  const page = await browser.newPage();
  await page.setCacheEnabled(false);
  await page.evaluateOnNewDocument(() => {
    const target = /** @type {any} */ (window);
    const look = () => {
      const lab = /** @type {any} */ (document.querySelector('spusk-lab'))?.lab;
      const runs = lab?.race?.runs ?? [];
      if (runs.some((/** @type {any} */ run) => run.trace.length > 0)) {
        requestAnimationFrame(() => (target.firstPoint = performance.now() / 1000));
      } else requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  await page.goto(url);
  const handle = await page.waitForFunction('window.firstPoint', { timeout: 60_000 });
  const seconds = /** @type {number} */ (await handle.jsonValue());
  await page.close();
  return seconds;
}

/**
 * The kernels in the engine of the page, by the same module as in Node. Only a page that shares
 * nothing with others has a clock that tells half a millisecond.
 * @param {Browser} browser
 */
async function timeKernels(browser) {
  const headers = {
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Embedder-Policy': 'require-corp',
  };
  const site = await serve({ port: 0, headers });
  const page = await browser.newPage();
  try {
    await page.goto(`${site.url}licenses.txt`);
    const source = await readFile(new URL('../kernels.js', import.meta.url), 'utf8');
    const built = new URL('../../../.build/bench/kernels.wasm', import.meta.url);
    const count = await page.evaluate(
      async (text, base64) => {
        const target = /** @type {any} */ (window);
        const blob = new Blob([text], { type: 'text/javascript' });
        target.kernels = await import(URL.createObjectURL(blob));
        const wasm = await fetch(`data:application/wasm;base64,${base64}`);
        target.build = await target.kernels.load(await wasm.arrayBuffer());
        return target.build.bench_count();
      },
      source,
      await readFile(built, 'base64'),
    );
    const results = [];
    for (let i = 0; i < count; i++) {
      results.push(
        await page.evaluate((one) => {
          const { kernels, build } = /** @type {any} */ (window);
          return kernels.measure(build, one);
        }, i),
      );
    }
    return results;
  } finally {
    await page.close();
    await site.close();
  }
}

/**
 * Traces the main thread for some seconds while all runs train.
 * @param {Browser} browser
 * @param {string} url
 */
async function traceRuns(browser, url) {
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 860 });
  await page.goto(url);
  const count = await page.waitForFunction(
    () => {
      const lab = /** @type {any} */ (document.querySelector('spusk-lab'))?.lab;
      const runs = lab?.race?.runs ?? [];
      return runs.length > 0 && runs.every((/** @type {any} */ r) => r.trace.length > 1)
        ? runs.length
        : 0;
    },
    { timeout: 60_000 },
  );
  const categories = ['devtools.timeline', 'disabled-by-default-devtools.timeline'];
  await page.tracing.start({ categories });
  const intervals = await page.evaluate(watchFrames, 4000);
  const trace = await page.tracing.stop();
  await page.close();
  const runs = /** @type {number} */ (await count.jsonValue());
  const events = JSON.parse(new TextDecoder().decode(trace)).traceEvents;
  return { runs, interval: quantile(intervals, 0.95), ...summarise(events, url.split('#')[0]) };
}

/**
 * On the page: the times between frames while the runs train, for so many milliseconds at most.
 * @param {number} most
 * @returns {Promise<number[]>}
 */
function watchFrames(most) {
  return new Promise((resolve) => {
    /** @type {number[]} */
    const intervals = [];
    const begin = performance.now();
    let last = begin;
    const next = (/** @type {number} */ now) => {
      const lab = /** @type {any} */ (document.querySelector('spusk-lab'))?.lab;
      if (lab?.phase !== 'running' || now - begin > most) {
        resolve(intervals.slice(1));
        return;
      }
      intervals.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
}

/**
 * Updates per second in a worker of Chromium and in Node, in turn.
 * @param {Browser} browser
 * @param {string} origin
 * @param {(typeof RUNS)[0] & {rounds: number}} options
 * @returns {Promise<WorkerResult>}
 */
async function raceWorker(browser, origin, { at, warm, rounds, ...net }) {
  const spec = specOf(net);
  const lab = await openLab();
  const run = lab.createRun(spec);
  run.step(warm);
  const page = await browser.newPage();
  await page.goto(`${origin}licenses.txt`); // a page of ours with nothing on it
  await page.evaluate(openSession, `${origin}spusk.js`, spec);
  await page.evaluate(advance, warm);
  const start = performance.now();
  run.step(warm / 3);
  const updates = Math.max(100, Math.ceil((100 * warm) / (performance.now() - start)));
  const pairs = [];
  for (let round = 0; round < rounds; round++) {
    const begin = performance.now();
    run.step(updates);
    const node = (1000 * updates) / (performance.now() - begin);
    const worker = (1000 * updates) / (await page.evaluate(advance, updates));
    pairs.push({ node, worker });
  }
  await page.close();
  lab.dispose();
  const ratios = pairs.map((pair) => pair.worker / pair.node);
  return {
    at,
    ratio: median(ratios),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    worker: median(pairs.map((pair) => pair.worker)),
    node: median(pairs.map((pair) => pair.node)),
  };
}

/** On the page. @param {string} module @param {object} wanted */
async function openSession(module, wanted) {
  const { openEngine } = await import(module);
  const engine = await openEngine({ worker: true });
  /** @type {any} */ (window).session = await engine.open(wanted);
}

/** On the page: milliseconds. @param {number} updates */
async function advance(updates) {
  const start = performance.now();
  for await (const event of /** @type {any} */ (window).session.advance({ updates })) {
    if (event.type === 'error') throw new Error(event.message);
  }
  return performance.now() - start;
}
