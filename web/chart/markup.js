/**
 * SVG as text: what pictures, exports and the printed report are written with. Without ids, so
 * that several of them can stand in one document. Pure.
 *
 * @typedef {Record<string, string | number | undefined>} Attributes those undefined are left out
 * @typedef {{x: number, y: number}} Point
 */

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** What XML cannot hold at all, even as an entity. */
// eslint-disable-next-line no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** @param {string} content @returns {string} for content and for attributes */
export const escapeText = (content) =>
  content.replace(FORBIDDEN, '').replace(/[&<>"']/g, (sign) => ENTITIES[sign]);

/** @param {number} value @returns {string} to a hundredth of a pixel */
export const short = (value) => String(Math.round(100 * value) / 100 || 0);

/**
 * @param {string} name
 * @param {Attributes} attributes
 * @param {...string} children SVG; text goes through escapeText first
 */
export function tag(name, attributes, ...children) {
  const all = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}="${typeof value === 'number' ? short(value) : escapeText(String(value))}"`,
    )
    .join('');
  return children.length ? `<${name}${all}>${children.join('')}</${name}>` : `<${name}${all}/>`;
}

/**
 * @param {readonly Point[]} points
 * @param {boolean} [closed]
 * @returns {string} the `d` of a path; a point that is not finite begins a new piece
 */
export function lineThrough(points, closed = false) {
  let d = '';
  let pen = 'M';
  for (const { x, y } of points) {
    if (Number.isFinite(x) && Number.isFinite(y)) d += `${pen}${short(x)} ${short(y)}`;
    pen = Number.isFinite(x) && Number.isFinite(y) ? 'L' : 'M';
  }
  return closed && d ? `${d}Z` : d;
}

/**
 * @param {object} options
 * @param {number} options.x
 * @param {number} options.y
 * @param {string} options.fill
 * @param {number} [options.size] in pixels
 * @param {'start' | 'middle' | 'end'} [options.anchor]
 * @param {number} [options.weight]
 * @param {string} [options.halo] colour behind the letters
 * @param {string} [options.transform]
 * @param {string} content
 */
export function label({ x, y, fill, size = 11, anchor, weight, halo, transform }, content) {
  return text({ x, y, fill, size, anchor, weight, halo, transform }, escapeText(content));
}

/**
 * As label(), with tspans inside.
 *
 * @param {Parameters<typeof label>[0]} options
 * @param {...string} children SVG
 */
export function text({ x, y, fill, size = 11, anchor, weight, halo, transform }, ...children) {
  const behind = halo && { stroke: halo, 'stroke-width': 4, 'stroke-linejoin': 'round' };
  return tag(
    'text',
    {
      ...{ x, y, fill, 'font-size': size, 'font-weight': weight, transform },
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'paint-order': halo ? 'stroke' : undefined,
      ...behind,
    },
    ...children,
  );
}

/** Widths of letters in IBM Plex Sans, in parts of their size. @type {[RegExp, number][]} */
const LETTERS = [
  [/[ijl.,:;|'! \u00a0\u202f]/, 0.29],
  [/[ftr()·–]/, 0.37],
  [/[mwMWжшщюфмыЖШЩЮФМЫ%→↑↓]/, 0.88],
  [/\p{Lu}/u, 0.65],
];

/**
 * About how wide a text is: where there is nothing to measure it with.
 *
 * @param {string} content
 * @param {number} size in pixels
 * @param {number} [weight]
 */
export function widthOf(content, size, weight = 400) {
  let width = 0;
  for (const sign of content) {
    width += LETTERS.find(([letters]) => letters.test(sign))?.[1] ?? 0.58;
  }
  return width * size * (weight > 500 ? 1.04 : 1);
}

/**
 * A whole document.
 *
 * @param {object} options
 * @param {number} options.width
 * @param {number} options.height
 * @param {string} options.title
 * @param {string} options.description the text alternative
 * @param {string} options.paper
 * @param {string} options.body
 */
export function sheet({ width, height, title, description, paper, body }) {
  return tag(
    'svg',
    {
      ...{ xmlns: 'http://www.w3.org/2000/svg', width, height },
      ...{ viewBox: `0 0 ${short(width)} ${short(height)}`, role: 'img' },
      'font-family': "'IBM Plex Sans', system-ui, sans-serif",
    },
    tag('title', {}, escapeText(title)),
    tag('desc', {}, escapeText(description)),
    tag('rect', { width, height, fill: paper }),
    body,
  );
}
