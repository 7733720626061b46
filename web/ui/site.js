/**
 * The site round the lab: puts the page's address into the lab and the learner's changes into the
 * address, and keeps language and theme the same everywhere.
 */
import { defaultSettings, findExperiment } from '../experiments/index.js';
import { readAddress, writeHash } from '../state/url.js';
import { Words, chooseLanguage } from '../state/words.js';
import { LOCALES } from './locales.js';
import './header.js';
import './index.js';

/** @typedef {import('../state/url.js').PageState} PageState */

/** Milliseconds of rest before the address is written. */
const REST = 250;

const lab = /** @type {import('./lab.js').LabElement} */ (document.querySelector('spusk-lab'));
const header = /** @type {import('./header.js').HeaderElement} */ (
  document.querySelector('spusk-header')
);

/** What is shown if the address names no experiment. */
const usual = lab.getAttribute('experiment') ?? '';
const author = readAddress({ query: location.search, usual }).state;
/** @type {Partial<PageState>} */
let learner = {};
let timer = 0;

/** Reads the whole address and shows what it says. */
function read() {
  const { state, notices } = readAddress({ query: location.search, hash: location.hash, usual });
  learner = readAddress({ query: experimentOnly(state), hash: location.hash, usual }).state;
  lab.notices = notices;
  lab.experiment = state.experiment ?? usual;
  lab.settings = state.settings;
  lab.seed = state.seed ?? 1;
  lab.seeds = state.seeds ?? 0;
  lab.axis = state.axis ?? 'epoch';
  lab.quantity = /** @type {'error' | 'loss'} */ (state.quantity ?? 'error');
  lab.large = state.large ?? false;
  lab.autoplay = state.autoplay === false ? 'off' : '';
  lab.predict = state.predict === false ? 'off' : '';
  speak(chooseLanguage([state.lang, ...navigator.languages]));
  dress(state.theme ?? 'auto');
}

/** @param {PageState} state */
const experimentOnly = ({ experiment }) =>
  experiment ? String(new URLSearchParams({ experiment })) : '';

/** @param {string} lang */
function speak(lang) {
  const words = new Words(lang, LOCALES[lang]);
  document.documentElement.lang = lang;
  document.title = `${words.text('site.name')} · ${words.text('site.tagline')}`;
  lab.lang = lang;
  header.words = words;
}

/** @param {'light' | 'dark' | 'auto'} theme */
function dress(theme) {
  lab.theme = theme;
  header.theme = theme;
}

/** @param {Partial<PageState>} change */
function remember(change) {
  learner = { ...learner, ...change };
  clearTimeout(timer);
  timer = window.setTimeout(() => {
    const hash = writeHash(differences(learner));
    try {
      history.replaceState(null, '', hash || `${location.pathname}${location.search}`);
    } catch {
      // Some frames may not have an address of their own.
    }
  }, REST);
}

/**
 * What differs from what the author set, or from the defaults where he set nothing.
 *
 * @param {Partial<PageState>} state
 * @returns {Partial<PageState>}
 */
function differences({ settings = {}, ...rest }) {
  const experiment = findExperiment(lab.experiment);
  const defaults = experiment ? { ...defaultSettings(experiment), ...author.settings } : {};
  /** @type {PageState} */
  const before = {
    axis: 'epoch',
    quantity: 'error',
    seeds: experiment?.seeds.default,
    theme: 'auto',
    ...author,
  };
  const changed = Object.entries(rest).filter(
    ([name, value]) => value !== before[/** @type {keyof PageState} */ (name)],
  );
  const moved = Object.entries(settings).filter(([id, value]) => value !== defaults[id]);
  return { ...Object.fromEntries(changed), settings: Object.fromEntries(moved) };
}

header.addEventListener('spusk-lang', (event) => {
  const lang = /** @type {CustomEvent} */ (event).detail;
  speak(lang);
  remember({ lang });
});
header.addEventListener('spusk-theme', (event) => {
  const theme = /** @type {CustomEvent} */ (event).detail;
  dress(theme);
  remember({ theme });
});
lab.addEventListener('spusk-change', (event) => {
  remember(/** @type {CustomEvent} */ (event).detail);
});
// The header and the page wear what the lab comes to.
new MutationObserver(() => {
  header.scheme = lab.scheme;
  document.documentElement.dataset.scheme = lab.scheme;
}).observe(lab, { attributeFilter: ['scheme'] });

// Somebody wrote another address: what is written by remember() does not come here.
window.addEventListener('hashchange', () => location.reload());

read();
