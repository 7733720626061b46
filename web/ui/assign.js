import { LitElement, html, nothing } from 'lit';
import { headOf } from '../experiments/heads.js';
import { experiments, findExperiment } from '../experiments/index.js';
import { loadParts, messagesOf, partsOf } from '../experiments/texts.js';
import { blank, check, encode, readAssignment, toJson } from '../report/assignment.js';
import { Words } from '../state/words.js';
import { assignForm } from './assign-form.js';
import { assignGiven } from './assign-given.js';
import { assignStyles } from './assign-styles.js';
import { copyText, saveText } from './copy.js';
import { define } from './define.js';
import { mistakeText } from './notice.js';

/**
 * A dialog for teachers that composes an assignment, and gives it as a link, a frame, an
 * element or a file.
 *
 * @typedef {import('../report/assignment.js').Assignment} Assignment
 */
export class AssignElement extends LitElement {
  static properties = {
    words: { attribute: false },
    place: { attribute: false },
    save: { attribute: false },
    scheme: { reflect: true },
    draft: { state: true },
    told: { state: true },
  };

  static styles = assignStyles;

  /** What was typed, by field, where it is not what the draft says. @type {Map<string, string>} */
  #typed = new Map();

  constructor() {
    super();
    /** @type {Words | null} */
    this.words = null;
    /** @type {import('../state/share.js').Place} */
    this.place = { page: '', frame: '', script: '', file: '' };
    /** Gives the page as one file, with this query in it. @type {((query: string) => Promise<Blob>) | null} */
    this.save = null;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    /** As an Assignment, but with whatever was typed. @type {Record<string, any>} */
    this.draft = blank(experiments[0]);
    /** What to say below a part, by its name. @type {Record<string, string>} */
    this.told = {};
  }

  /**
   * Shows the dialog.
   *
   * @param {Partial<Assignment>} begin what the page shows now
   */
  async show(begin) {
    const experiment = findExperiment(begin.experiment ?? '') ?? experiments[0];
    const title = headOf(experiment.id, this.words?.lang ?? 'en').question;
    this.#take({ ...blank(experiment), title, ...begin });
    await this.updateComplete;
    const dialog = /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
    if (!dialog.open) dialog.showModal();
  }

  /** @param {Record<string, any>} draft */
  #take(draft) {
    this.#typed.clear();
    this.told = {};
    this.draft = draft;
  }

  #close() {
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog'))?.close();
  }

  get #experiment() {
    return findExperiment(this.draft.experiment) ?? experiments[0];
  }

  /** With the texts of the experiment as soon as they are there. */
  #speech() {
    const { lang, stress } = /** @type {Words} */ (this.words);
    const parts = partsOf(this.draft.experiment, lang);
    if (!parts) loadParts(this.#experiment.id, lang).then(() => this.requestUpdate());
    const own = parts ? messagesOf(parts.text) : {};
    const { messages } = /** @type {Words} */ (this.words);
    return new Words(lang, { ...messages, ...own }, stress);
  }

  render() {
    if (!this.words) return nothing;
    const words = this.#speech();
    const { assignment, mistakes } = check(this.draft);
    return html`<dialog lang=${words.lang} aria-labelledby="title-of-all">
      <div class="inside">
        <div class="head">
          <h1 id="title-of-all">${words.text('compose.head')}</h1>
          <button class="plain" id="close" @click=${() => this.#close()}>
            ${words.text('share.close')}
          </button>
        </div>
        <p class="hint">${words.text('compose.what')}</p>
        <div class="columns">
          ${assignForm({
            ...{ draft: this.draft, experiment: this.#experiment, mistakes, words },
            typed: this.#typed,
            set: (change) => this.#set(change),
            put: (id, value) => this.#set({ settings: { ...this.draft.settings, [id]: value } }),
            turnTo: (id) => this.#turnTo(id),
          })}
          ${assignGiven({
            ...{ assignment, wrong: mistakes.length, words },
            ...{ place: this.place, told: this.told },
            acts: {
              copy: (name, text) => this.#copy(name, text),
              savePage: (one) => this.#savePage(one),
              saveJson,
              choose: () =>
                /** @type {HTMLElement} */ (this.renderRoot.querySelector('#file')).click(),
              load: (event) => this.#load(event),
            },
          })}
        </div>
      </div>
    </dialog>`;
  }

  /** @param {Record<string, any>} change */
  #set(change) {
    this.draft = { ...this.draft, ...change };
    this.told = {};
  }

  /** @param {string} id of another experiment */
  #turnTo(id) {
    const { draft, words } = this;
    const lang = words?.lang ?? 'en';
    // A title that somebody wrote stays; one that was the question of the experiment goes.
    const titled = draft.title !== headOf(draft.experiment, lang).question;
    const { title } = titled ? draft : { title: headOf(id, lang).question };
    const other = blank(/** @type {any} */ (findExperiment(id)));
    this.#take({ ...draft, experiment: id, title, settings: {}, open: [], seeds: other.seeds });
  }

  /**
   * @param {'link' | 'frame' | 'element'} name
   * @param {string} text
   */
  async #copy(name, text) {
    const copied = await copyText(text);
    if (!copied) {
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#out-${name}`))?.focus();
    }
    this.told = { [name]: this.words?.text(copied ? 'share.copied' : 'share.select') ?? '' };
  }

  /** @param {Assignment} assignment */
  async #savePage(assignment) {
    if (!this.save) return;
    try {
      const page = await this.save(`?assignment=${encode(assignment)}`);
      saveText(`${fileName(assignment)}.html`, await page.text(), 'text/html');
      this.told = {};
    } catch {
      this.told = { file: this.words?.text('share.failed') ?? '' };
    }
  }

  /** @param {Event} event */
  async #load({ target }) {
    const field = /** @type {HTMLInputElement} */ (target);
    const [file] = field.files ?? [];
    if (!file || !this.words) return;
    const { assignment, mistakes } = readAssignment(await file.text());
    field.value = '';
    if (assignment) this.#take(assignment);
    else this.told = { load: mistakeText(mistakes[0], this.words) };
  }
}

/** @param {Assignment} assignment */
function saveJson(assignment) {
  saveText(`${fileName(assignment)}.json`, toJson(assignment), 'application/json');
}

/** @param {Assignment} assignment */
function fileName({ title }) {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 50);
  return `spusk-${name}`.replace(/-$/, '');
}

define('spusk-assign', AssignElement);
