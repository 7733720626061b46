import { LitElement, html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { openEngine } from '../engine/index.js';
import { experiments, findExperiment } from '../experiments/index.js';
import { loadParts, messagesOf, partsOf } from '../experiments/texts.js';
import { Lab } from '../state/lab.js';
import { readParts } from '../state/parts.js';
import { Words, chooseLanguage } from '../state/words.js';
import { Appearance } from './appearance.js';
import { layout } from './layout.js';
import { announce } from './live.js';
import { LOCALES } from './locales.js';
import { noticeText } from './notice.js';
import { surprise } from './surprise.js';
import { guessRow, verdictRows } from './verdict-rows.js';
import './compare.js';
import './controls.js';
import './data.js';
import './figure.js';
import './prediction.js';
import { chartsIn } from './report.js';
import './source.js';
import './transport.js';
import './verdict.js';

const CALM = '(prefers-reduced-motion: reduce)';

/**
 * One experiment, complete: what `<spusk-lab>` (element.js) shows.
 *
 * @fires spusk-change the learner changed something; detail: a part of PageState
 * @fires spusk-nameless somebody wants to run what waits for their name
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 */
export class LabElement extends LitElement {
  static properties = {
    experiment: { reflect: true },
    lang: { reflect: true },
    theme: {},
    seed: { type: Number },
    seeds: { type: Number },
    large: { type: Boolean, reflect: true },
    autoplay: {},
    predict: {},
    hide: {
      converter: {
        fromAttribute: (/** @type {string | null} */ text) => readParts(text ?? '') ?? [],
      },
    },
    controls: { attribute: false },
    settings: { attribute: false },
    axis: {},
    quantity: {},
    speed: {},
    smooth: { type: Number },
    band: {},
    log: { attribute: false },
    data: {},
    notices: { attribute: false },
    assigned: { attribute: false },
    stringTest: { attribute: false },
    scheme: { reflect: true },
    coreReason: { state: true },
  };

  static styles = layout;

  /** @type {Lab | null} */
  #lab = null;
  /** @type {Experiment | undefined} */
  #experiment;
  #words = new Words('en', LOCALES.en);
  /** @type {import('../experiments/texts.js').Parts | null} null until they have come */
  #parts = null;
  #version = 0;
  #timer = 0;
  #rendered = 0;
  /** What the learner has trained on; stays when the lab behind this is another. @type {import('../data/source.js').Source | null} */
  #own = null;
  /** The address whose data are in use, or could not be had. */
  #loaded = '';
  /** Whether to start as soon as the data are there. */
  #held = false;

  constructor() {
    super();
    this.experiment = '';
    this.lang = '';
    /** @type {'light' | 'dark' | 'auto'} */
    this.theme = 'auto';
    /** The first start. */
    this.seed = 1;
    /** How many starts; 0: as the experiment says. */
    this.seeds = 0;
    /** For a projector. */
    this.large = false;
    /** "off": waits for the button. */
    this.autoplay = '';
    /** "off": without the prediction. */
    this.predict = '';
    /** @type {readonly string[]} parts that are left out (state/parts.js) */
    this.hide = [];
    /** @type {string[] | null} ids of the controls that are open; null: all */
    this.controls = null;
    /** @type {import('../experiments/experiment.js').Settings} to begin with */
    this.settings = {};
    /** @type {import('../chart/series.js').Axis} */
    this.axis = 'epoch';
    /** @type {'error' | 'loss'} */
    this.quantity = 'error';
    /** @type {import('../state/lab.js').Speed | ''} '': as the experiment says */
    this.speed = '';
    /** Weight of the past in the curves, 0 for none. */
    this.smooth = 0;
    /** @type {import('./curves-model.js').Display['band']} */
    this.band = 'auto';
    /** @type {boolean | null} whether the scales of curves are logarithmic; null: as each has it */
    this.log = null;
    /** Address of a folder with data to train on. */
    this.data = '';
    /** @type {import('../state/url.js').Notice[]} what was wrong with the page's address */
    this.notices = [];
    /** @type {import('../state/assigned.js').Assigned | null} what a teacher asks */
    this.assigned = null;
    /** @type {import('../state/stress.js').Stress | ''} texts as a test wants them */
    this.stringTest = '';
    /** @type {import('../chart/theme.js').Scheme} what the theme comes to */
    this.scheme = 'light';
    /** @type {import('../core/build.js').Reason | ''} why training is slow here, if it is */
    this.coreReason = '';
    new Appearance(this);
    // The page's header may ask for it.
    this.addEventListener('spusk-report', () => this.#report());
    for (const type of ['dragover', 'dragleave', 'drop']) {
      this.addEventListener(type, (event) => this.#onDrag(/** @type {DragEvent} */ (event)));
    }
  }

  /** The state of the experiment, for the page round it. */
  get lab() {
    return this.#lab;
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.#onKey);
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.#onKey);
    clearTimeout(this.#timer);
    this.#timer = 0;
    // An element that is only moved is there again before this.
    queueMicrotask(() => {
      if (!this.isConnected) this.#end();
    });
  }

  /** Ends all runs. What the learner has set is there again if the element comes back. */
  #end() {
    if (!this.#lab) return;
    const { settings, seed, seeds } = this.#lab;
    Object.assign(this, { settings, seed, seeds });
    this.#own = this.#lab.data;
    this.#lab.close();
    this.#lab = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('lang') || changed.has('experiment')) this.#speak();
    if (changed.has('experiment')) {
      this.#own = this.#lab?.data ?? null;
      this.#lab?.close();
      this.#lab = null;
    }
    if (!this.#lab && this.#experiment && this.isConnected) this.#begin(this.#experiment);
    if (!this.#lab) return;
    this.#lab.gate = this.predict !== 'off' && !this.hide.includes('predict');
    this.#lab.terms = this.assigned?.terms ?? null;
  }

  /**
   * Runs if nobody has done anything yet: called when the lab comes into view. What waits for a
   * prediction, or for a reader who wants no motion, is only made ready.
   */
  start() {
    const lab = this.#lab;
    if (lab?.phase !== 'idle') return;
    this.#held = lab.takesData && this.data !== '' && this.data !== this.#loaded;
    if (this.#held) return;
    const calm = matchMedia(CALM).matches;
    if (this.autoplay !== 'off' && !lab.gated && !calm) lab.run();
    else lab.prepare();
  }

  #speak() {
    const query = new URLSearchParams(location.search).get('lang');
    const lang = chooseLanguage([this.lang, query, ...navigator.languages]);
    const experiment = findExperiment(this.experiment);
    if (this.#experiment !== experiment) this.#parts = null;
    this.#experiment = experiment;
    if (!experiment) {
      this.#words = new Words(lang, LOCALES[lang], this.stringTest);
      return;
    }
    const parts = partsOf(experiment.id, lang);
    if (parts) {
      this.#parts = parts;
      const messages = { ...LOCALES[lang], ...messagesOf(parts.text) };
      this.#words = new Words(lang, messages, this.stringTest);
    } else {
      // Until they have come the page stays in the language it had. Training need not wait.
      loadParts(experiment, lang).then(() => {
        this.#speak();
        this.requestUpdate();
      });
    }
  }

  /** @param {Experiment} experiment */
  #begin(experiment) {
    this.#lab = new Lab({
      experiment,
      openEngine: async () => {
        const engine = await openEngine();
        this.coreReason = engine.coreReason;
        return engine;
      },
      cores: navigator.hardwareConcurrency,
      settings: this.settings,
      seed: this.seed,
      seeds: this.seeds || undefined,
    });
    if (this.speed) this.#lab.setSpeed(this.speed);
    this.#lab.addEventListener('change', () => this.#later());
    if (this.#own && this.#lab.takesData) this.#lab.useData(this.#own);
  }

  /** Renders at most 30 times a second, however much is new: the rest is for training. */
  #later() {
    if (this.#timer) return;
    const rest = Math.max(0, this.#rendered + 33 - performance.now());
    this.#timer = window.setTimeout(() => {
      this.#timer = 0;
      this.#rendered = performance.now();
      this.#version++;
      this.requestUpdate();
    }, rest);
  }

  render() {
    return html`<div class="room">${this.#page()}</div>`;
  }

  #page() {
    const words = this.#words;
    const lab = this.#lab;
    if (!lab) {
      const value = this.experiment;
      return html`<p class="notice" role="alert">
        ${words.text('problem.experiment', { value })}
      </p>`;
    }
    if (!this.#parts) return html`<div class="page coming"></div>`;
    return html`<article class="page" lang=${words.lang}>
      ${this.#head(lab.experiment)} ${this.#prediction(lab)} ${this.#run(lab)}
      ${this.#settings(lab)}
      <spusk-figure
        class="figure"
        .lab=${lab}
        .words=${words}
        .version=${this.#version}
        .axis=${this.axis}
        .quantity=${this.quantity}
        .smooth=${this.smooth}
        .band=${this.band}
        .log=${this.log}
        .scheme=${this.scheme}
        .large=${this.large}
        .hide=${this.hide}
        @spusk-show=${(/** @type {CustomEvent} */ { detail }) => this.#show(detail)}
        @spusk-predict=${(/** @type {CustomEvent} */ { detail }) => this.#predictDrawn(detail, lab)}
        @spusk-setting=${(/** @type {CustomEvent} */ { detail }) => this.#set(detail, lab)}
      ></spusk-figure>
      ${this.#verdict(lab)} ${this.#work(lab)} ${this.#why(lab.experiment)}
      <div class="unseen" id="announced" role="status">${announce({ lab, words })}</div>
    </article>`;
  }

  /** @param {Experiment} experiment */
  #head({ id, part }) {
    const words = this.#words;
    const place = { n: experiments.findIndex((e) => e.id === id) + 1, of: experiments.length };
    return html`<header class="head">
      <p class="kicker">
        ${words.text(`part.${part}`)}
        ${place.of > 1 ? html` · ${words.text('part.place', place)}` : nothing}
      </p>
      ${this.hide.includes('question') ? nothing : html`<h1>${words.text('question')}</h1>`}
      ${this.hide.includes('lead') ? nothing : html`<p class="lead">${words.text('lead')}</p>`}
      ${this.notices.map(
        (notice) => html`<p class="notice" role="alert">${noticeText(notice, words)}</p>`,
      )}
    </header>`;
  }

  /** @param {Lab} lab */
  #prediction(lab) {
    const words = this.#words;
    const { predict } = lab.experiment;
    if (!predict || this.predict === 'off' || this.hide.includes('predict')) return nothing;
    return html`<spusk-prediction
      class="predict"
      .lab=${lab}
      .words=${words}
      .version=${this.#version}
      .scheme=${this.scheme}
      @spusk-predict=${(/** @type {CustomEvent} */ { detail }) => lab.predict(detail)}
      @spusk-test=${() => this.#runWith(predict.settings, lab)}
      @spusk-skip=${(/** @type {CustomEvent} */ { detail }) => this.#skip(lab, detail.asked)}
      @spusk-draw=${() => this.#draw()}
    ></spusk-prediction>`;
  }

  /** @param {Lab} lab */
  #settings(lab) {
    const words = this.#words;
    const open = this.assigned?.assignment.open ?? this.controls;
    const shown = !this.hide.includes('settings');
    const takesData = lab.takesData && !this.assigned;
    if (!shown && !takesData) return nothing;
    return html`<div class="settings">
      ${
        shown
          ? html`<spusk-controls
              .words=${words}
              .controls=${lab.controls.filter(({ id }) => !open || open.includes(id))}
              .fixed=${this.assigned ? lab.controls.filter(({ id }) => !open?.includes(id)) : []}
              .settings=${lab.values}
              .rules=${lab.rules}
              .problem=${lab.problem}
              .folded=${this.large}
              @spusk-setting=${(/** @type {CustomEvent} */ { detail }) => this.#set(detail, lab)}
            ></spusk-controls>`
          : nothing
      }
      ${
        takesData
          ? html`<spusk-data
              .lab=${lab}
              .words=${words}
              .version=${this.#version}
              .address=${this.data}
              .quiet=${!shown || this.hide.includes('data')}
              .scheme=${this.scheme}
              @spusk-data=${(/** @type {CustomEvent} */ { detail }) => this.#onData(detail.address)}
            ></spusk-data>`
          : nothing
      }
    </div>`;
  }

  /** @param {Lab} lab */
  #run(lab) {
    const words = this.#words;
    const { problem } = lab;
    if (this.hide.includes('run')) return nothing;
    return html`<div class="run">
      <spusk-transport
        exportparts="run"
        .words=${words}
        .phase=${lab.phase}
        .speed=${lab.speed}
        .steps=${lab.steps}
        .paced=${!lab.sweeping}
        .seeding=${!this.assigned}
        @spusk-run=${() => (lab.gated ? this.#ask() : lab.run())}
        @spusk-pause=${() => lab.pause()}
        @spusk-step=${(/** @type {CustomEvent} */ { detail }) =>
          lab.gated ? this.#ask() : lab.step(detail)}
        @spusk-speed=${(/** @type {CustomEvent} */ { detail }) => this.#setSpeed(detail, lab)}
        @spusk-reset=${() => lab.reset()}
        @spusk-seed=${() => this.#newSeed(lab)}
      ></spusk-transport>
      ${
        problem && !problem.control
          ? html`<p class="notice" role="alert">
              ${problem.message ?? words.text(problem.text, problem.values)}
            </p>`
          : nothing
      }
      ${
        this.coreReason
          ? html`<p class="notice slow">${words.text(`core.${this.coreReason}`)}</p>`
          : nothing
      }
    </div>`;
  }

  /** @param {Lab} lab */
  #verdict(lab) {
    const words = this.#words;
    if (this.hide.includes('verdict')) return nothing;
    const { text } = /** @type {import('../experiments/texts.js').Parts} */ (this.#parts);
    const guess = guessRow({ lab, words, scheme: this.scheme });
    return html`<spusk-verdict
      class="verdict"
      .words=${words}
      .busy=${lab.phase === 'opening'}
      .rows=${verdictRows({ lab, words })}
      .guess=${guess}
      @spusk-ask=${(/** @type {CustomEvent} */ { detail }) => this.#runWith(detail, lab)}
      >${lab.data ? html`<p class="about">${words.text('data.about')}</p>` : nothing}
      ${surprise({ lab, text, wrong: guess?.mark === 'no' })}</spusk-verdict
    >`;
  }

  /** @param {Lab} lab */
  #work(lab) {
    const words = this.#words;
    const [table, report] = ['compare', 'report'].map((part) => !this.hide.includes(part));
    if (!table && !report) return nothing;
    return html`<div class="work">
      ${
        table
          ? html`<spusk-compare
              .lab=${lab}
              .words=${words}
              .version=${this.#version}
            ></spusk-compare>`
          : nothing
      }
      ${
        report
          ? html`<spusk-report
              .lab=${lab}
              .words=${words}
              .charts=${() => chartsIn(this.renderRoot)}
              .assigned=${this.assigned}
            ></spusk-report>`
          : nothing
      }
    </div>`;
  }

  /** @param {Experiment} experiment */
  #why({ sources: files }) {
    const words = this.#words;
    const { text, sources } = /** @type {import('../experiments/texts.js').Parts} */ (this.#parts);
    const { why, next } = text.sections;
    const [theory, onward, code] = ['theory', 'next', 'code'].map((p) => !this.hide.includes(p));
    if (!theory && !onward && !code) return nothing;
    return html`<section class="why">
      ${
        theory || onward
          ? html`<div class="prose">
              ${theory ? [html`<h2>${unsafeHTML(why.title)}</h2>`, unsafeHTML(why.html)] : nothing}
              ${onward ? [html`<h2>${unsafeHTML(next.title)}</h2>`, unsafeHTML(next.html)] : nothing}
            </div>`
          : nothing
      }
      ${
        code
          ? html`<spusk-source
              .words=${words}
              .sources=${files.map((source) => ({
                ...source,
                name: source.rule
                  ? words.text(`rule.${source.rule}`)
                  : source.file.replace(/^.*\//, ''),
                text: sources[source.file],
              }))}
            ></spusk-source>`
          : nothing
      }
    </section>`;
  }

  /** Brings the reader to what a run waits for: the prediction, or the name that they give. */
  #ask() {
    if (this.#lab?.awaits === 'name') {
      this.dispatchEvent(new CustomEvent('spusk-nameless'));
      return;
    }
    const prediction = this.renderRoot.querySelector('spusk-prediction');
    /** @type {import('./prediction.js').PredictionElement | null} */ (prediction)?.ask();
  }

  /**
   * What waited goes on: by itself, or because somebody had asked for it.
   *
   * @param {Lab} lab
   * @param {boolean} asked
   */
  #skip(lab, asked) {
    lab.skipPrediction();
    if (asked) lab.run();
    else if (!matchMedia('(prefers-reduced-motion: reduce)').matches) this.start();
    const transport = this.renderRoot.querySelector('spusk-transport');
    /** @type {HTMLElement | null | undefined} */ (
      transport?.shadowRoot?.querySelector('#run')
    )?.focus();
  }

  #draw() {
    const figure = this.renderRoot.querySelector('spusk-figure');
    /** @type {import('./figure.js').FigureElement | null} */ (figure)?.draw();
  }

  /**
   * @param {import('../experiments/experiment.js').Curve} curve
   * @param {Lab} lab
   */
  async #predictDrawn(curve, lab) {
    lab.predict(curve);
    this.requestUpdate();
    await this.updateComplete;
    const prediction = this.renderRoot.querySelector('spusk-prediction');
    /** @type {import('./prediction.js').PredictionElement | null} */ (prediction)?.offer();
  }

  #report() {
    const report = this.renderRoot.querySelector('spusk-report');
    /** @type {import('./report.js').ReportElement | null} */ (report)?.open();
  }

  /**
   * @param {import('../state/lab.js').Speed} speed
   * @param {Lab} lab
   */
  #setSpeed(speed, lab) {
    lab.setSpeed(speed);
    this.#tell({ speed });
  }

  /** @param {string} address whose data are there, or cannot be had */
  #onData(address) {
    this.#loaded = address;
    if (this.#held) this.start();
  }

  /** Files may be dropped anywhere on the lab. @param {DragEvent} event */
  #onDrag(event) {
    const { type, dataTransfer } = event;
    const element = /** @type {import('./data.js').DataElement | null} */ (
      this.renderRoot.querySelector('spusk-data')
    );
    if (!element || element.quiet || !dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.toggleAttribute('dropping', type === 'dragover');
    if (type === 'drop') element.drop(dataTransfer);
    else dataTransfer.dropEffect = 'copy';
  }

  /** @param {Lab} lab */
  #newSeed(lab) {
    lab.newSeed();
    this.#tell({ seed: lab.seed });
  }

  /**
   * @param {{id: string, value: unknown, done: boolean}} setting
   * @param {Lab} lab
   */
  #set({ id, value, done }, lab) {
    lab.change(id, value, done);
    this.#tell({ settings: lab.settings, seeds: lab.seeds });
  }

  /**
   * @param {import('../experiments/experiment.js').Settings} settings
   * @param {Lab} lab
   */
  #runWith(settings, lab) {
    lab.runWith(settings);
    this.#tell({ settings: lab.settings, seeds: lab.seeds });
    if (lab.gated) this.#ask();
  }

  /** @param {Partial<Pick<LabElement, 'axis' | 'quantity' | 'smooth' | 'band' | 'log'>>} what */
  #show(what) {
    Object.assign(this, what);
    this.#tell(what);
  }

  /**
   * Keys for a lecture: space runs and pauses, right one update, shift and right one epoch, R
   * back to the start.
   *
   * @param {KeyboardEvent} event
   */
  #onKey = (event) => {
    const lab = this.#lab;
    const target = /** @type {HTMLElement} */ (event.composedPath()[0]);
    const taken = target.closest?.('button, input, a, summary, [tabindex]');
    if (!this.large || !lab || taken || event.ctrlKey || event.metaKey || event.altKey) return;
    if (lab.gated && [' ', 'ArrowRight'].includes(event.key)) this.#ask();
    else if (event.key === ' ') this.#toggle(lab);
    else if (event.key === 'ArrowRight') lab.step(event.shiftKey ? { epochs: 1 } : { updates: 1 });
    else if (event.key.toLowerCase() === 'r') lab.reset();
    else return;
    event.preventDefault();
  };

  /** @param {Lab} lab */
  #toggle(lab) {
    return lab.phase === 'running' ? lab.pause() : lab.run();
  }

  /** @param {Partial<import('../state/url.js').PageState>} detail */
  #tell(detail) {
    this.dispatchEvent(new CustomEvent('spusk-change', { detail, bubbles: true, composed: true }));
  }
}
