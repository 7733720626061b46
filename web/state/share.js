/**
 * What one gives away of a lab: a link, a frame, an element. Pure.
 *
 * @typedef {import('./url.js').PageState} PageState
 *
 * @typedef {object} Place where the files of the site are
 * @property {string} page address of the page that shows experiments, without query and hash
 * @property {string} frame the same for frames
 * @property {string} script of the element
 * @property {string} file the page as one file
 */
import { writeHash, writeQuery } from './url.js';

/** Of a frame whose page cannot say how high it wants to be. */
const HEIGHT = 860;

/**
 * @param {string} base address of the folder with the site's files
 * @param {boolean} single whether the page is the one with everything inside
 * @returns {Place}
 */
export function placeOf(base, single = false) {
  const at = (/** @type {string} */ name) => new URL(name, base).href;
  const own = at('spusk.html');
  return {
    page: single ? own : at('./'),
    frame: single ? own : at('embed.html'),
    script: at('spusk.js'),
    file: own,
  };
}

/**
 * @param {object} options
 * @param {Place} options.place
 * @param {PageState} options.author what the address said
 * @param {Partial<PageState>} options.learner what differs from that
 * @param {string} options.title
 * @returns {{link: string, frame: string, element: string}}
 */
export function shareTexts({ place, author, learner, title }) {
  const bare = { course: undefined, embed: undefined, stringTest: undefined };
  const own = { ...author, ...bare };
  const plain = {
    ...own,
    ...learner,
    settings: { ...author.settings, ...learner.settings },
    ...bare,
  };
  const link = `${place.page}${writeQuery(own)}${writeHash(learner)}`;
  return {
    link,
    frame: frameOf(`${place.frame}${writeQuery(plain)}`, title),
    element: elementOf(place, plain),
  };
}

/**
 * @param {object} options
 * @param {Place} options.place
 * @param {import('../report/assignment.js').Assignment} options.assignment
 * @param {string} options.code of it
 * @returns {{link: string, frame: string, element: string}}
 */
export function assignmentTexts({ place, assignment, code }) {
  const query = `?assignment=${code}`;
  return {
    link: `${place.page}${query}`,
    frame: frameOf(`${place.frame}${query}`, assignment.title),
    element: `${scriptOf(place)}\n<spusk-lab assignment="${code}"></spusk-lab>`,
  };
}

/**
 * @param {string} source
 * @param {string} title
 */
const frameOf = (source, title) =>
  `<iframe src="${quoted(source)}" title="${quoted(title)}" width="100%" height="${HEIGHT}" style="border: 0" loading="lazy" allow="clipboard-write; fullscreen"></iframe>`;

/**
 * @param {Place} place
 * @param {PageState} state
 */
function elementOf(place, { settings, ...state }) {
  const all = new URLSearchParams(writeQuery(state));
  const attributes = [...all].map(([name, value]) => ` ${name}="${quoted(value)}"`).join('');
  const own = JSON.stringify({ settings }).replaceAll('<', '\\u003c');
  const inside = Object.keys(settings).length
    ? `\n  <script type="application/json">${own}</script>\n`
    : '';
  return `${scriptOf(place)}\n<spusk-lab${attributes}>${inside}</spusk-lab>`;
}

/** @param {Place} place */
const scriptOf = ({ script }) => `<script type="module" src="${quoted(script)}"></script>`;

/** @param {string} text in an attribute */
const quoted = (text) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
