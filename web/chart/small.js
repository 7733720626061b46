/**
 * A small chart of one run: a few lines over one axis, each named at its end. Pure.
 *
 * @typedef {import('./surface.js').Style} Style
 *
 * @typedef {object} SmallLine
 * @property {string} name with its last value
 * @property {string} color
 * @property {string} [dash]
 * @property {ArrayLike<number>} x
 * @property {ArrayLike<number>} y
 */
import { label, lineThrough, tag } from './markup.js';
import { evenStep, roundUp, tickStep } from './scale.js';

/**
 * @param {readonly SmallLine[]} lines
 * @param {object} options
 * @param {number} options.width
 * @param {number} options.height
 * @param {Style} options.style
 * @param {(value: number, last: boolean) => string} options.formatX
 * @param {(value: number, last: boolean) => string} options.formatY
 * @returns {string}
 */
export function drawSmall(lines, { width, height, style, formatX, formatY }) {
  const { soft, line, paper, scale } = style;
  const values = lines.flatMap(({ y }) => Array.from(y).filter(Number.isFinite));
  const top = values.length ? roundUp(Math.max(...values)) : 1;
  const end = Math.max(1e-9, ...lines.map(({ x }) => x[x.length - 1] ?? 0)) || 1;
  const area = { left: 44 * scale, top: 8, right: width - 96 * scale, bottom: height - 22 * scale };
  const px = (/** @type {number} */ x) => area.left + (x / end) * (area.right - area.left);
  const py = (/** @type {number} */ y) => area.bottom - (y / top) * (area.bottom - area.top);
  const size = 11 * scale;
  const grid = steps(top, evenStep(top)).map((value, i, all) => {
    const y = Math.round(py(value)) + 0.5;
    const d = lineThrough([
      { x: area.left, y },
      { x: area.right, y },
    ]);
    const place = { x: area.left - 6 * scale, y: y + 4 * scale };
    return (
      tag('path', { d, stroke: line }) +
      label({ ...place, fill: soft, size, anchor: 'end' }, formatY(value, i === all.length - 1))
    );
  });
  const below = steps(end, tickStep(end, 5)).map((value, i, all) =>
    label(
      {
        ...{ x: px(value), y: area.bottom + 16 * scale, fill: soft, size },
        anchor: i === all.length - 1 ? 'end' : 'middle',
      },
      formatX(value, i === all.length - 1),
    ),
  );
  const ends = lines.map(({ y }) => py(y[y.length - 1] ?? 0));
  const curves = lines.map(({ name, color, dash, x, y }, i) => {
    const points = Array.from(x, (value, k) => ({ x: px(value), y: py(y[k]) }));
    const under = ends.some(
      (other, k) =>
        k !== i &&
        Math.abs(other - ends[i]) < 13 * scale &&
        (other < ends[i] || (other === ends[i] && k < i)),
    );
    const at = { x: area.right + 6 * scale, y: ends[i] + (under ? 11 : 2) * scale };
    return (
      tag('path', {
        d: lineThrough(points),
        ...{ fill: 'none', stroke: color, 'stroke-width': 2 * scale, 'stroke-dasharray': dash },
      }) + label({ ...at, fill: color, size, weight: 600, halo: paper }, name)
    );
  });
  return [...grid, ...below, ...curves].join('');
}

/** @param {number} end @param {number} step */
const steps = (end, step) =>
  Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, i) =>
    Number((i * step).toPrecision(12)),
  );
