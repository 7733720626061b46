import { LitElement, html, nothing } from 'lit';
import { headOf } from '../experiments/heads.js';
import { experiments, findExperiment } from '../experiments/index.js';
import { loadParts, messagesOf, partsOf } from '../experiments/texts.js';
import {
  HIDEABLE,
  PREDICTING,
  blank,
  check,
  encode,
  readAssignment,
  toJson,
} from '../report/assignment.js';
import { assignmentTexts } from '../state/share.js';
import { LANGUAGES, Words } from '../state/words.js';
import { assignStyles } from './assign-styles.js';
import { formatSetting } from './controls.js';
import { copyText, saveText } from './copy.js';
import { define } from './define.js';
import { mistakeText } from './notice.js';

/**
 * A dialog for teachers that composes an assignment, and gives it as a link, a frame or a file.
 *
 * @typedef {import('../report/assignment.js').Assignment} Assignment
 * @typedef {import('../report/assignment.js').Mistake} Mistake
 * @typedef {import('../experiments/experiment.js').Control} Control
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
    if (!parts) loadParts(this.#experiment, lang).then(() => this.requestUpdate());
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
          <form @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
            ${this.#line('title', words, mistakes)} ${this.#choice(words, mistakes)}
            ${this.#controls(words, mistakes)} ${this.#seed(words, mistakes)}
            ${this.#prediction(words, mistakes)} ${this.#questions(words, mistakes)}
            ${this.#line('due', words, mistakes)} ${this.#look(words)}
          </form>
          ${this.#given(assignment, mistakes, words)}
        </div>
      </div>
    </dialog>`;
  }

  // --- fields --------------------------------------------------------------------------------------

  /** @param {Record<string, any>} change */
  #set(change) {
    this.draft = { ...this.draft, ...change };
    this.told = {};
  }

  /**
   * @param {string} path
   * @param {readonly Mistake[]} mistakes
   * @param {Words} words
   * @param {string} label
   */
  #wrong(path, mistakes, words, label) {
    const own = mistakes.find((one) => one.path === path || one.path.startsWith(`${path}[`));
    if (!own) return nothing;
    const told = { ...own, values: { ...own.values, ...this.#needs(own, words) } };
    return html`<p class="wrong" id="wrong-${idOf(path)}">${mistakeText(told, words, label)}</p>`;
  }

  /**
   * Controls by their names here, where a message lists them.
   *
   * @param {Mistake} mistake
   * @param {Words} words
   */
  #needs({ values: { needs } }, words) {
    if (!needs) return {};
    const list = needs.map((/** @type {[string, number]} */ [id, value]) => {
      const control = this.#experiment.controls.find((one) => one.id === id);
      const text = control ? formatSetting(control, value, words) : value;
      return `${words.text(`control.${id}`)} = ${text}`;
    });
    return { list: list.join(', ') };
  }

  /**
   * @param {'title' | 'due'} name
   * @param {Words} words
   * @param {readonly Mistake[]} mistakes
   */
  #line(name, words, mistakes) {
    const label = words.text(`compose.${name}`);
    const wrong = this.#wrong(name, mistakes, words, label);
    return html`<div class="entry">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        autocomplete="off"
        .value=${this.draft[name]}
        placeholder=${name === 'due' ? words.text('compose.due.example') : ''}
        aria-invalid=${wrong === nothing ? 'false' : 'true'}
        aria-describedby="wrong-${name}"
        @input=${(/** @type {InputEvent} */ event) => this.#set({ [name]: valueOf(event) })}
      />
      ${wrong}
    </div>`;
  }

  /**
   * @param {Words} words
   * @param {readonly Mistake[]} mistakes
   */
  #choice(words, mistakes) {
    const label = words.text('compose.experiment');
    return html`<div class="entry">
      <label for="experiment">${label}</label>
      <select
        id="experiment"
        @change=${(/** @type {Event} */ event) => this.#turnTo(valueOf(event))}
      >
        ${experiments.map(
          ({ id }) =>
            html`<option value=${id} ?selected=${id === this.draft.experiment}>
              ${words.phrase(headOf(id, words.lang).question)}
            </option>`,
        )}
      </select>
      ${this.#wrong('experiment', mistakes, words, label)}
    </div>`;
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
   * @param {Words} words
   * @param {readonly Mistake[]} mistakes
   */
  #controls(words, mistakes) {
    const { controls, seeds } = this.#experiment;
    const whole = { id: 'seeds', kind: /** @type {const} */ ('linear'), default: seeds.default };
    return html`<fieldset>
      <legend>${words.text('settings.title')}</legend>
      <p class="hint">${words.text('compose.open.how')}</p>
      ${controls.map((control) => {
        const value = this.draft.settings[control.id] ?? control.default;
        const set = (/** @type {unknown} */ next) =>
          this.#set({ settings: { ...this.draft.settings, [control.id]: next } });
        return this.#control(
          control,
          { path: `settings.${control.id}`, value, set },
          words,
          mistakes,
        );
      })}
      ${this.#control(
        whole,
        {
          path: 'seeds',
          value: this.draft.seeds,
          set: (/** @type {unknown} */ next) => this.#set({ seeds: next }),
        },
        words,
        mistakes,
      )}
    </fieldset>`;
  }

  /**
   * @param {Control} control
   * @param {{path: string, value: unknown, set: (value: unknown) => void}} field
   * @param {Words} words
   * @param {readonly Mistake[]} mistakes
   */
  #control(control, { path, value, set }, words, mistakes) {
    const { id } = control;
    const label = words.text(`control.${id}`);
    const wrong = this.#wrong(path, mistakes, words, label);
    const { open } = this.draft;
    return html`<div class="control">
      <label class="check">
        <input
          type="checkbox"
          id="open-${id}"
          .checked=${open.includes(id)}
          @change=${() =>
            this.#set({
              open: open.includes(id)
                ? open.filter((/** @type {string} */ one) => one !== id)
                : [...open, id],
            })}
        />
        ${label}
      </label>
      ${
        control.values
          ? html`<select
              id="set-${id}"
              aria-label=${words.text('compose.value', { label })}
              @change=${(/** @type {Event} */ event) => set(Number(valueOf(event)))}
            >
              ${control.values.map(
                (one) =>
                  html`<option value=${String(one)} ?selected=${one === value}>
                    ${formatSetting(control, one, words)}
                  </option>`,
              )}
            </select>`
          : this.#number(`set-${id}`, { path, value, set }, words.text('compose.value', { label }))
      }
      ${wrong}
    </div>`;
  }

  /**
   * @param {string} id
   * @param {{path: string, value: unknown, set: (value: unknown) => void, off?: boolean}} field
   * @param {string} label
   */
  #number(id, { path, value, set, off = false }, label) {
    const { mistakes } = check(this.draft);
    return html`<input
      id=${id}
      inputmode="decimal"
      autocomplete="off"
      aria-label=${label}
      aria-invalid=${mistakes.some((one) => one.path === path) ? 'true' : 'false'}
      aria-describedby="wrong-${idOf(path)}"
      ?disabled=${off}
      .value=${this.#typed.get(path) ?? String(value)}
      @input=${(/** @type {InputEvent} */ event) => {
        const text = valueOf(event);
        const number = this.words?.parse(text) ?? NaN;
        this.#typed.set(path, text);
        set(Number.isNaN(number) ? text : number);
      }}
    />`;
  }

  /**
   * @param {Words} words
   * @param {readonly Mistake[]} mistakes
   */
  #seed(words, mistakes) {
    const { seed } = this.draft;
    const personal = seed === 'student';
    const label = words.text('compose.seed.number');
    const set = (/** @type {unknown} */ next) => this.#set({ seed: next });
    return html`<fieldset>
      <legend>${words.text('compose.seed')}</legend>
      <label class="check">
        <input
          type="radio"
          name="seed"
          id="seed-fixed"
          .checked=${!personal}
          @change=${() => {
            this.#typed.delete('seed');
            set(1);
          }}
        />
        ${words.text('compose.seed.fixed')}
        ${this.#number('seed', { path: 'seed', value: personal ? 1 : seed, set, off: personal }, label)}
      </label>
      ${this.#wrong('seed', mistakes, words, label)}
      <label class="check">
        <input
          type="radio"
          name="seed"
          id="seed-student"
          .checked=${personal}
          @change=${() => set('student')}
        />
        ${words.text('compose.seed.student')}
      </label>
      <p class="hint">${words.text('compose.seed.why')}</p>
    </fieldset>`;
  }

  /**
   * @param {Words} words
   * @param {readonly Mistake[]} mistakes
   */
  #prediction(words, mistakes) {
    const label = words.text('compose.predict');
    const none = !this.#experiment.predict;
    return html`<fieldset>
      <legend>${label}</legend>
      ${none ? html`<p class="hint">${words.text('assign.must.predictable')}</p>` : nothing}
      ${PREDICTING.map(
        (way) =>
          html`<label class="check">
            <input
              type="radio"
              name="predict"
              id="predict-${way}"
              ?disabled=${none && way === 'required'}
              .checked=${this.draft.predict === way}
              @change=${() => this.#set({ predict: way })}
            />
            ${words.text(`compose.predict.${way}`)}
          </label>`,
      )}
      ${this.#wrong('predict', mistakes, words, label)}
    </fieldset>`;
  }

  /**
   * @param {Words} words
   * @param {readonly Mistake[]} mistakes
   */
  #questions(words, mistakes) {
    const label = words.text('compose.questions');
    const wrong = this.#wrong('questions', mistakes, words, label);
    return html`<div class="entry">
      <label for="questions">${label}</label>
      <textarea
        id="questions"
        rows="4"
        aria-invalid=${wrong === nothing ? 'false' : 'true'}
        aria-describedby="how-questions wrong-questions"
        .value=${this.#typed.get('questions') ?? this.draft.questions.join('\n')}
        @input=${(/** @type {InputEvent} */ event) => {
          const text = valueOf(event);
          this.#typed.set('questions', text);
          const lines = text.split('\n').map((line) => line.trim());
          this.#set({ questions: lines.filter(Boolean) });
        }}
      ></textarea>
      <p class="hint" id="how-questions">${words.text('compose.questions.how')}</p>
      ${wrong}
    </div>`;
  }

  /** @param {Words} words */
  #look(words) {
    const { lang, hide } = this.draft;
    return html`<div class="entry">
        <label for="lang">${words.text('compose.lang')}</label>
        <select
          id="lang"
          @change=${(/** @type {Event} */ event) => this.#set({ lang: valueOf(event) })}
        >
          ${['', ...LANGUAGES].map(
            (one) =>
              html`<option value=${one} ?selected=${one === lang}>
                ${words.text(`compose.lang.${one || 'reader'}`)}
              </option>`,
          )}
        </select>
      </div>
      <fieldset>
        <legend>${words.text('compose.parts')}</legend>
        <div class="parts">
          ${HIDEABLE.filter((part) => part !== 'digits' || this.#experiment.digits).map(
            (part) =>
              html`<label class="check">
                <input
                  type="checkbox"
                  id="part-${part}"
                  .checked=${!hide.includes(part)}
                  @change=${() =>
                    this.#set({
                      hide: hide.includes(part)
                        ? hide.filter((/** @type {string} */ one) => one !== part)
                        : [...hide, part],
                    })}
                />
                ${words.text(`compose.part.${part}`)}
              </label>`,
          )}
        </div>
      </fieldset>`;
  }

  // --- what comes out ------------------------------------------------------------------------------

  /**
   * @param {Assignment | null} assignment
   * @param {readonly Mistake[]} mistakes
   * @param {Words} words
   */
  #given(assignment, mistakes, words) {
    const texts =
      assignment && assignmentTexts({ place: this.place, assignment, code: encode(assignment) });
    return html`<div class="given">
      <h2>${words.text('compose.given')}</h2>
      ${
        texts
          ? html`${this.#text('link', texts.link, words)}
              <div class="actions">
                <a
                  class="button main"
                  id="preview"
                  href=${texts.link}
                  target="_blank"
                  rel="noopener"
                >
                  ${words.text('compose.preview')}
                </a>
              </div>
              ${this.#text('frame', texts.frame, words)}
              <div class="field">
                <b>${words.text('compose.files')}</b>
                <p>${words.text('compose.files.why')}</p>
                <div class="actions">
                  <button class="button" id="save-page" @click=${() => this.#savePage(assignment)}>
                    ${words.text('compose.page')}
                  </button>
                  <button class="button" id="save-json" @click=${() => this.#saveJson(assignment)}>
                    ${words.text('compose.json')}
                  </button>
                </div>
                <span class="told" role="status">${this.told.file ?? ''}</span>
              </div>`
          : html`<p class="wrong" role="status">
              ${words.text('compose.wrong', { n: mistakes.length })}
            </p>`
      }
      <div class="field">
        <b>${words.text('compose.open')}</b>
        <p>${words.text('compose.open.why')}</p>
        <input
          type="file"
          id="file"
          hidden
          accept=".json,.html,application/json,text/html"
          @change=${(/** @type {Event} */ event) => this.#load(event)}
        />
        <button
          class="button"
          id="load"
          @click=${() =>
            /** @type {HTMLElement} */ (this.renderRoot.querySelector('#file')).click()}
        >
          ${words.text('compose.open.button')}
        </button>
        <span class="told wrong" role="alert">${this.told.load ?? ''}</span>
      </div>
    </div>`;
  }

  /**
   * @param {'link' | 'frame'} name
   * @param {string} text
   * @param {Words} words
   */
  #text(name, text, words) {
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
      <button class="button" id="copy-${name}" @click=${() => this.#copy(name, text)}>
        ${words.text('share.copy')}
      </button>
      <span class="told" role="status">${this.told[name] ?? ''}</span>
    </div>`;
  }

  /**
   * @param {'link' | 'frame'} name
   * @param {string} text
   */
  async #copy(name, text) {
    const copied = await copyText(text);
    if (!copied) {
      /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#out-${name}`))?.focus();
    }
    this.told = { [name]: this.words?.text(copied ? 'share.copied' : 'share.select') ?? '' };
  }

  /** @param {Assignment | null} assignment */
  #saveJson(assignment) {
    if (!assignment) return;
    saveText(`${fileName(assignment)}.json`, toJson(assignment), 'application/json');
  }

  /** @param {Assignment | null} assignment */
  async #savePage(assignment) {
    if (!assignment || !this.save) return;
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

/** @param {Event} event */
const valueOf = ({ target }) => /** @type {HTMLInputElement} */ (target).value;

/** @param {string} path */
const idOf = (path) => path.replace('.', '-');

/** @param {Assignment} assignment */
function fileName({ title }) {
  const name = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 50);
  return `spusk-${name}`.replace(/-$/, '');
}

define('spusk-assign', AssignElement);
