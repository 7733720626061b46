/** A picture as a file of its own, with what stands above it on the page. Pure. */
import { label, sheet, tag } from './markup.js';

const MARGIN = 12;

/**
 * @param {object} options
 * @param {string} options.svg the picture
 * @param {number} options.width
 * @param {number} options.height
 * @param {string} options.title
 * @param {string} options.subtitle
 * @param {string} options.description what it shows, in words
 * @param {{paper: string, ink: string, soft: string}} options.style
 * @returns {string}
 */
export function sheetWithTitle({ svg, width, height, title, subtitle, description, style }) {
  const { paper, ink, soft } = style;
  const x = MARGIN;
  const lines = wrapped(subtitle, Math.floor(width / 6.6));
  const head = MARGIN + 20 + 18 * lines.length + 6;
  return sheet({
    width: width + 2 * MARGIN,
    height: head + height + MARGIN,
    title,
    description,
    paper,
    body: [
      label({ x, y: MARGIN + 12, fill: ink, size: 15, weight: 600 }, title),
      ...lines.map((line, i) => label({ x, y: MARGIN + 32 + 18 * i, fill: soft, size: 13 }, line)),
      tag('g', { transform: `translate(${MARGIN} ${head})` }, svg),
    ].join(''),
  });
}

/** @param {string} content @param {number} most characters in a line @returns {string[]} */
function wrapped(content, most) {
  /** @type {string[]} */
  const lines = [];
  for (const word of content.split(' ').filter(Boolean)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
