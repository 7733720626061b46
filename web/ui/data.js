import { LitElement, html, nothing } from 'lit';
import { openLab } from '../core/open.js';
import { DataProblem } from '../data/problem.js';
import { DATA } from '../state/lab.js';
import { chosenFiles, droppedFiles, filesAt } from '../state/own-data.js';
import { dataStyles } from './data-styles.js';
import { define } from './define.js';
import { paint } from './paint.js';

/**
 * On which data the lab trains: a line among the settings, and a dialog in which somebody gives
 * his own.
 *
 * @fires spusk-data the data of an address are in use, or cannot be had; detail: {address}
 *
 * @typedef {import('../data/files.js').DataFile} DataFile
 * @typedef {import('../data/files.js').Progress} Progress
 * @typedef {import('../data/source.js').Source} Source
 * @typedef {import('../state/problems.js').Problem} Problem
 * @typedef {import('../state/words.js').Words} Words
 *
 * @typedef {object} Choices how to read them
 * @property {string} [target]
 * @property {number} [side]
 * @property {boolean} [colour]
 */

const MEGA = 1e6;
const SAMPLES = 10;
const SIDES = [16, 28, 32, 48, 64];
/** Names of files that are told; of the others only how many. */
const NAMED = 3;
/** Milliseconds between two renderings of the progress. */
const REST = 60;

export class DataElement extends LitElement {
  static properties = {
    lab: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    address: {},
    quiet: { type: Boolean },
    scheme: { reflect: true },
    progress: { state: true },
    problem: { state: true },
    over: { state: true },
  };

  static styles = dataStyles;

  /** What was given, for reading it in another way. @type {DataFile[]} */
  #files = [];
  /** @type {Choices} */
  #choices = {};
  /** @type {AbortController | null} of the reading that is under way */
  #reading = null;
  #rendered = 0;

  constructor() {
    super();
    /** @type {import('../state/lab.js').Lab | null} */
    this.lab = null;
    /** @type {Words | null} */
    this.words = null;
    /** Changes when the lab has something new. */
    this.version = 0;
    /** Of a folder with data, as the page's author wishes. */
    this.address = '';
    /** Only tells what happens: nobody can choose. */
    this.quiet = false;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    /** @type {Progress | 'fitting' | null} */
    this.progress = null;
    /** @type {Problem | null} */
    this.problem = null;
    this.over = false;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#reading?.abort();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (changed.has('address') && this.address) this.#load(this.address);
    const canvases = this.renderRoot.querySelectorAll('canvas');
    const { data } = this.lab ?? {};
    if (!canvases.length || !data) return;
    data.samples(SAMPLES).forEach((sample, k) => {
      if (canvases[k].dataset.painted === data.digest) return;
      canvases[k].dataset.painted = data.digest;
      paint(canvases[k], sample);
    });
  }

