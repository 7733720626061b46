import { css, html, nothing } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { toCsv } from '../chart/csv.js';
import { valueAt } from '../chart/levels.js';
import { drawSurface } from '../chart/surface.js';
import { runStyle } from '../chart/theme.js';
import { scientific } from '../state/words.js';
import { define } from './define.js';
import { runName } from './names.js';
import { pointIn } from './point-in.js';
import { ViewElement } from './view.js';
import './data-table.js';

/** Of an exported picture, in pixels. */
const WIDTH = 480;
/** Of a frame in which the page is in its shortest form (layout.js), in pixels. */
const NARROW = 560;
const LOW = 560;
/** A key moves the marker by so many steps of the control, with Shift by one. */
const STRIDE = 10;

/** @type {Record<string, [number, number]>} */
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/**
 * Level lines and the path of every descent; a click, or arrow keys and Enter, set the start.
 *
 * @fires spusk-setting detail: {id, value, done}, for each of the two controls of the start
 *
 * @typedef {import('../experiments/experiment.js').SurfaceView} SurfaceView
 * @typedef {import('../experiments/experiment.js').Control} Control
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../state/runner.js').Runner} Runner
 * @typedef {import('../chart/levels.js').Surface} Surface
 * @typedef {import('../chart/levels.js').Point} Point
 * @typedef {import('../chart/surface.js').SurfacePicture} SurfacePicture
 * @typedef {import('../chart/theme.js').Scheme} Scheme
 */
export class SurfaceElement extends ViewElement {
  static properties = {
    ...ViewElement.properties,
    marker: { state: true },
    pointer: { state: true },
  };

  static styles = [
    ...ViewElement.styles,
    css`
      .box {
        cursor: crosshair;
        touch-action: pan-y;
      }
      .box:focus-visible {
        outline-offset: 4px;
      }
      .values {
        color: var(--ink);
      }
      @media (pointer: coarse) {
        .keys {
          visibility: hidden;
        }
      }
    `,
  ];

  /** The last one that was known: a new race has none for a moment. @type {Surface | null} */
  #surface = null;
  /** @type {import('../chart/surface.js').Plot | null} */
  #plot = null;

  constructor() {
    super();
    /** @type {Point | null} where Enter sets the start */
    this.marker = null;
    /** @type {Point | null} */
    this.pointer = null;
  }

  willUpdate() {
    this.#surface =
      this.runs.find((run) => run.description?.surface)?.description?.surface ?? this.#surface;
  }

