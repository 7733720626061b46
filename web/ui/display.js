import { LitElement, css, html, nothing } from 'lit';
import { bandKind } from '../chart/series.js';
import { PLAIN } from './curves-model.js';
import { base } from './styles.js';
import { define } from './define.js';
import { Dropdown } from './dropdown.js';
import './legend.js';
import './slider.js';
import './switch.js';

/**
 * How curves are shown: smoothing, band, single seeds, scale, which lines. Folded away behind one
 * word.
 *
 * @fires spusk-display detail: what changes of Display
 *
 * @typedef {import('./curves-model.js').Display} Display
 */
export class DisplayElement extends LitElement {
  static properties = {
    words: { attribute: false },
    display: { attribute: false },
    seeds: { type: Number },
    log: { type: Boolean },
    entries: { attribute: false },
    scheme: {},
  };

  static styles = [
    base,
    css`
      :host {
        font-size: var(--fs-small);
      }
      details {
        position: relative;
      }
      summary {
        color: var(--soft);
        cursor: pointer;
        white-space: nowrap;
      }
      summary:hover {
        color: var(--ink);
      }
      .panel {
        position: absolute;
        top: calc(100% + 4px);
        right: 0;
        z-index: 5;
        width: calc(352px * var(--scale));
        padding: 12px 16px 16px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--card);
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 12px;
      }
      h3 {
        margin: 0 0 4px;
        font-size: var(--fs-small);
        font-weight: 600;
        color: var(--soft);
      }
      .help {
        line-height: 1.4;
        color: var(--soft);
      }
      label {
        display: flex;
        align-items: center;
        gap: 8px;
        cursor: pointer;
      }
      input[type='checkbox'] {
        width: 16px;
        height: 16px;
        margin: 0;
        accent-color: var(--ink);
      }
      @media (pointer: coarse), (max-width: 600px) {
        summary {
          min-height: 44px;
          line-height: 44px;
        }
        label {
          min-height: 44px;
        }
        .panel {
          position: fixed;
          inset: auto 0 0;
          width: auto;
          max-height: 80vh;
          overflow-y: auto;
          border-width: 1px 0 0;
          border-radius: 0;
        }
      }
    `,
  ];

  #dropdown = new Dropdown(this);

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** @type {Readonly<Display>} */
    this.display = PLAIN;
    this.seeds = 1;
    /** Whether the vertical axis is logarithmic. */
    this.log = false;
    /** @type {readonly import('./legend.js').Entry[]} */
    this.entries = [];
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
  }

  render() {
    const { words, display } = this;
    if (!words) return nothing;
    const { smooth } = display;
    return html`<details @keydown=${this.#dropdown.onKey}>
      <summary>${words.text('display.title')}</summary>
      <div class="panel">
        <div>
          <spusk-slider
            id="smooth"
            .label=${words.text('display.smooth')}
            .fieldLabel=${words.text('settings.exact', { label: words.text('display.smooth') })}
            .values=${WEIGHTS}
            .value=${smooth}
            .format=${(/** @type {number} */ value) =>
              value ? words.number(value) : words.text('settings.off')}
            .parse=${(/** @type {string} */ text) =>
              text.trim() === words.text('settings.off') ? 0 : words.parse(text)}
            @spusk-input=${(/** @type {CustomEvent} */ { detail }) => this.#smooth(detail.value)}
          ></spusk-slider>
          <p class="help">${words.text('display.smooth.help')}</p>
        </div>
        ${this.seeds > 1 ? this.#ofSeeds(words) : nothing}
        <div>
          <h3>${words.text('display.scale')}</h3>
          <spusk-switch
            id="scale"
            .label=${words.text('display.scale')}
            .value=${this.log ? 'log' : 'linear'}
            .options=${['linear', 'log'].map((value) => ({
              value,
              text: words.text(`scale.${value}`),
            }))}
            @spusk-choose=${(/** @type {CustomEvent} */ { detail }) =>
              this.#tell({ log: detail === 'log' })}
          ></spusk-switch>
        </div>
        <div>
          <h3>${words.text('display.lines')}</h3>
          <spusk-legend
            .entries=${this.entries}
            .hidden_=${display.hidden}
            .words=${words}
            .scheme=${this.scheme}
            @spusk-lines=${(/** @type {CustomEvent} */ { detail }) => this.#tell({ hidden: detail })}
          ></spusk-legend>
        </div>
      </div>
    </details>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #ofSeeds(words) {
    const { display, seeds } = this;
    return html`<div>
      <h3>${words.text('display.band', { n: seeds })}</h3>
      <spusk-switch
        id="band"
        .label=${words.text('display.band', { n: seeds })}
        .value=${bandKind(seeds, display.band)}
        .options=${BANDS.map((value) => ({ value, text: words.text(`band.kind.${value}`) }))}
        @spusk-choose=${(/** @type {CustomEvent} */ { detail }) => this.#tell({ band: detail })}
      ></spusk-switch>
      <label>
        <input
          id="single"
          type="checkbox"
          .checked=${display.single}
          @change=${(/** @type {Event} */ { target }) =>
            this.#tell({ single: /** @type {HTMLInputElement} */ (target).checked })}
        />
        ${words.text('display.single')}
      </label>
    </div>`;
  }

  /** @param {unknown} value */
  #smooth(value) {
    const isWeight = typeof value === 'number' && value >= 0 && value <= 0.99;
    this.#tell({ smooth: isWeight ? value : this.display.smooth });
  }

  /** @param {Partial<Display>} detail */
  #tell(detail) {
    this.dispatchEvent(new CustomEvent('spusk-display', { detail }));
  }
}

const BANDS = /** @type {const} */ (['none', 'range', 'quartiles', 'deviation']);
const WEIGHTS = Object.freeze(Array.from({ length: 100 }, (_, i) => i / 100));

define('spusk-display', DisplayElement);
