/**
 * What a teacher is given for an assignment: a link, a frame, an element and files; and the way back, from a
 * file into the form.
 *
 * @typedef {import('../report/assignment.js').Assignment} Assignment
 * @typedef {import('../state/words.js').Words} Words
 *
 * @typedef {object} Given
 * @property {Assignment | null} assignment null: something is wrong
 * @property {number} wrong how many mistakes
 * @property {import('../state/share.js').Place} place
 * @property {Record<string, string>} told what to say below a part, by its name
 * @property {Words} words
 * @property {Acts} acts
 *
 * @typedef {object} Acts
 * @property {(name: 'link' | 'frame' | 'element', text: string) => void} copy
 * @property {(assignment: Assignment) => void} savePage
 * @property {(assignment: Assignment) => void} saveJson
 * @property {() => void} choose a file
 * @property {(event: Event) => void} load the file
 */
import { html } from 'lit';
import { encode } from '../report/assignment.js';
import { assignmentTexts } from '../state/share.js';

/** @param {Given} given */
export function assignGiven(given) {
  const { assignment, wrong, told, words, acts } = given;
  return html`<div class="given">
    <h2>${words.text('compose.given')}</h2>
    ${
      assignment
        ? ways(assignment, given)
        : html`<p class="wrong" role="status">${words.text('compose.wrong', { n: wrong })}</p>`
    }
    <div class="field">
      <b>${words.text('compose.open')}</b>
      <p>${words.text('compose.open.why')}</p>
      <input
        type="file"
        id="file"
        hidden
        accept=".json,.html,application/json,text/html"
        @change=${acts.load}
      />
      <button class="button" id="load" @click=${acts.choose}>
        ${words.text('compose.open.button')}
      </button>
      <span class="told wrong" role="alert">${told.load ?? ''}</span>
    </div>
  </div>`;
}

/**
 * @param {Assignment} assignment
 * @param {Given} given
 */
function ways(assignment, given) {
  const { place, told, words, acts } = given;
  const texts = assignmentTexts({ place, assignment, code: encode(assignment) });
  return html`${way('link', texts.link, given)}
    <div class="actions">
      <a class="button main" id="preview" href=${texts.link} target="_blank" rel="noopener">
        ${words.text('compose.preview')}
      </a>
    </div>
    ${way('frame', texts.frame, given)} ${way('element', texts.element, given)}
    <div class="field">
      <b>${words.text('compose.files')}</b>
      <p>${words.text('compose.files.why')}</p>
      <div class="actions">
        <button class="button" id="save-page" @click=${() => acts.savePage(assignment)}>
          ${words.text('compose.page')}
        </button>
        <button class="button" id="save-json" @click=${() => acts.saveJson(assignment)}>
          ${words.text('compose.json')}
        </button>
      </div>
      <span class="told" role="status">${told.file ?? ''}</span>
    </div>`;
}

/**
 * @param {'link' | 'frame' | 'element'} name
 * @param {string} text
 * @param {Given} given
 */
function way(name, text, { told, words, acts }) {
  return html`<div class="field">
    <label for="out-${name}">${words.text(`compose.${name}`)}</label>
    <textarea
      id="out-${name}"
      readonly
      spellcheck="false"
      rows="3"
      .value=${text}
      @focus=${(/** @type {Event} */ { target }) =>
        /** @type {HTMLTextAreaElement} */ (target).select()}
    ></textarea>
    <button class="button" id="copy-${name}" @click=${() => acts.copy(name, text)}>
      ${words.text('share.copy')}
    </button>
    <span class="told" role="status">${told[name] ?? ''}</span>
  </div>`;
}