  render() {
    const { lab, words, width, scheme } = this;
    if (!lab || !words || !this.view) return nothing;
    const style = this.styleFor(scheme);
    const picture = width ? this.#picture(lab, words, scheme) : null;
    const drawn = picture && drawSurface(picture, { width, style, most: this.#most() });
    this.#plot = drawn?.plot ?? null;
    const height = drawn?.height ?? 0;
    return html`<h3 id="title">${this.title}</h3>
      <p class="sub" id="sub">${this.subtitle}</p>
      <div
        class="box"
        part="chart"
        role="application"
        tabindex="0"
        aria-label=${`${this.title}. ${words.text('surface.keys')}`}
        aria-describedby="summary"
        style="min-height:${Math.round(height)}px"
        @pointermove=${this.#onPointer}
        @pointerleave=${() => (this.pointer = null)}
        @click=${this.#onClick}
        @keydown=${this.#onKey}
        @blur=${() => (this.marker = null)}
      >
        <svg
          role="img"
          aria-label=${this.#summary(lab, words)}
          width=${width}
          height=${Math.round(height)}
        >
          ${drawn ? unsafeSVG(drawn.svg) : nothing}
        </svg>
      </div>
      <p class="unseen" id="summary">${this.#summary(lab, words)}</p>
      <p class="unseen" role="status">${this.marker ? this.#place(this.marker, words) : ''}</p>
      <p class="readout" aria-hidden="true">${this.#readout(words)}</p>
      <spusk-data-table
        .label=${words.text('table.numbers')}
        .caption=${words.text('surface.table')}
        .content=${() => this.#table(words)}
      ></spusk-data-table>`;
  }

  /** @returns {number} how high the plot may be: in a small frame it is seen with what runs it */
  #most() {
    return this.width < NARROW && innerHeight <= LOW ? 0.46 * innerHeight : Infinity;
  }

  /** @param {{scheme?: Scheme, width?: number}} [options] @returns {string} a complete file */
  svg({ scheme = this.scheme, width = WIDTH } = {}) {
    const { lab, words } = this;
    if (!lab || !words) return '';
    const style = this.styleFor(scheme);
    const picture = { ...this.#picture(lab, words, scheme), marker: null };
    const drawn = drawSurface(picture, { width, style });
    return this.sheet({ ...drawn, width, description: this.#summary(lab, words) }, scheme);
  }

  /** @returns {string} every point of every path */
  csv() {
    const columns = ['update', 'x', 'y', 'value', 'gradNorm', 'distance'];
    const rows = this.runs.flatMap(({ id, seed, trace }) => {
      const values = columns.map((name) => trace.column(name));
      return Array.from({ length: trace.length }, (_, i) => [
        id,
        seed,
        ...values.map((column) => column[i]),
      ]);
    });
    return toCsv(['run', 'seed', ...columns], rows);
  }

  /**
   * @param {Lab} lab
   * @param {Words} words
   * @param {Scheme} scheme
   * @returns {SurfacePicture}
   */
  #picture(lab, words, scheme) {
    const { runs } = this;
    const walk = (/** @type {Runner} */ run, /** @type {'own' | 'other' | 'past'} */ part) => ({
      name: runName(words, run),
      note: this.#note(run, words),
      style: runStyle(run, scheme),
      x: run.trace.column('x'),
      y: run.trace.column('y'),
      diverged: run.divergedAt >= 0,
      part,
    });
    const own = runs.map((run) => walk(run, run.seed === runs[0].seed ? 'own' : 'other'));
    const past = this.#comparable(lab).map((run) => walk(run, 'past'));
    return {
      surface: this.#surface,
      walks: [...past, ...own],
      start: this.#start(lab),
      marker: this.marker,
      names: { start: words.text('surface.start'), minimum: words.text('surface.minimum') },
      tick: (value) => words.number(value).replace('-', '−'),
      level: (value) => words.number(value, 6),
    };
  }

  /** Earlier runs on the same surface. @param {Lab} lab @returns {Runner[]} */
  #comparable({ past, settings }) {
    const view = /** @type {SurfaceView} */ (this.view);
    const nameOf = (/** @type {any} */ of) => JSON.stringify(view.surface(of));
    return past
      .filter((old) => nameOf(old.settings) === nameOf(settings))
      .flatMap((old) => old.runs.filter(({ seed }) => seed === old.runs[0].seed));
  }

  /** @param {Lab} lab @returns {Point} */
  #start({ settings }) {
    const [across, up] = /** @type {SurfaceView} */ (this.view).start;
    return { x: settings[across], y: settings[up] };
  }

  /**
   * @param {Runner} run
   * @param {Words} words
   */
  #note({ updates, divergedAt }, words) {
    return divergedAt >= 0
      ? words.text('chart.diverged', { update: divergedAt })
      : words.text('surface.updates', { n: updates });
  }

  /**
   * @param {Lab} lab
   * @param {Words} words
   */
  #summary(lab, words) {
    const [first] = this.runs;
    const own = this.runs.filter(({ seed, trace }) => seed === first.seed && trace.length);
    const told = own.map((run) => {
      const at = (/** @type {string} */ name) => run.trace.column(name).at(-1) ?? NaN;
      const where = this.#place({ x: at('x'), y: at('y') }, words, at('value'));
      return `${runName(words, run)}: ${this.#note(run, words)}, ${where}`;
    });
    const start = words.text('surface.from', this.#named(this.#start(lab), words));
    return [`${this.title}, ${this.subtitle}`, start, ...told].join('. ');
  }

