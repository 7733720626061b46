import { html, nothing } from 'lit';
import { UNFETCHED } from './locales.js';

/** @param {string} text that is told at once */
export const warning = (text) => html`<p class="notice" role="alert">${text}</p>`;

/** @param {string} lang that could not be fetched, '' for none */
export const unfetched = (lang) => (lang ? warning(UNFETCHED[lang]) : nothing);

/**
 * What was wrong with the page's address, in words.
 *
 * @param {import('../state/url.js').Notice} notice
 * @param {import('../state/words.js').Words} words
 * @param {boolean} [alone] whether no experiment is shown
 */
export function noticeText({ name, value, mistake }, words, alone = false) {
  if (!mistake) return words.text('problem.address', { name, value });
  const what = mistakeText(mistake, words);
  return words.text(alone ? 'assign.notice.alone' : 'assign.notice', { what });
}

/**
 * @param {import('../report/assignment.js').Mistake} mistake
 * @param {import('../state/words.js').Words} words
 * @param {string} [label] what the field is called where it stands
 */
export const mistakeText = ({ path, rule, values, value }, words, label = path) =>
  words.text(`assign.must.${rule}`, { path: label, value, ...values });
