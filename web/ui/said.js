/**
 * What the page says of its lab, by attributes, a script inside it or `config`, and what an
 * assignment decides, which counts more. Both become properties of the element.
 *
 * @typedef {import('../state/config.js').Config} Config
 * @typedef {import('../state/config.js').Mistake} Mistake
 */
import { ATTRIBUTES, mistakeOf, readConfig, readValue } from '../state/config.js';

export class Said {
  /** Whether the lab that is there began with other settings or starts than are said now. */
  stale = false;
  #host;
  #complain;
  /** @type {Config} what was said last, in whatever way */
  #said = {};
  /** @type {Config | null} what an assignment says, null as long as there is none */
  #decided = null;
  /** @type {Record<string, any>} the properties of a new element */
  #defaults;

  /**
   * @param {HTMLElement & {experiment: string}} host with the properties of a new element
   * @param {(mistake: Mistake) => void} complain
   */
  constructor(host, complain) {
    this.#host = host;
    this.#complain = complain;
    this.#defaults = Object.fromEntries(
      Object.keys(TO_PROPERTY).map((name) => [name, /** @type {any} */ (host)[name]]),
    );
  }

  /** @returns {Config} everything that the page has said */
  get config() {
    const said = Object.entries(this.#said).filter(([, value]) => value !== undefined);
    return Object.fromEntries(said);
  }

  /** Says all anew. @param {Config} raw */
  set config(raw) {
    const { experiment } = this.#host;
    const { config, mistakes } = readConfig(raw, experiment);
    for (const mistake of mistakes) this.#complain(mistake);
    const gone = Object.keys(this.#said).map((name) => [name, undefined]);
    this.#put({ ...Object.fromEntries(gone), experiment, ...config });
  }

  /**
   * @param {string} name of an attribute
   * @param {string | null} text null: it is gone
   */
  readAttribute(name, text) {
    if (this.#mirrors(name, text)) return;
    const experiment = this.#host.getAttribute('experiment') ?? this.#host.experiment;
    const { value, mistake } = text === null ? {} : readValue(name, text, experiment);
    if (mistake) this.#complain(mistake);
    this.#put({ [name]: name === 'experiment' && mistake ? text : value });
  }

  /**
   * Reads `<script type="application/json">`; what an attribute says counts more.
   *
   * @param {readonly string[]} attributes of the page, not those that the element has written
   */
  readScript(attributes) {
    const host = this.#host;
    const script = host.querySelector(':scope > script[type="application/json"]');
    if (!script) return;
    try {
      const raw = JSON.parse(script.textContent ?? '');
      const { config, mistakes } = readConfig(raw, host.getAttribute('experiment') ?? '');
      for (const mistake of mistakes) this.#complain(mistake);
      const own = Object.entries(config).filter(([name]) => !attributes.includes(name));
      this.#put(Object.fromEntries(own));
    } catch (error) {
      const value = script.textContent ?? '';
      this.#complain({ code: 'config', name: 'script', value, message: `no JSON: ${error}` });
    }
  }

  /** @param {Config | null} decided by an assignment, null: there is none any more */
  decide(decided) {
    const names = Object.keys({ ...this.#decided, ...decided });
    const first = !this.#decided;
    this.#decided = decided;
    this.#apply(names);
    if (first) this.#overrule(this.#said);
  }

  /**
   * Whether an attribute only says what the property says already: the element wrote it itself.
   *
   * @param {string} name
   * @param {string | null} text
   */
  #mirrors(name, text) {
    const value = /** @type {any} */ (this.#host)[name];
    return name === 'large' ? value === (text === '') : text === value;
  }

  /** @param {Config} config a field that is undefined goes back to its default */
  #put(config) {
    Object.assign(this.#said, config);
    this.#apply(Object.keys(config));
    this.#overrule(config);
  }

  /** Tells the page what it says in vain. @param {Config} said */
  #overrule(said) {
    const decided = /** @type {Record<string, unknown>} */ (this.#decided ?? {});
    for (const [name, value] of Object.entries(said)) {
      if (value === undefined || !Object.hasOwn(decided, name)) continue;
      if (JSON.stringify(value) === JSON.stringify(decided[name])) continue;
      this.#complain(mistakeOf(name, value, `${name} is what the assignment says`));
    }
  }

  /** @param {readonly string[]} names of what the page has said, or an assignment decided */
  #apply(names) {
    const all = { ...this.#said, ...this.#decided };
    for (const name of names) {
      const value = all[/** @type {keyof Config} */ (name)];
      const property = value === undefined ? this.#defaults[name] : TO_PROPERTY[name](value);
      const before = /** @type {any} */ (this.#host)[name];
      if (JSON.stringify(property) === JSON.stringify(before)) continue;
      if (['seed', 'seeds', 'settings'].includes(name)) this.stale = true;
      Object.assign(this.#host, { [name]: property });
    }
  }
}

/** What becomes of a field of a configuration as the property of that name. @type {Record<string, (value: any) => any>} */
const TO_PROPERTY = {
  ...Object.fromEntries(ATTRIBUTES.map((name) => [name, (/** @type {any} */ value) => value])),
  axis: (value) => value,
  quantity: (value) => value,
  speed: (value) => value,
  settings: (value) => value,
  predict: (value) => (value ? '' : 'off'),
  autoplay: (value) => (value ? '' : 'off'),
};
