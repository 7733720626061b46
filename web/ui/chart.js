import { LitElement, css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { placeOfUpdate } from '../chart/axes.js';
import { Curves } from '../chart/curves.js';
import { evenStep, tickStep, topOf } from '../chart/scale.js';
import { buildSeries, nearest } from '../chart/series.js';
import { ruleStyle, tokens } from '../chart/theme.js';
import { base } from './styles.js';
import { define } from './define.js';

/**
 * One chart with its title and the values under the shared cursor.
 *
 * @fires spusk-cursor detail: x under the pointer, or null
 *
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../state/runner.js').Runner} Runner
 * @typedef {import('../chart/series.js').Series} Series
 * @typedef {import('../chart/curves.js').Line} Line
 *
 * @typedef {object} ChartModel what is drawn
 * @property {string} title
 * @property {string} subtitle
 * @property {readonly Runner[]} runs
 * @property {readonly (readonly Runner[])[]} past earlier runs, each set for itself
 * @property {string} column
 * @property {'error' | 'loss'} quantity
 * @property {number} top
 * @property {import('../chart/series.js').Axis} axis
 * @property {number} end of the x axis
 * @property {{update: number, rule: string, text: string}[]} marks
 * @property {object | null} race the scale may shrink when this changes
 */
export class ChartElement extends LitElement {
  static properties = {
    model: { attribute: false },
    words: { attribute: false },
    cursor: { attribute: false },
    scheme: {},
    large: { type: Boolean },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      h3 {
        margin: 0;
        font-family: var(--face);
        font-size: var(--fs);
        font-weight: 600;
        line-height: 1.3;
      }
      .sub {
        font-size: var(--fs-small);
        line-height: 1.3;
        color: var(--soft);
      }
      .box {
        position: relative;
        aspect-ratio: 10 / 9;
        margin-top: 8px;
        touch-action: pan-y;
      }
      .box:focus-visible {
        outline-offset: 4px;
      }
      canvas {
        position: absolute;
        inset: 0;
      }
      .values {
        position: absolute;
        top: 8px;
        left: 0;
        z-index: 1;
        padding: 6px 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        font-size: var(--fs-small);
        line-height: 1.4;
        pointer-events: none;
        white-space: nowrap;
      }
      .values table {
        border-collapse: collapse;
      }
      .values caption {
        text-align: left;
        color: var(--soft);
      }
      .values th {
        padding: 0;
        font-weight: 600;
        text-align: left;
      }
      .values td {
        padding: 0 0 0 12px;
        text-align: right;
      }
      .values .band {
        color: var(--soft);
      }
    `,
  ];

  /** @type {Curves | null} */
  #curves = null;
  #top = 0;
  /** @type {object | null} */
  #race = null;
  /** @type {Line[]} */
  #lines = [];

  constructor() {
    super();
    /** @type {ChartModel | null} */
    this.model = null;
    /** @type {Words | null} */
    this.words = null;
    /** @type {number | null} */
    this.cursor = null;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    this.large = false;
  }

  willUpdate() {
    const { model, words } = this;
    if (!model || !words) return;
    this.#lines = this.#asLines(model.runs);
  }

  render() {
    const { model, words } = this;
    if (!model || !words) return nothing;
    return html`<h3 id="title">${model.title}</h3>
      <p class="sub">${model.subtitle}</p>
      <div
        class="box"
        part="chart"
        role="img"
        tabindex="0"
        aria-label=${this.#summary()}
        @pointermove=${this.#onPointer}
        @pointerdown=${this.#onPointer}
        @pointerleave=${() => this.#point(null)}
        @keydown=${this.#onKey}
        @blur=${() => this.#point(null)}
      >
        <canvas></canvas>
        ${this.#values()}
      </div>`;
  }

  updated() {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !this.model) return;
    const picture = this.#picture();
    if (this.#curves) this.#curves.show(picture);
    else this.#curves = new Curves(canvas, picture);
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
    // A canvas does not redraw by itself when a face arrives.
    document.fonts?.addEventListener('loadingdone', this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.fonts?.removeEventListener('loadingdone', this.#redraw);
    this.#curves?.destroy();
    this.#curves = null;
  }

  #redraw = () => this.#curves?.redraw();

  /** @returns {import('../chart/curves.js').Picture} */
  #picture() {
    const model = /** @type {ChartModel} */ (this.model);
    const words = /** @type {Words} */ (this.words);
    const { axis, end, quantity } = model;
    const ghosts = model.past.flatMap((runs) => this.#asLines(runs));
    const colours = /** @type {Record<'paper' | 'ink' | 'soft' | 'line' | 'edge', string>} */ (
      tokens[this.scheme]
    );
    const scale = this.large ? 1.5 : 1;

    const before = this.#race === model.race || this.cursor !== null ? this.#top : 0;
    this.#race = model.race;
    this.#top = topOf({
      top: model.top,
      series: [...this.#lines, ...ghosts].map(({ series }) => series),
      from: end / 10,
      before,
    });
    const yStep = evenStep(this.#top);
    const [lead] = model.runs;
    return {
      lines: this.#lines,
      ghosts,
      events: model.marks.map(({ update, rule, text }) => ({
        x: lead ? placeOfUpdate(lead, update, axis) : 0,
        text,
        color: rule ? ruleStyle(rule, this.scheme).text : colours.soft,
      })),
      x: {
        to: end,
        step: tickStep(end, 5),
        format: (value, last) =>
          last ? words.text(`axis.${axis}.tick`, { n: value }) : words.number(value),
      },
      y: {
        to: this.#top,
        step: yStep,
        format: (value, last) => {
          if (quantity !== 'error') return words.number(value);
          return last ? words.text('unit.percent', { n: 100 * value }) : words.number(100 * value);
        },
      },
      format: (value) => this.#short(value),
      divergedText: (update) => words.text('chart.diverged', { update }),
      cursor: this.cursor,
      style: {
        ...colours,
        font: getComputedStyle(this).fontFamily,
        scale,
        width: this.large ? 3 : 2,
      },
    };
  }

  /**
   * @param {readonly Runner[]} runs
   * @returns {Line[]}
   */
  #asLines(runs) {
    const { column, axis } = /** @type {ChartModel} */ (this.model);
    return buildSeries({ runs, column, axis }).map((series) => ({
      series,
      name: this.words?.text(`rule.${series.rule}`) ?? series.rule,
      style: ruleStyle(series.rule, this.scheme),
    }));
  }

  /** @param {number} value */
  #short(value) {
    const words = /** @type {Words} */ (this.words);
    if (this.model?.quantity === 'error') return words.number(100 * value, 1, 1);
    return value < 1000 ? words.number(value, 2, 2) : words.significant(value);
  }

  #summary() {
    const words = /** @type {Words} */ (this.words);
    const { title, subtitle } = /** @type {ChartModel} */ (this.model);
    const values = this.#lines
      .filter(({ series }) => series.y.length)
      .map(({ series, name }) => `${name} ${this.#withUnit(series.y[series.y.length - 1])}`);
    return [`${title}, ${subtitle}`, ...values, words.text('chart.keys')].join('. ');
  }

  /** @param {number} value */
  #withUnit(value) {
    return this.model?.quantity === 'error' ? `${this.#short(value)} %` : this.#short(value);
  }

  #values() {
    const { cursor, words, model } = this;
    if (cursor === null || !words || !model) return nothing;
    const rows = this.#lines
      .filter(({ series }) => series.x.length)
      .map(({ series, name, style }) => {
        const i = nearest(series.x, cursor);
        return { name, style, i, series, y: series.y[i] };
      })
      .sort((a, b) => b.y - a.y);
    if (!rows.length) return nothing;
    const [{ series, i }] = rows;
    const where = {
      n: series.x[i],
      update: series.update[i],
    };
    const pixel = this.#curves?.pixelOf(cursor) ?? 0;
    const width = this.renderRoot.querySelector('.box')?.clientWidth ?? 0;
    const place =
      pixel < width / 2
        ? { left: `${pixel + 12}px`, right: 'auto' }
        : { left: 'auto', right: `${width - pixel + 12}px` };
    return html`<div class="values" style=${styleMap(place)}>
      <table>
        <caption>
          ${words.text(`axis.${model.axis}.at`, where)}
        </caption>
        ${rows.map(
          (row) =>
            html`<tr>
              <th scope="row" style=${styleMap({ color: row.style.text })}>${row.name}</th>
              <td>${this.#withUnit(row.y)}</td>
              ${
                Number.isNaN(row.series.low[row.i])
                  ? nothing
                  : html`<td class="band">
                      ${this.#short(row.series.low[row.i])}–${this.#short(row.series.high[row.i])}
                    </td>`
              }
            </tr>`,
        )}
      </table>
    </div>`;
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
    this.#point(this.#curves?.valueAt(event.clientX - box.left) ?? null);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { x } = this.#lines.find(({ series }) => series.x.length)?.series ?? {};
    if (!x) return;
    const last = x.length - 1;
    const at = this.cursor === null ? last : nearest(x, this.cursor);
    /** @type {Record<string, number>} */
    const moves = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    if (event.key === 'Escape') {
      this.#point(null);
    } else if (event.key in moves) {
      event.preventDefault();
      event.stopPropagation();
      this.#point(x[Math.min(last, Math.max(0, moves[event.key]))]);
    }
  }

  /** @param {number | null} x */
  #point(x) {
    const end = this.model?.end ?? 0;
    const detail = x === null ? null : Math.min(end, Math.max(0, x));
    this.dispatchEvent(new CustomEvent('spusk-cursor', { detail }));
  }
}

define('spusk-chart', ChartElement);
