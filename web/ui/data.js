import { LitElement, html, nothing } from 'lit';
import { openLab } from '../core/open.js';
import { droppedFiles, filesAt } from '../state/own-data.js';
import { DATA, asProblem } from '../state/problems.js';
import { SAMPLES, dataDialog } from './data-dialog.js';
import { dataStyles } from './data-styles.js';
import { progressText, summary } from './data-words.js';
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
 * @typedef {import('./data-dialog.js').Choices} Choices
 */

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
      if (isLatest() && !reading.signal.aborted) this.problem = asProblem(error, DATA);
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
      ${dataDialog({
        ...{ lab, words, progress: this.progress, over: this.over },
        problem: this.problem ? this.#sentence(words) : '',
        again: this.#files.length > 0,
        acts: this.#acts,
      })}`;
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

  /** What the dialog calls. @type {import('./data-dialog.js').Acts} */
  #acts = {
    close: () => this.#close(),
    closed: () => (this.problem = this.#wished ? this.problem : null),
    choose: (what) => /** @type {any} */ (this.renderRoot.querySelector(`#${what}-input`)).click(),
    take: (files) => this.#take(Promise.resolve(files)),
    reread: (choice) => this.#take(Promise.resolve(this.#files), { ...this.#choices, ...choice }),
    drag: (event, over) => this.#drag(event, over),
    drop: (transfer) => this.drop(transfer),
    cancel: () => this.#cancel(),
    remove: () => this.#remove(),
  };

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

define('spusk-data', DataElement);
