/**
 * Points on two logarithmic axes, with a line to compare them with, as SVG. Pure.
 *
 * @typedef {import('./surface.js').Style} Style
 * @typedef {{x: number, y: number}} Place
 *
 * @typedef {Place & {name: string, color: string}} NamedPoint
 *
 * @typedef {object} NoisePicture
 * @property {NamedPoint[]} points those that are known
 * @property {Place[]} line
 * @property {number} active index of a point, -1: none
 * @property {{x: string, y: string, line: string}} titles
 * @property {(exponent: number) => {base: string, exponent: string}} power of ten, for far ticks
 * @property {(value: number) => string} tick
 */
import { escapeText, label, lineThrough, tag, text, widthOf } from './markup.js';

/** A wider picture is no higher. */
const HIGHEST = 340;

/** Powers of ten within these are written out. */
const PLAIN = { from: -2, to: 4 };

/**
 * @param {NoisePicture} picture
 * @param {{width: number, style: Style}} options
 * @returns {{svg: string, height: number, places: Place[]}} places of the points, in pixels
 */
export function drawNoise(picture, { width, style }) {
  const { points, line, active, titles } = picture;
  const { soft, paper, ink, scale } = style;
  const height = Math.round(Math.min(0.86 * width, HIGHEST * scale));
  const size = 11 * scale;
  const area = {
    left: 38 * scale,
    top: 22 * scale,
    right: width - 10,
    bottom: height - 38 * scale,
  };
  const all = [...points, ...line];
  const across = decades(all.map(({ x }) => x));
  const up = decades(all.map(({ y }) => y));
  const place = (/** @type {Place} */ { x, y }) => ({
    x: area.left + across.share(x) * (area.right - area.left),
    y: area.bottom - up.share(y) * (area.bottom - area.top),
  });
  const places = points.map(place);
  const grid = up.ticks.map((exponent) => {
    const y = Math.round(place({ x: 1, y: 10 ** exponent }).y) + 0.5;
    const d = lineThrough([
      { x: area.left, y },
      { x: area.right, y },
    ]);
    const at = { x: area.left - 6 * scale, y: y + 4 * scale };
    return (
      tag('path', { d, stroke: style.line }) +
      text({ ...at, fill: soft, size, anchor: 'end' }, tickText(exponent, picture))
    );
  });
  const below = across.ticks.map((exponent) => {
    const at = { x: place({ x: 10 ** exponent, y: 1 }).x, y: area.bottom + 16 * scale };
    return text({ ...at, fill: soft, size, anchor: 'middle' }, tickText(exponent, picture));
  });
  const names = points.map(({ name, color }, i) => {
    const at = { x: places[i].x - 8 * scale, y: places[i].y + 15 * scale };
    return label({ ...at, fill: color, size, weight: 600, halo: paper, anchor: 'end' }, name);
  });
  const dots = points.map(({ color }, i) =>
    tag('circle', {
      ...{ cx: places[i].x, cy: places[i].y, r: (i === active ? 6.5 : 4.5) * scale },
      ...{
        fill: color,
        stroke: i === active ? ink : paper,
        'stroke-width': i === active ? 2 : 1.5,
      },
    }),
  );
  const svg = [
    label({ x: 0, y: 11 * scale, fill: soft, size }, titles.y),
    label(
      { x: (area.left + area.right) / 2, y: height - 6, fill: soft, size, anchor: 'middle' },
      titles.x,
    ),
    ...grid,
    ...below,
    line.length ? comparison(line.map(place), { name: titles.line, right: area.right, style }) : '',
    ...names,
    ...dots,
  ].join('');
  return { svg, height, places };
}

/**
 * The line, with its name above it, as far down as it has room to the right.
 *
 * @param {Place[]} line in pixels
 * @param {{name: string, right: number, style: Style}} options
 */
function comparison([from, to], { name, right, style }) {
  const { edge, soft, paper, scale, measure = widthOf } = style;
  const size = 11 * scale;
  const begin = right - measure(name, size, 400) - 14 * scale;
  const share = Math.min(0.6, Math.max(0.04, (begin - from.x) / (to.x - from.x)));
  const y = from.y + share * (to.y - from.y) - 2 * scale;
  const d = lineThrough([from, to]);
  const line = { d, stroke: edge, 'stroke-width': 1.5 * scale, 'stroke-dasharray': '5 4' };
  const x = Math.min(right - 2, from.x + share * (to.x - from.x) + right - begin);
  return tag('path', line) + label({ x, y, fill: soft, halo: paper, anchor: 'end', size }, name);
}

/**
 * A logarithmic axis round values, with room at its ends.
 *
 * @param {number[]} values
 */
function decades(values) {
  const logs = values.filter((value) => value > 0).map(Math.log10);
  const [low, high] = logs.length ? [Math.min(...logs), Math.max(...logs)] : [0, 3];
  const room = 0.14 * Math.max(1, high - low);
  const [from, to] = [low - room, high + room];
  const first = Math.ceil(from - 1e-9);
  const count = Math.max(0, Math.floor(to + 1e-9) - first + 1);
  const every = Math.ceil(count / 6);
  return {
    share: (/** @type {number} */ value) => (Math.log10(value) - from) / (to - from),
    ticks: Array.from({ length: count }, (_, i) => first + i).filter((_, i) => i % every === 0),
  };
}

/** @param {number} exponent @param {NoisePicture} picture */
function tickText(exponent, { power, tick }) {
  if (exponent >= PLAIN.from && exponent <= PLAIN.to) return escapeText(tick(10 ** exponent));
  const { base, exponent: raised } = power(exponent);
  return escapeText(base) + tag('tspan', { dy: '-0.45em', 'font-size': '72%' }, escapeText(raised));
}
