import { LitElement, css, html, nothing } from 'lit';
import { AXES, endOfAxis } from '../chart/axes.js';
import { bandKind } from '../chart/series.js';
import { base } from './styles.js';
import { formatSetting } from './controls.js';
import { define } from './define.js';
import './chart.js';
import './digits.js';
import './switch.js';
import './table.js';
import { viewTemplate } from './views.js';

/**
 * The figure: charts that share axis and cursor, what they measure, digits, and the numbers.
 *
 * @fires spusk-show detail: {axis} or {quantity}
 * @fires spusk-setting detail: {id, value, done}
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../chart/series.js').Axis} Axis
 */
export class FigureElement extends LitElement {
  static properties = {
    lab: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    axis: {},
    quantity: {},
    scheme: {},
    large: { type: Boolean },
    hide: { attribute: false },
    cursor: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      .switches {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 20px;
        margin-bottom: 12px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      .band {
        display: flex;
        flex-wrap: wrap;
        gap: 0 16px;
        margin-left: auto;
      }
      .plain {
        font-size: inherit;
      }
      .charts {
        display: grid;
        gap: 24px 28px;
      }
      @container (min-width: 600px) {
        .charts {
          grid-template-columns: repeat(2, minmax(0, 1fr));
        }
        .wide {
          grid-column: 1 / -1;
        }
      }
      spusk-digits,
      spusk-table {
        margin-top: 16px;
      }
      @media (pointer: coarse), (max-width: 600px) {
        .band {
          margin-left: 0;
          min-height: 32px;
          align-items: center;
        }
        .plain {
          min-height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Lab | null} */
    this.lab = null;
    /** @type {Words | null} */
    this.words = null;
    /** Changes when the lab has something new. */
    this.version = 0;
    /** @type {Axis} */
    this.axis = 'epoch';
    /** @type {'error' | 'loss'} */
    this.quantity = 'error';
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    this.large = false;
    /** @type {readonly string[]} parts that are left out (state/parts.js) */
    this.hide = [];
    /** @type {number | null} */
    this.cursor = null;
  }

  render() {
    const { lab, words } = this;
    if (!lab || !words) return nothing;
    const { digits } = lab.experiment;
    const { views } = lab.experiment;
    return html`<section aria-label=${words.text('figure.title')}>
      ${this.#switches(lab, words)}
      <div class="charts">${views.map((view) => this.#view(view, lab, words))}</div>
      ${
        digits && !this.hide.includes('digits')
          ? html`<spusk-digits .words=${words} .seen=${lab.digits.seen}></spusk-digits>`
          : nothing
      }
      ${this.hide.includes('table') ? nothing : this.#table(lab, words)}
    </section>`;
  }

  /**
   * @param {Lab} lab
   * @param {Words} words
   */
  #table(lab, words) {
    const { quantity } = this;
    return html`<spusk-table
      .words=${words}
      .runs=${lab.race?.runs ?? []}
      .version=${this.version}
      .charts=${curvesOf(lab.experiment).map(({ id, columns }) => ({
        title: words.text(`view.${id}.${quantity}`),
        column: columns[quantity],
        percent: quantity === 'error',
      }))}
    ></spusk-table>`;
  }

  /**
   * @param {Lab} lab
   * @param {Words} words
   */
  #switches(lab, words) {
    const quantities = Object.keys(curvesOf(lab.experiment)[0]?.columns ?? {});
    return html`<div class="switches">
      <spusk-switch
        id="axis"
        .label=${words.text('figure.axis')}
        .value=${this.axis}
        .options=${AXES.map((value) => ({ value, text: words.text(`axis.${value}`) }))}
        @spusk-choose=${(/** @type {CustomEvent} */ { detail }) => this.#show({ axis: detail })}
      ></spusk-switch>
      <spusk-switch
        id="quantity"
        .label=${words.text('figure.quantity')}
        .value=${this.quantity}
        .options=${quantities.map((value) => ({ value, text: words.text(`quantity.${value}`) }))}
        @spusk-choose=${(/** @type {CustomEvent} */ { detail }) => this.#show({ quantity: detail })}
      ></spusk-switch>
      <span class="band">
        ${
          lab.past.length
            ? html`<button class="plain" id="clear" @click=${() => lab.forgetPast()}>
                ${words.text('figure.clear')}
              </button>`
            : nothing
        }
        <span>${words.text(`band.${bandKind(lab.seeds)}`, { n: lab.seeds })}</span>
      </span>
    </div>`;
  }

  /**
   * @param {import('../experiments/experiment.js').AnyView} view
   * @param {Lab} lab
   * @param {Words} words
   */
  #view(view, lab, words) {
    if (view.kind === 'curves') return this.#chart(view, lab, words);
    const { version, scheme, large } = this;
    const shown = { lab, words, version, scheme, large };
    return viewTemplate(view, shown, ({ detail }) =>
      this.dispatchEvent(new CustomEvent('spusk-setting', { detail })),
    );
  }

  /**
   * @param {import('../experiments/experiment.js').View} view
   * @param {Lab} lab
   * @param {Words} words
   */
  #chart({ id, columns, top }, lab, words) {
    const { axis, quantity } = this;
    const runs = lab.race?.runs ?? [];
    const past = lab.past.map((old) => old.runs);
    const specs = lab.experiment
      .specs({ settings: lab.settings, seed: lab.seed })
      .map(({ spec }) => spec);
    return html`<spusk-chart
      id=${id}
      .model=${{
        title: words.text(`view.${id}.${quantity}`),
        subtitle: words.text(`view.${id}`),
        runs,
        past,
        column: columns[quantity],
        quantity,
        top: top[quantity],
        axis,
        end: endOfAxis({ axis, specs, runs: [runs, ...past].flat() }),
        marks: this.#marks(lab, words),
        race: lab.race,
      }}
      .words=${words}
      .cursor=${this.cursor}
      .scheme=${this.scheme}
      .large=${this.large}
      @spusk-cursor=${(/** @type {CustomEvent} */ { detail }) => (this.cursor = detail)}
    ></spusk-chart>`;
  }

  /**
   * @param {Lab} lab
   * @param {Words} words
   */
  #marks(lab, words) {
    return lab.marks.map((mark) => {
      const control = lab.controls.find(({ id }) => id === mark.control);
      if (!control) throw new Error(`no such control: ${mark.control}`);
      const label = words.text(`control.${control.id}`);
      const [from, to] = [mark.from, mark.to].map((v) => formatSetting(control, v, words));
      return {
        update: mark.at,
        rule: lab.rules[control.run ?? ''] ?? '',
        text: words.text('chart.change', { label, from, to }),
      };
    });
  }

  /** @param {{axis: Axis} | {quantity: string}} detail */
  #show(detail) {
    this.dispatchEvent(new CustomEvent('spusk-show', { detail }));
  }
}

/**
 * @param {import('../experiments/experiment.js').Experiment} experiment
 * @returns {import('../experiments/experiment.js').View[]}
 */
const curvesOf = ({ views }) => views.filter((view) => view.kind === 'curves');

define('spusk-figure', FigureElement);
