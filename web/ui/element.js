/**
 * `<spusk-lab>` as course pages use it: attributes and objects go in, methods act, events come
 * out. What is on the page is LabElement's (lab.js); nothing here renders.
 */
import { loadRest } from '#rest';
import { asCsv, asJson } from '../state/data-export.js';
import { ATTRIBUTES, readConfig } from '../state/config.js';
import { Occurrences } from '../state/occurrences.js';
import { restoreState, saveState } from '../state/saved.js';
import { Assigning } from './assigning.js';
import { Attention } from './attention.js';
import { define } from './define.js';
import { keepKeys } from './keys.js';
import { LabElement } from './lab.js';
import { noticeText } from './notice.js';
import { Said } from './said.js';

/**
 * @typedef {import('../state/config.js').Config} Config
 * @typedef {import('../state/config.js').Mistake} Mistake
 * @typedef {import('../state/saved.js').SavedState} SavedState
 * @typedef {{csv: string, json: ReturnType<typeof asJson>, svg: string, png: Blob,
 *   report: import('../report/format.js').Report}} Exports
 */

/** The parts of the page that a style sheet outside can reach, by their classes inside. */
const PARTS = ['page', 'head', 'predict', 'run', 'settings', 'figure', 'verdict', 'why'];

/**
 * One experiment as an element.
 *
 * Children are what is shown without JavaScript, in print too: a picture, a sentence, a link. A
 * child `<script type="application/json">` is a configuration; attributes count more, and `config`
 * set from a script counts last.
 *
 * An assignment decides by itself what may be changed, the starts and the prediction, and leaves
 * to the page how it looks.
 *
 * @fires {CustomEvent<{experiment: string}>} spusk-ready everything is there
 * @fires {CustomEvent<import('../state/occurrences.js').Progress>} spusk-progress
 * @fires {CustomEvent<import('../state/occurrences.js').Metric>} spusk-metric
 * @fires {CustomEvent<Partial<import('../state/url.js').PageState>>} spusk-change by the learner
 * @fires {CustomEvent<import('../state/occurrences.js').Told>} spusk-verdict
 * @fires {CustomEvent<import('../state/occurrences.js').Diverged>} spusk-diverged
 * @fires {CustomEvent<Mistake | {code: string, message: string}>} spusk-error
 */
export class SpuskLab extends LabElement {
  static properties = {
    ...LabElement.properties,
    assignment: {},
    loading: {},
    height: { attribute: false },
  };

