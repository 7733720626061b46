import { LitElement, css, html, nothing, svg } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { base } from './styles.js';
import { define } from './define.js';
import { swatch } from './predict-swatch.js';

/**
 * What was predicted and what came out, in one picture.
 *
 * @typedef {import('../state/guess.js').RankComparison} RankComparison
 * @typedef {import('../state/guess.js').NumberComparison} NumberComparison
 * @typedef {import('../state/words.js').Words} Words
 */
export class PredictOutcomeElement extends LitElement {
  static properties = {
    comparison: { attribute: false },
    items: { attribute: false },
    predict: { attribute: false },
    words: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        font-size: var(--fs-small);
      }
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: 4px 16px;
        margin: 0;
      }
      dt {
        color: var(--soft);
      }
      dd {
        margin: 0;
        font-weight: 600;
      }
      .orders {
        --row: calc(26px * var(--scale));
        display: grid;
        grid-template-columns: minmax(0, auto) clamp(40px, 20cqi, 140px) minmax(0, auto);
        justify-content: start;
        gap: 4px 8px;
      }
      .orders h3 {
        margin: 0;
        font-size: inherit;
        font-weight: 400;
        color: var(--soft);
      }
      .orders h3:last-of-type {
        grid-column: 3;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        align-items: center;
        gap: 8px;
        height: var(--row);
        white-space: nowrap;
      }
      .place {
        min-width: 1ch;
        color: var(--soft);
      }
      li svg {
        flex: none;
      }
      .lines {
        width: 100%;
        height: 100%;
        overflow: visible;
      }
      .lines path {
        fill: none;
        stroke-width: 2;
        vector-effect: non-scaling-stroke;
      }
      .scale {
        position: relative;
        max-width: 420px;
        margin: calc(24px * var(--scale)) 0;
        height: calc(24px * var(--scale));
      }
      .scale > * {
        position: absolute;
      }
      .track {
        inset: 50% 0 auto;
        border-top: 1px solid var(--edge);
      }
      .close {
        top: calc(50% - 3px);
        height: 7px;
        background: var(--line);
      }
      .point {
        top: 50%;
        width: 11px;
        height: 11px;
        translate: -50% -50%;
        border: 2px solid var(--ink);
        border-radius: 50%;
        background: var(--paper);
      }
      .point.real {
        background: var(--ink);
      }
      .label {
        white-space: nowrap;
      }
      .label.yours {
        bottom: 100%;
        margin-bottom: -4px;
      }
      .label.real {
        top: 100%;
        margin-top: 4px;
        font-weight: 600;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/guess.js').Comparison | null} */
    this.comparison = null;
    /** @type {import('./predict-rank.js').Item[]} what is ranked */
    this.items = [];
    /** @type {import('../experiments/experiment.js').AnyPrediction | null} */
    this.predict = null;
    /** @type {Words | null} */
    this.words = null;
  }

  render() {
    const { comparison, words } = this;
    if (!comparison || !words) return nothing;
    switch (comparison.kind) {
      case 'rank':
        return this.#orders(comparison, words);
      case 'number':
        return this.#numbers(comparison, words);
      case 'draw':
        return this.#options(comparison, words);
      default:
        return comparison.right
          ? html`<p>${words.text('outcome.right')}</p>`
          : this.#options(comparison, words);
    }
  }

  /**
   * @param {import('../state/guess.js').OptionComparison} comparison
   * @param {Words} words
   */
  #options({ kind, right, expected, outcome }, words) {
    return html`<dl>
        <dt>${words.text(`outcome.expected.${kind}`)}</dt>
        <dd>${words.text(`predict.${expected}`)}</dd>
        ${
          right
            ? nothing
            : html`<dt>${words.text('outcome.came')}</dt>
                <dd>${words.text(`predict.${outcome}`)}</dd>`
        }
      </dl>
      ${right ? html`<p>${words.text('outcome.right')}</p>` : nothing}`;
  }

  /**
   * Two lists and a line for each run: two lines cross where a pair stood in the wrong order.
   *
   * @param {RankComparison} comparison
   * @param {Words} words
   */
  #orders({ expected, outcome }, words) {
    const rows = expected.length;
    return html`<p class="unseen">${words.text('predict.best')}</p>
      <div class="orders">
        <h3>${words.text('outcome.expected.rank')}</h3>
        <h3>${words.text('outcome.came')}</h3>
        ${this.#list(expected)}
        <svg class="lines" viewBox="0 0 100 ${rows}" preserveAspectRatio="none" aria-hidden="true">
          ${expected.map((id, i) => {
            const [a, b] = [i + 0.5, outcome.indexOf(id) + 0.5];
            const { line = 'currentcolor', dash = [] } =
              this.items.find((item) => item.id === id)?.style ?? {};
            return svg`<path
              d=${`M0 ${a}C40 ${a} 60 ${b} 100 ${b}`}
              stroke=${line}
              stroke-dasharray=${dash.join(' ')}
            />`;
          })}
        </svg>
        ${this.#list(outcome)}
      </div>`;
  }

  /** @param {readonly string[]} ids */
  #list(ids) {
    return html`<ol>
      ${ids.map((id, i) => {
        const item = this.items.find((one) => one.id === id);
        return html`<li>
          <span class="place">${i + 1}</span>
          ${item ? swatch(item.style) : nothing}<span>${item?.name ?? id}</span>
        </li>`;
      })}
    </ol>`;
  }

  /**
   * @param {NumberComparison} comparison
   * @param {Words} words
   */
  #numbers({ expected, outcome }, words) {
    const { predict } = this;
    if (predict?.kind !== 'number') return nothing;
    const { min, max, close } = predict;
    const at = (/** @type {number} */ value) =>
      (100 * (Math.min(max, Math.max(min, value)) - min)) / (max - min);
    // A label keeps within the scale: at its left end it begins there, at its right end it ends.
    const label = (/** @type {number} */ value) => ({
      left: `${at(value)}%`,
      transform: `translateX(${-at(value)}%)`,
    });
    const left = (/** @type {number} */ value) => styleMap({ left: `${at(value)}%` });
    const [from, to] = [at(outcome - close), at(outcome + close)];
    return html`<div class="scale">
      <span class="track"></span>
      ${close ? html`<span class="close" style=${styleMap({ left: `${from}%`, width: `${to - from}%` })}></span>` : nothing}
      <span class="point real" style=${left(outcome)}></span>
      <span class="point" style=${left(expected)} ?hidden=${expected === outcome}></span>
      <span class="label yours" style=${styleMap(label(expected))}
        >${words.text('outcome.number.expected', { value: words.number(expected, 6) })}</span
      >
      <span class="label real" style=${styleMap(label(outcome))}
        >${words.text('outcome.number.came', { value: words.number(outcome, 4) })}</span
      >
    </div>`;
  }
}

define('spusk-predict-outcome', PredictOutcomeElement);
