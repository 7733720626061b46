/**
 * A row of marks with their names below a picture, on as many lines as it takes. Pure.
 *
 * @typedef {object} Entry
 * @property {string} text
 * @property {string} [note] in a quieter colour behind it
 * @property {string} color of the text
 * @property {(x: number, y: number) => string} mark SVG, from x on, its middle at y
 * @property {number} [width] of the mark
 */
import { escapeText, tag, text, widthOf } from './markup.js';

const MARK = 26;
const GAP = 6; // between mark and text
const APART = 18; // between entries
const ROW = 19;
const SIZE = 12;

/**
 * @param {readonly Entry[]} entries
 * @param {object} options
 * @param {number} options.left
 * @param {number} options.top
 * @param {number} options.width
 * @param {string} options.soft colour of the notes
 * @param {number} options.scale
 * @param {(text: string, size: number, weight: number) => number} [options.measure]
 * @returns {{svg: string, height: number}}
 */
export function legend(entries, { left, top, width, soft, scale, measure = widthOf }) {
  let x = left;
  let row = 0;
  let svg = '';
  for (const { text: name, note, color, mark, width: own = MARK } of entries) {
    const weight = note === undefined ? 400 : 600;
    const letters = measure(name, SIZE * scale, weight);
    const behind = note ? measure(` ${note}`, SIZE * scale, 400) : 0;
    const wide = scale * (own + GAP) + letters + behind;
    if (x > left && x + wide > left + width) {
      x = left;
      row++;
    }
    const middle = top + (row + 0.5) * ROW * scale;
    svg += mark(x, middle);
    const at = { x: x + scale * (own + GAP), y: middle + 0.35 * SIZE * scale, size: SIZE * scale };
    const quiet = note
      ? tag('tspan', { fill: soft, 'font-weight': 400 }, ` ${escapeText(note)}`)
      : '';
    svg += text({ ...at, fill: color, weight }, escapeText(name), quiet);
    x += wide + APART * scale;
  }
  return { svg, height: entries.length ? (row + 1) * ROW * scale : 0 };
}
