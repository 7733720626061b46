import { css, html, nothing, svg } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { styleMap } from 'lit/directives/style-map.js';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { toCsv } from '../chart/csv.js';
import { gridModel } from '../chart/grid.js';
import { OUTLINE, colorsOf, drawGrid, drawScale, hatching } from '../chart/heat-map.js';
import { define } from './define.js';
import { ViewElement } from './view.js';
import './run-panel.js';

/** Of an exported picture, in pixels. */
const WIDTH = 640;

/** @type {Record<string, (at: number, end: number) => number>} */
const KEYS = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, end) => end,
};
/** @type {Record<string, number>} */
const UP_DOWN = { ArrowUp: -1, ArrowDown: 1, PageUp: -Infinity, PageDown: Infinity };

/**
 * A heat map that is a table: each cell a button that fills as its runs end and opens them.
 *
 * @typedef {import('../experiments/experiment.js').GridView} GridView
 * @typedef {import('../experiments/experiment.js').Axis} Axis
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../state/runner.js').Runner} Runner
 * @typedef {import('../chart/grid.js').GridModel} GridModel
 * @typedef {import('../chart/grid.js').MapCell} MapCell
 * @typedef {import('../chart/heat-map.js').AxisText} AxisText
 * @typedef {import('../chart/theme.js').Scheme} Scheme
 * @typedef {{i: number, j: number}} Place row and column
 */
export class GridElement extends ViewElement {
  static properties = {
    ...ViewElement.properties,
    focus_: { state: true },
    pointed: { state: true },
    chosen: { state: true },
  };

  static styles = [
    ...ViewElement.styles,
    css`
      table {
        width: 100%;
        border-spacing: 2px;
        border-collapse: separate;
        table-layout: fixed;
        font-size: var(--fs-small);
      }
      th {
        padding: 0;
        font-weight: 400;
        color: var(--soft);
      }
      thead th {
        height: 22px;
        padding-bottom: 2px;
        text-align: center;
      }
      tbody th[scope='row'] {
        padding-right: 6px;
        text-align: right;
      }
      .turned {
        width: 22px;
      }
      .sides {
        width: calc(36px * var(--scale));
      }
      .turned span {
        display: inline-block;
        writing-mode: vertical-rl;
        transform: rotate(180deg);
        white-space: nowrap;
      }
      sup {
        font-size: 0.75em;
        line-height: 0;
      }
      td {
        padding: 0;
      }
      td button {
        position: relative;
        display: flex;
        align-items: center;
        justify-content: center;
        width: 100%;
        height: calc(36px * var(--scale));
        padding: 0;
        border: 0;
        border-radius: 0;
        background: none;
        cursor: pointer;
        overflow: hidden;
      }
      button.waiting {
        outline: 1px solid var(--line);
        outline-offset: -1px;
      }
      button.running {
        outline: 1.5px dashed var(--soft);
        outline-offset: -1.5px;
      }
      button svg {
        position: absolute;
        inset: 0;
        width: 100%;
        height: 100%;
      }
      button.best {
        font-weight: 700;
      }
      button.best::after {
        content: '';
        position: absolute;
        inset: 1px;
        border: 3px solid #000;
      }
      button[aria-pressed='true'] {
        outline: 3px solid var(--ink);
        outline-offset: 0;
        z-index: 1;
        overflow: visible;
      }
      button:focus-visible {
        outline: 3px solid var(--ink);
        outline-offset: 1px;
        border-radius: 0;
        z-index: 2;
        overflow: visible;
      }
      .progress {
        float: right;
      }
      .scale {
        margin-top: 8px;
      }
      @container (max-width: 600px) {
        table {
          border-spacing: 1px;
          font-size: calc(11px * var(--scale));
        }
        .turned {
          width: 18px;
        }
        .sides {
          width: 26px;
        }
        tbody th[scope='row'] {
          padding-right: 4px;
        }
        td button {
          height: 44px;
          letter-spacing: -0.02em;
        }
      }
    `,
  ];

