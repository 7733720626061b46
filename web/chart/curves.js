/**
 * Curves on a canvas: the only file that knows Chart.js, and of it only lines on linear axes; what
 * is logarithmic is made so before (scale.js).
 *
 * @typedef {import('./picture.js').Picture} Picture
 * @typedef {import('./furniture.js').Frame} Frame
 */
import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { divergenceShapes } from './divergence.js';
import {
  BELOW,
  TICK,
  bandShapes,
  cursorShapes,
  drawnShapes,
  eventShapes,
  nameShapes,
  numberShapes,
  roomForNames,
} from './furniture.js';
import { lookOf } from './picture.js';
import { shareOf, valueOf } from './scale.js';
import { paint } from './shapes.js';
import { thinned } from './thin.js';
import { inTurn, outOfTurn } from './turns.js';

Chart.register(LinearScale, LineController, LineElement, PointElement);

const WIDTHS = 300;

export class Curves {
  /** @type {Chart<'line', {x: number, y: number}[]>} */
  #chart;
  /** @type {Picture} */
  #picture;
  #onArea;
  #look = '';
  /** The constructor of Chart.js draws once, before there is a chart to ask. */
  #ready = false;
  #place = '';
  /** Widths of texts by font and text: a canvas takes long to change its font. @type {Map<string, number>} */
  #widths = new Map();

