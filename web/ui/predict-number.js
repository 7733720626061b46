import { LitElement, css, html, nothing } from 'lit';
import { base } from './styles.js';
import { define } from './define.js';
import './slider.js';

/**
 * A prediction by a number, on a slider or typed.
 *
 * @fires spusk-number detail: the number
 */
export class PredictNumberElement extends LitElement {
  static properties = {
    predict: { attribute: false },
    value: { attribute: false },
    fixed: { type: Boolean },
    words: { attribute: false },
    problem: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
      }
      .close {
        margin-top: 4px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      .said {
        font-size: var(--fs-text);
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../experiments/experiment.js').Estimate | null} */
    this.predict = null;
    this.value = 0;
    this.fixed = false;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.problem = '';
  }

  render() {
    const { predict, words, value } = this;
    if (!predict || !words) return nothing;
    const label = words.text('predict.number');
    if (this.fixed) {
      return html`<p>${label}: <span class="said">${words.number(value, 6)}</span></p>`;
    }
    const { close } = predict;
    return html`<spusk-slider
        .label=${label}
        .fieldLabel=${words.text('settings.exact', { label })}
        .values=${valuesOf(predict)}
        .value=${value}
        .problem=${this.problem}
        .format=${(/** @type {number} */ v) => words.number(v, 6)}
        .parse=${(/** @type {string} */ text) => words.parse(text)}
        @spusk-input=${(/** @type {CustomEvent} */ { detail }) => this.#take(detail.value)}
      ></spusk-slider>
      <p class="close">
        ${words.text(close ? 'predict.number.close' : 'predict.number.exact', { close })}
      </p>`;
  }

  async focus() {
    const slider = /** @type {LitElement | null} */ (this.renderRoot.querySelector('spusk-slider'));
    await slider?.updateComplete;
    /** @type {HTMLElement | null | undefined} */ (
      slider?.shadowRoot?.querySelector('#range')
    )?.focus();
  }

  /** @param {unknown} value */
  #take(value) {
    const { predict, words } = this;
    if (!predict || !words) return;
    const { min, max, step } = predict;
    if (typeof value !== 'number') {
      this.problem = words.text('problem.number', { value });
    } else if (value < min || value > max) {
      this.problem = words.text('predict.number.range', { min, max });
    } else {
      this.problem = '';
      const fitted = min + Math.round((value - min) / step) * step;
      const detail = Number(fitted.toPrecision(12));
      this.dispatchEvent(new CustomEvent('spusk-number', { detail }));
    }
  }
}

/**
 * @param {import('../experiments/experiment.js').Estimate} predict
 * @returns {number[]} all that the slider can reach, rising
 */
const valuesOf = ({ min, max, step }) =>
  Array.from({ length: Math.round((max - min) / step) + 1 }, (_, i) =>
    Number((min + i * step).toPrecision(12)),
  );

define('spusk-predict-number', PredictNumberElement);
