import { LitElement, css, html, nothing } from 'lit';
import { buildSeries, nearest } from '../chart/series.js';
import { base } from './styles.js';
import { define } from './define.js';

const ROWS = 20;

/**
 * The charts as a table, for those who do not see them or want the numbers; and the hash of the
 * weights of each run, by which anyone can check that a run was repeated to the bit.
 *
 * @typedef {import('../state/runner.js').Runner} Runner
 */
export class TableElement extends LitElement {
  static properties = {
    runs: { attribute: false },
    charts: { attribute: false },
    version: { attribute: false },
    words: { attribute: false },
    open: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        font-size: var(--fs-small);
      }
      summary {
        width: fit-content;
        color: var(--soft);
        cursor: pointer;
      }
      summary:hover {
        color: var(--ink);
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        margin-top: 8px;
        border-collapse: collapse;
      }
      caption {
        text-align: left;
        color: var(--soft);
      }
      th {
        font-weight: 600;
        text-align: right;
      }
      th[scope='row'] {
        font-weight: 400;
        text-align: left;
      }
      th,
      td {
        padding: 3px 16px 3px 0;
        border-bottom: 1px solid var(--line);
        text-align: right;
        white-space: nowrap;
      }
      .hash {
        font-family: var(--code);
      }
      @media (pointer: coarse), (max-width: 600px) {
        summary {
          min-height: 44px;
          line-height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {readonly Runner[]} */
    this.runs = [];
    /** @type {{title: string, column: string, percent: boolean}[]} */
    this.charts = [];
    /** Changes when the runs have something new. */
    this.version = 0;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.open = false;
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    return html`<details
      @toggle=${(/** @type {Event} */ event) =>
        (this.open = /** @type {HTMLDetailsElement} */ (event.target).open)}
    >
      <summary>${words.text('table.title')}</summary>
      ${
        this.open
          ? html`<div
              class="scroll"
              tabindex="0"
              role="region"
              aria-label=${words.text('table.title')}
            >
              ${this.#values(words)} ${this.#hashes(words)}
            </div>`
          : ''
      }
    </details>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #values(words) {
    const charts = this.charts.map(({ title, column, percent }) => ({
      title,
      percent,
      lines: buildSeries({ runs: this.runs, column, axis: 'epoch' }),
    }));
    const updates = charts[0]?.lines[0]?.update ?? [];
    const every = Math.max(1, Math.ceil(updates.length / ROWS));
    const shown = [...updates].filter((_, i) => i % every === 0 || i === updates.length - 1);
    return html`<table id="values">
      <caption>
        ${words.text('table.caption')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.text('axis.epoch')}</th>
          <th scope="col">${words.text('axis.update')}</th>
          ${charts.map(({ title, lines }) =>
            lines.map(
              ({ rule }) => html`<th scope="col">${title}, ${words.text(`rule.${rule}`)}</th>`,
            ),
          )}
        </tr>
      </thead>
      <tbody>
        ${shown.map((update) => {
          const at = nearest(updates, update);
          return html`<tr>
            <td>${words.number(charts[0].lines[0].x[at])}</td>
            <td>${words.number(update)}</td>
            ${charts.map(({ lines, percent }) =>
              lines.map((line) => {
                const i = nearest(line.update, update);
                const known = i >= 0 && line.update[i] === update;
                const value = known ? line.y[i] : NaN;
                return html`<td>${Number.isNaN(value) ? '–' : show(value, percent, words)}</td>`;
              }),
            )}
          </tr>`;
        })}
      </tbody>
    </table>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #hashes(words) {
    return html`<table id="hashes">
      <caption>
        ${words.text('table.hashes')}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.text('table.run')}</th>
          <th scope="col">${words.text('table.seed')}</th>
          <th scope="col">${words.text('axis.update')}</th>
          <th scope="col">${words.text('table.hash')}</th>
        </tr>
      </thead>
      <tbody>
        ${this.runs.map(
          (run) =>
            html`<tr>
              <th scope="row">${words.text(`rule.${run.rule}`)}</th>
              <td>${words.number(run.seed)}</td>
              <td>${words.number(run.updates)}</td>
              <td class="hash">${run.problem || run.hash || '–'}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

/**
 * @param {number} value
 * @param {boolean} percent
 * @param {import('../state/words.js').Words} words
 */
const show = (value, percent, words) =>
  percent ? `${words.number(100 * value, 1, 1)} %` : words.number(value, 3, 3);

define('spusk-table', TableElement);
