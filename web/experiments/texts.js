/**
 * The texts of the experiments and the C sources that they show. Only the bundler can read these
 * (web/tools/modules.d.ts), so only the page imports this module.
 */
import sources from 'experiments:sources';
import texts from 'experiments:texts';

/** @typedef {import('../tools/markdown.js').Text} Text */

/** By the name that the catalogue has for the file, "optim/adam.c". */
export { sources };

/**
 * @param {string} id
 * @param {string} lang
 * @returns {Text}
 */
export const textOf = (id, lang) => texts[id][lang];

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
function plain(html) {
  return html
    .replace(/<[^>]*>/g, '')
    .replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity])
    .trim();
}
