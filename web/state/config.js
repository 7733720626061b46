/**
 * What a course page may say to a lab: as attributes, as the object `config`, or as JSON inside
 * the element. The same table as the page's address (url.js), and what only an element has. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 *
 * @typedef {object} Config
 * @property {string} [experiment]
 * @property {string | object} [assignment] what a teacher asks (report/assignment.js): its code, a
 *   link with it, the address of its file, or itself
 * @property {number} [seed] the first start
 * @property {number} [seeds] how many starts
 * @property {string} [lang] `en` or `ru`; left out: the language of the reader
 * @property {'auto' | 'light' | 'dark'} [theme]
 * @property {boolean} [predict] false: without the prediction
 * @property {string[]} [hide] parts that are left out
 * @property {string[]} [controls] the controls that are open, by their ids; left out: all
 * @property {boolean} [autoplay] false: waits for the button
 * @property {string} [data] address of a folder with data to train on (own-data.js)
 * @property {'lazy' | 'eager'} [loading] eager: starts before it is seen, and goes on unseen
 * @property {number} [height] pixels that are kept free until the lab is there
 * @property {boolean} [large] for a projector
 * @property {'epoch' | 'update' | 'examples' | 'seconds'} [axis]
 * @property {string} [quantity]
 * @property {'slow' | 'medium' | 'full'} [speed]
 * @property {Settings} [settings] of the experiment's controls
 *
 * @typedef {object} Mistake
 * @property {'config'} code
 * @property {string} name of the attribute or the field
 * @property {unknown} value
 * @property {string} message
 */
import { fitValue } from '../experiments/experiment.js';
import { findExperiment } from '../experiments/index.js';
import { FIELDS } from './url.js';
import { LANGUAGES } from './words.js';

/** The tallest lab that a page can mean, in pixels. */
const TALLEST = 20_000;

/**
 * @typedef {object} Rule
 * @property {string} values what may stand there, for people
 * @property {(text: string, experiment: Experiment | undefined) => any} parse undefined if the
 *   text is no such value
 */

/** @type {Record<string, Rule>} */
const OWN = {
  assignment: {
    values: 'the code of an assignment, a link with it, or the address of its file',
    parse: (text) => text.trim() || undefined,
  },
  lang: {
    values: LANGUAGES.join(' | '),
    // "ru-RU" is Russian.
    parse: (text) => LANGUAGES.find((name) => name === text.toLowerCase().split('-')[0]),
  },
  controls: {
    values: 'ids of controls with commas between them, or none',
    parse(text, experiment) {
      const names = text.split(',').map((name) => name.trim());
      if (names.length === 1 && names[0] === 'none') return [];
      const known = [...(experiment?.controls ?? []).map(({ id }) => id), 'seeds'];
      return names.every((name) => known.includes(name)) ? names : undefined;
    },
  },
  loading: {
    values: 'lazy | eager',
    parse: (text) => (text === 'lazy' || text === 'eager' ? text : undefined),
  },
  height: {
    values: `pixels, up to ${TALLEST}`,
    parse(text) {
      const value = /^\d+(px)?$/.test(text) ? parseInt(text, 10) : NaN;
      return value <= TALLEST ? value : undefined;
    },
  },
};

/** What may stand in a configuration besides the settings. */
export const NAMES = Object.freeze([
  ...['experiment', 'assignment', 'seed', 'seeds', 'lang', 'theme', 'predict', 'hide', 'controls'],
  ...['autoplay', 'data', 'loading', 'height', 'large', 'axis', 'quantity', 'speed'],
]);

/** Those of them that are attributes. */
export const ATTRIBUTES = Object.freeze(NAMES.slice(0, 14));

/**
 * One value, from the text of an attribute.
 *
 * @param {string} name
 * @param {string} text
 * @param {string} [experiment] the id of the experiment for which it is meant
 * @returns {{value: any, mistake?: undefined} | {value?: undefined, mistake: Mistake}}
 */
export function readValue(name, text, experiment = '') {
  const { parse, values } = OWN[name] ?? FIELDS[name];
  const value = parse(text, findExperiment(experiment));
  if (value !== undefined) return { value };
  return { mistake: mistakeOf(name, text, `${name} must be ${values}`) };
}

/**
 * A whole configuration. What is wrong in it is left out, with a mistake for each.
 *
 * @param {unknown} raw
 * @param {string} [usual] the experiment that is meant if it names none
 * @returns {{config: Config, mistakes: Mistake[]}}
 */
export function readConfig(raw, usual = '') {
  /** @type {Mistake[]} */
  const mistakes = [];
  /** @type {Record<string, any>} */
  const config = {};
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { config, mistakes: [mistakeOf('config', raw, 'a configuration must be an object')] };
  }
  const given = /** @type {Record<string, unknown>} */ (raw);
  const experiment = String(given.experiment ?? usual);
  for (const [name, value] of Object.entries(given)) {
    // By `$schema` an editor knows what the text is.
    if (name === '$schema') continue;
    if (name === 'settings') {
      config.settings = readSettings(value, findExperiment(experiment), mistakes);
    } else if (name === 'assignment' && typeof value === 'object' && value !== null) {
      // What is wrong in it is told when it is read.
      config.assignment = value;
    } else if (NAMES.includes(name)) {
      const read = readValue(name, textOf(name, value), experiment);
      if (read.mistake) mistakes.push({ ...read.mistake, value });
      else config[name] = read.value;
    } else {
      mistakes.push(mistakeOf(name, value, `a configuration has no ${name}`));
    }
  }
  return { config, mistakes };
}

/**
 * @param {unknown} raw
 * @param {Experiment | undefined} experiment
 * @param {Mistake[]} mistakes
 * @returns {Settings}
 */
function readSettings(raw, experiment, mistakes) {
  /** @type {Settings} */
  const settings = {};
  if (typeof raw !== 'object' || raw === null) {
    mistakes.push(mistakeOf('settings', raw, 'settings must be an object'));
    return settings;
  }
  for (const [id, value] of Object.entries(raw)) {
    const control = experiment?.controls.find((c) => c.id === id);
    const fitted = control && fitValue(control, value);
    if (fitted !== undefined) settings[id] = fitted;
    else if (control) mistakes.push(mistakeOf(id, value, `${id} cannot have this value`));
    else mistakes.push(mistakeOf(id, value, `the experiment has no control ${id}`));
  }
  return settings;
}

/**
 * A field of an object as the attribute would say it.
 *
 * @param {string} name
 * @param {unknown} value
 */
function textOf(name, value) {
  if (Array.isArray(value)) return value.join(',') || (name === 'controls' ? 'none' : '');
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @param {string} message
 * @returns {Mistake}
 */
export function mistakeOf(name, value, message) {
  return { code: 'config', name, value, message };
}
