import { LitElement, css, html, nothing, svg } from 'lit';
import { base } from './styles.js';
import { define } from './define.js';
import './predict-outcome.js';

/** So many characters of measured numbers still stand beside their claim; more stand below it. */
const BESIDE = 44;

/**
 * The claims with what was measured, and the prediction beside what came true. The slot takes
 * what is said to those who expected something else; what is put into its slot "report" stands
 * beside the title, where it stays however many lines the claims need.
 *
 * @fires spusk-ask detail: settings of runs that a claim still needs
 *
 * @typedef {object} Row
 * @property {'yes' | 'no' | 'open'} mark
 * @property {unknown} text
 * @property {string[]} measured
 * @property {import('../experiments/experiment.js').Settings | null} missing
 *
 * @typedef {object} GuessRow
 * @property {'yes' | 'no' | 'open'} mark
 * @property {unknown} text
 * @property {string[]} measured
 * @property {import('../state/guess.js').Comparison | null} comparison null as long as the runs
 *   are missing
 * @property {import('../experiments/experiment.js').AnyPrediction} predict
 * @property {import('./predict-rank.js').Item[]} items what was ranked
 */
export class VerdictElement extends LitElement {
  static properties = {
    rows: { attribute: false },
    guess: { attribute: false },
    busy: { type: Boolean },
    words: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: 8px 24px;
        padding-top: 16px;
        border-top: 2px solid var(--ink);
      }
      .title {
        display: flex;
        justify-content: space-between;
        align-items: center;
        gap: 8px 16px;
      }
      @container (min-width: 880px) {
        :host {
          grid-template-columns: calc(140px * var(--scale)) minmax(0, 1fr);
        }
        .title {
          flex-direction: column;
          justify-content: flex-start;
          align-items: flex-start;
        }
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: grid;
        grid-template-columns: 18px minmax(0, 1fr);
        gap: 0 12px;
        min-height: 34px;
        padding: 4px 0;
        border-bottom: 1px solid var(--line);
      }
      .line {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        align-items: baseline;
        gap: 0 24px;
      }
      .line > span:first-child {
        max-width: 84ch;
        text-wrap: pretty;
      }
      svg {
        width: 13px;
        height: 13px;
        align-self: start;
        margin-top: calc((1.45 * var(--fs) - 13px) / 2);
        fill: none;
        stroke: currentcolor;
        stroke-width: 2;
      }
      .yes svg {
        color: var(--ok);
      }
      .no svg {
        color: var(--no);
      }
      .open {
        color: var(--soft);
      }
      .measured {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 0 24px;
        font: 400 var(--fs-small) / 1.5 var(--code);
        color: var(--soft);
        text-align: right;
      }
      .measured:empty {
        display: none;
      }
      .below {
        grid-template-columns: minmax(0, 1fr);
      }
      .below .measured {
        justify-content: flex-start;
        padding-top: 4px;
        text-align: left;
      }
      spusk-predict-outcome {
        margin: 8px 0;
      }
      .plain {
        padding: 0;
        font-size: var(--fs-small);
        text-align: right;
      }
      @media (pointer: coarse), (max-width: 600px) {
        .plain {
          min-height: 44px;
          margin-block: -12px;
        }
      }
      @container (max-width: 600px) {
        .line:not(:has(.plain)) {
          grid-template-columns: minmax(0, 1fr);
        }
        .measured {
          justify-content: flex-start;
          padding-top: 4px;
          text-align: left;
        }
        /* The time alone stands beside it. */
        .guess .line:not(:has(.measured > :nth-child(2))) {
          grid-template-columns: minmax(0, 1fr) auto;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Row[]} */
    this.rows = [];
    /** @type {GuessRow | null} */
    this.guess = null;
    this.busy = false;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    return html`<div class="title">
        <h2>${words.text('verdict.title')}</h2>
        <slot name="report"></slot>
      </div>
      <div>
        <ul>
          ${this.rows.map((row) => this.#row(row, words))}
          ${this.guess ? this.#guess(this.guess, words) : nothing}
        </ul>
        <slot></slot>
      </div>`;
  }

  /**
   * @param {Row} row
   * @param {import('../state/words.js').Words} words
   */
  #row({ mark, text, measured, missing }, words) {
    const below = measured.join('').length > BESIDE;
    return html`<li class=${mark}>
      ${MARKS[mark]}
      <div class=${below ? 'line below' : 'line'}>
        ${marked(mark, text, words)}
        ${
          missing
            ? html`<button class="plain" ?disabled=${this.busy} @click=${() => this.#ask(missing)}>
                ${words.text('verdict.run')}
              </button>`
            : numbers(measured)
        }
      </div>
    </li>`;
  }

  /**
   * @param {GuessRow} guess
   * @param {import('../state/words.js').Words} words
   */
  #guess({ mark, text, measured, comparison, predict, items }, words) {
    return html`<li class="guess ${mark}">
      ${MARKS[mark]}
      <div>
        <div class="line">${marked(mark, text, words)} ${numbers(measured)}</div>
        ${
          comparison
            ? html`<spusk-predict-outcome
                .comparison=${comparison}
                .predict=${predict}
                .items=${items}
                .words=${words}
              ></spusk-predict-outcome>`
            : nothing
        }
      </div>
    </li>`;
  }

  /** @param {import('../experiments/experiment.js').Settings} settings */
  #ask(settings) {
    this.dispatchEvent(new CustomEvent('spusk-ask', { detail: settings }));
  }
}

/**
 * @param {Row['mark']} mark
 * @param {unknown} text
 * @param {import('../state/words.js').Words} words
 */
const marked = (mark, text, words) =>
  html`<span><span class="unseen">${words.text(`verdict.${mark}`)}: </span>${text}</span>`;

/** @param {readonly string[]} measured none ends between a name and its number */
const numbers = (measured) =>
  html`<span class="measured"
    >${measured.map((m) => html`<span>${m.replaceAll(': ', ':\u00a0')}</span>`)}</span
  >`;

/** @param {import('lit').SVGTemplateResult} path */
const icon = (path) => html`<svg viewBox="0 0 13 13" aria-hidden="true">${path}</svg>`;

/** @type {Record<Row['mark'], import('lit').TemplateResult>} */
const MARKS = {
  yes: icon(svg`<path d="M1.5 7l3.5 4 6-9" />`),
  no: icon(svg`<path d="M2 2l9 9M11 2l-9 9" />`),
  open: icon(svg`<circle cx="6.5" cy="6.5" r="4.5" stroke-dasharray="2 2" stroke-width="1.5" />`),
};

define('spusk-verdict', VerdictElement);
