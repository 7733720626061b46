/**
 * The site round the lab: shows what the page's address says, the start page or an experiment,
 * puts the learner's changes into the address, and keeps language and theme the same everywhere.
 */
import { loadKinds } from '#kinds';
import { headOf } from '../experiments/heads.js';
import { findExperiment } from '../experiments/index.js';
import { loadParts } from '../experiments/texts.js';
import { Done } from '../state/done.js';
import { FIELDS, carried, differences, readAddress, writeHash, writeQuery } from '../state/url.js';
import { Words, chooseLanguage } from '../state/words.js';
import { UNFETCHED, loadLocale, localeOf } from './locales.js';
import { talkToParent } from './messages.js';
import { keptQuery } from './save.js';
import './course.js';
import './foot.js';
import './header.js';

/** @typedef {import('../state/url.js').PageState} PageState */

/** @type {ReturnType<typeof import('./assigned-page.js').readAssigned>} */
const NOTHING_ASKED = { assigned: null, notices: [], experiment: '' };

/** Milliseconds of rest before the address is written. */
const REST = 250;

const main = /** @type {HTMLElement} */ (document.querySelector('main'));
const header = /** @type {import('./header.js').HeaderElement | null} */ (
  document.querySelector('spusk-header')
);
const done = new Done(() => localStorage);

/** The address as it counts; a frame without an address of its own keeps it here. */
let address = { query: location.search || keptQuery(), hash: location.hash };
/** @type {PageState} */
let author = { settings: {} };
/** @type {PageState} what the learner said, as far as it counts */
let learner = { settings: {} };
/** @type {PageState} what both come to */
let shown = { settings: {} };
/** @type {import('../state/assigned.js').Assigned | null} */
let assigned = null;
/** What only pages with an assignment need. @type {typeof import('./assigned-page.js') | null} */
let assigning = null;
/** Without texts until a language has come. */
let words = new Words('en', {});
/** The language that is wanted, which may be on its way still. */
let wanted = 'en';
/** @type {import('./lab.js').LabElement | null} */
let lab = null;
let timer = 0;

// --- showing -----------------------------------------------------------------------------------

/** Shows what the address says, as soon as all is there that it needs. */
async function open() {
  if (!assigning && new URLSearchParams(address.query).has('assignment')) {
    assigning = await import('./assigned-page.js').catch(() => null);
    if (!assigning) {
      failed();
      return;
    }
  }
  read();
}

/** Shows what the address says. */
function read() {
  const notices = readState();
  const state = shown;
  lab = state.experiment ? makeLab(state, notices) : null;
  const parts = lab ? around(lab, state) : [makeStart(state, notices)];
  for (const part of parts) part.setAttribute('data-added', '');
  main.replaceChildren(...parts);
  if (header) Object.assign(header, { shown: lab !== null, assigned: assigned !== null });
  document.documentElement.toggleAttribute('data-large', state.large === true);
  document.documentElement.toggleAttribute(
    'data-bare',
    state.embed === true || Boolean(state.hide?.includes('header')),
  );
  speak(chooseLanguage([state.lang, ...navigator.languages]));
  dress(state.theme ?? 'auto');
}

/** Reads the address. @returns {import('../state/url.js').Notice[]} what was wrong with it */
function readState() {
  const asked = assigning?.readAssigned(address.query, assigned) ?? NOTHING_ASKED;
  ({ assigned } = asked);
  const query = readAddress({ query: address.query }).state;
  const usual = query.experiment ?? asked.experiment;
  const given = readAddress({ hash: address.hash, usual }).state;
  if (assigned) {
    author = assigned.pageState(query);
    learner = assigned.ownState(given);
    shown = assigned.pageState(query, learner);
    return [];
  }
  author = usual ? { ...query, experiment: usual } : query;
  learner = given;
  const { state, notices } = readAddress({ ...address, usual });
  shown = usual ? { ...state, experiment: state.experiment ?? usual } : state;
  return [...asked.notices, ...notices];
}

/**
 * @param {PageState} state
 * @param {import('../state/url.js').Notice[]} notices
 */
