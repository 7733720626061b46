/**
 * Pictures as SVG files: shapes (shapes.js) written as what curves.js paints on the canvas. Pure.
 *
 * @typedef {import('./shapes.js').Shape} Shape
 * @typedef {import('./shapes.js').Area} Area
 */
import { escapeText, label, lineThrough, short, tag } from './markup.js';
import { OVERHANG } from './shapes.js';

/** As on the page; a program that does not have it takes what it has. */
const FONT = "'IBM Plex Sans', system-ui, sans-serif";

/**
 * A whole file.
 *
 * @param {object} options
 * @param {number} options.width
 * @param {number} options.height
 * @param {string} options.title
 * @param {string} [options.description] the text alternative
 * @param {string} options.paper
 * @param {string} [options.font]
 * @param {string} options.body
 */
export function sheet({ width, height, title, description, paper, font = FONT, body }) {
  const viewBox = `0 0 ${short(width)} ${short(height)}`;
  return tag(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', width, height, viewBox, role: 'img' },
      ...{ 'font-family': font, style: 'font-variant-numeric: tabular-nums' },
    },
    tag('title', {}, escapeText(title)),
    ...(description ? [tag('desc', {}, escapeText(description))] : []),
    tag('rect', { width, height, fill: paper }),
    body,
  );
}

/**
 * @param {readonly Shape[]} shapes the last on top
 * @param {Area} area outside of which shapes "inside" are not seen
 * @returns {string}
 */
export const shapesSvg = (shapes, area) => shapes.map((shape) => write(shape, area)).join('\n');

/**
 * @param {Shape} shape
 * @param {Area} area
 */
function write(shape, area) {
  if (shape.type === 'text') {
    const { text, x, y, size, weight, anchor, color, halo } = shape;
    // The middle of the letters without "dominant-baseline", which not every program knows.
    const at = { x, y: y + 0.35 * size };
    return label({ ...at, fill: color, size, weight, anchor, halo }, text);
  }
  if (shape.type === 'dot') {
    const { x, y, radius, fill = 'none', stroke, width } = shape;
    return tag('circle', { cx: x, cy: y, r: radius, fill, stroke, 'stroke-width': width });
  }
  const { points, closed, stroke, width, dash, fill = 'none', opacity, inside } = shape;
  const path = tag('path', {
    d: lineThrough(
      points.map(([x, y]) => ({ x, y })),
      closed,
    ),
    fill,
    stroke,
    'stroke-width': stroke && (width ?? 1),
    'stroke-linejoin': stroke && 'round',
    'stroke-dasharray': stroke && dash?.length ? dash.map(short).join(' ') : undefined,
    opacity: opacity === 1 ? undefined : opacity,
  });
  return inside ? cut(path, area) : path;
}

/**
 * A window in the picture. A clip path would need an id, and ids of several pictures in one page
 * are in each other's way.
 *
 * @param {string} content
 * @param {Area} area
 */
function cut(content, { left, right, top, bottom }) {
  const [x, y] = [left, top - OVERHANG];
  const [width, height] = [right - left, bottom - top + 2 * OVERHANG];
  const viewBox = [x, y, width, height].map(short).join(' ');
  return tag('svg', { x, y, width, height, viewBox, overflow: 'hidden' }, content);
}
