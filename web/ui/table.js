import { LitElement, css, html, nothing } from 'lit';
import { evenTicks, tickStep } from '../chart/scale.js';
import { nearest } from '../chart/series.js';
import { base } from './styles.js';
import { tableStyles } from './table-styles.js';
import { define } from './define.js';
import { runName } from './names.js';
import { exactNumber } from './numbers.js';

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
    curves: { type: Boolean },
    models: { attribute: false },
    note: {},
    version: { attribute: false },
    words: { attribute: false },
    open: { state: true },
  };

  static styles = [
    base,
    tableStyles,
    css`
      :host {
        display: block;
        font-size: var(--fs-small);
      }
      .scroll {
        overflow-x: auto;
      }
      table {
        margin-top: 8px;
      }
      th {
        font-weight: 600;
        text-align: right;
      }
      th[scope='row'] {
        font-weight: 400;
        text-align: left;
      }
      .hash {
        font-family: var(--code);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {readonly Runner[]} */
    this.runs = [];
    /** Whether there are any charts. */
    this.curves = true;
    /** @type {() => import('./curves-model.js').CurvesModel[]} the charts, when they are asked for */
    this.models = () => [];
    /** How the seeds make a line. */
    this.note = '';
    /** Changes when the runs have something new. */
    this.version = 0;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.open = false;
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    const title = words.text(this.curves ? 'table.title' : 'table.runs');
    return html`<details
      @toggle=${(/** @type {Event} */ event) =>
        (this.open = /** @type {HTMLDetailsElement} */ (event.target).open)}
    >
      <summary>${title}</summary>
      ${
        this.open
          ? html`<div class="scroll" tabindex="0" role="region" aria-label=${title}>
              ${this.#values(words)} ${this.#hashes(words)}
            </div>`
          : ''
      }
    </details>`;
  }

  /**
   * One table for all charts of the same axis: usually that is one.
   *
   * @param {import('../state/words.js').Words} words
   */
  #values(words) {
    const models = this.models();
    const axes = [...new Set(models.map(({ axis }) => axis))];
    return axes.map((axis, k) =>
      this.#valuesOf(
        k ? `values-${axis}` : 'values',
        models.filter((model) => model.axis === axis),
        words,
      ),
    );
  }

  /**
   * @param {string} id
   * @param {import('./curves-model.js').CurvesModel[]} models
   * @param {import('../state/words.js').Words} words
   */
  #valuesOf(id, models, words) {
    const [{ axis, shown }] = models;
    const step = tickStep(shown.to - shown.from, ROWS);
    const columns = models.flatMap(({ title, lines, percent }) =>
      lines.map(({ name, series }) => ({ title: `${title}, ${name}`, series, percent })),
    );
    return html`<table id=${id}>
      <caption>
        ${words.text('table.caption', { note: this.note })}
      </caption>
      <thead>
        <tr>
          <th scope="col">${words.text(`axis.${axis}`)}</th>
          ${columns.map(({ title }) => html`<th scope="col">${title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${evenTicks(shown.from, shown.to, step).map(
          (x) =>
            html`<tr>
              <th scope="row">${words.number(x, 6)}</th>
              ${columns.map(({ series, percent }) => {
                const i = nearest(series.x, x);
                const known = i >= 0 && Math.abs(series.x[i] - x) <= step / 2;
                return html`<td>${exactNumber(words, known ? series.y[i] : NaN, percent)}</td>`;
              })}
            </tr>`,
        )}
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
              <th scope="row">${runName(words, run)}</th>
              <td>${words.number(run.seed)}</td>
              <td>${words.number(run.updates)}</td>
              <td class="hash">${run.problem || run.hash || '–'}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
  }
}

define('spusk-table', TableElement);