  /** @param {Words} words */
  #readout(words) {
    const at = this.pointer ?? this.marker;
    if (!at) return html`<span class="keys">${words.text('surface.hint')}</span>`;
    return html`<span class="values">${this.#place(at, words)}</span>`;
  }

  /**
   * @param {Point} point
   * @param {Words} words
   * @param {number} [value]
   */
  #place(point, words, value = this.#surface ? valueAt(this.#surface, point) : NaN) {
    const named = { ...this.#named(point, words), value: numberOf(value, words) };
    return words.text('surface.at', named);
  }

  /** @param {Point} point @param {Words} words */
  #named({ x, y }, words) {
    const far = (/** @type {number} */ v) =>
      Math.abs(v) < 1000 ? words.number(Math.abs(v) < 0.005 ? 0 : v, 2, 2) : numberOf(v, words);
    return { x: far(x), y: far(y) };
  }

  /** @param {Words} words @returns {import('./data-table.js').TableContent} */
  #table(words) {
    const rows = this.runs.map((run) => {
      const at = (/** @type {string} */ name) => run.trace.column(name).at(-1) ?? NaN;
      const { x, y } = this.#named({ x: at('x'), y: at('y') }, words);
      const rest = ['value', 'distance'].map((name) => numberOf(at(name), words));
      const known = run.trace.length > 0;
      return [
        runName(words, run),
        words.number(run.seed),
        run.divergedAt >= 0 ? this.#note(run, words) : words.number(run.updates),
        ...(known ? [x, y, ...rest] : ['–', '–', '–', '–']),
      ];
    });
    const names = ['run', 'seed', 'updates', 'x', 'y', 'value', 'distance'];
    return { head: names.map((name) => words.text(`surface.column.${name}`)), rows };
  }

  /** @param {PointerEvent | MouseEvent} event @returns {Point | null} in the function's coordinates */
  #pointOf(event) {
    /** @type {HTMLElement | null} */
    const box = this.renderRoot.querySelector('.box');
    if (!box || !this.#plot || !this.#surface) return null;
    const { left, top, width, height } = this.#plot;
    const { x, y } = pointIn(event, box);
    const [across, up] = [(x - left) / width, 1 - (y - top) / height];
    if (!(across >= 0 && across <= 1 && up >= 0 && up <= 1)) return null;
    const [x0, x1, y0, y1] = this.#surface.view;
    return { x: x0 + across * (x1 - x0), y: y0 + up * (y1 - y0) };
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    this.pointer = this.#pointOf(event);
  }

  /** @param {MouseEvent} event */
  #onClick(event) {
    const point = this.#pointOf(event);
    if (!point) return;
    this.marker = null;
    this.#set(point);
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const { lab } = this;
    if (!lab || event.ctrlKey || event.metaKey || event.altKey) return;
    const move = KEYS[event.key];
    if (move) this.marker = this.#moved(lab, this.marker ?? this.#start(lab), move, event.shiftKey);
    else if ((event.key === 'Enter' || event.key === ' ') && this.marker) this.#set(this.marker);
    else if (event.key === 'Escape' && this.marker) this.marker = null;
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * @param {Lab} lab
   * @param {Point} from
   * @param {[number, number]} move
   * @param {boolean} fine
   */
  #moved(lab, from, [dx, dy], fine) {
    const [across, up] = this.#controls(lab);
    const stride = fine ? 1 : STRIDE;
    return {
      x: fit(across, from.x + dx * stride * (across.step ?? 0)),
      y: fit(up, from.y + dy * stride * (up.step ?? 0)),
    };
  }

  /** @param {Lab} lab @returns {Control[]} */
  #controls({ controls }) {
    const { start } = /** @type {SurfaceView} */ (this.view);
    return start.map(
      (id) => /** @type {Control} */ (controls.find((control) => control.id === id)),
    );
  }

  /** @param {Point} point */
  #set({ x, y }) {
    const { lab } = this;
    if (!lab) return;
    const [across, up] = this.#controls(lab);
    const values = [fit(across, x), fit(up, y)];
    // Only the second one is done: one new run for both.
    [across, up].forEach(({ id }, i) => {
      const detail = { id, value: values[i], done: i === 1 };
      this.dispatchEvent(new CustomEvent('spusk-setting', { detail }));
    });
  }
}

/**
 * @param {Control} control
 * @param {number} value
 * @returns {number} the nearest value that it can have
 */
function fit({ min = -Infinity, max = Infinity, step = 0 }, value) {
  const even = step ? Math.round(value / step) * step : value;
  return Number(Math.min(max, Math.max(min, even)).toPrecision(12)) || 0;
}

/** @param {number} value @param {Words} words */
function numberOf(value, words) {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return scientific(words, value, 1);
  return size < 100 ? words.significant(value) : words.number(value, 0);
}

define('spusk-surface', SurfaceElement);
