/**
 * The words in which a lab speaks: those of the page, and those of its experiment, which are
 * loaded when they are needed.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 *
 * @typedef {object} Host
 * @property {string} experiment
 * @property {string} lang
 * @property {import('../state/stress.js').Stress | ''} stringTest
 * @property {boolean} whole whether all of the page is there, not only what is seen first
 * @property {readonly object[]} notices
 * @property {string} data an address
 */
import { hasKinds, loadKinds } from '#kinds';
import { findExperiment } from '../experiments/index.js';
import { loadParts, messagesOf, partsOf } from '../experiments/texts.js';
import { Words, chooseLanguage } from '../state/words.js';
import { loadLocale, localeOf } from './locales.js';

export class Speech {
  /** Without texts until a language has come. */
  words = new Words('en', {});
  /** @type {Experiment | undefined} undefined: there is none of that name */
  experiment;
  /** @type {import('../experiments/texts.js').Parts | null} null until they have come */
  parts = null;
  /** Whether these say all of the page, not only what is seen first. */
  whole = false;
  /** The language that could not be fetched. */
  missing = '';
  #host;

  /** @param {import('lit').ReactiveControllerHost & Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** Speaks as the host says now. */
  update() {
    const { experiment: id, lang: wanted } = this.#host;
    const query = new URLSearchParams(location.search).get('lang');
    const lang = chooseLanguage([wanted, query, ...navigator.languages]);
    const experiment = findExperiment(id);
    if (this.experiment !== experiment) this.parts = null;
    this.experiment = experiment;
    const whole = this.#whole;
    if (this.#take(lang, whole)) {
      this.missing = '';
      return;
    }
    // Until they have come the page stays in the language it had, in which more may have come
    // meanwhile. Training need not wait.
    if (whole && !this.whole && this.parts) this.#take(this.words.lang, whole);
    this.#fetch(lang);
  }

  /**
   * @param {string} lang
   * @param {boolean} whole
   * @returns {boolean} whether it is there
   */
  #take(lang, whole) {
    const { experiment } = this;
    const locale = localeOf(lang, whole);
    const parts = experiment && hasKinds(experiment) && partsOf(experiment.id, lang, whole);
    if (!locale || (experiment && !parts)) return false;
    const messages = { ...locale, ...(parts && messagesOf(parts.text)) };
    this.parts = parts || null;
    this.words = new Words(lang, messages, this.#host.stringTest);
    this.whole = whole;
    return true;
  }

  /** What is wrong with an address or with data is said at once. */
  get #whole() {
    const { whole, notices, data } = this.#host;
    return whole || notices.length > 0 || data !== '';
  }

  /** @param {string} lang */
  async #fetch(lang) {
    const { experiment } = this;
    const whole = this.#whole;
    const own = experiment ? [loadParts(experiment.id, lang, whole), loadKinds(experiment)] : [];
    const come = await Promise.all([loadLocale(lang, whole), ...own]).catch(() => null);
    if (come) this.update();
    else this.missing = lang;
    this.#host.requestUpdate();
  }
}
