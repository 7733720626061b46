import { LitElement, css, html, nothing } from 'lit';
import { compare, linesOf, sortRows } from '../state/compare.js';
import { columnsOf, toCsvText, toMarkdown } from '../state/compare-table.js';
import { pinsOf } from '../state/pins.js';
import { copyText } from './copy.js';
import { define } from './define.js';
import { runName } from './names.js';
import { base } from './styles.js';
import { tableStyles } from './table-styles.js';

/**
 * Runs side by side in numbers, folded: those on the charts, those before them, and what the
 * learner has pinned.
 *
 * @typedef {import('../state/compare.js').Line} Line
 * @typedef {import('../state/compare-table.js').Column} Column
 */
export class CompareElement extends LitElement {
  static properties = {
    lab: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    open: { type: Boolean, reflect: true },
    order: { state: true },
    said: { state: true },
    shown: { state: true },
  };

  static styles = [
    base,
    tableStyles,
    css`
      :host {
        display: block;
        min-width: 0;
        font-size: var(--fs-small);
      }
      .scroll {
        /* What is placed in it is cut off with it. */
        position: relative;
        max-height: 480px;
        margin-top: 8px;
        overflow: auto;
      }
      caption {
        /* Wraps at the edge of the page also where the table goes on beyond it. */
        max-width: calc(100vw - 40px);
      }
      th {
        font-weight: 400;
      }
      .first {
        text-align: left;
      }
      thead button {
        padding: 0;
        border: 0;
        background: none;
        font-weight: 600;
        text-align: inherit;
        cursor: pointer;
      }
      thead button:hover {
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .way {
        /* Numbers end where their heading does. */
        position: absolute;
      }
      .earlier {
        color: var(--soft);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        margin-top: 8px;
      }
      textarea {
        display: block;
        width: 100%;
        margin-top: 8px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--card);
        color: inherit;
        font: 400 var(--fs-small) / 1.4 var(--code);
      }
      .plain {
        font-size: inherit;
      }
      .plain[aria-pressed='true'] {
        color: var(--ink);
        font-weight: 600;
      }
      @media (pointer: coarse), (max-width: 600px) {
        .plain,
        thead button {
          min-width: 44px;
          min-height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/lab.js').Lab | null} */
    this.lab = null;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** Changes when the lab has something new. */
    this.version = 0;
    this.open = false;
    /** @type {{by: string, down: boolean} | null} */
    this.order = null;
    /** What came of the last thing that was done: a text of the page. */
    this.said = '';
    /** Text that could not be copied. */
    this.shown = '';
  }

  render() {
    const { lab, words } = this;
    if (!lab || !words) return nothing;
    return html`<details
      @toggle=${(/** @type {Event} */ event) =>
        (this.open = /** @type {HTMLDetailsElement} */ (event.target).open)}
    >
      <summary>${words.text('compare.title')}</summary>
      ${this.open ? this.#content(lab, words) : nothing}
    </details>`;
  }

  /**
   * @param {import('../state/lab.js').Lab} lab
   * @param {import('../state/words.js').Words} words
   */
  #content(lab, words) {
    const pins = pinsOf(lab);
    const lines = linesOf(lab, pins.lines);
    if (!lines.length) return html`<p>${words.text('compare.none')}</p>`;
    const nameOf = (/** @type {Line} */ line) => nameOfLine(line, words);
    const comparison = compare(lines);
    const columns = columnsOf(comparison, { words, nameOf });
    const rows = sortRows(comparison, this.order, nameOf);
    const title = words.text('compare.title');
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${title}>
        <table>
          <caption>
            ${words.text('compare.caption')}
          </caption>
          <thead>
            <tr>
              ${columns.map((column, i) => this.#head(column, i))}
              <th scope="col"><span class="unseen">${words.text('compare.pin')}</span></th>
            </tr>
          </thead>
          <tbody>
            ${rows.map(
              (row) =>
                html`<tr class=${row.line.place === 'now' ? '' : 'earlier'}>
                  ${columns.map(({ text }, i) =>
                    i
                      ? html`<td>${text(row)}</td>`
                      : html`<th scope="row" class="first">${text(row)}</th>`,
                  )}
                  <td>${this.#pin(row.line, nameOf(row.line), pins, words)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
      <div class="actions">
        <button class="plain" id="markdown" @click=${() => this.#copy(toMarkdown(columns, rows))}>
          ${words.text('compare.markdown')}
        </button>
        <button class="plain" id="csv" @click=${() => this.#copy(toCsvText(columns, rows))}>
          ${words.text('compare.csv')}
        </button>
        <span role="status">${this.said ? words.text(this.said) : nothing}</span>
      </div>
      ${
        this.shown
          ? html`<textarea
              readonly
              rows="6"
              aria-label=${words.text('copy.by.hand')}
              .value=${this.shown}
            ></textarea>`
          : nothing
      }`;
  }

  /**
   * @param {Column} column
   * @param {number} i
   */
  #head({ key, label }, i) {
    const { order } = this;
    const mine = order?.by === key;
    const sorted = mine ? (order.down ? 'descending' : 'ascending') : 'none';
    return html`<th scope="col" class=${i ? '' : 'first'} aria-sort=${sorted}>
      <button @click=${() => this.#sort(key)}>
        ${label}<span class="way" aria-hidden="true">${mine ? (order.down ? '↓' : '↑') : ''}</span>
      </button>
    </th>`;
  }

  /**
   * @param {Line} line
   * @param {string} name
   * @param {import('../state/pins.js').Pins} pins
   * @param {import('../state/words.js').Words} words
   */
  #pin(line, name, pins, words) {
    const pinned = pins.has(line);
    return html`<button
      class="plain pin"
      aria-pressed=${pinned}
      @click=${() => this.#toggle(line, pins)}
    >
      ${words.text(pinned ? 'compare.pinned' : 'compare.pin')}
      <span class="unseen">${name}</span>
    </button>`;
  }

  /** Rising, falling, and as they were. @param {string} by */
  #sort(by) {
    const { order } = this;
    if (order?.by !== by) this.order = { by, down: false };
    else this.order = order.down ? null : { by, down: true };
  }

  /**
   * @param {Line} line
   * @param {import('../state/pins.js').Pins} pins
   */
  #toggle(line, pins) {
    this.said = '';
    if (pins.has(line)) pins.remove(line);
    else if (!pins.add(line)) this.said = 'compare.full';
    this.requestUpdate();
  }

  /** @param {string} text */
  async #copy(text) {
    const copied = await copyText(text);
    this.said = copied ? 'copy.done' : 'copy.by.hand';
    this.shown = copied ? '' : text;
    if (copied) return;
    await this.updateComplete;
    const field = this.renderRoot.querySelector('textarea');
    field?.focus();
    field?.select();
  }
}

/**
 * @param {Line} line
 * @param {import('../state/words.js').Words} words
 */
export function nameOfLine(line, words) {
  const name = runName(words, line);
  return line.place === 'now' ? name : `${name} (${words.text('compare.earlier')})`;
}

define('spusk-compare', CompareElement);
