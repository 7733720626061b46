import { LitElement, css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { base } from './styles.js';
import { define } from './define.js';

/**
 * A slider over a list of values, with the value beside it as a field for those who know it
 * exactly. A message stands below.
 *
 * @fires spusk-input detail: {value, done}: done when it has come to rest
 */
export class SliderElement extends LitElement {
  static properties = {
    label: {},
    values: { attribute: false },
    value: { type: Number },
    color: {},
    problem: {},
    format: { attribute: false },
    parse: { attribute: false },
    fieldLabel: { attribute: false },
    disabled: { type: Boolean, reflect: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
      }
      .row {
        display: grid;
        grid-template-columns: auto 1fr calc(62px * var(--scale));
        align-items: center;
        column-gap: 12px;
      }
      label {
        min-width: max(calc(86px * var(--scale)), var(--label, 0px));
      }
      /* Beside a narrow column's label a finger's breadth would be left of the slider. */
      @container (max-width: 279.98px) {
        .row {
          grid-template-columns: minmax(0, 1fr) calc(62px * var(--scale));
        }
        .row label {
          min-width: 0;
        }
        .row .range {
          grid-area: 2 / 1 / auto / -1;
        }
      }
      .range {
        appearance: none;
        width: 100%;
        height: calc(31px * var(--scale));
        margin: 0;
        background: none;
        cursor: pointer;
        --thumb: calc(16px * var(--scale));
      }
      .range::-webkit-slider-runnable-track {
        height: 3px;
        border-radius: 2px;
        background: var(--line);
      }
      .range::-moz-range-track {
        height: 3px;
        border-radius: 2px;
        background: var(--line);
      }
      .range::-webkit-slider-thumb {
        appearance: none;
        width: var(--thumb);
        height: var(--thumb);
        margin-top: calc((3px - var(--thumb)) / 2);
        border: 2px solid var(--own, var(--ink));
        border-radius: 50%;
        background: var(--card);
      }
      .range::-moz-range-thumb {
        width: var(--thumb);
        height: var(--thumb);
        border: 2px solid var(--own, var(--ink));
        border-radius: 50%;
        background: var(--card);
      }
      .range:focus-visible {
        outline: none;
      }
      .range:focus-visible::-webkit-slider-thumb {
        outline: 2px solid var(--ink);
        outline-offset: 2px;
      }
      .range:focus-visible::-moz-range-thumb {
        outline: 2px solid var(--ink);
        outline-offset: 2px;
      }
      .field {
        width: 100%;
        height: calc(26px * var(--scale));
        padding: 0 4px;
        border: 1px solid transparent;
        border-radius: 4px;
        background: none;
        /* What stands in it ends where the column does. */
        translate: 5px;
        text-align: right;
        font: 400 var(--fs-small) / 1 var(--code);
      }
      .field:hover {
        border-color: var(--line);
      }
      .field:focus {
        border-color: var(--edge);
        background: var(--card);
      }
      :host([disabled]) .row {
        color: var(--soft);
        opacity: 0.6;
      }
      :host([disabled]) input {
        cursor: default;
      }
      .problem {
        margin: 0 0 4px;
        font-size: var(--fs-small);
        color: var(--no);
      }
      @media (pointer: coarse), (max-width: 600px) {
        .range,
        .field {
          height: 44px;
        }
      }
      @media (forced-colors: active) {
        .range::-webkit-slider-runnable-track {
          background: CanvasText;
        }
        .range::-moz-range-track {
          background: CanvasText;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    /** @type {readonly number[]} rising */
    this.values = [];
    this.value = 0;
    this.color = '';
    this.problem = '';
    /** @type {(value: number) => string} */
    this.format = String;
    /** @type {(text: string) => number} */
    this.parse = Number;
    this.fieldLabel = '';
    this.disabled = false;
  }

  render() {
    const text = this.format(this.value);
    return html`<div class="row" style=${styleMap({ '--own': this.color || null })}>
        <label for="range">${this.label}</label>
        <input
          id="range"
          class="range"
          type="range"
          min="0"
          max=${this.values.length - 1}
          step="1"
          ?disabled=${this.disabled}
          .value=${String(this.#place())}
          aria-valuetext=${text}
          @input=${(/** @type {Event} */ event) => this.#slide(event, false)}
          @change=${(/** @type {Event} */ event) => this.#slide(event, true)}
        />
        <input
          class="field"
          type="text"
          inputmode="decimal"
          autocomplete="off"
          spellcheck="false"
          ?disabled=${this.disabled}
          aria-label=${this.fieldLabel || this.label}
          aria-invalid=${this.problem ? 'true' : 'false'}
          aria-describedby=${this.problem ? 'problem' : nothing}
          .value=${text}
          @focus=${(/** @type {Event} */ event) => fieldOf(event).select()}
          @change=${(/** @type {Event} */ event) => this.#write(event)}
          @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event)}
        />
      </div>
      ${this.problem ? html`<p class="problem" id="problem" role="alert">${this.problem}</p>` : nothing}`;
  }

  /** The place of the nearest of the values. */
  #place() {
    let best = 0;
    for (let i = 1; i < this.values.length; i++) {
      const [a, b] = [this.values[i], this.values[best]];
      if (Math.abs(a - this.value) < Math.abs(b - this.value)) best = i;
    }
    return best;
  }

  /**
   * @param {Event} event
   * @param {boolean} done
   */
  #slide(event, done) {
    this.#tell(this.values[Number(fieldOf(event).value)], done);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    // Keys of the page, such as space and arrows in lecture mode, are letters here.
    event.stopPropagation();
    if (event.key === 'Escape') this.#tell(this.value, true);
  }

  /** @param {Event} event */
  #write(event) {
    const { value: text } = fieldOf(event);
    if (text === this.format(this.value) && !this.problem) return;
    const value = this.parse(text);
    this.#tell(Number.isNaN(value) ? text : value, true);
  }

  /**
   * @param {number | string} value
   * @param {boolean} done
   */
  #tell(value, done) {
    this.dispatchEvent(new CustomEvent('spusk-input', { detail: { value, done } }));
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (!changed.has('problem') && !changed.has('value')) return;
    // What was typed stays while it is wrong; what was understood is shown as it is always written.
    const field = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('.field'));
    if (!this.problem) field.value = this.format(this.value);
  }
}

/** @param {Event} event */
const fieldOf = (event) => /** @type {HTMLInputElement} */ (event.target);

define('spusk-slider', SliderElement);
