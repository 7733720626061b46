import { LitElement, html, nothing, svg } from 'lit';
import { LANGUAGES } from '../state/words.js';
import { define } from './define.js';
import { headerStyles } from './header-styles.js';
import './switch.js';

/** A curve that descends, with a ball at its lowest point. */
const MARK = svg`<path d="M2 4c1 0 2 1 3 4s2.4 12 5 12 3.4-9 6-9c2.3 0 3 4 4 8" fill="none"
  stroke="currentcolor" stroke-width="2.2" stroke-linecap="round" />
  <circle cx="10.2" cy="20" r="3.4" fill="var(--rule-adam)" />`;

const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);

/**
 * The head of the site: the way to all experiments, what can be done with the one that is shown,
 * the language, the theme. On a phone these fold behind one button.
 *
 * @fires spusk-lang detail: the language
 * @fires spusk-theme detail: auto, light or dark
 * @fires spusk-share
 * @fires spusk-report
 */
export class HeaderElement extends LitElement {
  static properties = {
    words: { attribute: false },
    theme: {},
    home: {},
    shown: { type: Boolean },
    assigned: { type: Boolean },
    scheme: { reflect: true },
    open: { state: true },
  };

  static styles = headerStyles;

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** @type {'light' | 'dark' | 'auto'} */
    this.theme = 'auto';
    /** Address of the list of experiments. */
    this.home = '?';
    /** Whether an experiment is shown. */
    this.shown = false;
    /** Whether a teacher has set it: then there is no way to anything else. */
    this.assigned = false;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    /** Whether the menu of a phone is. */
    this.open = false;
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    const actions = this.assigned ? ['report'] : ['share', 'report'];
    return html`<header @keydown=${this.#onKey}>
      ${this.#brand(words)}
      <span class="tagline">${words.text('site.tagline')}</span>
      <button
        class="plain menu"
        aria-expanded=${this.open}
        aria-controls="tools"
        @click=${() => (this.open = !this.open)}
      >
        ${words.text('site.menu')}
      </button>
      <div id="tools" class=${this.open ? 'tools open' : 'tools'}>
        <nav>
          ${this.assigned ? nothing : this.#list(words)}
          ${this.shown ? actions.map((what) => this.#action(what, words)) : nothing}
        </nav>
        <spusk-switch
          id="lang"
          .label=${words.text('site.language')}
          .value=${words.lang}
          .options=${LANGUAGES.map((value) => ({ value, text: value.toUpperCase() }))}
          @spusk-choose=${(/** @type {CustomEvent} */ { detail }) => this.#fire('spusk-lang', detail)}
        ></spusk-switch>
        <spusk-switch
          id="theme"
          .label=${words.text('site.theme')}
          .value=${this.theme}
          .options=${THEMES.map((value) => ({ value, text: words.text(`theme.${value}`) }))}
          @spusk-choose=${(/** @type {CustomEvent} */ { detail }) => this.#fire('spusk-theme', detail)}
        ></spusk-switch>
      </div>
    </header>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #brand(words) {
    const inside = html`<svg width="24" height="26" viewBox="0 0 22 25" aria-hidden="true">
        ${MARK}
      </svg>
      ${words.text('site.name')}`;
    return this.assigned
      ? html`<span class="brand">${inside}</span>`
      : html`<a class="brand" href=${this.home}>${inside}</a>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #list(words) {
    return html`<a
      class="action"
      href=${this.home}
      aria-current=${this.shown ? nothing : 'page'}
      @click=${() => (this.open = false)}
      >${words.text('site.experiments')}</a
    >`;
  }

  /**
   * @param {string} what
   * @param {import('../state/words.js').Words} words
   */
  #action(what, words) {
    return html`<button
      id=${what}
      class="action"
      @click=${() => {
        this.open = false;
        this.#fire(`spusk-${what}`);
      }}
    >
      ${words.text(`site.${what}`)}
    </button>`;
  }

  /** @param {KeyboardEvent} event */
  #onKey({ key }) {
    if (key !== 'Escape' || !this.open) return;
    this.open = false;
    /** @type {HTMLElement | null | undefined} */ (this.renderRoot.querySelector('.menu'))?.focus();
  }

  /**
   * @param {string} name
   * @param {string} [detail]
   */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

define('spusk-header', HeaderElement);
