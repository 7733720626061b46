/**
 * What stands on the curves and at their ends: bands over the seeds, names, marks of events, the
 * shared cursor (of divergence: divergence.js; what is around them: around.js). Pure: from a picture
 * to shapes, which curves.js paints on the canvas and svg-curves.js writes.
 *
 * @typedef {import('./picture.js').Picture} Picture
 * @typedef {import('./picture.js').Line} Line
 * @typedef {import('./shapes.js').Shape} Shape
 * @typedef {import('./shapes.js').PathShape} PathShape
 *
 * @typedef {object} Frame where it stands
 * @property {import('./shapes.js').Area} area
 * @property {number} width of the whole
 * @property {number} columns the plot area's width in pixels of the screen
 * @property {(x: number) => number} px
 * @property {(y: number) => number} py
 * @property {(text: string, size: number, weight: number) => number} measure width of a text
 */
import { nearest } from './series.js';
import { thinnedHigh, thinnedLow } from './thin.js';

const BAND_OPACITY = 0.13;

/**
 * @param {Frame} frame
 * @param {Picture} picture
 * @param {Line} line
 * @returns {PathShape[]}
 */
export function bandShapes({ px, py, columns }, { x: { from, to } }, { series, style }) {
  if (!(series.x.length > 1) || Number.isNaN(series.low[0])) return [];
  const view = { from, to, columns };
  const edge = (/** @type {{x: number, y: number}[]} */ points) =>
    points
      .filter((point) => !Number.isNaN(point.y))
      .map((point) => /** @type {[number, number]} */ ([px(point.x), py(point.y)]));
  return [
    {
      type: 'path',
      points: [...edge(thinnedHigh(series, view)), ...edge(thinnedLow(series, view)).reverse()],
      closed: true,
      fill: style.line,
      opacity: BAND_OPACITY,
      inside: true,
    },
  ];
}

/**
 * The last point of a line that is shown.
 *
 * @param {Line} line
 * @param {Picture} picture
 * @returns {{x: number, y: number} | null}
 */
function endOf({ series: { x, y } }, { x: { from, to } }) {
  const at = x.findLastIndex((value) => value <= to * (1 + 1e-9));
  return at >= 0 && x[at] >= from ? { x: x[at], y: y[at] } : null;
}

/**
 * The name and the last value of each line, at its end, in its colour; pushed apart where they
 * would overlap, and never over the curves for want of room.
 *
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]}
 */
export function nameShapes({ area, width, px, py, measure }, picture) {
  const { lines, drawn, style, format } = picture;
  const size = 12 * style.scale;
  const labels = lines.flatMap((line) => {
    const end = endOf(line, picture);
    if (!end) return [];
    const y = py(end.y);
    const arrow = y < area.top - 1 ? ' ↑' : y > area.bottom + 1 ? ' ↓' : '';
    const value = ` ${format(end.y)}`;
    // Where it has left the picture counts more than how far it is.
    const ends = arrow ? [value + arrow, arrow] : [value];
    // Behind the cross of a run that diverged there is less room.
    const gap = line.series.diverged ? 6 + 5 * style.scale : 6;
    return [{ name: line.name, ends, color: line.style.text, x: px(end.x), y, gap }];
  });
  const last = drawn?.points.at(-1);
  if (drawn?.label && last) {
    const { label: name, color } = drawn;
    labels.push({ name, ends: [''], color, x: px(last.x), y: py(last.y), gap: 6 });
  }
  for (const label of labels) {
    label.x = Math.min(label.x, area.right) + label.gap;
    label.y = Math.max(area.top + 4, Math.min(area.bottom, label.y));
  }
  labels.sort((a, b) => a.y - b.y);
  spread(labels, 15 * style.scale, area.top + 4, area.bottom);
  const wide = (/** @type {string} */ text) => measure(text, size, 600);
  return labels.map(({ name, ends, color, x, y }) => {
    const text = fitting({ name, ends, room: width - x, wide, spare: size });
    const left = Math.min(x, width - wide(text));
    return { type: 'text', text, x: left, y, size, weight: 600, color, halo: style.paper };
  });
}

