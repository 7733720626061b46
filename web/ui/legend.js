import { LitElement, css, html, nothing, svg } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { runStyle } from '../chart/theme.js';
import { base } from './styles.js';
import { define } from './define.js';

/**
 * The lines of a figure by name: each can be hidden, or shown alone.
 *
 * @fires spusk-lines detail: ids of the lines that are hidden from now on
 *
 * @typedef {{id: string, name: string, rule: string, shade?: number}} Entry
 */
export class LegendElement extends LitElement {
  static properties = {
    entries: { attribute: false },
    hidden_: { attribute: false },
    words: { attribute: false },
    scheme: {},
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        font-size: var(--fs-small);
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 4px 16px;
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 8px;
        min-width: 0;
      }
      button {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        padding: 0;
        border: 0;
        background: none;
        color: var(--ink);
        cursor: pointer;
        text-align: left;
        overflow-wrap: anywhere;
      }
      button[aria-pressed='false'] {
        color: var(--soft);
        text-decoration: line-through;
      }
      button[aria-pressed='false'] svg {
        opacity: 0.3;
      }
      .alone,
      .all {
        color: var(--soft);
        text-decoration: underline;
        text-decoration-color: var(--edge);
        text-underline-offset: 3px;
      }
      .alone:hover,
      .all:hover {
        color: var(--ink);
      }
      .all[disabled] {
        visibility: hidden;
      }
      svg {
        flex: none;
      }
      /* There for the keyboard, and for a pointer that comes near or a finger that was on the line;
         without moving anything. */
      .alone {
        opacity: 0;
        pointer-events: none;
      }
      li:hover .alone,
      li:focus-within .alone {
        opacity: 1;
        pointer-events: auto;
      }
      @media (pointer: coarse), (max-width: 600px) {
        button {
          min-height: 44px;
        }
        /* In columns, and "only" above the end of its own: what is hidden leaves no gap. */
        ul {
          display: grid;
          grid-template-columns: repeat(auto-fill, minmax(calc(104px * var(--scale)), 1fr));
          gap: 0 16px;
        }
        li {
          position: relative;
        }
        .alone {
          position: absolute;
          inset: 0 0 0 auto;
          padding-left: 8px;
          background: var(--paper);
        }
      }
      @media (forced-colors: active) {
        button[aria-pressed='false'] {
          color: GrayText;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {readonly Entry[]} */
    this.entries = [];
    /** @type {readonly string[]} ids ("hidden" is an attribute of every element) */
    this.hidden_ = [];
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
  }

  render() {
    const { words, entries, hidden_: hidden } = this;
    if (!words) return nothing;
    return html`<ul aria-label=${words.text('legend.title')}>
      ${entries.map((entry) => this.#entry(entry, words))}
      <li>
        <button class="all" ?disabled=${!hidden.length} @click=${() => this.#hide([])}>
          ${words.text('legend.all')}
        </button>
      </li>
    </ul>`;
  }

  /**
   * @param {Entry} entry
   * @param {import('../state/words.js').Words} words
   */
  #entry({ id, name, ...run }, words) {
    const { line, text, dash } = runStyle(run, this.scheme);
    const others = this.entries.map((entry) => entry.id).filter((other) => other !== id);
    const isShown = !this.hidden_.includes(id);
    return html`<li>
      <button
        aria-pressed=${isShown ? 'true' : 'false'}
        style=${styleMap({ color: isShown ? text : null })}
        @click=${() => this.#hide(isShown ? [...this.hidden_, id] : this.#without(id))}
      >
        <svg width="28" height="8" aria-hidden="true">
          ${svg`<line x1="0" y1="4" x2="28" y2="4" stroke=${line} stroke-width="2"
            stroke-dasharray=${dash.join(' ') || nothing}></line>`}
        </svg>
        ${name}
      </button>
      <button
        class="alone"
        aria-label=${`${words.text('legend.alone')}: ${name}`}
        @click=${() => this.#hide(others)}
      >
        ${words.text('legend.alone')}
      </button>
    </li>`;
  }

  /** @param {string} id */
  #without(id) {
    return this.hidden_.filter((other) => other !== id);
  }

  /** @param {readonly string[]} ids */
  #hide(ids) {
    // Nothing at all to see helps nobody: the last line that is hidden brings back the others.
    const detail = ids.length < this.entries.length ? ids : [];
    this.dispatchEvent(new CustomEvent('spusk-lines', { detail }));
  }
}

define('spusk-legend', LegendElement);
