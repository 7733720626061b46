/**
 * The site round the lab: shows what the page's address says, the start page or an experiment,
 * puts the learner's changes into the address, and keeps language and theme the same everywhere.
 */
import { headOf } from '../experiments/heads.js';
import { findExperiment } from '../experiments/index.js';
import { Done } from '../state/done.js';
import { placeOf, shareTexts } from '../state/share.js';
import { FIELDS, carried, differences, readAddress, writeHash, writeQuery } from '../state/url.js';
import { Words, chooseLanguage } from '../state/words.js';
import { LOCALES } from './locales.js';
import { talkToParent } from './messages.js';
import { keptQuery, savedPage } from './save.js';
import './course.js';
import './foot.js';
import './header.js';
import './start.js';

/** @typedef {import('../state/url.js').PageState} PageState */

/** Milliseconds of rest before the address is written. */
const REST = 250;

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const header = /** @type {import('./header.js').HeaderElement | null} */ (
  document.querySelector('spusk-header')
);
const single = document.documentElement.hasAttribute('data-single');
const place = placeOf(document.baseURI, single);
const done = new Done(() => localStorage);

/** The address as it counts; a frame without an address of its own keeps it here. */
let address = { query: location.search || keptQuery(), hash: location.hash };
/** @type {PageState} */
let author = { settings: {} };
/** @type {PageState} what the learner said, as far as it counts */
let learner = { settings: {} };
let words = new Words('en', LOCALES.en);
/** @type {import('./lab.js').LabElement | null} */
let lab = null;
let timer = 0;

// --- showing -----------------------------------------------------------------------------------

/** Shows what the address says. */
function read() {
  const { state, notices } = readAddress(address);
  author = readAddress({ query: address.query }).state;
  learner = readAddress({ hash: address.hash, usual: author.experiment }).state;
  lab = state.experiment ? makeLab(state, notices) : null;
  const parts = lab ? around(lab, state) : [makeStart(state, notices)];
  for (const part of parts) part.setAttribute('data-added', '');
  main.replaceChildren(...parts);
  if (header) header.shown = lab !== null;
  document.documentElement.toggleAttribute(
    'data-bare',
    state.embed === true || Boolean(state.hide?.includes('header')),
  );
  speak(chooseLanguage([state.lang, ...navigator.languages]));
  dress(state.theme ?? 'auto');
}

/**
 * @param {PageState} state
 * @param {import('../state/url.js').Notice[]} notices
 */
function makeLab(state, notices) {
  const made = /** @type {import('./lab.js').LabElement} */ (document.createElement('spusk-lab'));
  const { experiment = '', hide = [], stringTest = '' } = state;
  made.notices = notices;
  made.experiment = experiment;
  made.settings = state.settings;
  made.seed = state.seed ?? FIELDS.seed.default;
  made.seeds = state.seeds ?? 0;
  made.axis = state.axis ?? FIELDS.axis.default;
  made.quantity = /** @type {any} */ (state.quantity ?? FIELDS.quantity.default);
  made.large = state.large ?? false;
  made.autoplay = state.autoplay === false ? 'off' : '';
  made.predict = state.predict === false ? 'off' : '';
  made.hide = hide;
  made.data = state.data ?? FIELDS.data.default;
  made.stringTest = stringTest;
  for (const name of /** @type {const} */ (['speed', 'smooth', 'band', 'log'])) {
    if (state[name] !== undefined) Object.assign(made, { [name]: state[name] });
  }
  made.addEventListener('spusk-change', (event) => {
    remember(/** @type {CustomEvent} */ (event).detail);
  });
  // What the header and the page wear is what the lab's theme comes to.
  new MutationObserver(() => wear(made.scheme)).observe(made, { attributeFilter: ['scheme'] });
  import('./index.js').then(() => watch(made), failed);
  return made;
}

/**
 * @param {import('./lab.js').LabElement} shown
 * @param {PageState} state
 * @returns {HTMLElement[]} the lab with what stands above and below it
 */
function around(shown, { experiment = '', course = '', hide = [] }) {
  const above = /** @type {import('./course.js').CourseElement} */ (
    document.createElement('spusk-course')
  );
  const below = /** @type {import('./foot.js').FootElement} */ (
    document.createElement('spusk-foot')
  );
  Object.assign(above, { experiment, course });
  Object.assign(below, { experiment, course });
  const framed = document.body.hasAttribute('data-embed');
  if (framed || hide.includes('links')) return [shown];
  return course ? [above, shown, below] : [shown, below];
}

/**
 * @param {PageState} state
 * @param {import('../state/url.js').Notice[]} notices
 */
function makeStart(state, notices) {
  const made = /** @type {import('./start.js').StartElement} */ (
    document.createElement('spusk-start')
  );
  made.notices = notices;
  made.done = (id) => done.has(id);
  made.large = state.large ?? false;
  // The list is there before what runs beside it.
  const load = () => import('./glimpse.js').catch(failed);
  requestAnimationFrame(() => setTimeout(load));
  return made;
}

/** Some part of the page could not be fetched. */
function failed() {
  const told = document.createElement('p');
  told.className = 'failed';
  told.setAttribute('role', 'alert');
  told.setAttribute('data-added', '');
  told.textContent = words.text('problem.load');
  main.prepend(told);
}

