import { restHere } from '#rest';
import { LitElement, html, nothing } from 'lit';
import { openEngine } from '../engine/index.js';
import { sourcesOf } from '../experiments/texts.js';
import { Lab } from '../state/lab.js';
import { readParts } from '../state/parts.js';
import { Appearance } from './appearance.js';
import { Coming } from './coming.js';
import { FileDrops } from './file-drops.js';
import { labPage } from './lab-page.js';
import { layout } from './layout.js';
import { LectureKeys } from './lecture-keys.js';
import { noticeText, unfetched, warning } from './notice.js';
import { Pictures } from './pictures.js';
import { Speech } from './speech.js';

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
    waiting: { state: true },
    stringTest: { attribute: false },
    scheme: { reflect: true },
    coreReason: { state: true },
    whole: { state: true },
  };

  static styles = layout;

  /** @type {Lab | null} */
  #lab = null;
  #speech = new Speech(this);
  #coming = new Coming(this, this.#speech);
  #pictures = new Pictures(this);
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
    /** @type {import('../state/speeds.js').Speed | ''} '': as the experiment says */
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
    /** Whether something has to be read first that says what is shown. */
    this.waiting = false;
    /** @type {import('../state/stress.js').Stress | ''} texts as a test wants them */
    this.stringTest = '';
    /** @type {import('../chart/theme.js').Scheme} what the theme comes to */
    this.scheme = 'light';
    /** @type {import('../core/build.js').Reason | ''} why training is slow here, if it is */
    this.coreReason = '';
    /** Whether all of the page is there, not only what is seen first. */
    this.whole = false;
    new Appearance(this);
    // The page's header may ask for it.
    this.addEventListener('spusk-report', () => this.#report());
    new FileDrops(this);
    new LectureKeys(this, () => this.#ask());
  }

  /** The state of the experiment, for the page round it. */
  get lab() {
    return this.#lab;
  }

  get words() {
    return this.#speech.words;
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
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

  /** Forgets all that was done: what follows begins as the properties say. */
  renew() {
    this.#own = null;
    this.#lab?.close();
    this.#lab = null;
    this.requestUpdate();
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('lang') || changed.has('experiment')) this.#speech.update();
    if (changed.has('experiment')) {
      this.#own = this.#lab?.data ?? null;
      this.#lab?.close();
      this.#lab = null;
    }
    const { experiment } = this.#speech;
    const wanted = this.isConnected && !this.waiting;
    if (!this.#lab && experiment && wanted) this.#begin(experiment);
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

  /** @param {Experiment} experiment */
  #begin(experiment) {
    const lab = new Lab({
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
    this.#lab = lab;
    if (this.speed) lab.setSpeed(this.speed);
    lab.addEventListener('change', () => this.#pictures.tell(lab));
    if (this.#own && lab.takesData) lab.useData(this.#own);
  }

  render() {
    return html`<div class="room">${this.above()} ${this.#page()}</div>`;
  }

  /** What stands above everything. @returns {unknown} */
  above() {
    return nothing;
  }

  #page() {
    const lab = this.#lab;
    const { words, parts } = this.#speech;
    const missing = this.#speech.missing || (this.#coming.lost ? words.lang : '');
    if (!lab && !this.waiting && words.has('problem.experiment')) {
      const told = this.notices.map((notice) => noticeText(notice, words, true));
      return warning(told[0] ?? words.text('problem.experiment', { value: this.experiment }));
    }
    if (!lab || !parts) return html`<div class="page coming">${unfetched(missing)}</div>`;
    return labPage({
      ...{ lab, words, parts, missing, page: this },
      ...{
        version: this.#pictures.version,
        rest: this.whole && this.#speech.whole ? restHere() : null,
      },
      sources: sourcesOf(lab.experiment.id),
      acts: {
        ask: () => this.#ask(),
        runWith: (settings) => this.#runWith(settings, lab),
        skip: (asked) => this.#skip(lab, asked),
        draw: () => this.#draw(),
        predictDrawn: (curve) => this.#predictDrawn(curve, lab),
        set: (setting) => this.#set(setting, lab),
        setSpeed: (speed) => this.#setSpeed(speed, lab),
        newSeed: () => this.#newSeed(lab),
        show: (what) => this.#show(what),
        onData: (address) => this.#onData(address),
        root: () => this.renderRoot,
      },
    });
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
    else if (!matchMedia(CALM).matches) this.start();
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

  async #report() {
    if (!this.whole) await this.#coming.complete();
    const report = this.renderRoot.querySelector('spusk-report');
    /** @type {import('./report.js').ReportElement | null} */ (report)?.open();
  }

  /**
   * @param {import('../state/speeds.js').Speed} speed
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

  /** @param {Partial<import('../state/url.js').PageState>} detail */
  #tell(detail) {
    this.dispatchEvent(new CustomEvent('spusk-change', { detail, bubbles: true, composed: true }));
  }
}