  /**
   * @param {HTMLCanvasElement} canvas in a box of fixed height
   * @param {Picture} picture
   * @param {() => void} [onArea] the plot area or its scales have changed
   */
  constructor(canvas, picture, onArea = () => {}) {
    this.#picture = picture;
    this.#onArea = onArea;
    this.#chart = new Chart(canvas, {
      type: 'line',
      data: { datasets: [] },
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        responsive: true,
        maintainAspectRatio: false,
        events: [],
        onResize: () => this.#ready && inTurn(this.#draw),
        layout: { padding: { top: 6 } },
        elements: { point: { radius: 0 }, line: { tension: 0 } },
        scales: {
          x: { type: 'linear', min: 0 },
          y: { type: 'linear', min: 0, max: 1 },
        },
      },
      plugins: [this.#furniture()],
    });
    this.#ready = true;
    this.#look = lookOf(picture);
    this.#draw();
  }

  /**
   * Draws what is new; a picture that looks like the last one costs nothing.
   *
   * @param {Picture} picture
   */
  show(picture) {
    const before = this.#look;
    this.#picture = picture;
    this.#look = lookOf(picture);
    if (this.#look !== before) inTurn(this.#draw);
  }

  /** Draws again although nothing is new: a face has come. */
  redraw() {
    this.#widths.clear();
    inTurn(this.#draw);
  }

  /** @returns {import('./shapes.js').Area} of the plot, in pixels from the canvas' corner */
  get area() {
    const { left, right, top, bottom } = this.#chart.chartArea;
    return { left, right, top, bottom };
  }

  /** @param {number} pixel distance from the canvas' left edge */
  valueAt(pixel) {
    const { left, right } = this.area;
    return valueOf(this.#picture.x, (pixel - left) / (right - left));
  }

  /** @param {number} pixel distance from the canvas' upper edge */
  heightAt(pixel) {
    const { top, bottom } = this.area;
    return valueOf(this.#picture.y, (bottom - pixel) / (bottom - top));
  }

  /** @param {number} x */
  pixelOf(x) {
    const { left, right } = this.area;
    return left + (right - left) * shareOf(this.#picture.x, x);
  }

  /** @param {number} y */
  pixelOfHeight(y) {
    const { top, bottom } = this.area;
    return bottom - (bottom - top) * shareOf(this.#picture.y, y);
  }

  destroy() {
    outOfTurn(this.#draw);
    this.#chart.destroy();
  }

  #draw = () => {
    const { lines, pale, x, y, style } = this.#picture;
    const chart = this.#chart;
    const view = { from: x.from, to: x.to, columns: Math.max(50, Math.round(chart.width)) };
    const rise = (/** @type {import('./picture.js').PaleLine['series']} */ series) =>
      thinned(series, view).map((point) => ({ x: point.x, y: shareOf(y, point.y) }));
    const strong = { opacity: 1, width: style.width };

    chart.data.datasets = [
      ...pale.map((line) => dataset(line, rise(line.series), style, 0.75 * style.width)),
      ...lines.map((line) => dataset({ ...line, ...strong }, rise(line.series), style)),
    ];
    const options = /** @type {any} */ (chart.options);
    options.layout.padding.right = roomForNames(this.#picture, this.#measure);
    options.layout.padding.bottom = BELOW * style.scale;
    const ticks = {
      color: style.soft,
      font: { family: style.font, size: TICK * style.scale },
      maxRotation: 0,
      autoSkip: false,
    };
    options.scales.x = {
      type: 'linear',
      min: x.from,
      max: x.to,
      // Its numbers are furniture.
      display: false,
    };
    options.scales.y = {
      type: 'linear',
      min: 0,
      max: 1,
      grid: { color: style.line, drawTicks: false },
      border: { display: false },
      ...ticksOf(y.ticks, (value) => shareOf(y, value), { ...ticks, padding: 8 }),
    };
    chart.update('none');
    const place = JSON.stringify([this.area, x.from, x.to, y.from, y.to, y.log]);
    if (place !== this.#place) {
      this.#place = place;
      this.#onArea();
    }
  };

  /** @type {Frame['measure']} */
  #measure = (text, size, weight) => {
    const font = `${weight} ${size}px ${this.#picture.style.font}`;
    const key = `${font} ${text}`;
    const known = this.#widths.get(key);
    if (known !== undefined) return known;
    const { ctx } = this.#chart;
    ctx.save();
    ctx.font = font;
    const { width } = ctx.measureText(text);
    ctx.restore();
    if (this.#widths.size >= WIDTHS) this.#widths.clear();
    this.#widths.set(key, width);
    return width;
  };

  /** @returns {import('chart.js').Plugin<'line'>} */
  #furniture() {
    /**
     * @param {Chart<'line'>} chart
     * @param {(frame: Frame) => import('./shapes.js').Shape[]} shapes
     */
    const put = (chart, shapes) => {
      if (!this.#ready) return;
      const { area } = this;
      const frame = {
        area,
        width: chart.width,
        columns: Math.max(50, Math.round(chart.width)),
        px: (/** @type {number} */ x) => this.pixelOf(x),
        py: (/** @type {number} */ y) => this.pixelOfHeight(y),
        measure: this.#measure,
      };
      paint(chart.ctx, shapes(frame), { area, font: this.#picture.style.font });
    };
    return {
      id: 'furniture',
      beforeDatasetsDraw: (chart) =>
        put(chart, (frame) => [
          ...this.#picture.lines.flatMap((line) => bandShapes(frame, this.#picture, line)),
          ...eventShapes(frame, this.#picture),
        ]),
      afterDatasetsDraw: (chart) =>
        put(chart, (frame) => {
          const names = nameShapes(frame, this.#picture);
          return [
            ...numberShapes(frame, this.#picture),
            ...drawnShapes(frame, this.#picture),
            ...divergenceShapes(frame, this.#picture, names),
            ...cursorShapes(frame, this.#picture),
            ...names,
          ];
        }),
    };
  }
}

/**
 * Ticks where the picture has them, not where Chart.js would put them.
 *
 * @param {import('./picture.js').Ticks[]} ticks
 * @param {(value: number) => number} place
 * @param {object} look
 */
function ticksOf(ticks, place, look) {
  const texts = new Map(ticks.map(({ value, text }) => [place(value), text]));
  return {
    afterBuildTicks: (/** @type {{ticks: {value: number}[]}} */ scale) => {
      scale.ticks = [...texts.keys()].map((value) => ({ value }));
    },
    ticks: { ...look, callback: (/** @type {number} */ value) => texts.get(value) },
  };
}

/**
 * @param {{style: import('./theme.js').RuleStyle, opacity: number}} line
 * @param {{x: number, y: number}[]} data
 * @param {import('./picture.js').Style} style
 * @param {number} [width]
 * @returns {import('chart.js').ChartDataset<'line', {x: number, y: number}[]>}
 */
function dataset({ style: rule, opacity }, data, style, width = style.width) {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return {
    data,
    borderColor: opacity < 1 ? rule.line + alpha : rule.line,
    borderDash: rule.dash.map((d) => d * style.scale),
    borderWidth: width,
    pointRadius: 0,
  };
}
