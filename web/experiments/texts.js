/**
 * The texts of the experiments and the C sources that they show. Only the bundler can read these
 * (web/tools/modules.d.ts), so only the page imports this module.
 */
import sources from 'experiments:sources';
import texts from 'experiments:texts';

/**
 * @typedef {object} Section
 * @property {string} title inline HTML
 * @property {string} html
 *
 * @typedef {object} Text as it is made of its Markdown when building (tools/markdown.js)
 * @property {string} title inline HTML
 * @property {string} lead HTML between the title and the first section
 * @property {Record<string, Section>} sections in the order of the text
 *
 * @typedef {object} Parts what is shown of an experiment besides its runs
 * @property {Text} text
 * @property {Record<string, string>} sources C files by their path below c_src
 */

/** @type {Map<string, Parts>} what has come already */
const here = new Map();

/**
 * @param {string} id
 * @param {string} lang
 * @returns {Parts | undefined} undefined as long as loadParts has not brought them
 */
export const partsOf = (id, lang) => here.get(`${id} ${lang}`);

/**
 * @param {Pick<import('./experiment.js').Experiment, 'id' | 'sources'>} experiment
 * @param {string} lang
 * @returns {Promise<Parts>}
 */
export async function loadParts({ id, sources: shown }, lang) {
  const known = partsOf(id, lang);
  if (known) return known;
  const files = [...new Set(shown.map(({ file }) => file))];
  const [text, ...contents] = await Promise.all([
    texts[id][lang]().then((module) => module.default),
    ...files.map((file) => sources[file]().then((module) => module.default)),
  ]);
  const parts = { text, sources: Object.fromEntries(files.map((file, k) => [file, contents[k]])) };
  here.set(`${id} ${lang}`, parts);
  return parts;
}

/**
 * The headings of a text as messages: `## Step, SGD {#control-stepSgd}` is "control.stepSgd", and
 * what stands below it "control.stepSgd.help".
 *
 * @param {Text} text
 * @returns {Record<string, string>}
 */
export function messagesOf({ title, lead, sections }) {
  /** @type {Record<string, string>} */
  const messages = { question: plain(title), lead: plain(lead) };
  for (const [id, section] of Object.entries(sections)) {
    const key = id.replaceAll('-', '.');
    messages[key] = plain(section.title);
    messages[`${key}.help`] = plain(section.html);
  }
  return messages;
}

/** @type {Record<string, string>} */
const ENTITIES = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&#39;': "'", '&amp;': '&' };

/** @param {string} html */
export function plain(html) {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity])
    .trim();
}
