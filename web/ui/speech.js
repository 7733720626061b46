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
 */
import { findExperiment } from '../experiments/index.js';
import { loadParts, messagesOf, partsOf } from '../experiments/texts.js';
import { Words, chooseLanguage } from '../state/words.js';
import { LOCALES } from './locales.js';

export class Speech {
  words = new Words('en', LOCALES.en);
  /** @type {Experiment | undefined} undefined: there is none of that name */
  experiment;
  /** @type {import('../experiments/texts.js').Parts | null} null until they have come */
  parts = null;
  #host;

  /** @param {import('lit').ReactiveControllerHost & Host} host */
  constructor(host) {
    this.#host = host;
  }

  /** Speaks as the host says now. */
  update() {
    const { experiment: id, lang: wanted, stringTest } = this.#host;
    const query = new URLSearchParams(location.search).get('lang');
    const lang = chooseLanguage([wanted, query, ...navigator.languages]);
    const experiment = findExperiment(id);
    if (this.experiment !== experiment) this.parts = null;
    this.experiment = experiment;
    if (!experiment) {
      this.words = new Words(lang, LOCALES[lang], stringTest);
      return;
    }
    const parts = partsOf(experiment.id, lang);
    if (parts) {
      this.parts = parts;
      const messages = { ...LOCALES[lang], ...messagesOf(parts.text) };
      this.words = new Words(lang, messages, stringTest);
    } else {
      // Until they have come the page stays in the language it had. Training need not wait.
      loadParts(experiment, lang).then(() => {
        this.update();
        this.#host.requestUpdate();
      });
    }
  }
}
