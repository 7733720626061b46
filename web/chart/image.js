/**
 * A picture of an experiment as SVG: its pixels, a frame that may reach beyond them, and a mark on
 * the pixel that is read. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Picture} Picture
 * @typedef {import('./surface.js').Style} Style
 * @typedef {{row: number, column: number}} Pixel
 */
import { amount } from './heat.js';
import { label, lineThrough, tag } from './markup.js';
import { largest, pixels } from './pixels.js';

/** So many pixels of a frame that reaches beyond its image are shown; an arrow stands for more. */
const MOST = 6;
const GAP = 16;

/**
 * @param {readonly Picture[]} pictures
 * @returns {number} pixels of room round each of them, the same for all
 */
export function roomFor(pictures) {
  const over = pictures.flatMap(({ box, shape: [rows, columns] }) =>
    box ? [-box[0], -box[1], box[2] + 1 - rows, box[3] + 1 - columns] : [],
  );
  return Math.min(MOST, Math.max(0, ...over.map((side) => (side > 0 ? side + 1 : 0))));
}

/**
 * @param {Picture} picture without values: a place kept free
 * @param {object} options
 * @param {number} options.size of the whole, in pixels of the screen
 * @param {number} options.room as roomFor() gives it
 * @param {Pixel | null} [options.pixel] that is marked
 * @param {Style} options.style
 * @returns {string}
 */
export function drawImage({ shape, values, scale, box }, { size, room, pixel = null, style }) {
  const [rows, columns] = shape;
  const unit = size / (Math.max(rows, columns) + 2 * room);
  const origin = room * unit;
  const whole = { x: origin, y: origin, width: columns * unit, height: rows * unit };
  const move = `translate(${origin.toFixed(3)} ${origin.toFixed(3)}) scale(${unit.toFixed(5)})`;
  return [
    tag('rect', { ...whole, fill: style.card }),
    values.length
      ? tag(
          'g',
          { transform: move },
          pixels({ shape, values, scale, ink: style.ink, ground: style.card }),
        )
      : '',
    tag('rect', { ...whole, fill: 'none', stroke: style.edge, 'stroke-opacity': 0.6 }),
    box && values.length ? frame(box, { shape, unit, room, size, style }) : '',
    pixel && values.length ? mark(pixel, { unit, origin, style }) : '',
  ].join('');
}

/**
 * @param {readonly number[]} box
 * @param {{shape: readonly number[], unit: number, room: number, size: number, style: Style}} options
 */
function frame([row0, column0, row1, column1], { shape, unit, room, size, style }) {
  const at = (/** @type {number} */ place) => (place + room) * unit;
  const [top, left, bottom, right] = [at(row0), at(column0), at(row1 + 1), at(column1 + 1)];
  const edge = Math.min(size, (Math.max(...shape) + 2 * room) * unit);
  const within = (/** @type {number} */ v) => Math.min(edge - 1.5, Math.max(1.5, v));
  const [x0, x1, y0, y1] = [within(left), within(right), within(top), within(bottom)];
  /** @type {[boolean, {x: number, y: number}[]][]} */
  const sides = [
    [
      top >= 0,
      [
        { x: x0, y: y0 },
        { x: x1, y: y0 },
      ],
    ],
    [
      right <= edge,
      [
        { x: x1, y: y0 },
        { x: x1, y: y1 },
      ],
    ],
    [
      bottom <= edge,
      [
        { x: x0, y: y1 },
        { x: x1, y: y1 },
      ],
    ],
    [
      left >= 0,
      [
        { x: x0, y: y0 },
        { x: x0, y: y1 },
      ],
    ],
  ];
  const middle = { x: (x0 + x1) / 2, y: (y0 + y1) / 2 };
  // A side that lies too far out: arrows towards it.
  const arrows = [
    top < 0 && arrow({ x: middle.x, y: 1 }, 0, -1),
    right > edge && arrow({ x: edge - 1, y: middle.y }, 1, 0),
    bottom > edge && arrow({ x: middle.x, y: edge - 1 }, 0, 1),
    left < 0 && arrow({ x: 1, y: middle.y }, -1, 0),
  ].filter((d) => typeof d === 'string');
  const d = sides.map(([shown, line]) => (shown ? lineThrough(line) : '')).join('');
  const stroke = { d, fill: 'none', 'stroke-linecap': 'square' };
  return [
    tag('path', { ...stroke, stroke: style.card, 'stroke-width': 4.5 }),
    tag('path', { ...stroke, stroke: style.ink, 'stroke-width': 2 }),
    arrows.length ? tag('path', { d: arrows.join(''), fill: style.ink }) : '',
  ].join('');
}

