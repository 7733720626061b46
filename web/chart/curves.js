/**
 * Curves on a canvas: the only file that knows Chart.js, and of it only lines on linear axes.
 *
 * @typedef {import('./series.js').Series} Series
 *
 * @typedef {object} Style what the canvas takes from the page
 * @property {string} paper
 * @property {string} ink
 * @property {string} soft
 * @property {string} line of the grid
 * @property {string} edge of the cursor
 * @property {string} font family
 * @property {number} scale of type, 1 or 1.5
 * @property {number} width of lines
 *
 * @typedef {object} Line
 * @property {Series} series
 * @property {string} name
 * @property {import('./theme.js').RuleStyle} style
 *
 * @typedef {object} Picture everything that is shown; replaced as a whole
 * @property {Line[]} lines
 * @property {Line[]} ghosts lines of earlier runs, pale
 * @property {{x: number, text: string, color: string}[]} events
 * @property {{to: number, step: number, format: (value: number, last: boolean) => string}} x
 * @property {{to: number, step: number, format: (value: number, last: boolean) => string}} y
 * @property {(value: number) => string} format a value as it stands at the end of a line
 * @property {(update: number) => string} divergedText
 * @property {number | null} cursor an x
 * @property {Style} style
 */
import { Chart, LinearScale, LineController, LineElement, PointElement } from 'chart.js';
import { paintBand, paintCursor, paintDivergence, paintEvents, paintNames } from './furniture.js';
import { nearest } from './series.js';
import { thin } from './thin.js';

Chart.register(LinearScale, LineController, LineElement, PointElement);

const GHOST_OPACITY = 0.32;

export class Curves {
  /** @type {Chart<'line', {x: number, y: number}[]>} */
  #chart;
  /** @type {Picture} */
  #picture;
  #look = '';
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas in a box of fixed height
   * @param {Picture} picture
   */
  constructor(canvas, picture) {
    this.#picture = picture;
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
        onResize: () => this.#later(),
        layout: { padding: { top: 6 } },
        elements: { point: { radius: 0 }, line: { tension: 0 } },
        scales: {
          x: { type: 'linear', min: 0 },
          y: { type: 'linear', min: 0 },
        },
      },
      plugins: [this.#furniture()],
    });
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
    if (this.#look !== before) this.#later();
  }

  /** Draws again although nothing is new: a face has come. */
  redraw() {
    this.#later();
  }

  /** @param {number} pixel distance from the canvas' left edge */
  valueAt(pixel) {
    return this.#chart.scales.x.getValueForPixel(pixel) ?? 0;
  }

  /** @param {number} x */
  pixelOf(x) {
    return this.#chart.scales.x.getPixelForValue(x);
  }

  destroy() {
    cancelAnimationFrame(this.#frame);
    this.#chart.destroy();
  }

  /** Draws once before the next frame, however often it is asked for. */
  #later() {
    if (this.#frame) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#draw();
    });
  }

  #draw() {
    const { lines, ghosts, x, y, style } = this.#picture;
    const chart = this.#chart;
    const columns = Math.max(50, chart.width);
    const view = { from: 0, to: x.to, columns };

    chart.data.datasets = [
      ...ghosts.map((line) => dataset(line, thin(line.series, view), style, GHOST_OPACITY)),
      ...lines.map((line) => dataset(line, thin(line.series, view), style, 1)),
    ];
    const ticks = {
      color: style.soft,
      font: { family: style.font, size: 11 * style.scale },
      maxRotation: 0,
      autoSkip: false,
    };
    const options = /** @type {any} */ (chart.options);
    options.layout.padding.right = this.#roomForNames();
    options.scales.x = {
      type: 'linear',
      min: 0,
      max: x.to,
      grid: { display: false },
      border: { display: false },
      ticks: {
        ...ticks,
        stepSize: x.step,
        padding: 4,
        callback: (/** @type {number} */ v) => x.format(v, v > x.to - x.step * 0.999),
      },
    };
    options.scales.y = {
      type: 'linear',
      min: 0,
      max: y.to,
      grid: { color: style.line, drawTicks: false },
      border: { display: false },
      ticks: {
        ...ticks,
        stepSize: y.step,
        padding: 8,
        callback: (/** @type {number} */ v) => y.format(v, v > y.to - y.step * 0.999),
      },
    };
    chart.update('none');
  }

  #roomForNames() {
    const { ctx } = this.#chart;
    const { lines, format, style } = this.#picture;
    ctx.save();
    ctx.font = `600 ${12 * style.scale}px ${style.font}`;
    const widths = lines.map(({ name }) => ctx.measureText(`${name} ${format(0.888)}`).width);
    ctx.restore();
    return Math.ceil(Math.max(24, ...widths)) + 8;
  }

  /** @returns {import('chart.js').Plugin<'line'>} */
  #furniture() {
    const frame = (/** @type {Chart<'line'>} */ chart) => ({
      ctx: chart.ctx,
      area: chart.chartArea,
      width: chart.width,
      px: (/** @type {number} */ x) => chart.scales.x.getPixelForValue(x),
      py: (/** @type {number} */ y) => chart.scales.y.getPixelForValue(y),
    });
    return {
      id: 'furniture',
      beforeDatasetsDraw: (chart) => {
        for (const line of this.#picture.lines) paintBand(frame(chart), line);
        paintEvents(frame(chart), this.#picture);
      },
      afterDatasetsDraw: (chart) => {
        paintDivergence(frame(chart), this.#picture);
        paintCursor(frame(chart), this.#picture, this.#atCursor());
        paintNames(frame(chart), this.#picture);
      },
    };
  }

  #atCursor() {
    const { cursor, lines } = this.#picture;
    if (cursor === null) return [];
    return lines
      .filter(({ series }) => series.x.length)
      .map(({ series: { x, y }, style }) => {
        const i = nearest(x, cursor);
        return { x: x[i], y: y[i], color: style.line };
      });
  }
}

/**
 * @param {Picture} picture
 * @returns {string} the same for pictures that look the same: curves only grow at their ends
 */
function lookOf({ lines, ghosts, events, x, y, format, cursor, style }) {
  const ends = [...lines, ...ghosts].map(({ series, name, style: { line } }) => {
    const last = series.x.length - 1;
    const { low, high, diverged } = series;
    const end = [series.x[last], series.y[last], low[last], high[last], diverged?.x];
    return [name, line, series.x[0], series.update[last], ...end, series.y[last >> 1]];
  });
  const axes = [x.to, x.format(x.to, true), y.to, y.format(y.to, true), format(1)];
  return [ends, axes, events.map(Object.values), cursor, Object.values(style)].join(';');
}

/**
 * @param {Line} line
 * @param {{x: number, y: number}[]} data
 * @param {Style} style
 * @param {number} opacity
 * @returns {import('chart.js').ChartDataset<'line', {x: number, y: number}[]>}
 */
function dataset({ style: rule }, data, style, opacity) {
  const alpha = Math.round(opacity * 255)
    .toString(16)
    .padStart(2, '0');
  return {
    data,
    borderColor: opacity < 1 ? rule.line + alpha : rule.line,
    borderDash: rule.dash.map((d) => d * style.scale),
    borderWidth: opacity < 1 ? 0.75 * style.width : style.width,
    pointRadius: 0,
  };
}
