/**
 * How a report is handed over where the page round the lab forbids printing and saving: as text
 * to be copied, or from a tab of its own.
 */
import { html, nothing } from 'lit';
import { isFramed } from './copy.js';

/** @typedef {import('../state/words.js').Words} Words */

/**
 * @param {object} options
 * @param {Words} options.words
 * @param {string} options.shown a text to be copied, ''
 * @param {string} options.url of the same lab
 * @param {() => void} options.copy
 */
export function ways({ words, shown, url, copy }) {
  return html`${
    shown
      ? html`<textarea
            id="by-hand"
            readonly
            spellcheck="false"
            rows="6"
            aria-label=${words.text('report.text')}
            .value=${shown}
            @focus=${(/** @type {Event} */ { target }) =>
              /** @type {HTMLTextAreaElement} */ (target).select()}
          ></textarea>
          <button type="button" class="button" id="copy-text" @click=${copy}>
            ${words.text('report.text.copy')}
          </button>`
      : nothing
  }
  ${
    isFramed()
      ? html`<p class="soft framed">
          ${words.text('report.framed')}
          <a id="own-tab" href=${url} target="_blank" rel="noopener"
            >${words.text('report.framed.open')}</a
          >
        </p>`
      : nothing
  }`;
}