  #said;
  #occurrences = new Occurrences();
  /** @type {LabElement['lab']} to which this listens */
  #heard = null;
  /** Whether it came into view before there was a lab. */
  #awaited = false;
  #assigning = new Assigning(this, {
    decide: (decided) => this.#said.decide(decided),
    complain: (mistake) => this.#complain(mistake),
  });
  /** @type {{promise: Promise<SpuskLab>, resolve: (lab: SpuskLab) => void, reject: (error: Error) => void, open: boolean}} */
  #ready = deferred();

  constructor() {
    super();
    /** @type {string | object} what a teacher asks: code, link, address of a file, or itself */
    this.assignment = '';
    /** @type {'lazy' | 'eager'} */
    this.loading = 'lazy';
    /** Pixels that are kept free until the lab is there. */
    this.height = 0;
    this.#said = new Said(this, (mistake) => this.#complain(mistake));
    new Attention(this);
    keepKeys(this);
  }

  static get observedAttributes() {
    return [...new Set([...super.observedAttributes, ...ATTRIBUTES])];
  }

  // --- what goes in ------------------------------------------------------------------------------

  /**
   * @param {string} name
   * @param {string | null} old
   * @param {string | null} text
   */
  attributeChangedCallback(name, old, text) {
    if (!ATTRIBUTES.includes(name)) {
      super.attributeChangedCallback(name, old, text);
    } else if (old !== text) {
      this.#said.readAttribute(name, text);
    }
  }

  /** Everything that the page has said. Setting it says all anew. @returns {Config} */
  get config() {
    return this.#said.config;
  }

  /** @param {Config} raw */
  set config(raw) {
    this.#said.config = raw;
  }

  // --- its life ----------------------------------------------------------------------------------

  connectedCallback() {
    // Set before the module had come, they hide those of the class.
    for (const name of /** @type {const} */ (['config', 'state'])) {
      if (!Object.hasOwn(this, name)) continue;
      const value = /** @type {any} */ (this[name]);
      delete this[name];
      this[name] = value;
    }
    if (!this.#ready.open) this.#ready = deferred();
    if (!this.hasUpdated) this.#readScript();
    super.connectedCallback();
  }

  /** Where the module comes before the page, the element is there before what stands inside it. */
  #readScript() {
    const attributes = this.getAttributeNames();
    if (document.readyState !== 'loading' || this.nextSibling) {
      this.#said.readScript(attributes);
      return;
    }
    this.waiting = true;
    const read = () => {
      this.#said.readScript(attributes);
      // The reading of an assignment ends this by itself.
      if (!this.assignment) this.waiting = false;
    };
    document.addEventListener('readystatechange', read, { once: true });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('assignment') && (this.assignment || changed.get('assignment'))) {
      if (!this.#ready.open) this.#ready = deferred();
      this.#assigning.read(this.assignment);
    }
    super.willUpdate(changed);
  }

  above() {
    return this.#assigning.above();
  }

  start() {
    this.#awaited = !this.lab;
    super.start();
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    super.updated(changed);
    if (changed.has('height')) {
      this.style.minHeight = this.height ? `${this.height}px` : '';
    }
    for (const name of PARTS) this.renderRoot.querySelector(`.${name}`)?.part.add(name);
    if (this.lab !== this.#heard) this.#listen();
    else if (this.#said.stale && this.lab) this.#begin(this.lab);
    this.#said.stale = false;
    if (this.waiting) return;
    if (!this.lab) {
      // Why an assignment cannot be used is said in the reader's words, which may have to come.
      const told = this.notices.length ? this.words.has('assign.notice') : this.experiment;
      if (told) this.#fail();
    } else if (this.#ready.open && this.whole) {
      this.#ready.open = false;
      this.#ready.resolve(this);
      this.#tell('spusk-ready', { experiment: this.experiment });
      this.#look();
      if (this.loading === 'eager' || this.#awaited) this.start();
    }
  }

  #listen() {
    this.#heard?.removeEventListener('change', this.#look);
    this.#heard = this.lab;
    this.#heard?.addEventListener('change', this.#look);
    this.#occurrences = new Occurrences();
  }

  /**
   * Begins anew with what the page has said, which a lab that is there already does not see.
   *
   * @param {import('../state/lab.js').Lab} lab
   */
  async #begin(lab) {
    const { settings, seed } = this;
    const goOn = lab.phase === 'running' || lab.phase === 'opening';
    const seeds = this.seeds || lab.experiment.seeds.default;
    await restoreState(lab, { settings, seed, seeds, updates: 0, guess: null });
    if (goOn) lab.run();
  }

  #fail() {
    if (!this.#ready.open) return;
    this.#ready.open = false;
    const [notice] = this.notices;
    this.#ready.reject(
      new Error(
        notice ? noticeText(notice, this.words, true) : `no such experiment: ${this.experiment}`,
      ),
    );
  }

  /** Tells the page what is new, and nothing before the lab is ready. */
  #look = () => {
    const lab = this.#heard;
    if (!lab || this.#ready.open) return;
    for (const { type, detail } of this.#occurrences.since(lab)) this.#tell(type, detail);
  };

  /** @param {Mistake} mistake */
  #complain(mistake) {
    // A listener may be added in the same script that made the element.
    queueMicrotask(() => this.#tell('spusk-error', mistake));
  }

  /**
   * @param {string} type
   * @param {object} detail
   */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  // --- what can be done --------------------------------------------------------------------------

  /** When everything is there; rejects if there is no such experiment. */
  get ready() {
    return this.#ready.promise;
  }

  async #open() {
    await this.ready;
    return /** @type {import('../state/lab.js').Lab} */ (this.lab);
  }

  /** Trains, to the end; resolves when it ends or is stopped. A prediction may have to come first. */
  async play() {
    await (await this.#open()).run();
  }

  /** Resolves when everything stands still. */
  async pause() {
    await (await this.#open()).pause();
  }

  /**
   * So many updates more, in all runs.
   *
   * @param {number} [n]
   */
  async step(n = 1) {
    if (!Number.isInteger(n) || n < 1) throw new TypeError(`not a number of updates: ${n}`);
    await (await this.#open()).step({ updates: n });
  }

  /** One pass through the data. */
  async epoch() {
    await (await this.#open()).step({ epochs: 1 });
  }

  /** Back to the same start. */
  async reset() {
    await (await this.#open()).reset();
  }

  /** @returns {SavedState} plain JSON, for setState */
  getState() {
    const { lab, axis, quantity } = this;
    if (!lab) throw new Error('the lab is not there yet: await its `ready`');
    return saveState(lab, { axis, quantity });
  }

  /**
   * Back to where the learner was: the same settings and starts, as many updates, the same bits.
   *
   * @param {SavedState} state from getState
   */
  async setState(state) {
    if (state?.v !== 1) throw new TypeError(`not a state of a lab: ${JSON.stringify(state)}`);
    const { experiment, axis, quantity } = state;
    const { config, mistakes } = readConfig({
      ...{ experiment, axis, quantity },
      ...{ seed: state.seed, seeds: state.seeds, settings: state.settings },
    });
    // What is shown by default not every experiment has.
    const [wrong] = mistakes.filter(({ name }) => name !== 'quantity');
    if (wrong) throw new TypeError(wrong.message);
    if (this.waiting) await this.ready;
    const { assigned } = this;
    if (assigned && experiment !== this.experiment) {
      throw new TypeError(`the assignment is about ${this.experiment}, not ${experiment}`);
    }
    if (this.experiment !== experiment) this.experiment = experiment;
    Object.assign(this, { axis: config.axis, quantity: config.quantity ?? this.quantity });
    await this.updateComplete;
    const lab = await this.#open();
    const updates = Number.isInteger(state.updates) ? Math.max(0, state.updates) : 0;
    const said = { ...config, settings: config.settings ?? {} };
    const {
      settings,
      seed = 1,
      seeds = 1,
    } = assigned ? assigned.pageState({ settings: {} }, assigned.ownState(said)) : said;
    await restoreState(lab, { settings, seed, seeds, updates, guess: state.guess ?? null });
  }

  get state() {
    return this.lab ? this.getState() : null;
  }

  set state(state) {
    if (!state) return;
    this.setState(state).catch(({ message }) =>
      this.#complain({ code: 'config', name: 'state', value: state, message }),
    );
  }

  /**
   * @template {keyof Exports} K
   * @param {K} kind csv, json: the numbers of all runs; svg, png: the picture that is shown;
   *   report: what a teacher can check with `spusk verify`; it stops what trains
   * @returns {Promise<Exports[K]>}
   */
  async exportData(kind) {
    const lab = await this.#open();
    const make = {
      csv: async () => asCsv(lab),
      json: async () => asJson(lab),
      svg: async () => (await loadRest()).picture(this, 'svg'),
      png: async () => (await loadRest()).picture(this, 'png'),
      report: async () => {
        await lab.pause();
        const { lang = 'en' } = this.renderRoot.querySelector('article') ?? {};
        return (await loadRest()).reportOf(lab, lang, this.assigned);
      },
    };
    if (!Object.hasOwn(make, kind)) throw new TypeError(`cannot export this: ${kind}`);
    return /** @type {any} */ (make[kind]());
  }
}

/** @returns {any} a promise with its ends; `open` as long as neither was used */
function deferred() {
  /** @type {any} */
  const all = { open: true };
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  all.promise.catch(() => {}); // whoever awaits it still sees the failure
  return all;
}

define('spusk-lab', SpuskLab);