  /** Shows the dialog; the focus goes back to where it was when it closes. */
  show() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog && !dialog.open) dialog.showModal();
  }

  /** @param {DataTransfer} transfer of a drop, anywhere on the lab */
  drop(transfer) {
    if (this.quiet) return;
    this.over = false;
    this.show();
    this.#take(droppedFiles(transfer));
  }

  /**
   * @param {Promise<DataFile[]>} coming
   * @param {Choices} [choices]
   */
  async #take(coming, choices = {}) {
    const { lab } = this;
    if (!lab) return;
    this.#reading?.abort();
    const reading = new AbortController();
    this.#reading = reading;
    this.problem = null;
    const isLatest = () => this.#reading === reading;
    try {
      const files = await coming;
      const { readData, decode } = await readers();
      const source = await readData(files, {
        ...choices,
        openLab,
        decode,
        signal: reading.signal,
        onProgress: (progress) => isLatest() && this.#tell(progress),
      });
      if (!isLatest()) return;
      this.#files = files;
      this.#choices = choices;
      await this.#use(source);
    } catch (error) {
      if (isLatest() && !reading.signal.aborted) this.problem = problemOf(error);
    } finally {
      if (isLatest()) {
        this.#reading = null;
        this.progress = null;
      }
    }
  }

  /** @param {Source | null} source */
  async #use(source) {
    this.progress = 'fitting';
    const fits = await this.lab?.useData(source);
    this.problem = fits ? null : (this.lab?.problem ?? null);
    this.progress = null;
  }

  /** @param {string} address */
  async #load(address) {
    const base = document.baseURI;
    await this.#take(filesAt(address, { base }));
    this.dispatchEvent(new CustomEvent('spusk-data', { detail: { address } }));
  }

  /** @param {Progress} progress */
  #tell(progress) {
    const now = performance.now();
    if (this.progress && progress.done < progress.total && now - this.#rendered < REST) return;
    this.#rendered = now;
    this.progress = progress;
  }

  #remove() {
    this.#files = [];
    this.#use(null);
  }

  #cancel() {
    this.#reading?.abort();
    this.#reading = null;
    this.progress = null;
  }

  render() {
    const { words, lab } = this;
    if (!words || !lab) return nothing;
    if (this.quiet) return html`<p role="status">${this.#state(words)}</p>`;
    return html`<div class="line">
        <span>${words.text('data.label')}</span>
        <span>${this.#state(words)}</span>
        <button class="plain" id="open" aria-haspopup="dialog" @click=${() => this.show()}>
          ${words.text(lab.data ? 'data.change' : 'data.own')}
        </button>
      </div>
      ${this.#dialog(words, lab)}`;
  }

  /** @returns {boolean} whether the page's author wished for data that are not in use */
  get #wished() {
    return this.address !== '' && !this.lab?.data;
  }

  /** @param {Words} words what is so now, in a few words */
  #state(words) {
    const { progress, problem, lab } = this;
    if (progress) return progressText(progress, words);
    if (problem && (this.quiet || this.#wished)) {
      return html`<span class="problem" role="alert">${this.#sentence(words)}</span>`;
    }
    return lab?.data
      ? summary(lab.data, words)
      : this.quiet
        ? nothing
        : words.text('data.generated');
  }

  /** @param {Words} words */
  #sentence(words) {
    const { problem } = this;
    const said = problem?.message ?? words.text(problem?.text ?? '', problem?.values);
    return this.#wished ? `${said} ${words.text('data.problem.instead')}` : said;
  }

  /**
   * @param {Words} words
   * @param {import('../state/lab.js').Lab} lab
   */
  #dialog(words, lab) {
    return html`<dialog
      lang=${words.lang}
      aria-labelledby="title"
      @click=${(/** @type {MouseEvent} */ event) => {
        if (event.target === event.currentTarget) this.#close();
      }}
      @close=${() => (this.problem = this.#wished ? this.problem : null)}
      @dragover=${(/** @type {DragEvent} */ event) => this.#drag(event, true)}
      @dragleave=${(/** @type {DragEvent} */ event) => this.#drag(event, false)}
      @drop=${(/** @type {DragEvent} */ event) => {
        event.preventDefault();
        event.stopPropagation();
        if (event.dataTransfer) this.drop(event.dataTransfer);
      }}
    >
      <div class="inside">
        <div class="head">
          <h1 id="title">${words.text('data.title')}</h1>
          <button class="plain" id="close" @click=${() => this.#close()}>
            ${words.text('data.close')}
          </button>
        </div>
        <p>${words.text('data.stays')}</p>
        <div class="zone ${this.over ? 'over' : ''}">
          <p>${words.text('data.drop')}</p>
          <div class="buttons">
            ${this.#chooser('files', words)} ${this.#chooser('folder', words)}
          </div>
        </div>
        ${this.#busy(words)}
        ${this.problem ? html`<p class="problem" role="alert">${this.#sentence(words)}</p>` : nothing}
        <div class="unseen" role="status">
          ${
            lab.data && !this.progress
              ? words.text('data.ready', { summary: summary(lab.data, words) })
              : ''
          }
        </div>
        ${lab.data ? this.#result(lab.data, lab, words) : nothing}
        <div>
          <h2>${words.text('data.accepts')}</h2>
          <ul>
            ${['idx', 'cifar', 'csv', 'images'].map(
              (kind) => html`<li>${words.text(`data.accepts.${kind}`)}</li>`,
            )}
          </ul>
        </div>
      </div>
    </dialog>`;
  }

  /**
   * A button, and behind it the browser's own field for files.
   *
   * @param {'files' | 'folder'} what
   * @param {Words} words
   */
  #chooser(what, words) {
    return html`<button
        class="button"
        id=${what}
        @click=${() => /** @type {any} */ (this.renderRoot.querySelector(`#${what}-input`)).click()}
      >
        ${words.text(`data.${what}`)}
      </button>
      <input
        id="${what}-input"
        type="file"
        multiple
        hidden
        ?webkitdirectory=${what === 'folder'}
        @change=${(/** @type {Event} */ event) => {
          const input = /** @type {HTMLInputElement} */ (event.target);
          this.#take(Promise.resolve(chosenFiles(input.files ?? [])));
          input.value = '';
        }}
      />`;
  }

  /** @param {Words} words */
  #busy(words) {
    const { progress } = this;
    if (!progress) return nothing;
    const known = progress !== 'fitting' && progress.total > 0;
    return html`<div class="busy">
      <progress
        aria-labelledby="progress"
        max="1"
        value=${known ? progress.done / progress.total : nothing}
      ></progress>
      <span class="soft" id="progress">${progressText(progress, words)}</span>
      ${
        progress === 'fitting'
          ? nothing
          : html`<button class="plain" id="cancel" @click=${() => this.#cancel()}>
              ${words.text('data.cancel')}
            </button>`
      }
    </div>`;
  }

  /**
   * @param {Source} data
   * @param {import('../state/lab.js').Lab} lab
   * @param {Words} words
   */
  #result(data, lab, words) {
    const [run] = lab.race?.runs ?? [];
    const { train, test } = run?.description?.examples ?? { train: 0, test: 0 };
    const unread =
      data.unread.slice(0, NAMED).join(', ') + (data.unread.length > NAMED ? ' …' : '');
    const samples = data.samples(SAMPLES);
    return html`<div class="result">
      <p>${words.text('data.ready', { summary: summary(data, words) })}</p>
      ${
        samples.length
          ? html`<ul class="samples" aria-label=${words.text('data.samples')}>
              ${samples.map(
                ({ label }) =>
                  html`<li title=${data.className(label)}>
                    <canvas aria-hidden="true"></canvas>${data.className(label)}
                  </li>`,
              )}
            </ul>`
          : nothing
      }
      ${this.#options(data, words)}
      ${
        train
          ? html`<p class="soft">
              ${words.text(data.isImage ? 'data.use' : 'data.use.rows', { train, test })}
            </p>`
          : nothing
      }
      ${
        data.unread.length
          ? html`<p class="soft">
              ${words.text('data.unread', { count: data.unread.length, files: unread })}
            </p>`
          : nothing
      }
      <div class="buttons">
        <button class="button" id="remove" @click=${() => this.#remove()}>
          ${words.text('data.remove')}
        </button>
      </div>
    </div>`;
  }

  /**
   * In which other ways the same files can be read.
   *
   * @param {Source} data
   * @param {Words} words
   */
  #options(data, words) {
    if (!this.#files.length) return nothing;
    if (data.format === 'csv') {
      const columns = data.columns.map((name) => ({ value: name, text: name }));
      return html`<div class="options">
        ${this.#choice('target', columns, data.target, words)}
      </div>`;
    }
    if (data.format !== 'images') return nothing;
    const [channels, side] = data.shape;
    const sides = [...new Set([...SIDES, side])].sort((a, b) => a - b);
    return html`<div class="options">
      ${this.#choice(
        'side',
        sides.map((n) => ({ value: n, text: words.text('data.side.value', { n }) })),
        side,
        words,
      )}
      ${this.#choice(
        'colour',
        [false, true].map((value) => ({
          value,
          text: words.text(`data.colour.${value ? 'colour' : 'grey'}`),
        })),
        channels > 1,
        words,
      )}
    </div>`;
  }

  /**
   * @param {keyof Choices} name
   * @param {{value: string | number | boolean, text: string}[]} options
   * @param {string | number | boolean} chosen
   * @param {Words} words
   */
  #choice(name, options, chosen, words) {
    return html`<label>
      ${words.text(`data.${name}`)}
      <select
        id=${name}
        @change=${(/** @type {Event} */ { target }) => {
          const { value } = options[/** @type {HTMLSelectElement} */ (target).selectedIndex];
          this.#take(Promise.resolve(this.#files), { ...this.#choices, [name]: value });
        }}
      >
        ${options.map(
          ({ value, text }) => html`<option ?selected=${value === chosen}>${text}</option>`,
        )}
      </select>
    </label>`;
  }

  /** @param {DragEvent} event @param {boolean} over */
  #drag(event, over) {
    event.preventDefault();
    event.stopPropagation();
    this.over = over;
  }

  #close() {
    this.renderRoot.querySelector('dialog')?.close();
  }
}

/** What reads files, which most learners never need. */
async function readers() {
  const [{ readData }, { decode }] = await Promise.all([
    import('../data/read.js'),
    import('./decode.js'),
  ]);
  return { readData, decode };
}

/** @param {unknown} error @returns {Problem} */
function problemOf(error) {
  if (error instanceof DataProblem) {
    return { control: DATA, text: error.text, values: error.values };
  }
  return {
    control: DATA,
    text: '',
    message: error instanceof Error ? error.message : String(error),
  };
}

/** @param {Progress | 'fitting'} progress @param {Words} words */
function progressText(progress, words) {
  if (progress === 'fitting') return words.text('data.fitting');
  const { what, done, total, file } = progress;
  if (what === 'images') return words.text('data.decoding', { done, total });
  const sizes = { done: done / MEGA, total: total / MEGA, file };
  return words.text(total ? 'data.reading' : 'data.reading.some', sizes);
}

/** @param {Source} data @param {Words} words */
function summary({ counts, shape, classes, isImage }, words) {
  const { train, test } = counts;
  if (!isImage) return words.text('data.summary.table', { train, columns: shape[0], classes });
  const [, height, width] = shape;
  const key = test ? 'data.summary.images' : 'data.summary.images.whole';
  return words.text(key, { train, test, height, width, classes });
}

define('spusk-data', DataElement);
