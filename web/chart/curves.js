/**
 * Curves on a canvas: the only file that knows Chart.js, and of it only lines on linear axes; what
 * is logarithmic is made so before (scale.js).
 *
 * @typedef {import('./picture.js').Picture} Picture
 * @typedef {import('./furniture.js').Frame} Frame
 */
import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { gridShapes, numberShapes, roomAround } from './around.js';
import { divergenceShapes } from './divergence.js';
import { bandShapes, cursorShapes, drawnShapes, eventShapes, nameShapes } from './furniture.js';
import { lookOf } from './picture.js';
import { shareOf, valueOf } from './scale.js';
import { paint } from './shapes.js';
import { thinned } from './thin.js';
import { inTurn, outOfTurn } from './turns.js';

Chart.register(LinearScale, LineController, LineElement, PointElement);

const WIDTHS = 300;
/** Left of everything. */
const MARGIN = 8;
/** An axis of which nothing is seen: lines and numbers are furniture. */
const HIDDEN = Object.freeze({
  type: /** @type {const} */ ('linear'),
  display: false,
  ticks: { display: false },
  min: 0,
  max: 1,
});

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
  /** All that Chart.js was told, but for the points. */
  #told = '';
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
        elements: { point: { radius: 0 }, line: { tension: 0 } },
        scales: { x: HIDDEN, y: HIDDEN },
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
    const strong = { opacity: 1, width: style.width };
    const curves = [
      ...pale.map((line) => ({ ...line, width: 0.75 * style.width })),
      ...lines.map((line) => ({ ...line, ...strong })),
    ];
    const points = curves.map(({ series }) =>
      thinned(series, view).map((point) => ({ x: point.x, y: shareOf(y, point.y) })),
    );
    const looks = curves.map((curve) => lookOfCurve(curve, style));
    const room = roomAround(this.#picture, this.#measure, chart.width);
    const padding = { ...room, left: MARGIN + room.left };

    const told = JSON.stringify([looks, padding, x.from, x.to]);
    if (told === this.#told) {
      this.#putPoints(points);
    } else {
      this.#told = told;
      chart.data.datasets = looks.map((look, i) => ({ ...look, data: points[i] }));
      const options = /** @type {any} */ (chart.options);
      options.layout.padding = padding;
      options.scales.x = { ...HIDDEN, min: x.from, max: x.to };
      chart.update('none');
    }
    const place = JSON.stringify([this.area, x.from, x.to, y.from, y.to, y.log]);
    if (place !== this.#place) {
      this.#place = place;
      this.#onArea();
    }
  };

  /**
   * What an update of Chart.js does when only points are new: no options to read, no layout to make.
   *
   * @param {{x: number, y: number}[][]} points of each curve
   */
  #putPoints(points) {
    const chart = this.#chart;
    points.forEach((data, i) => {
      chart.data.datasets[i].data = data;
      const { controller } = chart.getDatasetMeta(i);
      controller.buildOrUpdateElements();
      controller.update('none');
    });
    chart.render();
  }

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
          ...gridShapes(frame, this.#picture),
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
 * @param {{style: import('./theme.js').RuleStyle, opacity: number, width: number}} curve
 * @param {import('./picture.js').Style} style
 */
function lookOfCurve({ style: rule, opacity, width }, style) {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return {
    borderColor: opacity < 1 ? rule.line + alpha : rule.line,
    borderDash: rule.dash.map((d) => d * style.scale),
    borderWidth: width,
    pointRadius: 0,
  };
}
