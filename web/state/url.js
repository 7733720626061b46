/**
 * The page's address as one typed table. The query is what an author set, the hash what the
 * learner changed; the hash wins. A bad value gives a notice and the default. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 *
 * @typedef {object} Field
 * @property {(text: string) => any} parse undefined if the text is no such value
 * @property {(value: any) => string} [print]
 *
 * @typedef {object} Notice
 * @property {string} name
 * @property {string} value
 *
 * @typedef {object} PageState
 * @property {string} [experiment]
 * @property {string} [lang]
 * @property {'light' | 'dark' | 'auto'} [theme]
 * @property {number} [seed]
 * @property {number} [seeds]
 * @property {'epoch' | 'update' | 'examples' | 'seconds'} [axis]
 * @property {'error' | 'loss'} [quantity]
 * @property {boolean} [large]
 * @property {boolean} [autoplay]
 * @property {boolean} [predict]
 * @property {Settings} settings
 */
import { experiments, findExperiment } from '../experiments/index.js';
import { fitValue } from '../experiments/experiment.js';
import { LANGUAGES } from './words.js';

/** @param {readonly string[]} values */
const oneOf = (...values) => ({
  parse: (/** @type {string} */ text) => (values.includes(text) ? text : undefined),
});

/**
 * @param {number} min
 * @param {number} max
 */
const whole = (min, max) => ({
  parse: (/** @type {string} */ text) => {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  },
});

const ON = ['', '1', 'on', 'true'];
const OFF = ['0', 'off', 'false'];
const flag = {
  parse: (/** @type {string} */ text) =>
    ON.includes(text) ? true : OFF.includes(text) ? false : undefined,
  print: (/** @type {boolean} */ value) => (value ? 'on' : 'off'),
};

/** @type {Record<string, Field>} */
const FIELDS = {
  experiment: oneOf(...experiments.map(({ id }) => id)),
  lang: oneOf(...LANGUAGES),
  theme: oneOf('light', 'dark', 'auto'),
  seed: whole(0, Number.MAX_SAFE_INTEGER),
  seeds: whole(1, 10),
  axis: oneOf('epoch', 'update', 'examples', 'seconds'),
  quantity: oneOf('error', 'loss'),
  large: flag,
  autoplay: flag,
  predict: flag,
};

/**
 * @param {object} address
 * @param {string} [address.query] with or without "?"
 * @param {string} [address.hash] with or without "#"
 * @param {string} [address.usual] the experiment that is shown if the address names none
 * @returns {{state: PageState, notices: Notice[]}}
 */
export function readAddress({ query = '', hash = '', usual = '' }) {
  /** @type {Notice[]} */
  const notices = [];
  /** @type {Record<string, any>} */
  const state = {};
  const entries = [
    ...new URLSearchParams(query.replace(/^\?/, '')),
    ...new URLSearchParams(hash.replace(/^#/, '')),
  ];
  for (const [name, text] of entries) {
    if (!Object.hasOwn(FIELDS, name)) continue;
    const value = FIELDS[name].parse(text);
    if (value === undefined) notices.push({ name, value: text });
    else state[name] = value;
  }
  const experiment = findExperiment(state.experiment ?? usual);
  /** @type {Settings} */
  const settings = {};
  for (const [name, text] of entries) {
    const control = experiment?.controls.find(({ id }) => id === name);
    if (!control) continue;
    const value = fitValue(control, text);
    if (value === undefined) notices.push({ name, value: text });
    else settings[name] = value;
  }
  return { state: { ...state, settings }, notices };
}

/**
 * @param {Partial<PageState>} changed what differs from what the author set
 * @returns {string} a hash, '' if nothing differs
 */
export function writeHash({ settings = {}, ...rest }) {
  const entries = Object.entries(rest)
    .filter(([name, value]) => Object.hasOwn(FIELDS, name) && value !== undefined)
    .map(([name, value]) => [name, FIELDS[name].print?.(value) ?? String(value)]);
  const all = [...entries, ...Object.entries(settings).map(([k, v]) => [k, String(v)])];
  return all.length ? `#${new URLSearchParams(all)}` : '';
}
