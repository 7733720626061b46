import { nearest } from '../chart/series.js';
import { pointIn } from './point-in.js';

/**
 * What mouse, finger and keys do on a chart: the cursor goes along, a part of the axis is picked
 * out. The chart says it by its events and is told the same way.
 *
 * @typedef {import('./curves-model.js').CurvesModel} CurvesModel
 * @typedef {import('./curves-model.js').Display} Display
 *
 * @typedef {HTMLElement & {
 *   model: CurvesModel | null,
 *   display: Readonly<Display>,
 *   cursor: number | null,
 *   selection: {start: number, now: number} | null,
 * }} Chart
 */
export class ChartHands {
  #chart;
  #curves;
  /** Where a button went down, in pixels of the box. @type {number | null} */
  #start = null;

  /**
   * @param {Chart} chart
   * @param {() => Pick<import('../chart/curves.js').Curves, 'valueAt'> | null} curves as they stand
   *   on its plot
   */
  constructor(chart, curves) {
    this.#chart = chart;
    this.#curves = curves;
  }

  /** Puts the cursor there. @param {number | null} x */
  point(x) {
    const { from = 0, to = 0 } = this.#chart.model?.shown ?? {};
    this.#tell('spusk-cursor', x === null ? null : Math.min(to, Math.max(from, x)));
  }

  /** @param {Display['zoom']} part of the axis; null: the whole */
  zoom(part) {
    this.#tell('spusk-zoom', part);
  }

  /** @returns {number} how far the longest line goes */
  reached() {
    const { lines = [] } = this.#chart.model ?? {};
    return Math.max(0, ...lines.map(({ series }) => series.x.at(-1) ?? 0));
  }

  /** @param {PointerEvent} event */
  onPointer = (event) => {
    const chart = this.#chart;
    const box = /** @type {HTMLElement} */ (event.currentTarget);
    const { x: pixel } = pointIn(event, box);
    // A finger reads values; a mouse or a pen picks out a part of the axis as well.
    const picks = event.pointerType !== 'touch' && event.isPrimary;
    if (event.type === 'pointerdown' && picks && event.button === 0) {
      box.setPointerCapture(event.pointerId);
      this.#start = pixel;
    }
    if (event.type === 'pointermove' && this.#start !== null) {
      if (chart.selection || Math.abs(pixel - this.#start) > 5) {
        chart.selection = { start: this.#start, now: pixel };
      }
    }
    if (event.type === 'pointerup') this.#pick();
    else this.point(this.#curves()?.valueAt(pixel) ?? null);
  };

  /** @param {KeyboardEvent} event */
  onKey = (event) => {
    const { model, cursor } = this.#chart;
    const { x } = model?.lines.find(({ series }) => series.x.length)?.series ?? {};
    if (!x || event.ctrlKey || event.metaKey || event.altKey) return;
    const last = x.length - 1;
    const at = cursor === null ? last : nearest(x, cursor);
    /** @type {Record<string, number>} */
    const moves = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last };
    /** @type {Record<string, () => void>} */
    const acts = {
      Escape: () => this.point(null),
      '+': () => this.#zoomBy(1 / 2),
      '=': () => this.#zoomBy(1 / 2),
      '-': () => this.#zoomBy(2),
      0: () => this.zoom(null),
    };
    if (event.key in moves) {
      this.#moveTo(x[Math.min(last, Math.max(0, moves[event.key]))]);
    } else if (event.key in acts) {
      acts[event.key]();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  #pick() {
    const chart = this.#chart;
    const { selection } = chart;
    const curves = this.#curves();
    this.#start = null;
    chart.selection = null;
    if (!selection || !curves || !chart.model) return;
    const { from, to } = chart.model.shown;
    const [a, b] = [selection.start, selection.now]
      .map((pixel) => Math.min(to, Math.max(from, curves.valueAt(pixel))))
      .sort((p, q) => p - q);
    if (b - a > 0.01 * (to - from)) this.zoom({ from: a, to: b });
  }

  /**
   * Shows a part of the axis of the same middle, so many times as long.
   *
   * @param {number} factor
   */
  #zoomBy(factor) {
    const { model, cursor } = this.#chart;
    if (!model) return;
    const { from, to } = model.shown;
    const end = Math.max(model.end, this.reached());
    const length = Math.min(end, (to - from) * factor);
    const middle = cursor ?? (from + to) / 2;
    const start = Math.min(Math.max(0, middle - length / 2), end - length);
    const whole = start === 0 && length === model.end;
    this.zoom(whole ? null : { from: start, to: start + length });
  }

  /** @param {number} x to which the cursor goes, and the part of the axis with it */
  #moveTo(x) {
    const { model, display } = this.#chart;
    const { from, to } = model?.shown ?? { from: 0, to: 0 };
    if (display.zoom && (x < from || x > to)) {
      const by = x < from ? x - from : x - to;
      this.zoom({ from: from + by, to: to + by });
      this.#tell('spusk-cursor', x);
    } else {
      this.point(x);
    }
  }

  /** @param {string} what @param {unknown} detail */
  #tell(what, detail) {
    this.#chart.dispatchEvent(new CustomEvent(what, { detail }));
  }
}
