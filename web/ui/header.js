import { LitElement, css, html, svg } from 'lit';
import { LANGUAGES } from '../state/words.js';
import { define } from './define.js';
import { base, tokens } from './styles.js';
import './switch.js';

/** A curve that descends, with a ball at its lowest point. */
const MARK = svg`<path d="M2 4c1 0 2 1 3 4s2.4 12 5 12 3.4-9 6-9c2.3 0 3 4 4 8" fill="none"
  stroke="currentcolor" stroke-width="2.2" stroke-linecap="round" />
  <circle cx="10.2" cy="20" r="3.4" fill="var(--rule-adam)" />`;

const THEMES = /** @type {const} */ (['auto', 'light', 'dark']);

/**
 * The head of the site: whose it is, the language, the theme.
 *
 * @fires spusk-lang detail: the language
 * @fires spusk-theme detail: auto, light or dark
 */
export class HeaderElement extends LitElement {
  static properties = {
    words: { attribute: false },
    theme: {},
    scheme: { reflect: true },
  };

  static styles = [
    base,
    tokens,
    css`
      :host {
        display: block;
        container-type: inline-size;
        border-bottom: 1px solid var(--line);
        background: var(--paper);
      }
      header {
        display: flex;
        align-items: center;
        gap: 0 20px;
        min-height: 49px;
        padding: 0 16px;
      }
      a {
        display: inline-flex;
        align-items: center;
        gap: 10px;
        min-height: 44px;
        font-weight: 600;
        color: inherit;
        text-decoration: none;
      }
      .tagline {
        flex: 1;
        color: var(--soft);
      }
      @container (min-width: 880px) {
        header {
          padding: 0 32px;
        }
      }
      @container (max-width: 560px) {
        .tagline {
          visibility: hidden;
          height: 0;
          min-width: 0;
          overflow: hidden;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** @type {'light' | 'dark' | 'auto'} */
    this.theme = 'auto';
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
  }

  render() {
    const { words } = this;
    if (!words) return html``;
    return html`<header>
      <a href="./">
        <svg width="24" height="26" viewBox="0 0 22 25" aria-hidden="true">${MARK}</svg>
        ${words.text('site.name')}
      </a>
      <span class="tagline">${words.text('site.tagline')}</span>
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
    </header>`;
  }

  /**
   * @param {string} name
   * @param {string} detail
   */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

define('spusk-header', HeaderElement);
