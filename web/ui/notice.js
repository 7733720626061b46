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
 */
export function noticeText({ name, value, mistake }, words) {
  if (!mistake) return words.text('problem.address', { name, value });
  return words.text('assign.notice', { what: mistakeText(mistake, words) });
}

/**
 * @param {import('../report/assignment.js').Mistake} mistake
 * @param {import('../state/words.js').Words} words
 * @param {string} [label] what the field is called where it stands
 */
export const mistakeText = ({ path, rule, values, value }, words, label = path) =>
  words.text(`assign.must.${rule}`, { path: label, value, ...values });
