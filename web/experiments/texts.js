/**
 * The texts of the experiments and the C sources that they show. Only the bundler can read these
 * (web/tools/modules.d.ts), so only the page imports this module.
 */
import sources from 'experiments:sources';
import texts from 'experiments:texts';
import later from 'experiments:texts-later';

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
 *
 * @typedef {Pick<import('./experiment.js').Experiment, 'id' | 'sources'>} Showing
 */

/** @type {Map<string, Parts & {whole: boolean}>} what has come already */
const here = new Map();

/**
 * @param {string} id
 * @param {string} lang
 * @param {boolean} [whole] with all sections, not only those of what is seen first
 * @returns {Parts | undefined} undefined as long as loadParts has not brought them
 */
export function partsOf(id, lang, whole = true) {
  const parts = here.get(`${id} ${lang}`);
  return parts?.whole || !whole ? parts : undefined;
}

/**
 * @param {string} id
 * @param {string} lang
 * @param {boolean} [whole]
 * @returns {Promise<Parts>}
 */
export async function loadParts(id, lang, whole = true) {
  const known = partsOf(id, lang, whole);
  if (known) return known;
  const [text, rest] = await Promise.all([
    texts[id][lang]().then((module) => module.default),
    whole && later ? later[id][lang]().then((module) => module.default) : {},
  ]);
  const sections = { ...text.sections, ...rest };
  const parts = { text: { ...text, sections }, whole: whole || !later };
  // All may have come while the first were on their way.
  if (!partsOf(id, lang)) here.set(`${id} ${lang}`, parts);
  return parts;
}

/** @type {Map<string, Record<string, string>>} by experiment */
const sourcesHere = new Map();

/** @param {string} id @returns {Record<string, string> | null} null until loadSources has come back */
export const sourcesOf = (id) => sourcesHere.get(id) ?? null;

/**
 * C files by their path below c_src.
 *
 * @param {Showing} experiment
 */
export async function loadSources({ id, sources: shown }) {
  if (sourcesHere.has(id)) return;
  const files = [...new Set(shown.map(({ file }) => file))];
  const contents = await Promise.all(files.map((file) => sources[file]()));
  sourcesHere.set(id, Object.fromEntries(files.map((file, k) => [file, contents[k].default])));
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
