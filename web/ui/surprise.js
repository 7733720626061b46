import { html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';

/**
 * What is said to those who expected something else: open where somebody did, folded for the
 * others, and not there as long as it would tell the outcome.
 *
 * @param {object} options
 * @param {import('../state/lab.js').Lab} options.lab
 * @param {import('../experiments/texts.js').Text} options.text
 * @param {boolean} options.wrong whether the prediction did not come true
 */
export function surprise({ lab, text, wrong }) {
  const section = text.sections.surprise;
  const { experiment, results, series } = lab;
  if (!experiment.predict || !section || results.outcome(series) === null) return nothing;
  return html`<details class="surprise" ?open=${wrong}>
    <summary>${unsafeHTML(section.title)}</summary>
    <div class="prose">${unsafeHTML(section.html)}</div>
  </details>`;
}
