/**
 * A chart of curves as an SVG file: the same picture as on the canvas, with title and subtitle.
 *
 * @typedef {import('./picture.js').Picture} Picture
 * @typedef {import('./shapes.js').Shape} Shape
 */
import { gridShapes, numberShapes, roomAround } from './around.js';
import { divergenceShapes } from './divergence.js';
import { bandShapes, cursorShapes, drawnShapes, eventShapes, nameShapes } from './furniture.js';
import { shareOf } from './scale.js';
import { widthOf } from './markup.js';
import { shapesSvg, sheet } from './svg.js';
import { thinned } from './thin.js';

const MARGIN = 4;

/**
 * @param {Picture} picture
 * @param {object} options
 * @param {number} options.width
 * @param {number} options.height
 * @param {string} options.title
 * @param {string} options.subtitle
 * @param {string} [options.note] behind it, or below it where that would break a line
 * @param {(text: string, size: number, weight: number) => number} [options.measure]
 * @returns {string} a standalone file
 */
export function curvesSvg(picture, options) {
  const { width, height, title, subtitle, note = '', measure = widthOf } = options;
  const { style, lines } = picture;
  const heads = headShapes({ title, subtitle, note, width, style, measure });
  const room = roomAround(picture, measure, width);
  const area = {
    left: MARGIN + Math.ceil(room.left),
    right: width - MARGIN - room.right,
    top: heads.height + 10 * style.scale,
    bottom: height - MARGIN - room.bottom,
  };
  const [w, h] = [area.right - area.left, area.bottom - area.top];
  const frame = {
    area,
    width: width - MARGIN,
    columns: Math.max(50, w),
    px: (/** @type {number} */ x) => area.left + w * shareOf(picture.x, x),
    py: (/** @type {number} */ y) => area.bottom - h * shareOf(picture.y, y),
    measure,
  };
  const names = nameShapes(frame, picture);
  const shapes = [
    ...heads.shapes,
    ...gridShapes(frame, picture),
    ...numberShapes(frame, picture),
    ...lines.flatMap((line) => bandShapes(frame, picture, line)),
    ...eventShapes(frame, picture),
    ...curveShapes(frame, picture),
    ...drawnShapes(frame, picture),
    ...divergenceShapes(frame, picture, names),
    ...cursorShapes(frame, picture),
    ...names,
  ];
  return sheet({
    width,
    height,
    title: [title, subtitle, note].filter(Boolean).join(', '),
    paper: style.paper,
    body: shapesSvg(shapes, area),
  });
}

/**
 * @param {object} options
 * @param {string} options.title
 * @param {string} options.subtitle
 * @param {string} options.note
 * @param {number} options.width
 * @param {Pick<import('./picture.js').Style, 'ink' | 'soft' | 'scale'>} options.style
 * @param {(text: string, size: number, weight: number) => number} options.measure
 * @returns {{height: number, shapes: Shape[]}} what stands above a picture of any kind
 */
function headShapes({ title, subtitle, note, width, style: { ink, soft, scale }, measure }) {
  const under = { size: 13 * scale, weight: 400, color: soft };
  const whole = wrap([subtitle, note].filter(Boolean).join(' · '), under);
  const lines = [
    ...wrap(title, { size: 15 * scale, weight: 600, color: ink }),
    ...(whole.length > 1 ? [...wrap(subtitle, under), ...wrap(note, under)] : whole),
  ];
  let y = MARGIN;
  /** @type {Shape[]} */
  const shapes = lines.map(({ size, ...line }) => {
    y += 1.35 * size;
    return { type: 'text', x: MARGIN, y: y - 0.65 * size, size, ...line };
  });
  return { height: y, shapes };

  /**
   * @param {string} text
   * @param {{size: number, weight: number, color: string}} look
   */
  function wrap(text, look) {
    /** @type {string[]} */
    const rows = [];
    for (const word of text.split(' ').filter(Boolean)) {
      const longer = rows.length ? `${rows[rows.length - 1]} ${word}` : word;
      const fits = measure(longer, look.size, look.weight) <= width - 2 * MARGIN;
      if (rows.length && fits) rows[rows.length - 1] = longer;
      else rows.push(word);
    }
    return rows.map((row) => ({ ...look, text: row }));
  }
}

/**
 * @param {import('./furniture.js').Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]}
 */
function curveShapes({ px, py, columns }, { lines, pale, x: { from, to }, style }) {
  const all = [
    ...pale.map((line) => ({ ...line, width: 0.75 * style.width })),
    ...lines.map((line) => ({ ...line, opacity: 1, width: style.width })),
  ];
  return all.map(({ series, style: { line, dash }, opacity, width }) => ({
    type: 'path',
    points: thinned(series, { from, to, columns }).map(({ x, y }) => [px(x), py(y)]),
    stroke: line,
    width,
    dash: dash.map((d) => d * style.scale),
    opacity,
    inside: true,
  }));
}
