/**
 * Reads and works a page with a lab on it, as somebody in front of it would: by what is visible,
 * through buttons and fields. Everything waits for conditions, never for time.
 *
 * @typedef {import('puppeteer-core').Page} Page
 */

/** Milliseconds after which a condition counts as never met, on a slow and busy machine. */
const PATIENCE = 180_000;

/** So much of them one look takes at most: more is a machine that stood still. */
const LOOK = 5000;

/** Where things are: hosts of shadow trees, from outside inwards. */
const PLACES = {
  run: ['spusk-lab', 'spusk-transport', '#run'],
  update: ['spusk-lab', 'spusk-transport', '#update'],
  epoch: ['spusk-lab', 'spusk-transport', '#epoch'],
  reset: ['spusk-lab', 'spusk-transport', '#reset'],
  question: ['spusk-lab', 'h1'],
  status: ['spusk-lab', '#announced'],
  table: ['spusk-lab', 'spusk-figure', 'spusk-table', 'summary'],
  trainChart: ['spusk-lab', 'spusk-figure', '#train', '.box'],
  testChart: ['spusk-lab', 'spusk-figure', '#test', '.box'],
  marked: ['spusk-lab', 'spusk-source', '.marked'],
  prediction: ['spusk-lab', 'spusk-prediction', 'spusk-predict-choice', 'input[type=radio]'],
  test: ['spusk-lab', 'spusk-prediction', 'spusk-predict-choice', '.test'],
  verdict: ['spusk-lab', 'spusk-verdict', 'ul'],
};

/** @typedef {keyof typeof PLACES} Place */

/**
 * Asks again and again: puppeteer's own waiting does not see what changes inside shadow trees.
 *
 * @param {Page} page
 * @param {readonly string[]} path
 */
export function find(page, path) {
  return until(
    () => page.$(path.join(' >>> ')),
    (element) => element !== null,
  );
}

/**
 * @param {Page} page
 * @param {Place} place
 */
export async function click(page, place) {
  const element = await find(page, PLACES[place]);
  await element?.click();
}

/**
 * Not with the mouse: what is below the fold would have to be scrolled to.
 *
 * @param {Page} page
 * @param {...string} path
 */
export async function press(page, ...path) {
  const element = await find(page, path);
  await element?.evaluate((node) => /** @type {HTMLElement} */ (node).click());
}

/** @param {Page} page @returns {Promise<string>} the id of what has the focus, or its name */
export const focused = (page) =>
  page.evaluate(() => {
    let node = document.activeElement;
    while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    return node?.id || node?.localName || '';
  });

/**
 * @param {Page} page
 * @param {Place} place
 * @returns {Promise<string>}
 */
export async function read(page, place) {
  const element = await find(page, PLACES[place]);
  return (await element?.evaluate((node) => node.textContent?.replace(/\s+/g, ' ').trim())) ?? '';
}

/**
 * What a screen reader says of a chart: title, and the value at the end of each line.
 *
 * @param {Page} page
 * @param {'trainChart' | 'testChart'} place
 */
export async function readChart(page, place) {
  const element = await find(page, PLACES[place]);
  return (await element?.evaluate((node) => node.getAttribute('aria-label'))) ?? '';
}

/**
 * Waits until something on the page, read again and again, is as wanted. Patience ends when what is
 * read stands still: training on a busy machine is slow, but it moves.
 *
 * @template T
 * @param {() => Promise<T>} reading
 * @param {(value: T) => boolean} wanted
 * @returns {Promise<T>}
 */
export async function until(reading, wanted) {
  let [still, waited] = [0, 0];
  let before;
  for (;;) {
    const began = Date.now();
    const value = await reading();
    if (wanted(value)) return value;
    const now = JSON.stringify(value);
    if (now !== before) still = 0;
    before = now;
    if (still > PATIENCE || waited > 4 * PATIENCE) {
      throw new Error(`never came true; at last: ${now}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 30));
    const took = Math.min(Date.now() - began, LOOK);
    still += took;
    waited += took;
  }
}

/**
 * @typedef {object} RunSeen
 * @property {string} id
 * @property {number} seed
 * @property {number} updates
 * @property {string} hash
 * @property {number} rows of the trace
 * @property {number} error on the test set, the last one
 * @property {number} lr as the trace says
 */

/**
 * @param {Page} page
 * @returns {Promise<{phase: string, runs: RunSeen[]}>}
 */
export function look(page) {
  return page.evaluate(() => {
    // What a page loads late may not be there yet.
    const { lab } = /** @type {any} */ (document.querySelector('spusk-lab') ?? {});
    const runs = (lab?.race?.runs ?? []).map((/** @type {any} */ run) => ({
      id: run.id,
      seed: run.seed,
      updates: run.updates,
      hash: run.hash,
      rows: run.trace.length,
      error: run.trace.column('testError').at(-1),
      lr: run.trace.column('lr').at(-1),
    }));
    return { phase: lab?.phase ?? '', runs };
  });
}

/**
 * @param {Page} page
 * @param {string} phase
 */
export async function untilPhase(page, phase) {
  return until(
    () => look(page),
    (seen) => seen.phase === phase,
  );
}

/** Training, or already through: who looks now and then can miss a short run. @param {Page} page */
export async function untilUnderWay(page) {
  return until(
    () => look(page),
    ({ phase, runs }) => phase === 'running' || (phase === 'finished' && runs.length > 0),
  );
}

/**
 * Waits for the other runs that something starts, however short they are.
 * @param {Page} page
 * @param {() => Promise<void>} start
 */
export async function untilRenewed(page, start) {
  const race = (/** @type {boolean} */ remember) =>
    page.evaluate((keep) => {
      const all = /** @type {any} */ (window);
      const now = /** @type {any} */ (document.querySelector('spusk-lab')).lab.race;
      if (keep) all.raceBefore = now;
      return now !== null && now !== all.raceBefore;
    }, remember);
  await race(true);
  await start();
  await until(() => race(false), Boolean);
}

/**
 * @param {Page} page
 * @param {string} control
 * @param {string} text typed into its field and confirmed
 */
export async function type(page, control, text) {
  const path = ['spusk-lab', 'spusk-controls', `#${control}`, '.field'];
  const field = await find(page, path);
  await field?.focus();
  await field?.type(text);
  await field?.press('Enter');
}

/**
 * @param {Page} page
 * @param {string} control
 * @returns {Promise<string>} the message below it
 */
export async function readProblem(page, control) {
  const problem = await find(page, ['spusk-lab', 'spusk-controls', `#${control}`, '.problem']);
  return (await problem?.evaluate((node) => node.textContent?.trim())) ?? '';
}
