import { LitElement, css, html } from 'lit';
import { live } from 'lit/directives/live.js';
import { base } from './styles.js';
import { define } from './define.js';

/**
 * A choice of one, set as a line of text: "epochs · updates · seconds".
 *
 * @fires spusk-choose detail: the value
 */
export class SwitchElement extends LitElement {
  static properties = {
    label: {},
    options: { attribute: false },
    value: {},
  };

  static styles = [
    base,
    css`
      :host {
        font-size: var(--fs-small);
      }
      div {
        display: flex;
        flex-wrap: wrap;
      }
      label {
        position: relative;
        display: inline-flex;
        align-items: baseline;
        color: var(--soft);
        cursor: pointer;
        white-space: nowrap;
      }
      label + label::before {
        content: '·';
        padding: 0 4px;
        font-weight: 400;
        color: var(--soft);
      }
      label:hover span {
        color: var(--ink);
      }
      span {
        /* Room for the bold form, so that nothing moves. */
        display: inline-grid;
        justify-items: center;
      }
      span::after {
        content: attr(data-text);
        height: 0;
        overflow: hidden;
        visibility: hidden;
        font-weight: 600;
      }
      input {
        position: absolute;
        inset: 0;
        margin: 0;
        opacity: 0;
        cursor: pointer;
      }
      input:checked + span {
        font-weight: 600;
        color: var(--ink);
      }
      input:focus-visible + span {
        outline: 2px solid var(--ink);
        outline-offset: 2px;
        border-radius: 2px;
      }
      @media (pointer: coarse), (max-width: 600px) {
        label {
          min-height: 44px;
          display: flex;
          align-items: center;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.label = '';
    /** @type {{value: string, text: string}[]} */
    this.options = [];
    this.value = '';
  }

  render() {
    return html`<div role="radiogroup" aria-label=${this.label}>
      ${this.options.map(
        ({ value, text }) =>
          html`<label>
            <input
              type="radio"
              name="choice"
              .value=${value}
              .checked=${live(value === this.value)}
              @change=${() => this.#choose(value)}
            />
            <span data-text=${text}>${text}</span>
          </label>`,
      )}
    </div>`;
  }

  /** @param {string} value */
  #choose(value) {
    this.dispatchEvent(new CustomEvent('spusk-choose', { detail: value }));
  }
}

define('spusk-switch', SwitchElement);
