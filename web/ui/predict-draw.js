import { LitElement, html, nothing, svg } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import {
  asCurve,
  emptyDrawing,
  fromCurve,
  handlesOf,
  isEmpty,
  isWhole,
  nudge,
  smooth,
  stroke,
} from '../state/drawing.js';
import { define } from './define.js';
import { drawStyles } from './predict-draw-styles.js';

/**
 * A sheet over a chart that is still empty, to draw the expected curve on: with mouse, pen or
 * finger, or with the keyboard, which moves the curve by its handles.
 *
 * @fires spusk-predict detail: the curve, in the units of the chart
 *
 * @typedef {import('../state/drawing.js').Point} Point
 * @typedef {import('../experiments/experiment.js').Curve} Curve
 * @typedef {import('../state/words.js').Words} Words
 */
export class PredictDrawElement extends LitElement {
  static properties = {
    percent: { type: Boolean },
    axis: {},
    area: { state: true },
    curve: { attribute: false },
    words: { attribute: false },
    drawing: { state: true },
    handle: { state: true },
    said: { state: true },
  };

  static styles = drawStyles;

  #resized = new ResizeObserver(() => this.#measure());
  #wanted = false;
  /** @type {Point | null} where the stroke under way has come to */
  #pen = null;

  constructor() {
    super();
    /** @type {import('../chart/shapes.js').Area | null} of the plot, in pixels of this element */
    this.area = null;
    /** Whether values are shares. */
    this.percent = true;
    this.axis = 'epoch';
    /** @type {Curve | null} an earlier one to go on from */
    this.curve = null;
    /** @type {Words | null} */
    this.words = null;
    /** @type {import('../state/drawing.js').Drawing} in shares of the plot */
    this.drawing = emptyDrawing(1, 1);
    this.handle = 4;
    this.said = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.#resized.observe(this);
    this.#chart?.addEventListener('spusk-area', this.#measure);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#resized.disconnect();
    this.#chart?.removeEventListener('spusk-area', this.#measure);
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    // Where an earlier curve lies is known as soon as the chart is.
    if (!this.area || !this.curve || !(changed.has('curve') || changed.has('area'))) return;
    if (isEmpty(this.drawing)) this.drawing = fromCurve(this.#asShares(this.curve), 1, 1);
  }

  render() {
    const { area, words, drawing } = this;
    if (!area || !words) return nothing;
    const box = {
      left: `${area.left}px`,
      top: `${area.top}px`,
      width: `${area.right - area.left}px`,
      height: `${area.bottom - area.top}px`,
    };
    return html`<div
      class="sheet"
      role="group"
      aria-label=${words.text('predict.draw.sheet')}
      style=${styleMap(box)}
      @pointerdown=${this.#begin}
      @pointermove=${this.#go}
      @pointerup=${this.#lift}
      @pointercancel=${this.#lift}
      @keydown=${this.#key}
    >
      ${isEmpty(drawing) ? this.#hint(words) : this.#line(area)} ${this.#handles(words)}
      ${isEmpty(drawing) ? nothing : this.#bar(words)}
      <span class="unseen" id="how">${words.text('predict.draw.keys')}</span>
      <span class="unseen" role="status">${this.said}</span>
    </div>`;
  }

  focus() {
    // Before the chart is laid out there is nothing to take hold of yet.
    this.#wanted = !this.area;
    /** @type {HTMLElement | null} */ (
      this.renderRoot.querySelector('.handle[tabindex="0"]')
    )?.focus();
  }

  updated() {
    if (this.#wanted && this.area) this.focus();
  }

  /** @param {Words} words */
  #hint(words) {
    return html`<p class="hint">
      <strong>${words.text('predict.draw.here')}</strong>
      <span>${words.text('predict.draw.hint')}</span>
    </p>`;
  }

  /** @param {import('../chart/shapes.js').Area} area */
  #line(area) {
    const [width, height] = [area.right - area.left, area.bottom - area.top];
    const { x, y } = asCurve(this.drawing);
    const points = Array.from(x, (at, i) =>
      [at * width, (1 - y[i]) * height].map((v) => v.toFixed(1)).join(' '),
    );
    return html`<svg class="curve" viewBox="0 0 ${width} ${height}" aria-hidden="true">
      ${svg`<path d=${`M${points.join('L')}`} />`}
    </svg>`;
  }

