import { LitElement, css, html, nothing } from 'lit';
import { base } from './styles.js';
import { tableStyles } from './table-styles.js';
import { define } from './define.js';

/**
 * What a picture shows as a table, folded: for those who cannot see it or want the numbers. Its
 * rows are asked for only while it is open.
 *
 * @typedef {object} TableContent
 * @property {string[]} head of all columns
 * @property {string[][]} rows the first of each is its head
 */
export class DataTableElement extends LitElement {
  static properties = {
    label: {},
    caption: {},
    content: { attribute: false },
    open: { state: true },
  };

  static styles = [
    base,
    tableStyles,
    css`
      :host {
        display: block;
        margin-top: 4px;
        font-size: var(--fs-small);
      }
      .scroll {
        max-height: 420px;
        margin-top: 4px;
        overflow: auto;
      }
      th {
        font-weight: 600;
      }
      th:first-child {
        text-align: left;
      }
      tbody th {
        font-weight: 400;
      }
    `,
  ];

  constructor() {
    super();
    /** What opens it. */
    this.label = '';
    this.caption = '';
    /** @type {() => TableContent} */
    this.content = () => ({ head: [], rows: [] });
    this.open = false;
  }

  render() {
    return html`<details
      @toggle=${(/** @type {Event} */ { target }) =>
        (this.open = /** @type {HTMLDetailsElement} */ (target).open)}
    >
      <summary>${this.label}</summary>
      ${this.open ? this.#table() : nothing}
    </details>`;
  }

  #table() {
    const { head, rows } = this.content();
    return html`<div class="scroll" tabindex="0" role="region" aria-label=${this.label}>
      <table>
        <caption>
          ${this.caption}
        </caption>
        <thead>
          <tr>
            ${head.map((text) => (text ? html`<th scope="col">${text}</th>` : html`<td></td>`))}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([name, ...values]) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${values.map((value) => html`<td>${value}</td>`)}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  }
}

define('spusk-data-table', DataTableElement);