  /** Runs end once: what was read of them stays. @type {WeakMap<Runner, {hash: string, value: number}>} */
  #values = new WeakMap();
  /** @type {GridModel} */
  #model = { rows: [], best: null, done: 0, all: 0 };

  constructor() {
    super();
    /** @type {Place} the cell that Tab reaches */
    this.focus_ = { i: 0, j: 0 };
    /** @type {Place | null} under the pointer or with the focus */
    this.pointed = null;
    /** @type {Place | null} whose run is open */
    this.chosen = null;
  }

  willUpdate() {
    if (!this.view) return;
    const runs = this.runs.map((run) => ({ ...this.#of(run), cell: run.cell }));
    this.#model = gridModel(this.view, runs);
    if (!runs.length) this.#model.all = this.#planned();
  }

  render() {
    const { lab, words, width, chosen } = this;
    if (!lab || !words || !this.view) return nothing;
    const { done, all } = this.#model;
    const view = /** @type {GridView} */ (this.view);
    return html`<h3 id="title">${this.title}</h3>
      <p class="sub" id="sub">${this.subtitle}</p>
      <div class="box">${this.#table(view, words)} ${width ? this.#scale(words) : nothing}</div>
      <p class="readout" aria-hidden="true">
        <span class="progress">${words.text('grid.progress', { done, all })}</span>
        ${this.#readout(words)}
      </p>
      ${
        chosen
          ? html`<spusk-run-panel
              .heading=${this.#name(this.#at(chosen), words)}
              .runs=${this.#runsOf(this.#at(chosen))}
              .all=${this.runs}
              .words=${words}
              .version=${this.version}
              .scheme=${this.scheme}
              .large=${this.large}
              @spusk-close=${this.#onClose}
            ></spusk-run-panel>`
          : nothing
      }`;
  }

  /**
   * @param {GridView} view
   * @param {Words} words
   */
  #table({ rows, columns }, words) {
    const count = columns.values.length;
    return html`<table
      role="grid"
      aria-labelledby="title"
      aria-describedby="sub"
      @keydown=${this.#onKey}
      @pointerleave=${() => (this.pointed = null)}
    >
      <colgroup>
        <col class="turned" />
        <col class="sides" />
        <col span=${count} />
      </colgroup>
      <thead>
        <tr>
          <td colspan="2" class="corner"></td>
          <th colspan=${count} scope="colgroup">${words.text(`axis.${columns.id}`)}</th>
        </tr>
        <tr>
          <td colspan="2" class="corner"></td>
          ${columns.values.map((v) => html`<th scope="col">${raised(axisText(columns, v, words))}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.values.map(
          (value, i) =>
            html`<tr>
              ${
                i === 0
                  ? html`<th class="turned" rowspan=${rows.values.length} scope="rowgroup">
                      <span>${words.text(`axis.${rows.id}`)}</span>
                    </th>`
                  : nothing
              }
              <th scope="row">${raised(axisText(rows, value, words))}</th>
              ${columns.values.map((_, j) => this.#cell({ i, j }, words))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /**
   * @param {Place} place
   * @param {Words} words
   */
  #cell(place, words) {
    const cell = this.#at(place);
    const { stage, value, best } = cell;
    const colors = colorsOf(cell, this.view);
    const { i, j } = place;
    return html`<td>
      <button
        class=${classMap({ [stage]: true, best })}
        data-place=${`${i} ${j}`}
        tabindex=${i === this.focus_.i && j === this.focus_.j ? 0 : -1}
        aria-label=${`${this.#name(cell, words)}: ${this.#state(cell, words)}`}
        aria-pressed=${this.chosen?.i === i && this.chosen.j === j ? 'true' : 'false'}
        style=${styleMap({
          background: colors?.fill,
          color: colors?.color,
          'box-shadow': cell.edges ? inset(cell.edges) : undefined,
        })}
        @pointerenter=${() => (this.pointed = place)}
        @focus=${() => this.#onFocus(place)}
        @blur=${() => (this.pointed = null)}
        @click=${() => this.#choose(place)}
      >
        ${
          colors
            ? this.#short(value, words)
            : stage === 'done' || stage === 'failed'
              ? HATCHED
              : nothing
        }
      </button>
    </td>`;
  }

  /** @param {Words} words */
  #scale(words) {
    const { width } = this;
    const drawn = drawScale({
      ...{ view: this.view, left: 0, top: 0, width, style: this.styleFor(this.scheme) },
      texts: this.#texts(words),
    });
    return html`<svg
      class="scale"
      role="img"
      aria-label=${words.text('grid.scale', this.#ends(words))}
      width=${width}
      height=${Math.ceil(drawn.height)}
    >
      ${unsafeSVG(drawn.svg)}
    </svg>`;
  }

  /** @param {{scheme?: Scheme}} [options] @returns {string} a complete file */
  svg({ scheme = this.scheme } = {}) {
    const { words } = this;
    if (!words || !this.view) return '';
    const drawn = drawGrid(this.#model, {
      ...{ view: this.view, width: WIDTH, style: this.styleFor(scheme) },
      texts: this.#texts(words),
    });
    return this.sheet({ ...drawn, width: WIDTH, description: this.#summary(words) }, scheme);
  }

  /** @returns {string} a line for each run */
  csv() {
    const { rows, columns } = /** @type {GridView} */ (this.view);
    const lines = this.runs.map((run) => {
      const { stage, value } = this.#of(run);
      const { cell, seed, updates, divergedAt, hash } = run;
      const diverged = divergedAt < 0 ? '' : divergedAt;
      return [cell?.row ?? '', cell?.column ?? '', seed, stage, value, updates, diverged, hash];
    });
    const rest = ['seed', 'stage', 'value', 'updates', 'divergedAt', 'hash'];
    return toCsv([rows.id, columns.id, ...rest], lines);
  }

  /** @param {Words} words */
  #summary(words) {
    const { best, done, all } = this.#model;
    const told = best
      ? [`${words.text('grid.best')}: ${this.#name(best, words)}, ${this.#state(best, words)}`]
      : [];
    const head = `${this.title}, ${this.subtitle}`;
    return [head, words.text('grid.progress', { done, all }), ...told].join('. ');
  }

  /** @param {Words} words */
  #readout(words) {
    if (!this.pointed) return nothing;
    const cell = this.#at(this.pointed);
    const updates = this.#runsOf(cell)[0]?.updates ?? 0;
    const made = updates ? `, ${words.text('surface.updates', { n: updates })}` : '';
    return `${this.#name(cell, words)}: ${this.#state(cell, words)}${made}`;
  }

  /**
   * @param {Words} words
   * @returns {import('../chart/heat-map.js').GridTexts}
   */
  #texts(words) {
    const view = /** @type {GridView} */ (this.view);
    const { low, high } = this.#ends(words);
    return {
      rows: words.text(`axis.${view.rows.id}`),
      columns: words.text(`axis.${view.columns.id}`),
      head: (axis, value) => axisText(view[axis], value, words),
      value: (value) => this.#short(value, words),
      ends: [`≤ ${low}`, `≥ ${high}`],
      marks: {
        best: words.text('grid.best'),
        diverged: words.text('grid.diverged'),
        running: words.text('grid.running'),
        waiting: words.text('grid.waiting'),
      },
    };
  }

  /** @param {Words} words */
  #ends(words) {
    const [low, high] = /** @type {GridView} */ (this.view).range;
    return { low: this.#exact(low, words, 0), high: this.#exact(high, words, 0) };
  }

  /** @param {number} value @param {Words} words */
  #short(value, words) {
    return this.view.format === 'percent'
      ? words.number(100 * value, 1, 1)
      : words.significant(value);
  }

  /** @param {number} value @param {Words} words @param {number} [digits] */
  #exact(value, words, digits = 1) {
    return this.view.format === 'percent'
      ? words.text('unit.percent', { n: words.number(100 * value, digits, digits) })
      : words.number(value, 4);
  }

  /** @param {MapCell} cell @param {Words} words */
  #name({ row, column }, words) {
    const { rows, columns } = /** @type {GridView} */ (this.view);
    return [
      `${words.text(`axis.${rows.id}`)} ${spoken(axisText(rows, row, words))}`,
      `${words.text(`axis.${columns.id}`)} ${spoken(axisText(columns, column, words))}`,
    ].join(', ');
  }

  /** @param {MapCell} cell @param {Words} words */
  #state({ stage, value, best, marked }, words) {
    if (stage === 'done' && !Number.isFinite(value)) return words.text('grid.diverged');
    if (stage !== 'done') return words.text(`grid.${stage}`);
    const more = best ? [words.text('grid.best')] : marked ? [words.text('grid.marked')] : [];
    return [this.#exact(value, words), ...more].join(', ');
  }

  /** @param {Runner} run */
  #of(run) {
    if (run.stage !== 'done') return { stage: run.stage, value: NaN };
    let known = this.#values.get(run);
    if (known?.hash !== run.hash || !known) {
      known = { hash: run.hash, value: /** @type {GridView} */ (this.view).value(run.toRecord()) };
      this.#values.set(run, known);
    }
    return { stage: run.stage, value: known.value };
  }

  /** @param {Place} place @returns {MapCell} */
  #at({ i, j }) {
    return this.#model.rows[i][j];
  }

  /** @param {MapCell} cell @returns {Runner[]} */
  #runsOf({ row, column }) {
    return this.runs.filter(({ cell }) => cell?.row === row && cell.column === column);
  }

  #planned() {
    const { lab } = this;
    if (!lab) return 0;
    return lab.seeds * lab.plans.length;
  }

  /** @param {Place} place */
  #onFocus(place) {
    this.focus_ = place;
    this.pointed = place;
  }

  /** @param {Place} place */
  #choose(place) {
    this.focus_ = place;
    const again = this.chosen?.i === place.i && this.chosen.j === place.j;
    this.chosen = again ? null : place;
  }

