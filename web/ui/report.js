import { LitElement, html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { tokens } from '../chart/theme.js';
import { version } from '../package.json';
import { compare, linesOf } from '../state/compare.js';
import { columnsOf } from '../state/compare-table.js';
import { pinsOf } from '../state/pins.js';
import { buildReport } from '../state/report.js';
import { QUESTIONS, documentOf } from '../state/report-document.js';
import { htmlParts, toHtmlPage } from '../state/report-html.js';
import { toMarkdown } from '../state/report-markdown.js';
import { nameOfLine } from './compare.js';
import { formatSetting } from './controls.js';
import { copyText, isFramed, printPage, saveText } from './copy.js';
import { define } from './define.js';
import { runName } from './names.js';
import { Paper } from './paper.js';
import { reportStyles } from './report-styles.js';
import { ways } from './report-ways.js';

/**
 * The lab report: a button, and a dialog with the learner's words and the sheet as it will be.
 *
 * @typedef {import('../state/report-document.js').Chart} Chart
 * @typedef {import('../report/format.js').Report} Report
 */
export class ReportElement extends LitElement {
  static properties = {
    lab: { attribute: false },
    words: { attribute: false },
    charts: { attribute: false },
    assigned: { attribute: false },
    made: { state: true },
    paused: { state: true },
    said: { state: true },
    shown: { state: true },
  };

  static styles = reportStyles;

  /** By the experiment's id: words stay when the dialog is closed, or the language changes. */
  #answers = /** @type {Map<string, Record<(typeof QUESTIONS)[number], string>>} */ (new Map());
  #name = '';
  #paper = new Paper();

  constructor() {
    super();
    /** @type {import('../state/lab.js').Lab | null} */
    this.lab = null;
    /** @type {import('../state/words.js').Words | null} with the texts of the experiment */
    this.words = null;
    /** @type {() => Chart[]} the charts as they are, in light colours */
    this.charts = () => [];
    /** @type {import('../state/assigned.js').Assigned | null} */
    this.assigned = null;
    /** What was the case when the dialog was opened. @type {{report: Report, charts: Chart[]} | null} */
    this.made = null;
    /** Whether the dialog stopped the training. */
    this.paused = false;
    /** @type {{text: string, file?: string} | null} what came of the last thing that was done */
    this.said = null;
    /** Text to be copied by hand. */
    this.shown = '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#paper.remove();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('lab') && changed.get('lab')) this.#close();
  }

  render() {
    const { words } = this;
    if (!this.lab || !words) return nothing;
    return html`<button class="button" id="open" @click=${() => this.open()}>
        ${words.text('report.open')}
      </button>
      <dialog aria-label=${words.text('report.title')} @close=${() => this.#closed()}>
        ${this.made ? this.#content(words) : nothing}
      </dialog>`;
  }

  updated() {
    if (!this.made) return;
    const document = this.#document();
    if (document) this.#paper.show(htmlParts(document), document.lang);
  }

  /** @param {import('../state/words.js').Words} words */
  #content(words) {
    const document = this.#document();
    return html`<div class="bar">
        <h1>${words.text('report.title')}</h1>
        <button class="plain" id="close" @click=${() => this.#close()}>
          ${words.text('report.close')}
        </button>
      </div>
      <div class="columns">
        <form @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
          ${this.paused ? html`<p class="soft">${words.text('report.pausing')}</p>` : nothing}
          <label>
            ${words.text('report.name')}
            <input
              id="name"
              autocomplete="name"
              .value=${this.#name}
              @input=${(/** @type {InputEvent} */ { target }) => {
                this.#name = /** @type {HTMLInputElement} */ (target).value;
                this.requestUpdate();
              }}
            />
          </label>
          ${
            this.assigned
              ? this.#questions(this.assigned)
              : QUESTIONS.map((field) => this.#question(field, words))
          }
          <p class="soft">${words.text('report.kept')}</p>
          <div class="actions">
            <button type="button" class="button main" id="print" @click=${() => this.#print()}>
              ${words.text('report.print')}
            </button>
            ${['html', 'markdown', 'json'].map(
              (kind) =>
                html`<button
                  type="button"
                  class="button"
                  id=${kind}
                  @click=${() => this.#save(kind)}
                >
                  ${words.text(`report.save.${kind}`)}
                </button>`,
            )}
            <button type="button" class="button" id="copy" @click=${() => this.#copy()}>
              ${words.text('report.copy')}
            </button>
          </div>
          <p role="status">${this.said ? words.text(this.said.text, this.said) : nothing}</p>
          ${ways({
            ...{ words, shown: this.shown, url: this.#report()?.url ?? '' },
            copy: () => this.#copyShown(),
          })}
        </form>
        <article class="sheet" lang=${words.lang}>
          ${document ? htmlParts(document).map((part) => unsafeHTML(part.html)) : nothing}
        </article>
      </div>`;
  }

  /**
   * @param {(typeof QUESTIONS)[number]} field
   * @param {import('../state/words.js').Words} words
   */
  #question(field, words) {
    return html`<label>
      ${words.text(`report.${field}`)}
      <textarea
        id=${field}
        rows="4"
        .value=${this.#own()[field]}
        @input=${(/** @type {InputEvent} */ { target }) => {
          this.#own()[field] = /** @type {HTMLTextAreaElement} */ (target).value;
          this.requestUpdate();
        }}
      ></textarea>
    </label>`;
  }

  /** @param {import('../state/assigned.js').Assigned} assigned */
  #questions({ assignment, answers }) {
    return assignment.questions.map(
      (question, i) =>
        html`<label>
          ${question}
          <textarea
            id="answer-${i}"
            rows="4"
            .value=${answers[i]}
            @input=${(/** @type {InputEvent} */ { target }) => {
              answers[i] = /** @type {HTMLTextAreaElement} */ (target).value;
              this.requestUpdate();
            }}
          ></textarea>
        </label>`,
    );
  }

  #own() {
    const id = this.lab?.experiment.id ?? '';
    const answers = this.#answers.get(id) ?? { expected: '', happened: '', concluded: '' };
    this.#answers.set(id, answers);
    return answers;
  }

  /** The report with the words as they are now. @returns {Report | null} */
  #report() {
    const { made, words } = this;
    if (!made || !words) return null;
    const student = { name: this.#name, ...this.#own() };
    const { report } = made;
    const url = report.url.replace(/([#&])lang=\w+/, `$1lang=${words.lang}`);
    const answers = [...(this.assigned?.answers ?? [])];
    const assignment = report.assignment && { ...report.assignment, answers };
    return { ...report, lang: words.lang, url, student, assignment };
  }

  #document() {
    const { made, lab, words } = this;
    const report = this.#report();
    if (!made || !report || !lab || !words) return null;
    const { experiment } = lab;
    const rules = new Map(
      experiment
        .specs({ settings: report.settings, seed: report.seed })
        .map((run) => [run.id, run]),
    );
    const nameOf = (/** @type {{id: string}} */ { id }) =>
      runName(words, rules.get(id) ?? { id, rule: id });
    return documentOf({
      ...{ report, words, nameOf, controls: experiment.controls, charts: made.charts },
      settingText: (control, value) => formatSetting(control, value, words),
      numbers: numbersOf(lab, words),
    });
  }

  /** Takes the report of what stands there, and shows it. */
  async open() {
    const { lab, words } = this;
    if (!lab || !words) return;
    this.paused = lab.phase === 'running' || lab.phase === 'opening';
    if (this.paused) await lab.pause();
    this.#name ||= this.assigned?.student ?? '';
    this.made = { report: reportOf(lab, words.lang, this.assigned), charts: this.charts() };
    this.said = null;
    this.shown = '';
    await this.updateComplete;
    this.renderRoot.querySelector('dialog')?.showModal();
  }

  #close() {
    this.renderRoot.querySelector('dialog')?.close();
  }

  #closed() {
    this.made = null;
    this.#paper.remove();
  }

  /** A frame's own printing prints the frame. */
  async #print() {
    this.said = null;
    if (!(await printPage())) this.said = { text: 'report.print.not' };
  }

  /** @param {string} kind */
  async #save(kind) {
    const report = this.#report();
    const document = this.#document();
    if (!report || !document) return;
    const [text, type, end] =
      kind === 'html'
        ? [toHtmlPage(document), 'text/html', 'html']
        : kind === 'markdown'
          ? [this.#markdown(document), 'text/markdown', 'md']
          : [`${JSON.stringify(report, null, 1)}\n`, 'application/json', 'json'];
    const file = `${fileName(report)}.${end}`;
    saveText(file, text, type);
    // Whether it arrived nobody tells: in a frame the text is there as well.
    this.shown = isFramed() ? text : '';
    this.said = { text: isFramed() ? 'report.saved.frame' : 'report.saved', file };
    await this.updateComplete;
    this.renderRoot.querySelector('#copy-text')?.scrollIntoView({ block: 'nearest' });
  }

  async #copy() {
    const document = this.#document();
    if (!document) return;
    const text = this.#markdown(document);
    this.shown = '';
    if (await copyText(text)) {
      this.said = { text: 'copy.done' };
      return;
    }
    this.shown = text;
    await this.updateComplete;
    await this.#copyShown();
  }

  async #copyShown() {
    const field = /** @type {HTMLTextAreaElement | null} */ (
      this.renderRoot.querySelector('#by-hand')
    );
    const copied = await copyText(this.shown, field);
    this.said = { text: copied ? 'copy.done' : 'copy.by.hand' };
  }

  /** @param {import('../state/report-document.js').ReportDocument} document */
  #markdown(document) {
    return toMarkdown(document, { pictures: this.words?.text('report.pictures') ?? '' });
  }
}