  /** @param {Words} words */
  #handles(words) {
    const all = handlesOf(this.drawing);
    const chosen = all[this.handle];
    const at = (/** @type {Point} */ point) => ({
      left: `${100 * point.x}%`,
      top: `${100 * (1 - heightOf(point))}%`,
    });
    return html`${all.map(
        (point, i) =>
          html`<div
            class="handle"
            role="slider"
            tabindex=${i === this.handle ? 0 : -1}
            aria-orientation="vertical"
            aria-label=${words.text('predict.draw.handle', { at: this.#where(point, words) })}
            aria-describedby="how"
            aria-valuemin="0"
            aria-valuemax="100"
            aria-valuenow=${Math.round(100 * heightOf(point))}
            aria-valuetext=${this.#value(point, words)}
            style=${styleMap(at(point))}
            @focus=${() => (this.handle = i)}
          ></div>`,
      )}
      <span
        class="readout"
        aria-hidden="true"
        style=${styleMap({
          ...at(chosen),
          transform: `translate(${-100 * chosen.x}%, ${heightOf(chosen) > 0.5 ? '14px' : 'calc(-100% - 14px)'})`,
        })}
        >${this.#where(chosen, words)}: ${this.#value(chosen, words)}</span
      >`;
  }

  /** @param {Words} words */
  #bar(words) {
    const whole = isWhole(this.drawing);
    // Where the curve leaves more room on the right.
    const { y } = this.drawing;
    const right = y.slice(y.length >> 1).filter(Number.isFinite);
    const high = right.some((value) => value > 0.6);
    return html`<div class="bar" style=${styleMap(high ? { bottom: '8px' } : { top: '8px' })}>
      ${whole ? nothing : html`<span class="go">${words.text('predict.draw.on')}</span>`}
      <button type="button" class="plain" id="clear" @click=${this.#clear}>
        ${words.text('predict.draw.clear')}
      </button>
      ${
        whole
          ? html`<button type="button" class="button main" id="confirm" @click=${this.#confirm}>
              ${words.text('predict.draw.confirm')}
            </button>`
          : nothing
      }
    </div>`;
  }

  /** The chart in whose overlay this sheet lies. */
  get #chart() {
    return /** @type {import('./chart.js').ChartElement | null} */ (this.parentElement);
  }

  #measure = () => {
    const { left, right, top, bottom } = this.#chart?.area ?? {};
    const before = this.area;
    if (left === undefined || right === undefined || top === undefined) return;
    if (bottom === undefined || right <= left) return;
    const same = before?.left === left && before.right === right && before.top === top;
    if (!same || before.bottom !== bottom) this.area = { left, right, top, bottom };
  };

  /**
   * @param {Point} point shares of the plot
   * @returns {Point} in the units of the chart
   */
  #asValue({ x, y }) {
    const { left = 0, right = 1, top = 0, bottom = 1 } = this.area ?? {};
    const value = this.#chart?.valueAt(left + x * (right - left), bottom - y * (bottom - top));
    return value ?? { x, y };
  }

  /**
   * @param {Curve} curve in the units of the chart
   * @returns {Curve} in shares of the plot
   */
  #asShares({ x, y }) {
    const { left = 0, right = 1, top = 0, bottom = 1 } = this.area ?? {};
    const points = Array.from(x, (at, i) => {
      const pixel = this.#chart?.pixelOf(at, y[i]) ?? { left, top };
      return {
        x: (pixel.left - left) / (right - left),
        y: (bottom - pixel.top) / (bottom - top),
      };
    });
    return { x: points.map((point) => point.x), y: points.map((point) => point.y) };
  }

  /** @param {PointerEvent} event @returns {Point} */
  #point(event) {
    const sheet = /** @type {HTMLElement} */ (this.renderRoot.querySelector('.sheet'));
    const { left, top, width, height } = sheet.getBoundingClientRect();
    return {
      x: (event.clientX - left) / width,
      y: 1 - (event.clientY - top) / height,
    };
  }

  /** @param {PointerEvent} event */
  #begin(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (event.button !== 0 || !event.isPrimary || target.closest('.bar')) return;
    event.preventDefault();
    /** @type {HTMLElement} */ (event.currentTarget).setPointerCapture(event.pointerId);
    this.#pen = this.#point(event);
    this.drawing = stroke(this.drawing, this.#pen, this.#pen);
  }

  /** @param {PointerEvent} event */
  #go(event) {
    if (!this.#pen) return;
    // Between two frames a quick hand leaves several points.
    const all = event.getCoalescedEvents?.() ?? [];
    for (const one of all.length ? all : [event]) {
      const point = this.#point(one);
      this.drawing = stroke(this.drawing, this.#pen, point);
      this.#pen = point;
    }
  }

  #lift() {
    if (!this.#pen) return;
    this.#pen = null;
    this.drawing = smooth(this.drawing);
    this.said =
      this.words?.text(isWhole(this.drawing) ? 'predict.draw.whole' : 'predict.draw.on') ?? '';
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    if (!target.matches('.handle')) return;
    const last = handlesOf(this.drawing).length - 1;
    /** @type {Record<string, number>} */
    const ways = { ArrowLeft: this.handle - 1, ArrowRight: this.handle + 1, Home: 0, End: last };
    /** @type {Record<string, number>} shares of the axis */
    const moves = { ArrowUp: 0.025, ArrowDown: -0.025, PageUp: 0.2, PageDown: -0.2 };
    if (event.key in ways) {
      this.handle = Math.min(last, Math.max(0, ways[event.key]));
      this.updateComplete.then(() => this.focus());
    } else if (event.key in moves) {
      this.drawing = nudge(this.drawing, this.handle, moves[event.key]);
    } else if (event.key === 'Enter' && isWhole(this.drawing)) {
      this.#confirm();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #clear() {
    this.drawing = emptyDrawing(1, 1);
    this.updateComplete.then(() => this.focus());
  }

  #confirm() {
    const { x, y } = asCurve(this.drawing);
    const points = Array.from(x, (at, i) => this.#asValue({ x: at, y: y[i] }));
    const detail = { x: points.map((point) => point.x), y: points.map((point) => point.y) };
    this.dispatchEvent(new CustomEvent('spusk-predict', { detail, bubbles: true, composed: true }));
  }

  /**
   * @param {Point} point
   * @param {Words} words
   */
  #where(point, words) {
    const { x } = this.#asValue({ x: point.x, y: heightOf(point) });
    return words.text(`axis.${this.axis}.tick`, { n: Number(x.toPrecision(3)) });
  }

  /**
   * @param {Point} point
   * @param {Words} words
   */
  #value(point, words) {
    if (!Number.isFinite(point.y)) return words.text('predict.draw.nothing');
    const { y } = this.#asValue(point);
    const n = Number((this.percent ? 100 * y : y).toPrecision(3));
    return this.percent ? words.text('unit.percent', { n }) : words.number(n);
  }
}

/** @param {Point} point @returns {number} the middle where nothing is drawn yet */
const heightOf = ({ y }) => (Number.isFinite(y) ? y : 0.5);

define('spusk-predict-draw', PredictDrawElement);
