import { LitElement, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { Curves } from '../chart/curves.js';
import { curvesSvg } from '../chart/svg-curves.js';
import { inTurn, outOfTurn } from '../chart/turns.js';
import { ChartHands } from './chart-hands.js';
import { chartStyles } from './chart-styles.js';
import { chartValues } from './chart-values.js';
import { PLAIN, curvesCsv, curvesPicture, curvesSummary } from './curves-model.js';
import { define } from './define.js';

/**
 * One chart of curves with its title and the values under the shared cursor. What is put into its
 * slot "overlay" lies on the plot; valueAt, pixelOf and area say where.
 *
 * @fires spusk-cursor detail: x under the pointer, or null
 * @fires spusk-zoom detail: {from, to} of the x axis, or null for the whole
 * @fires spusk-area the plot area or its scales have changed
 *
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('./curves-model.js').CurvesModel} CurvesModel
 * @typedef {import('./curves-model.js').Display} Display
 */
export class ChartElement extends LitElement {
  static properties = {
    model: { attribute: false },
    lab: { attribute: false },
    words: { attribute: false },
    display: { attribute: false },
    cursor: { attribute: false },
    drawn: { attribute: false },
    scheme: {},
    large: { type: Boolean },
    selection: { state: true },
  };

  static styles = chartStyles;

  /** @type {Curves | null} */
  #curves = null;
  #hands = new ChartHands(this, () => this.#curves);
  /** @type {import('../chart/picture.js').Picture | null} */
  #picture = null;
  /** The y axis as it was last drawn, and of what. */
  #before = { key: '', race: /** @type {object | null} */ (null), from: Infinity, to: 0 };

  constructor() {
    super();
    /** @type {CurvesModel | null} what is drawn, another one whenever it changes */
    this.model = null;
    /** @type {import('../state/lab.js').Lab | null} */
    this.lab = null;
    /** @type {Words | null} */
    this.words = null;
    /** @type {Readonly<Display>} */
    this.display = PLAIN;
    /** @type {number | null} */
    this.cursor = null;
    /** @type {import('../chart/picture.js').Drawn | null} */
    this.drawn = null;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    this.large = false;
    /** @type {{start: number, now: number} | null} pixels of the box that are being picked out */
    this.selection = null;
  }

  // --- for those who put something on the chart, or take it away ------------------------------

  /** What the chart shows, for a heading or a file's name. */
  get title() {
    return this.model?.title ?? '';
  }

  /** @returns {import('../chart/shapes.js').Area | null} of the plot, in pixels of the overlay */
  get area() {
    return this.#curves?.area ?? null;
  }

  /**
   * @param {number} left pixels of the overlay
   * @param {number} top
   * @returns {{x: number, y: number} | null}
   */
  valueAt(left, top) {
    const curves = this.#curves;
    return curves && { x: curves.valueAt(left), y: curves.heightAt(top) };
  }

  /**
   * @param {number} x
   * @param {number} y
   * @returns {{left: number, top: number} | null} pixels of the overlay
   */
  pixelOf(x, y) {
    const curves = this.#curves;
    return curves && { left: curves.pixelOf(x), top: curves.pixelOfHeight(y) };
  }

  /**
   * @param {object} [options]
   * @param {import('../chart/theme.js').Scheme} [options.scheme]
   * @param {number} [options.width]
   * @param {number} [options.height]
   * @returns {string} a file of its own
   */
  svg({ scheme = this.scheme, width = 640, height = 480 } = {}) {
    const { model } = this;
    if (!model || !this.words) return '';
    const picture = curvesPicture(model, {
      ...this.#pictureOptions(),
      scheme,
      large: false,
      narrow: false,
      cursor: null,
    });
    const { title, subtitle, note } = model;
    return curvesSvg(picture, { width, height, title, subtitle, note });
  }

  /** @returns {string} what is shown, as a table */
  csv() {
    return this.model ? curvesCsv(this.model, this.display) : '';
  }

  // --- drawing ---------------------------------------------------------------------------------

  render() {
    const { model, words } = this;
    if (!model || !words) return nothing;
    return html`<h3 id="title">${model.title}</h3>
      <p class="sub">${model.subtitle}</p>
      <div class="frame">
        <div
          class="box"
          part="chart"
          role="img"
          tabindex="0"
          aria-label="${curvesSummary(model, words)}. ${words.text('chart.keys')}"
          @pointermove=${this.#hands.onPointer}
          @pointerdown=${this.#hands.onPointer}
          @pointerup=${this.#hands.onPointer}
          @pointercancel=${() => (this.selection = null)}
          @pointerleave=${() => this.#hands.point(null)}
          @dblclick=${() => this.#hands.zoom(null)}
          @keydown=${this.#hands.onKey}
          @blur=${() => this.#hands.point(null)}
        >
          <canvas></canvas>
          ${this.#waits(model, words)} ${this.#selected()}
        </div>
        ${this.#zoomButton(model, words)} ${this.#values(model, words)}
        <slot name="overlay"></slot>
      </div>`;
  }

  updated() {
    const { model, words, lab } = this;
    if (!model || !words) return;
    const { axis, quantity, log } = model;
    const key = [axis, quantity, log, JSON.stringify(this.display)].join();
    const kept = this.#before.key === key;
    if (!kept || (this.#before.race !== lab?.race && this.cursor === null)) {
      this.#before = { key, race: lab?.race ?? null, from: Infinity, to: 0 };
    }
    const picture = curvesPicture(model, { ...this.#pictureOptions(), before: this.#before });
    if (!this.display.zoom) Object.assign(this.#before, { from: picture.y.from, to: picture.y.to });
    this.#picture = picture;
    if (this.#curves) this.#curves.show(picture);
    else inTurn(this.#begin);
  }

  #begin = () => {
    const canvas = this.renderRoot.querySelector('canvas');
    if (!canvas || !this.#picture || this.#curves) return;
    this.#curves = new Curves(canvas, this.#picture, this.#onArea);
  };

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
    // A canvas does not redraw by itself when a face arrives.
    document.fonts?.addEventListener('loadingdone', this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.fonts?.removeEventListener('loadingdone', this.#redraw);
    outOfTurn(this.#begin);
    this.#curves?.destroy();
    this.#curves = null;
  }

  #redraw = () => this.#curves?.redraw();

  #onArea = () => {
    if (this.model && isEmpty(this.model)) this.requestUpdate();
    this.dispatchEvent(new Event('spusk-area'));
  };

  #pictureOptions() {
    const width = this.renderRoot.querySelector('.box')?.clientWidth ?? 0;
    return {
      words: /** @type {Words} */ (this.words),
      scheme: this.scheme,
      large: this.large,
      font: getComputedStyle(this).fontFamily,
      narrow: width < (this.large ? 480 : 320),
      cursor: this.cursor,
      drawn: this.drawn,
    };
  }

  /**
   * What stands on the plot as long as there is nothing to see.
   *
   * @param {CurvesModel} model
   * @param {Words} words
   */
  #waits(model, words) {
    if (!this.area || this.drawn || this.childElementCount || !isEmpty(model)) return nothing;
    const { left, right, top, bottom } = this.area;
    const place = {
      left: `${left}px`,
      width: `${right - left}px`,
      top: `${top}px`,
      height: `${bottom - top}px`,
    };
    return html`<p class="waits" aria-hidden="true" style=${styleMap(place)}>
      ${words.text('chart.waiting')}
    </p>`;
  }

  // --- cursor ----------------------------------------------------------------------------------

  /**
   * @param {CurvesModel} model
   * @param {Words} words
   */
  #values(model, words) {
    const { cursor, scheme } = this;
    if (cursor === null || this.selection) return nothing;
    const pixel = this.#curves?.pixelOf(cursor) ?? 0;
    const width = this.renderRoot.querySelector('.box')?.clientWidth ?? 0;
    return chartValues(model, { words, cursor, pixel, width, scheme });
  }

  // --- zoom ------------------------------------------------------------------------------------

  #selected() {
    if (!this.selection || !this.area) return nothing;
    const { left, right, top, bottom } = this.area;
    const inside = (/** @type {number} */ pixel) => Math.min(right, Math.max(left, pixel));
    const [from, to] = [this.selection.start, this.selection.now].map(inside).sort((a, b) => a - b);
    const place = {
      left: `${from}px`,
      width: `${to - from}px`,
      top: `${top}px`,
      height: `${bottom - top}px`,
    };
    return html`<div class="selection" style=${styleMap(place)}></div>`;
  }

  /**
   * Back to the whole axis, or on to the end of runs that are longer than the axis.
   *
   * @param {CurvesModel} model
   * @param {Words} words
   */
  #zoomButton({ axis, end }, words) {
    const reached = this.#hands.reached();
    const longer = reached > 1.02 * end;
    if (!this.display.zoom && !longer) return nothing;
    const to = words.text(`axis.${axis}.tick`, { n: Number(reached.toPrecision(3)) });
    return html`<button
      class="plain zoom"
      @click=${() => this.#hands.zoom(this.display.zoom ? null : { from: 0, to: reached })}
    >
      ${this.display.zoom ? words.text('zoom.reset') : words.text('zoom.all', { to })}
    </button>`;
  }
}

/** @param {CurvesModel} model */
const isEmpty = ({ lines }) => lines.every(({ series }) => series.x.length === 0);

define('spusk-chart', ChartElement);