/**
 * An experiment is done when its verdict has been seen.
 *
 * @param {import('./lab.js').LabElement} shown
 */
async function watch(shown) {
  await shown.updateComplete;
  const state = shown.lab;
  state?.addEventListener('change', () => {
    if (state.phase !== 'finished' || done.has(shown.experiment)) return;
    const judged = state.results.verdicts(state.series).some(({ judgement }) => judgement);
    if (judged && document.visibilityState === 'visible') done.add(shown.experiment);
  });
}

// --- language and theme --------------------------------------------------------------------------

/** @param {string} lang */
function speak(lang) {
  const { state } = readAddress(address);
  words = new Words(lang, LOCALES[lang], state.stringTest ?? '');
  document.documentElement.lang = lang;
  const head = state.experiment ? headOf(state.experiment, lang) : null;
  const site = words.text('site.name');
  document.title = head ? `${head.question} · ${site}` : `${site} · ${words.text('site.tagline')}`;
  document
    .querySelector('meta[name=description]')
    ?.setAttribute('content', head?.lead ?? words.text('start.sentence'));
  const along = carried({ ...state, ...learner, ...(learner.lang && { lang }), settings: {} });
  if (header) Object.assign(header, { words, home: writeQuery(along) || '?' });
  for (const part of /** @type {any} */ (main.children)) {
    if (part === lab) part.lang = lang;
    else Object.assign(part, { words, carried: along });
  }
}

/** @type {'light' | 'dark' | 'auto'} */
let theme = 'auto';

/** @param {'light' | 'dark' | 'auto'} chosen */
function dress(chosen) {
  theme = chosen;
  if (header) header.theme = theme;
  if (lab) lab.theme = theme;
  wear(schemeOf());
}

const dark = matchMedia('(prefers-color-scheme: dark)');
const schemeOf = () => (theme === 'auto' ? (dark.matches ? 'dark' : 'light') : theme);
dark.addEventListener('change', () => wear(schemeOf()));

/** @param {import('../chart/theme.js').Scheme} scheme */
function wear(scheme) {
  document.documentElement.dataset.scheme = scheme;
  if (header) header.scheme = scheme;
  for (const part of /** @type {any} */ (main.children)) if (part !== lab) part.scheme = scheme;
}

// --- the address ---------------------------------------------------------------------------------

/** @param {Partial<PageState>} change */
function remember(change) {
  learner = { ...learner, ...change };
  clearTimeout(timer);
  timer = window.setTimeout(write, REST);
}

/** Writes at once what the learner has changed. */
function write() {
  clearTimeout(timer);
  const experiment = findExperiment(author.experiment ?? '');
  address = { ...address, hash: writeHash(differences(learner, { author, experiment })) };
  try {
    history.replaceState(null, '', address.hash || `${location.pathname}${location.search}`);
  } catch {
    // Some frames may not have an address of their own.
  }
}

/** @param {URL} url of this page, with another query */
function go(url) {
  // What was changed here has to be there again when one comes back.
  if (timer) write();
  timer = 0;
  try {
    history.pushState(null, '', url);
  } catch {
    // As above; then one cannot go back, but on.
  }
  address = { query: url.search, hash: url.hash };
  read();
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

/** Links to other experiments change the page without loading it anew. */
document.addEventListener('click', (event) => {
  if (event.defaultPrevented || event.button || event.ctrlKey || event.metaKey) return;
  if (event.shiftKey || event.altKey) return;
  const link = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
  if (!link || link.target || link.hasAttribute('download')) return;
  const href = link.getAttribute('href') ?? '';
  if (!href.startsWith('?')) return;
  event.preventDefault();
  go(new URL(href, new URL(location.pathname, document.baseURI)));
});

window.addEventListener('popstate', () => {
  clearTimeout(timer);
  timer = 0;
  address = { query: location.search || keptQuery(), hash: location.hash };
  read();
});

// --- what the header asks for --------------------------------------------------------------------

header?.addEventListener('spusk-lang', (event) => {
  const lang = /** @type {CustomEvent} */ (event).detail;
  learner.lang = lang;
  speak(lang);
  remember({ lang });
});
header?.addEventListener('spusk-theme', (event) => {
  const chosen = /** @type {CustomEvent} */ (event).detail;
  dress(chosen);
  remember({ theme: chosen });
});
header?.addEventListener('spusk-report', () => lab?.dispatchEvent(new CustomEvent('spusk-report')));
header?.addEventListener('spusk-share', async () => {
  const [{ ShareElement }] = await Promise.all([import('./share.js')]).catch(() => [
    { ShareElement: null },
  ]);
  if (!ShareElement) {
    failed();
    return;
  }
  let dialog = /** @type {import('./share.js').ShareElement | null} */ (
    document.querySelector('spusk-share')
  );
  if (!dialog) {
    dialog = new ShareElement();
    dialog.setAttribute('data-added', '');
    document.body.append(dialog);
  }
  const experiment = findExperiment(author.experiment ?? '');
  const changed = differences(learner, { author, experiment });
  const state = { ...author, ...changed, settings: { ...author.settings, ...changed.settings } };
  const texts = shareTexts({ place, author, learner: changed, title: document.title });
  const save = () => savedPage({ query: writeQuery(state), file: place.file, single });
  Object.assign(dialog, { words, texts, save, scheme: schemeOf() });
  await dialog.show();
});

read();
talkToParent(() => lab);
