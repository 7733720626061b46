import { LitElement, css, html, nothing } from 'lit';
import { base, buttons } from './styles.js';
import { define } from './define.js';

/**
 * A prediction by choosing one of several outcomes; the chosen one offers the run that tests it.
 *
 * @fires spusk-predict detail: the option
 * @fires spusk-test
 */
export class PredictChoiceElement extends LitElement {
  static properties = {
    options: { attribute: false },
    chosen: {},
    fixed: { type: Boolean },
    testable: { type: Boolean },
    busy: { type: Boolean },
    words: { attribute: false },
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      label {
        position: relative;
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: calc(40px * var(--scale));
        margin-top: 8px;
        padding: 4px 12px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        cursor: pointer;
      }
      label:hover {
        border-color: var(--edge);
      }
      label:has(input:disabled) {
        border-color: var(--line);
        background: none;
        color: var(--soft);
        cursor: default;
      }
      label:has(input:checked) {
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
        color: var(--ink);
      }
      label:has(input:focus-visible) {
        outline: 2px solid var(--ink);
        outline-offset: 2px;
      }
      input {
        appearance: none;
        flex: none;
        width: 16px;
        height: 16px;
        margin: 0;
        border: 1px solid var(--edge);
        border-radius: 50%;
        outline: none;
      }
      input:checked {
        border: 5px solid var(--ink);
      }
      .test {
        margin-left: auto;
        min-height: calc(30px * var(--scale));
        padding: 0 12px;
        font-size: var(--fs-small);
      }
      @media (pointer: coarse), (max-width: 600px) {
        label {
          min-height: 44px;
        }
        /* As high as the line, which must not grow when an outcome is chosen; looks smaller. */
        .button.test {
          min-height: 44px;
          margin: -5px -12px -5px auto;
          border: 4px solid transparent;
          background-clip: padding-box;
        }
      }
      @media (forced-colors: active) {
        label:has(input:checked) {
          border-width: 3px;
        }
        input {
          appearance: auto;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {{value: string, text: string}[]} */
    this.options = [];
    /** @type {string | null} */
    this.chosen = null;
    /** It can no longer be changed. */
    this.fixed = false;
    /** Whether a run could still tell what comes out. */
    this.testable = true;
    this.busy = false;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
  }

  render() {
    return this.options.map(
      ({ value, text }) =>
        html`<label>
          <input
            type="radio"
            name="prediction"
            .value=${value}
            .checked=${value === this.chosen}
            ?disabled=${this.fixed && value !== this.chosen}
            @change=${() => this.#fire('spusk-predict', value)}
          />
          <span>${text}</span>
          ${
            value === this.chosen && this.testable
              ? html`<button
                  type="button"
                  class="button main test"
                  ?disabled=${this.busy}
                  @click=${() => this.#fire('spusk-test')}
                >
                  ${this.words?.text('predict.test')}
                </button>`
              : nothing
          }
        </label>`,
    );
  }

  focus() {
    const inputs = [...this.renderRoot.querySelectorAll('input')];
    (inputs.find(({ checked }) => checked) ?? inputs[0])?.focus();
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

define('spusk-predict-choice', PredictChoiceElement);
