import { css, html, nothing } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { toCsv } from '../chart/csv.js';
import { drawNoise } from '../chart/noise.js';
import { runStyle } from '../chart/theme.js';
import { define } from './define.js';
import { runName } from './names.js';
import { pointIn } from './point-in.js';
import { ViewElement } from './view.js';
import './data-table.js';

const WIDTH = 480;
/** Pixels within which the pointer finds a point. */
const REACH = 48;

/**
 * What was measured at one point for each run, on two logarithmic axes.
 *
 * @typedef {import('../experiments/experiment.js').NoiseView} NoiseView
 * @typedef {import('../experiments/experiment.js').Point} Point
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../chart/theme.js').Scheme} Scheme
 */
export class NoiseElement extends ViewElement {
  static properties = {
    ...ViewElement.properties,
    active: { state: true },
  };

  static styles = [
    ...ViewElement.styles,
    css`
      .box {
        touch-action: pan-y;
      }
      .box:focus-visible {
        outline-offset: 4px;
      }
    `,
  ];

  /** @type {Point[]} */
  #points = [];
  /** @type {{x: number, y: number}[]} in pixels */
  #places = [];

  constructor() {
    super();
    /** Which point is under the pointer or chosen by keys; -1: none. */
    this.active = -1;
  }

  willUpdate() {
    if (!this.view) return;
    const known = this.runs.filter(({ probes }) => Object.keys(probes).length);
    this.#points = /** @type {NoiseView} */ (this.view)
      .points(known.map((run) => run.toRecord()))
      .filter(({ x, y }) => x > 0 && y > 0 && Number.isFinite(y));
    if (this.active >= this.#points.length) this.active = -1;
  }

  render() {
    const { words, width } = this;
    if (!words || !this.view) return nothing;
    const style = this.styleFor(this.scheme);
    const drawn = width ? drawNoise(this.#picture(words, this.scheme), { width, style }) : null;
    this.#places = drawn?.places ?? [];
    return html`<h3 id="title">${this.title}</h3>
      <p class="sub">${this.subtitle}</p>
      <div
        class="box"
        part="chart"
        role="img"
        tabindex="0"
        aria-label=${`${this.#summary(words)}. ${words.text('chart.keys')}`}
        @pointermove=${this.#onPointer}
        @pointerdown=${this.#onPointer}
        @pointerleave=${() => (this.active = -1)}
        @keydown=${this.#onKey}
        @blur=${() => (this.active = -1)}
      >
        <svg aria-hidden="true" width=${width} height=${drawn?.height ?? 0}>
          ${drawn ? unsafeSVG(drawn.svg) : nothing}
        </svg>
      </div>
      <p class="readout" role="status">
        ${this.active < 0 ? nothing : this.#told(this.#points[this.active], words)}
      </p>
      <spusk-data-table
        .label=${words.text('table.numbers')}
        .caption=${`${this.title}, ${this.subtitle}`}
        .content=${() => this.#table(words)}
      ></spusk-data-table>`;
  }

  /** @param {{scheme?: Scheme, width?: number}} [options] @returns {string} a complete file */
  svg({ scheme = this.scheme, width = WIDTH } = {}) {
    const { words } = this;
    if (!words || !this.view) return '';
    const picture = { ...this.#picture(words, scheme), active: -1 };
    const drawn = drawNoise(picture, { width, style: this.styleFor(scheme) });
    return this.sheet({ ...drawn, width, description: this.#summary(words) }, scheme);
  }

  /** @returns {string} a line for each point */
  csv() {
    return toCsv(
      ['run', 'x', 'y'],
      this.#points.map(({ run, x, y }) => [run, x, y]),
    );
  }

  /**
   * @param {Words} words
   * @param {Scheme} scheme
   * @returns {import('../chart/noise.js').NoisePicture}
   */
  #picture(words, scheme) {
    const { id, line } = /** @type {NoiseView} */ (this.view);
    const points = this.#points;
    return {
      points: points.map(({ x, y, run }) => ({
        ...{ x, y, name: this.#name(run, words) },
        color: runStyle(this.#runOf(run) ?? { rule: '' }, scheme).text,
      })),
      line: points.length > 1 ? line(points) : [],
      active: this.active,
      titles: {
        x: words.text(`view.${id}.x`),
        y: words.text(`view.${id}.y`),
        line: words.text(`view.${id}.line`),
      },
      power: (exponent) => ({ base: '10', exponent: words.number(exponent).replace('-', '−') }),
      tick: (value) => words.number(value, 4),
    };
  }

  /** @param {string} id */
  #runOf(id) {
    return this.runs.find((run) => run.id === id);
  }

  /** @param {string} id @param {Words} words */
  #name(id, words) {
    const run = this.#runOf(id);
    return run ? runName(words, run) : id;
  }

  /** @param {Words} words */
  #summary(words) {
    const told = this.#points.map((point) => this.#told(point, words));
    return [`${this.title}, ${this.subtitle}`, ...told].join('. ');
  }

  /** @param {Point} point @param {Words} words */
  #told({ run, x, y }, words) {
    const { id } = /** @type {NoiseView} */ (this.view);
    const across = `${words.text(`view.${id}.x`)} ${words.number(x, 4)}`;
    return `${this.#name(run, words)}: ${across}, ${words.text(`view.${id}.y`)} ${words.significant(y, 3)}`;
  }

  /** @param {Words} words @returns {import('./data-table.js').TableContent} */
  #table(words) {
    const { id } = /** @type {NoiseView} */ (this.view);
    const head = [words.text('table.run'), words.text(`view.${id}.x`), words.text(`view.${id}.y`)];
    const rows = this.#points.map(({ run, x, y }) => [
      this.#name(run, words),
      words.number(x, 4),
      words.significant(y, 3),
    ]);
    return { head, rows };
  }

  /** @param {PointerEvent} event */
  #onPointer(event) {
    const { x, y } = pointIn(event, /** @type {HTMLElement} */ (event.currentTarget));
    const far = this.#places.map((place) => Math.hypot(place.x - x, place.y - y));
    const nearest = far.indexOf(Math.min(...far));
    this.active = far[nearest] <= REACH ? nearest : -1;
  }

  /** @param {KeyboardEvent} event */
  #onKey(event) {
    const last = this.#points.length - 1;
    /** @type {Record<string, number>} */
    const next = {
      ArrowRight: Math.min(last, this.active + 1),
      ArrowLeft: Math.max(Math.min(0, last), this.active - 1),
      Home: Math.min(0, last),
      End: last,
      Escape: -1,
    };
    if (!(event.key in next) || event.ctrlKey || event.metaKey || event.altKey) return;
    this.active = next[event.key];
    event.preventDefault();
  }
}

define('spusk-noise', NoiseElement);
