import { LitElement, html, nothing } from 'lit';
import { compare, linesOf, sortRows } from '../state/compare.js';
import { columnsOf, toCsvText, toMarkdown } from '../state/compare-table.js';
import { pinsOf } from '../state/pins.js';
import { compareStyles, runsBeside } from './compare-styles.js';
import { copyText } from './copy.js';
import { define } from './define.js';
import { runName } from './names.js';

/**
 * Runs side by side in numbers, folded: those on the charts, those before them, and what the
 * learner has pinned. Each is a row, or a column where rows would be wider than the page; then
 * there is a table for every few of them.
 *
 * @typedef {import('../state/compare.js').Line} Line
 * @typedef {import('../state/compare.js').Row} Row
 * @typedef {import('../state/compare-table.js').Column} Column
 *
 * @typedef {object} Cells what stands in the tables
 * @property {readonly Column[]} columns the first is the run's name
 * @property {readonly Row[]} rows
 * @property {(row: Row) => unknown} pin the button
 * @property {import('../state/words.js').Words} words
 */
export class CompareElement extends LitElement {
  static properties = {
    lab: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    open: { type: Boolean, reflect: true },
    order: { state: true },
    room: { state: true },
    said: { state: true },
    shown: { state: true },
  };

  static styles = compareStyles;

  /** Pixels that rows need; 0 if that is not known. */
  #needs = 0;
  /** Of what that was so. */
  #key = '';
  #watch = new ResizeObserver(() => (this.room = this.clientWidth));

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
    /** Pixels across. */
    this.room = 0;
    /** What came of the last thing that was done: a text of the page. */
    this.said = '';
    /** Text that could not be copied. */
    this.shown = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#watch.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#watch.disconnect();
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
    const cells = {
      columns,
      rows,
      pin: (/** @type {Row} */ { line }) => this.#pin(line, nameOf(line), pins, words),
      words,
    };
    const key = [words.lang, ...columns.map(({ label }) => label)].join();
    if (key !== this.#key) [this.#key, this.#needs] = [key, 0];
    return html`${this.room < this.#needs ? this.#beside(cells) : this.#below(cells)}
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

  updated() {
    // Looked at before it is seen: numbers of any length may stand in it.
    const scroll = this.renderRoot.querySelector('.scroll');
    const table = scroll?.querySelector('table');
    if (!scroll || !table || table.offsetWidth <= scroll.clientWidth) return;
    this.room = this.clientWidth;
    this.#needs = table.offsetWidth + this.room - scroll.clientWidth;
    this.requestUpdate();
  }

  /** Each run in a row. @param {Cells} cells */
  #below({ columns, rows, pin, words }) {
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
              html`<tr class=${isNow(row) ? '' : 'earlier'}>
                ${columns.map(({ text }, i) =>
                  i
                    ? html`<td>${text(row)}</td>`
                    : html`<th scope="row" class="first">${text(row)}</th>`,
                )}
                <td>${pin(row)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }

  /** Each run in a column, as many of them as there is room for beside each other. @param {Cells} cells */
  #beside({ columns: [name, ...columns], rows, pin, words }) {
    const most = runsBeside(this.room / parseFloat(getComputedStyle(this).fontSize));
    // No run stands alone where all could stand in pairs.
    const some = Math.ceil(rows.length / Math.ceil(rows.length / most));
    const tables = [];
    for (let i = 0; i < rows.length; i += some) tables.push(rows.slice(i, i + some));
    return html`${this.#orders([name, ...columns], words)}
    ${tables.map(
      (runs, k) =>
        html`<table class="turned" style="--part: ${runs.length / some}; --runs: ${runs.length}">
          <caption>
            ${
              k
                ? html`<span class="unseen">${runs.map(name.text).join(', ')}</span>`
                : words.text('compare.caption')
            }
          </caption>
          <thead>
            <tr>
              <th scope="row" class="first">${name.label}</th>
              ${runs.map(
                (run) =>
                  html`<th scope="col" class=${isNow(run) ? 'run' : 'run earlier'}>
                    ${name.text(run)}
                  </th>`,
              )}
            </tr>
          </thead>
          <tbody>
            ${columns.map(
              (column) =>
                html`<tr>
                  <th scope="row" class="first">${column.label}</th>
                  ${runs.map(
                    (run) =>
                      html`<td class=${isNow(run) ? '' : 'earlier'}>${column.text(run)}</td>`,
                  )}
                </tr>`,
            )}
            <tr>
              <th scope="row" class="first">
                <span class="unseen">${words.text('compare.pin')}</span>
              </th>
              ${runs.map((run) => html`<td>${pin(run)}</td>`)}
            </tr>
          </tbody>
        </table>`,
    )}`;
  }

  /**
   * What the heads of columns do, where there are none.
   *
   * @param {readonly Column[]} columns
   * @param {import('../state/words.js').Words} words
   */
  #orders(columns, words) {
    const { order } = this;
    const ways = columns.flatMap(({ key, label }) =>
      [false, true].map((down) => ({ by: key, down, text: `${label} ${down ? '↓' : '↑'}` })),
    );
    const chosen = (/** @type {{by: string, down: boolean}} */ { by, down }) =>
      order?.by === by && order.down === down;
    return html`<label class="order">
      ${words.text('compare.order')}
      <select
        @change=${(/** @type {Event} */ { target }) => {
          const at = /** @type {HTMLSelectElement} */ (target).selectedIndex;
          this.order = at ? ways[at - 1] : null;
        }}
      >
        <option ?selected=${!order}>${words.text('compare.order.none')}</option>
        ${ways.map((way) => html`<option ?selected=${chosen(way)}>${way.text}</option>`)}
      </select>
    </label>`;
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

/** @param {Row} row */
const isNow = ({ line }) => line.place === 'now';

define('spusk-compare', CompareElement);
