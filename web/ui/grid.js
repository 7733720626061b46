import { html, nothing, svg } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { styleMap } from 'lit/directives/style-map.js';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { toCsv } from '../chart/csv.js';
import { gridModel } from '../chart/grid.js';
import { OUTLINE, colorsOf, drawGrid, drawScale, hatching } from '../chart/heat-map.js';
import { define } from './define.js';
import { gridStyles } from './grid-styles.js';
import { GridWords } from './grid-words.js';
import { scaleOf } from './point-in.js';
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
    indent: { state: true },
  };

  static styles = [...ViewElement.styles, gridStyles];

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
    /** Pixels before the first column of cells: the scale stands below these. */
    this.indent = 0;
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
    const told = new GridWords(this.view, words);
    return html`<h3 id="title">${this.title}</h3>
      <p class="sub" id="sub">${this.subtitle}</p>
      <div class="box">${this.#table(told)} ${width ? this.#scale(told, words) : nothing}</div>
      <p class="readout" aria-hidden="true">
        <span class="progress">${words.text('grid.progress', { done, all })}</span>
        ${this.#readout(told, words)}
      </p>
      ${
        chosen
          ? html`<spusk-run-panel
              .heading=${told.name(this.#at(chosen))}
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

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    if (!['width', 'words', 'large'].some((name) => changed.has(name))) return;
    const cell = this.renderRoot.querySelector('td button')?.getBoundingClientRect();
    const indent = cell ? (cell.left - this.getBoundingClientRect().left) / scaleOf(this) : 0;
    this.indent = Math.round(indent);
  }

  /** @param {GridWords} told */
  #table(told) {
    const { rows, columns } = /** @type {GridView} */ (this.view);
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
          <th colspan=${count} scope="colgroup">${told.axis('columns')}</th>
        </tr>
        <tr>
          <td colspan="2" class="corner"></td>
          ${columns.values.map((v) => html`<th scope="col">${raised(told.head(columns, v))}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.values.map(
          (value, i) =>
            html`<tr>
              ${
                i === 0
                  ? html`<th class="turned" rowspan=${rows.values.length} scope="rowgroup">
                      <span>${told.axis('rows')}</span>
                    </th>`
                  : nothing
              }
              <th scope="row">${raised(told.head(rows, value))}</th>
              ${columns.values.map((_, j) => this.#cell({ i, j }, told))}
            </tr>`,
        )}
      </tbody>
    </table>`;
  }

  /**
   * @param {Place} place
   * @param {GridWords} told
   */
  #cell(place, told) {
    const cell = this.#at(place);
    const { stage, value, best } = cell;
    const colors = colorsOf(cell, this.view);
    const { i, j } = place;
    return html`<td>
      <button
        class=${classMap({ [stage]: true, best })}
        data-place=${`${i} ${j}`}
        tabindex=${i === this.focus_.i && j === this.focus_.j ? 0 : -1}
        aria-label=${`${told.name(cell)}: ${told.state(cell)}`}
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
        ${colors ? told.short(value) : stage === 'done' || stage === 'failed' ? HATCHED : nothing}
      </button>
    </td>`;
  }

  /**
   * @param {GridWords} told
   * @param {Words} words
   */
  #scale(told, words) {
    const { width, indent } = this;
    const drawn = drawScale({
      ...{ view: this.view, left: indent, top: 0, width: width - indent },
      style: this.styleFor(this.scheme),
      texts: told.texts,
    });
    return html`<svg
      class="scale"
      role="img"
      aria-label=${words.text('grid.scale', told.ends)}
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
    const told = new GridWords(this.view, words);
    const drawn = drawGrid(this.#model, {
      ...{ view: this.view, width: WIDTH, style: this.styleFor(scheme) },
      texts: told.texts,
    });
    return this.sheet({ ...drawn, width: WIDTH, description: this.#summary(told, words) }, scheme);
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

  /**
   * @param {GridWords} told
   * @param {Words} words
   */
  #summary(told, words) {
    const { best, done, all } = this.#model;
    const found = best
      ? [`${words.text('grid.best')}: ${told.name(best)}, ${told.state(best)}`]
      : [];
    const head = `${this.title}, ${this.subtitle}`;
    return [head, words.text('grid.progress', { done, all }), ...found].join('. ');
  }

  /**
   * @param {GridWords} told
   * @param {Words} words
   */
  #readout(told, words) {
    if (!this.pointed) return nothing;
    const cell = this.#at(this.pointed);
    const updates = this.#runsOf(cell)[0]?.updates ?? 0;
    const made = updates ? `, ${words.text('surface.updates', { n: updates })}` : '';
    return `${told.name(cell)}: ${told.state(cell)}${made}`;
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

/** @param {AxisText} text */
const raised = ({ base, exponent }) =>
  exponent === undefined ? base : html`${base}<sup>${exponent}</sup>`;

define('spusk-grid', GridElement);