function makeLab(state, notices) {
  const made = /** @type {import('./lab.js').LabElement} */ (document.createElement('spusk-lab'));
  const { experiment = '', hide = [], stringTest = '' } = state;
  made.notices = notices;
  made.assigned = assigned;
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
  for (const link of document.querySelectorAll('link[rel=later]')) {
    link.setAttribute('rel', link.hasAttribute('as') ? 'preload' : 'modulepreload');
  }
  // What trains is on its way while the page is made, and what is shown; the lab waits for both.
  import('../engine/index.js').then(({ preload }) => preload(2)).catch(() => {});
  const found = findExperiment(experiment);
  const lang = chooseLanguage([state.lang, ...navigator.languages]);
  if (found) Promise.all([loadKinds(found), loadParts(experiment, lang, false)]).catch(() => {});
  import('./index.js').then(() => watch(made), failed);
  return made;
}

/**
 * @param {import('./lab.js').LabElement} made
 * @param {PageState} state
 * @returns {HTMLElement[]} the lab with what stands above and below it
 */
function around(made, { experiment = '', course = '', hide = [] }) {
  const above = /** @type {import('./course.js').CourseElement} */ (
    document.createElement('spusk-course')
  );
  const below = /** @type {import('./foot.js').FootElement} */ (
    document.createElement('spusk-foot')
  );
  Object.assign(above, { experiment, course });
  Object.assign(below, { experiment, course });
  const framed = document.body.hasAttribute('data-embed');
  if (assigned && assigning) {
    return [assigning.aboveOf({ assigned, shown: made, anew: read }), made];
  }
  if (framed || hide.includes('links')) return [made];
  return course ? [above, made, below] : [made, below];
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
  import('./start.js').then(() => requestAnimationFrame(() => setTimeout(load)), failed);
  return made;
}

/** Some part of the page could not be fetched. */
function failed() {
  const told = document.createElement('p');
  told.className = 'failed';
  told.setAttribute('role', 'alert');
  told.setAttribute('data-added', '');
  told.textContent = UNFETCHED[wanted];
  main.prepend(told);
}

/**
 * An experiment is done when its verdict has been seen.
 *
 * @param {import('./lab.js').LabElement} made
 */
async function watch(made) {
  await made.updateComplete;
  const state = made.lab;
  state?.addEventListener('change', () => {
    if (state.phase !== 'finished' || done.has(made.experiment)) return;
    const judged = state.results.verdicts(state.series).some(({ judgement }) => judgement);
    if (judged && document.visibilityState === 'visible') done.add(made.experiment);
  });
}

// --- language and theme --------------------------------------------------------------------------

/** @param {string} lang */
async function speak(lang) {
  wanted = lang;
  // Faces are chosen before the first letter stands there: those of another language are not fetched.
  document.documentElement.dataset.faces = lang;
  // It fetches its own texts at the same time.
  if (lab) lab.lang = lang;
  // An assignment says more, and is seen first.
  const whole = assigning !== null;
  const locale = localeOf(lang, whole) ?? (await loadLocale(lang, whole).catch(() => null));
  // Another one may have been chosen meanwhile.
  if (lang !== wanted) return;
  if (!locale) {
    failed();
    // The switch has what was chosen, and the page what it had.
    header?.requestUpdate();
    return;
  }
  const state = shown;
  words = new Words(lang, locale, state.stringTest ?? '');
  document.documentElement.lang = lang;
  const head = state.experiment ? headOf(state.experiment, lang) : null;
  const site = words.text('site.name');
  const title = assigned?.assignment.title ?? head?.question;
  document.title = title ? `${title} · ${site}` : `${site} · ${words.text('site.tagline')}`;
  document
    .querySelector('meta[name=description]')
    ?.setAttribute('content', head?.lead ?? words.text('start.sentence'));
  const along = carried({ ...state, ...learner, ...(learner.lang && { lang }), settings: {} });
  if (header) Object.assign(header, { words, home: writeQuery(along) || '?' });
  for (const part of /** @type {any} */ (main.children)) {
    if (part !== lab) Object.assign(part, { words, carried: along });
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
  open();
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
  const { lang, stress } = words;
  const [dialogs, locale] = await Promise.all([
    import('./site-dialogs.js'),
    // With the texts of dialogs too.
    loadLocale(lang),
  ]).catch(() => [null, null]);
  if (!dialogs || !locale) {
    failed();
    return;
  }
  words = new Words(lang, locale, stress);
  const look = () => ({ words, author, learner, shown, lab, scheme: schemeOf() });
  await dialogs.share(look, failed);
});

open();
talkToParent(() => lab);