/** @param {{x: number, y: number}} tip @param {number} dx @param {number} dy */
const arrow = ({ x, y }, dx, dy) =>
  lineThrough(
    [
      { x, y },
      { x: x - 8 * dx + 5 * dy, y: y - 8 * dy + 5 * dx },
      { x: x - 8 * dx - 5 * dy, y: y - 8 * dy - 5 * dx },
    ],
    true,
  );

/** @param {Pixel} pixel @param {{unit: number, origin: number, style: Style}} options */
function mark({ row, column }, { unit, origin, style }) {
  const place = { x: origin + column * unit, y: origin + row * unit, width: unit, height: unit };
  return (
    tag('rect', { ...place, fill: 'none', stroke: style.card, 'stroke-width': 4 }) +
    tag('rect', { ...place, fill: 'none', stroke: style.ink, 'stroke-width': 1.75 })
  );
}

/**
 * @param {object} options
 * @param {number} options.left
 * @param {number} options.top
 * @param {number} options.width
 * @param {[string, string]} options.ends
 * @param {Style} options.style
 * @returns {string} 26 pixels high
 */
export function drawHeatScale({ left, top, width, ends, style: { soft, edge, card, scale } }) {
  const steps = 32;
  const bar = Array.from({ length: steps }, (_, i) =>
    tag('rect', {
      ...{ x: left + (i * width) / steps, y: top, width: width / steps + 0.5, height: 8 * scale },
      fill: i ? amount(i / (steps - 1), card) : card,
    }),
  );
  const at = { y: top + 22 * scale, fill: soft, size: 11 * scale };
  return [
    tag('g', { 'shape-rendering': 'crispEdges' }, ...bar),
    tag('rect', {
      x: left,
      y: top,
      width,
      height: 8 * scale,
      fill: 'none',
      stroke: edge,
      'stroke-opacity': 0.6,
    }),
    label({ ...at, x: left }, ends[0]),
    label({ ...at, x: left + width, anchor: 'end' }, ends[1]),
  ].join('');
}

/**
 * All of them side by side, for files and for print.
 *
 * @param {readonly (Picture & {caption: string})[]} pictures
 * @param {{width: number, style: Style, ends: [string, string]}} options
 * @returns {{svg: string, height: number}}
 */
export function drawImages(pictures, { width, style, ends }) {
  const count = Math.max(1, pictures.length);
  const size = (width - (count - 1) * GAP) / count;
  const room = roomFor(pictures);
  const parts = pictures.map((picture, i) => {
    const left = i * (size + GAP);
    return (
      tag(
        'g',
        { transform: `translate(${left.toFixed(2)} 0)` },
        drawImage(picture, { size, room, style }),
      ) + label({ x: left, y: size + 18, fill: style.ink, size: 12 }, picture.caption)
    );
  });
  const isWarm = pictures.some(({ scale, values }) => scale === 'heat' && values.length);
  const below = isWarm ? drawHeatScale({ left: 0, top: size + 30, width: 180, ends, style }) : '';
  return { svg: [...parts, below].join(''), height: size + (isWarm ? 58 : 26) };
}

export { largest };
