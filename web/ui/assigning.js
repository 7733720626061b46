/**
 * The assignment that a course page puts on a `<spusk-lab>`: shown by the same rules as on a page
 * of the site that has one in its address. Until it has been read, nothing else is shown.
 *
 * @typedef {import('../state/assigned.js').Assigned} Assigned
 * @typedef {import('../state/config.js').Config} Config
 *
 * @typedef {object} Means
 * @property {(decided: Config | null) => void} decide what holds whatever the page says
 * @property {(mistake: import('../state/config.js').Mistake) => void} complain
 */
import { html, nothing } from 'lit';
import { mistakeOf } from '../state/config.js';
import { Words } from '../state/words.js';
import { loadLocale } from './locales.js';
import { mistakeText } from './notice.js';

export class Assigning {
  #host;
  #means;
  /** What only labs with an assignment need. @type {typeof import('./assigned-page.js') | null} */
  #page = null;
  /** Counts what was asked for: only the latest counts. */
  #ticket = 0;

  /**
   * @param {import('./lab.js').LabElement} host
   * @param {Means} means
   */
  constructor(host, means) {
    this.#host = host;
    this.#means = means;
    host.addEventListener('spusk-nameless', () => {
      const above = host.renderRoot.querySelector('spusk-assignment');
      /** @type {import('./assignment.js').AssignmentElement | null} */ (above)?.ask();
    });
  }

  /** @param {string | object} given as loadAssigned takes it; '' for none */
  async read(given) {
    const host = this.#host;
    const ticket = ++this.#ticket;
    if (given === '') {
      this.#show({ assigned: null, mistakes: [], experiment: '' }, given);
      return;
    }
    host.waiting = true;
    this.#page ??= await import('./assigned-page.js');
    const read = await this.#page.loadAssigned(given, host.assigned);
    if (ticket === this.#ticket) this.#show(read, given);
  }

  /**
   * @param {import('./assigned-page.js').Read} read
   * @param {string | object} given
   */
  #show({ assigned, mistakes, experiment }, given) {
    const host = this.#host;
    host.renew();
    host.waiting = false;
    host.assigned = assigned;
    host.notices = this.#page?.noticesOf(mistakes) ?? [];
    // What is wrong with it leaves the experiment without it, if one can be known.
    this.#means.decide(assigned ? decisionsOf(assigned) : experiment ? { experiment } : null);
    if (mistakes.length) this.#complain(mistakes[0], given);
  }

  /**
   * In English, as all that is told to whoever writes the page.
   *
   * @param {import('../report/assignment.js').Mistake} mistake
   * @param {string | object} given
   */
  async #complain(mistake, given) {
    const words = new Words('en', await loadLocale('en'));
    this.#means.complain(mistakeOf('assignment', given, mistakeText(mistake, words)));
  }

  /** What stands above the lab. */
  above() {
    const { assigned, words, scheme } = this.#host;
    if (!this.#page || !assigned) return nothing;
    return html`<spusk-assignment
      .assigned=${assigned}
      .words=${words}
      .scheme=${scheme}
      @spusk-name=${(/** @type {CustomEvent} */ { detail }) => this.#enter(assigned, detail)}
    ></spusk-assignment>`;
  }

  /**
   * @param {Assigned} assigned
   * @param {string} name
   */
  #enter(assigned, name) {
    const host = this.#host;
    this.#page?.enter({ assigned, shown: host, name, anew: () => this.#anew() });
    this.#means.decide(decisionsOf(assigned));
  }

  async #anew() {
    this.#host.renew();
    await this.#host.updateComplete;
    this.#host.start();
  }
}

/** @param {Assigned} assigned @returns {Config} */
function decisionsOf(assigned) {
  const { experiment, lang, seed, seeds, settings, predict, hide } = assigned.pageState({
    settings: {},
  });
  // Which controls are open the lab reads from the assignment itself.
  const open = { controls: undefined, data: undefined };
  return { experiment, seed, seeds, settings, predict, hide, ...open, ...(lang && { lang }) };
}