/**
 * @param {import('../state/lab.js').Lab} lab
 * @param {import('../state/words.js').Words} words
 * @returns {import('../state/report-document.js').Table}
 */
function numbersOf(lab, words) {
  const comparison = compare(linesOf(lab, pinsOf(lab).lines));
  const columns = columnsOf(comparison, { words, nameOf: (line) => nameOfLine(line, words) });
  return {
    head: columns.map(({ label }) => label),
    rows: comparison.rows.map((row) => columns.map(({ text }) => text(row))),
    numeric: columns.map(({ numeric }) => numeric),
  };
}

/** @returns {string} of this page for a link; a file's place says who has it, so only its name */
function pageAddress() {
  const { protocol, href, pathname } = location;
  if (protocol === 'http:' || protocol === 'https:') return href.replace(/[?#].*$/s, '');
  return protocol === 'file:' ? pathname.replace(/^.*\//, '') : '';
}

/**
 * The report without the learner's own words.
 *
 * @param {import('../state/lab.js').Lab} lab that stands still
 * @param {string} lang
 * @param {import('../state/assigned.js').Assigned | null} [assigned]
 * @returns {Report}
 */
export function reportOf(lab, lang, assigned = null) {
  return buildReport({
    ...{ lab, lang, assigned, app: version, at: new Date(), page: pageAddress() },
    pinned: pinsOf(lab).lines,
    student: { name: assigned?.student ?? '', expected: '', happened: '', concluded: '' },
  });
}

/** @param {Report} report */
function fileName({ experiment, student }) {
  const name = student.name
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .slice(0, 60);
  return ['spusk', experiment, name.replace(/^-|-$/g, '')].filter(Boolean).join('-');
}

/**
 * The charts below a node, whatever shadows they stand in.
 *
 * @param {ParentNode} root
 * @returns {Chart[]}
 */
export function chartsIn(root) {
  return [...root.querySelectorAll('*')].flatMap((node) => {
    const view = /** @type {any} */ (node);
    if (typeof view.svg === 'function') {
      // On paper the ground is white.
      // Two stand side by side: about as large as they will be, so that letters keep their size.
      const svg = view
        .svg({ scheme: 'light', width: 340, height: 272 })
        .replaceAll(tokens.light.paper, '#ffffff');
      return [{ title: String(view.title ?? ''), svg }];
    }
    return node.shadowRoot ? chartsIn(node.shadowRoot) : [];
  });
}

define('spusk-report', ReportElement);
