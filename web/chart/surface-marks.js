/**
 * The signs that stand on a surface, as SVG. Those that must be seen on any line are drawn twice:
 * first wider, in the colour of the paper. Pure.
 *
 * @typedef {import('./levels.js').Point} Point
 * @typedef {Pick<import('./surface.js').Style, 'ink' | 'paper' | 'scale'>} Style
 */
import { lineThrough, tag } from './markup.js';

/** @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
const stroke = (x0, y0, x1, y1) =>
  lineThrough([
    { x: x0, y: y0 },
    { x: x1, y: y1 },
  ]);

/** @param {Point} centre @param {number} r @returns {string} a circle as a path */
export const circleAt = ({ x, y }, r) =>
  `${lineThrough([{ x: x - r, y }])}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;

/**
 * A minimum.
 *
 * @param {Point} at
 * @param {number} arm
 * @param {Style} style
 */
export function cross({ x, y }, arm, { ink, paper, scale }) {
  const line = { d: stroke(x - arm, y, x + arm, y) + stroke(x, y - arm, x, y + arm), fill: 'none' };
  return (
    tag('path', { ...line, stroke: paper, 'stroke-width': 4 * scale }) +
    tag('path', { ...line, stroke: ink, 'stroke-width': 1.75 * scale })
  );
}

/** The start. @param {Point} at @param {Style} style */
export function ring({ x, y }, { ink, paper, scale }) {
  const circle = { cx: x, cy: y, r: 5.5 * scale, fill: 'none' };
  return (
    tag('circle', { ...circle, stroke: paper, 'stroke-width': 4 * scale }) +
    tag('circle', { ...circle, stroke: ink, 'stroke-width': 1.75 * scale })
  );
}

/** Where the start would be set. @param {Point} at @param {Style} style */
export function crosshair({ x, y }, { ink, paper, scale }) {
  const [near, far] = [4 * scale, 13 * scale];
  const d = [
    stroke(x - far, y, x - near, y),
    stroke(x + near, y, x + far, y),
    stroke(x, y - far, x, y - near),
    stroke(x, y + near, x, y + far),
  ].join('');
  return (
    tag('path', { d, fill: 'none', stroke: paper, 'stroke-width': 4 * scale }) +
    tag('path', { d, fill: 'none', stroke: ink, 'stroke-width': 1.5 * scale })
  );
}

/** A run that diverged. @param {Point} at @param {number} arm @param {string} line @param {Style} style */
export function cornersCross({ x, y }, arm, line, { paper, scale }) {
  const d = stroke(x - arm, y - arm, x + arm, y + arm) + stroke(x - arm, y + arm, x + arm, y - arm);
  const wide = { fill: 'none', 'stroke-width': 5 * scale, stroke: paper };
  return (
    tag('path', { d, ...wide }) +
    tag('path', { d, ...wide, stroke: line, 'stroke-width': 2 * scale })
  );
}

/** A run that is outside. @param {Point} from @param {Point} to @param {string} fill @param {number} scale */
export function arrow(from, to, fill, scale) {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  const [ux, uy] = [(to.x - from.x) / length, (to.y - from.y) / length];
  const [long, half] = [11 * scale, 4.5 * scale];
  const points = [
    to,
    { x: to.x - long * ux + half * uy, y: to.y - long * uy - half * ux },
    { x: to.x - long * ux - half * uy, y: to.y - long * uy + half * ux },
  ];
  return tag('path', { d: lineThrough(points, true), fill });
}