/**
 * @param {object} options
 * @param {string} options.name
 * @param {readonly string[]} options.ends what may follow it, the fullest first
 * @param {number} options.room
 * @param {(text: string) => number} options.wide
 * @param {number} options.spare what may be taken beyond the room rather than a letter of the name
 * @returns {string} name and end
 */
function fitting({ name, ends, room, wide, spare }) {
  const end = ends.find((one) => wide(name + one) <= room) ?? ends.at(-1) ?? '';
  if (wide(name + end) <= room + spare) return name + end;
  const letters = [...name];
  while (letters.length > 1 && wide(`${letters.join('')}…${end}`) > room) letters.pop();
  return `${letters.join('').trimEnd()}…${end}`;
}

/**
 * Moves labels apart, as little as possible, between two heights.
 *
 * @param {{y: number}[]} labels sorted by y
 * @param {number} height
 * @param {number} top
 * @param {number} bottom
 */
export function spread(labels, height, top, bottom) {
  for (let pass = 0; pass < labels.length; pass++) {
    for (let i = 1; i < labels.length; i++) {
      const overlap = labels[i - 1].y + height - labels[i].y;
      if (overlap <= 0) continue;
      labels[i - 1].y -= overlap / 2;
      labels[i].y += overlap / 2;
    }
  }
  let free = top;
  for (const label of labels) {
    label.y = Math.max(free, label.y);
    free = label.y + height;
  }
  free = bottom;
  for (const label of labels.toReversed()) {
    label.y = Math.min(free, label.y);
    free = label.y - height;
  }
}

/**
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]}
 */
export function eventShapes({ area, px, measure }, { events, style }) {
  const size = 11 * style.scale;
  const shown = events
    .map((event) => ({ ...event, at: Math.round(px(event.x)) + 0.5 }))
    .filter(({ at }) => at >= area.left && at <= area.right);
  let row = 0;
  let end = -Infinity; // of the text before
  /** @type {Shape[]} */
  const texts = shown.map(({ at, text, color }) => {
    const width = measure(text, size, 400);
    const left = at + 5 + width > area.right ? at - 5 - width : at + 5;
    row = left < end + 8 ? row + 1 : 0;
    end = Math.max(end, left + width);
    const y = area.top + 2 + size / 2 + (row % 5) * 15 * style.scale;
    return { type: 'text', text, x: left, y, size, color, halo: style.paper };
  });
  /** @type {Shape[]} */
  const lines = shown.map(({ at }) => ({
    type: 'path',
    points: [
      [at, area.top],
      [at, area.bottom],
    ],
    stroke: style.soft,
    dash: [2, 3],
  }));
  return [...lines, ...texts];
}

/**
 * A curve that somebody drew: what was predicted beside what came.
 *
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]}
 */
export function drawnShapes({ px, py }, { drawn, style }) {
  if (!drawn?.points.length) return [];
  return [
    {
      type: 'path',
      points: drawn.points.map(({ x, y }) => [px(x), py(y)]),
      stroke: drawn.color,
      width: style.width,
      dash: drawn.dash.map((d) => d * style.scale),
      inside: true,
    },
  ];
}

/**
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]} the cursor and, on each line, the nearest value
 */
export function cursorShapes({ area, px, py }, { cursor, lines, style }) {
  if (cursor === null || px(cursor) < area.left - 1 || px(cursor) > area.right + 1) return [];
  const at = Math.round(px(cursor)) + 0.5;
  const points = lines.flatMap(({ series: { x, y }, style: { line } }) => {
    const i = nearest(x, cursor);
    return i < 0 ? [] : [{ x: px(x[i]), y: py(y[i]), line }];
  });
  return [
    {
      type: 'path',
      points: [
        [at, area.top],
        [at, area.bottom],
      ],
      stroke: style.edge,
    },
    ...points
      .filter(({ x, y }) => y > area.top - 1 && y < area.bottom + 1 && x < area.right + 1)
      .map(
        ({ x, y, line }) =>
          /** @type {Shape} */ ({
            type: 'dot',
            x,
            y,
            radius: 3.5 * style.scale,
            fill: line,
            stroke: style.paper,
            width: 1.5,
          }),
      ),
  ];
}