  #onClose() {
    this.chosen = null;
    this.#focusOn(this.focus_);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { i, j } = this.focus_;
    const [down, across] = [this.#model.rows.length - 1, this.#model.rows[0].length - 1];
    const within = (/** @type {number} */ at, /** @type {number} */ end) =>
      Math.min(end, Math.max(0, at));
    if (event.key in KEYS) this.#focusOn({ i, j: within(KEYS[event.key](j, across), across) });
    else if (event.key in UP_DOWN) this.#focusOn({ i: within(i + UP_DOWN[event.key], down), j });
    else if (event.key === 'Escape' && this.chosen) this.chosen = null;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** @param {Place} place */
  #focusOn({ i, j }) {
    /** @type {HTMLElement | null} */
    const button = this.renderRoot.querySelector(`[data-place="${i} ${j}"]`);
    button?.focus();
  }
}

const HATCHED = html`<svg aria-hidden="true" preserveAspectRatio="none">
  ${svg`<path d=${hatching({ x: 0, y: 0, width: 240, height: 60 })} stroke="var(--soft)" fill="none"></path>`}
</svg>`;

/** @param {string} edges @returns {string} a line inside the cell along these sides */
const inset = (edges) => {
  /** @type {Record<string, string>} */
  const shifts = { t: '0 2px', r: '-2px 0', b: '0 -2px', l: '2px 0' };
  return [...edges].map((side) => `inset ${shifts[side]} 0 ${OUTLINE}`).join(', ');
};

/**
 * @param {Axis} axis
 * @param {number} value
 * @param {Words} words
 * @returns {AxisText}
 */
function axisText({ format }, value, words) {
  if (format !== 'power') return { base: words.number(value) };
  return { base: '2', exponent: words.number(Math.log2(value)).replace('-', '−') };
}

/** @param {AxisText} text */
const raised = ({ base, exponent }) =>
  exponent === undefined ? base : html`${base}<sup>${exponent}</sup>`;

/** @param {AxisText} text */
const spoken = ({ base, exponent }) => (exponent === undefined ? base : `${base}^${exponent}`);

define('spusk-grid', GridElement);
