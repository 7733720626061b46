/**
 * Everything that a chart of curves shows. The canvas (curves.js) and the SVG (svg-curves.js) draw
 * the same picture; the page makes a new one whenever something has changed.
 *
 * @typedef {object} Style what the picture takes from the page
 * @property {string} paper
 * @property {string} ink
 * @property {string} soft
 * @property {string} line of the grid
 * @property {string} edge of the cursor
 * @property {string} font family
 * @property {number} scale of type, 1 or 1.5
 * @property {number} width of lines
 *
 * @typedef {object} Line one with a name
 * @property {import('./series.js').Series} series as drawn
 * @property {string} name
 * @property {import('./theme.js').RuleStyle} style
 *
 * @typedef {object} PaleLine behind the others: one seed, a curve before smoothing, an earlier run
 * @property {{x: ArrayLike<number>, y: ArrayLike<number>}} series
 * @property {import('./theme.js').RuleStyle} style
 * @property {number} opacity
 *
 * @typedef {object} Drawn a curve that somebody drew
 * @property {{x: number, y: number}[]} points x rising
 * @property {string} color
 * @property {readonly number[]} dash
 * @property {string} label at its end; may be empty
 *
 * @typedef {object} Ticks
 * @property {number} value
 * @property {string} text
 * @property {string} [unit] behind it
 *
 * @typedef {object} Picture
 * @property {Line[]} lines
 * @property {readonly string[]} [names] that will stand at the ends of lines, also of those which
 *   are not there yet
 * @property {PaleLine[]} pale
 * @property {Drawn | null} drawn
 * @property {{x: number, text: string, color: string}[]} events
 * @property {import('./scale.js').Range & {ticks: Ticks[]}} x
 * @property {import('./scale.js').Range & {ticks: Ticks[]}} y
 * @property {(value: number) => string} format a value as it stands at the end of a line
 * @property {(update: number) => string} divergedText
 * @property {number | null} cursor an x
 * @property {Style} style
 */

/** @type {WeakMap<object, number>} */
const numbers = new WeakMap();
let count = 0;

/** @param {object} thing @returns {number} which no other thing has */
function numberOf(thing) {
  const number = numbers.get(thing) ?? ++count;
  numbers.set(thing, number);
  return number;
}

/**
 * @param {Picture} picture
 * @returns {string} the same for pictures that look the same: series never change
 */
export function lookOf(picture) {
  const { lines, names, pale, drawn, events, x, y, format, divergedText, cursor, style } = picture;
  return JSON.stringify([
    lines.map(({ series, name, style: { line } }) => [numberOf(series), name, line]),
    pale.map(({ series, style: { line }, opacity }) => [numberOf(series), line, opacity]),
    [names, drawn, events],
    [x, y, cursor, style],
    [format(0.888), divergedText(1)],
  ]);
}
