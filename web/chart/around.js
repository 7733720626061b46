/**
 * What stands around the curves: lines of the grid, numbers along both axes, and how much room all
 * that needs. Pure, as furniture.js is.
 *
 * @typedef {import('./furniture.js').Frame} Frame
 * @typedef {import('./picture.js').Picture} Picture
 * @typedef {import('./shapes.js').Shape} Shape
 * @typedef {import('./shapes.js').PathShape} PathShape
 */

/** Of numbers along the axes, in pixels. */
const TICK = 12;
/** Room for them below the plot. */
const BELOW = 24;
/** Between them and the plot, at its side. */
const BESIDE = 8;

/** Of the picture's width: at most, however long the texts are, so that some is left for curves. */
const MOST = { left: 1 / 3, right: 3 / 5 };

/**
 * @param {Picture} picture
 * @param {Frame['measure']} measure
 * @param {number} width of the picture, in pixels
 * @returns {{top: number, right: number, bottom: number, left: number}} pixels around the plot area
 *   for what stands there
 */
export function roomAround(picture, measure, width) {
  const { y, style } = picture;
  const size = TICK * style.scale;
  const widest = Math.max(0, ...y.ticks.map(({ text }) => measure(text, size, 400)));
  return {
    // The highest number is as high as the plot.
    top: BESIDE + 0.6 * size,
    right: Math.min(roomForNames(picture, measure), Math.floor(MOST.right * width)),
    bottom: BELOW * style.scale,
    left: Math.min(BESIDE + widest, MOST.left * width),
  };
}

/**
 * A line at each number of the vertical axis.
 *
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {PathShape[]}
 */
export function gridShapes({ area, py }, { y, style }) {
  return y.ticks.map(({ value }) => {
    // As sharp as it can be: through the middle of pixels.
    const at = Math.round(py(value) - 0.5) + 0.5;
    return {
      type: 'path',
      points: [
        [Math.round(area.left), at],
        [area.right, at],
      ],
      stroke: style.line,
    };
  });
}

/**
 * The numbers along both axes.
 *
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]}
 */
export const numberShapes = (frame, picture) => [
  ...numbersBeside(frame, picture),
  ...numbersBelow(frame, picture),
];

/**
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]}
 */
function numbersBeside({ area, py }, { y, style }) {
  const size = TICK * style.scale;
  return y.ticks.map(({ value, text }) => ({
    type: 'text',
    text,
    x: area.left - BESIDE,
    y: py(value),
    size,
    anchor: 'end',
    color: style.soft,
  }));
}

/**
 * Each in the middle of its place, with the unit behind the last one. Where there is no room beside
 * the last one, the others go.
 *
 * @param {Frame} frame
 * @param {Picture} picture
 * @returns {Shape[]}
 */
function numbersBelow({ area, width, px, measure }, { x, style }) {
  const size = TICK * style.scale;
  const y = area.bottom + (BELOW / 2 + 2) * style.scale;
  const labels = x.ticks.map(({ value, text, unit = '' }) => {
    const [own, more] = [measure(text, size, 400), unit ? measure(` ${unit}`, size, 400) : 0];
    const left = Math.min(px(value) - own / 2, width - own - more);
    return { text: unit ? `${text} ${unit}` : text, left, right: left + own + more };
  });
  const last = labels.at(-1);
  return labels
    .filter((label) => label === last || !last || label.right + 8 * style.scale < last.left)
    .map(({ text, left }) => ({ type: 'text', text, x: left, y, size, color: style.soft }));
}

/**
 * @param {Picture} picture
 * @param {Frame['measure']} measure
 * @returns {number} pixels that names may need right of the plot area
 */
function roomForNames({ lines, names, drawn, y, format, style }, measure) {
  // Not those that stand there now: with every digit the plot would change its width.
  const longest = format(y.log ? 8.8e-88 : 0.888);
  const all = names ?? lines.map(({ name }) => name);
  const texts = all.map((name) => `${name} ${longest}`);
  if (drawn?.label) texts.push(drawn.label);
  const widths = texts.map((text) => measure(text, 12 * style.scale, 600));
  return Math.ceil(Math.max(24, ...widths)) + 8;
}
