/**
 * The page's address as one typed table. The query is what an author set, the hash what the
 * learner changed; the hash wins. A bad value gives a notice and the default. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 *
 * @typedef {object} Field
 * @property {string} values what may stand there, for people
 * @property {any} default what holds where the address says nothing; null: the experiment says it
 * @property {boolean} public false: for tests, and for nobody's course page
 * @property {(text: string, experiment: Experiment | undefined) => any} parse undefined if the
 *   text is no such value
 * @property {(value: any) => string} print
 *
 * @typedef {object} Notice
 * @property {string} name
 * @property {string} value
 * @property {string} [near] what was probably meant
 * @property {import('../report/assignment.js').Mistake} [mistake] in an assignment
 *
 * @typedef {object} PageState what an address says; what it does not say is not there
 * @property {string} [experiment]
 * @property {string} [lang]
 * @property {'light' | 'dark' | 'auto'} [theme]
 * @property {number} [seed]
 * @property {number} [seeds]
 * @property {'epoch' | 'update' | 'examples' | 'seconds'} [axis]
 * @property {string} [quantity]
 * @property {boolean} [large]
 * @property {boolean} [autoplay]
 * @property {boolean} [predict]
 * @property {string[]} [hide] parts that are left out (parts.js)
 * @property {'slow' | 'medium' | 'full'} [speed]
 * @property {number} [smooth]
 * @property {'auto' | 'none' | 'range' | 'quartiles' | 'deviation'} [band]
 * @property {boolean | null} [log]
 * @property {string} [data] address of a folder with data to train on
 * @property {string} [course]
 * @property {boolean} [embed]
 * @property {import('./stress.js').Stress} [stringTest]
 * @property {Settings} settings of the experiment's controls
 */
import { nearest } from '../core/nearest.js';
import { fitValue } from '../experiments/experiment.js';
import { experiments, findExperiment } from '../experiments/index.js';
import { COURSES } from './course.js';
import { PARTS, readParts } from './parts.js';
import { STRESSES } from './stress.js';
import { LANGUAGES } from './words.js';

const QUANTITIES = ['error', 'loss'];

/** @param {readonly string[]} names */
const oneOf = (...names) => ({
  values: names.join(' | '),
  parse: (/** @type {string} */ text) => (names.includes(text) ? text : undefined),
  print: String,
});

/**
 * @param {number} min
 * @param {number} max
 */
const whole = (min, max) => ({
  values: `${min} ... ${max}`,
  parse(/** @type {string} */ text) {
    const value = Number(text);
    return /^\d+$/.test(text) && value >= min && value <= max ? value : undefined;
  },
  print: String,
});

const ON = ['', '1', 'on', 'true'];
const OFF = ['0', 'off', 'false'];
const flag = {
  values: 'on | off',
  parse: (/** @type {string} */ text) =>
    ON.includes(text) ? true : OFF.includes(text) ? false : undefined,
  print: (/** @type {boolean} */ value) => (value ? 'on' : 'off'),
};

const share = {
  values: '0 ... 0.99',
  parse: (/** @type {string} */ text) => (/^0(\.\d{1,4})?$/.test(text) ? Number(text) : undefined),
  print: String,
};

/** Long enough for any folder, and for no whole file that somebody writes into an address. */
const LONGEST = 2000;

/** Where data are to be had: of the page's own site, or of another one that lets it read them. */
const place = {
  values: 'the address of a folder with data',
  parse(/** @type {string} */ text) {
    const relative = !/^[a-z][a-z\d+.-]*:/i.test(text);
    const good = text !== '' && text.length <= LONGEST && (relative || /^https?:\/\//i.test(text));
    return good ? text : undefined;
  },
  print: String,
};

/** What the learning curves of an experiment can show. */
const quantity = {
  values: 'a quantity of the experiment',
  /** @type {Field['parse']} */
  parse(text, experiment) {
    const names = (experiment?.views ?? []).flatMap((view) =>
      'columns' in view && !Array.isArray(view.columns) ? Object.keys(view.columns) : [],
    );
    const known = names.length ? names : QUANTITIES;
    return known.includes(text) ? text : undefined;
  },
  print: String,
};

const parts = {
  values: PARTS.join(','),
  parse: readParts,
  print: (/** @type {string[]} */ names) => names.join(','),
};

/** @type {Readonly<Record<string, Field>>} */
export const FIELDS = Object.freeze({
  experiment: { ...oneOf(...experiments.map(({ id }) => id)), default: '', public: true },
  lang: { ...oneOf(...LANGUAGES), default: null, public: true },
  theme: { ...oneOf('auto', 'light', 'dark'), default: 'auto', public: true },
  seed: { ...whole(0, Number.MAX_SAFE_INTEGER), default: 1, public: true },
  seeds: { ...whole(1, 10), default: null, public: true },
  axis: { ...oneOf('epoch', 'update', 'examples', 'seconds'), default: 'epoch', public: true },
  quantity: { ...quantity, default: 'error', public: true },
  large: { ...flag, default: false, public: true },
  autoplay: { ...flag, default: true, public: true },
  predict: { ...flag, default: true, public: true },
  hide: { ...parts, default: [], public: true },
  speed: { ...oneOf('slow', 'medium', 'full'), default: 'full', public: true },
  smooth: { ...share, default: 0, public: true },
  band: {
    ...oneOf('auto', 'none', 'range', 'quartiles', 'deviation'),
    default: 'auto',
    public: true,
  },
  log: { ...flag, default: null, public: true },
  data: { ...place, default: '', public: true },
  course: { ...oneOf(...Object.keys(COURSES)), default: '', public: true },
  embed: { ...flag, default: false, public: true },
  stringTest: { ...oneOf(...STRESSES), default: '', public: false },
});

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
  const known = entries.filter(([name]) => Object.hasOwn(FIELDS, name));
  // The experiment goes first: what the others may be depends on it.
  known.sort(([a], [b]) => Number(b === 'experiment') - Number(a === 'experiment'));
  let experiment = findExperiment(usual);
  for (const [name, text] of known) {
    const value = FIELDS[name].parse(text, experiment);
    if (value === undefined) notices.push(noticeOf(name, text));
    else state[name] = value;
    if (name === 'experiment') experiment = findExperiment(value);
  }
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
 * @param {string} name
 * @param {string} value
 * @returns {Notice}
 */
function noticeOf(name, value) {
  const ids = experiments.map(({ id }) => id);
  const near = name === 'experiment' ? nearest(value, ids) : null;
  return near ? { name, value, near } : { name, value };
}

/**
 * @param {Partial<PageState>} state
 * @returns {string} without "?" and "#"; names in the order of the table, then the settings
 */
function write({ settings = {}, ...rest }) {
  const entries = Object.entries(FIELDS)
    .map(([name, { print }]) => ({ name, value: rest[/** @type {'lang'} */ (name)], print }))
    .filter(({ value }) => value !== undefined)
    .map(({ name, value, print }) => [name, print(value)]);
  const all = [...entries, ...Object.entries(settings).map(([k, v]) => [k, String(v)])];
  // Commas may stand in a query as they are, and are read more easily.
  return String(new URLSearchParams(all)).replaceAll('%2C', ',');
}

/**
 * @param {Partial<PageState>} changed what differs from what the author set
 * @returns {string} a hash, '' if nothing differs
 */
export function writeHash(changed) {
  const text = write(changed);
  return text && `#${text}`;
}

/**
 * @param {Partial<PageState>} state
 * @returns {string} a query, '' if it says nothing
 */
export function writeQuery(state) {
  const text = write(state);
  return text && `?${text}`;
}

/**
 * What of a page's state holds for another page of the site too.
 *
 * @param {PageState} state
 * @returns {Partial<PageState>}
 */
export function carried({ lang, theme, large, stringTest }) {
  return { lang, theme, large, stringTest };
}

/**
 * What a learner's state says besides the author's, or besides the defaults where the author
 * said nothing.
 *
 * @param {Partial<PageState>} learner
 * @param {{author: PageState, experiment: Experiment | undefined}} base
 * @returns {Partial<PageState>}
 */
export function differences({ settings = {}, ...rest }, { author, experiment }) {
  /** @param {string} name */
  const before = (name) => {
    const own = name === 'seeds' ? experiment?.seeds.default : undefined;
    return author[/** @type {'lang'} */ (name)] ?? own ?? FIELDS[name].default;
  };
  const changed = Object.entries(rest).filter(
    ([name, value]) =>
      Object.hasOwn(FIELDS, name) &&
      value !== undefined &&
      FIELDS[name].print(value) !== String(before(name) ?? ''),
  );
  const moved = Object.entries(settings).filter(([id, value]) => {
    const control = experiment?.controls.find((c) => c.id === id);
    return control && value !== (author.settings[id] ?? control.default);
  });
  return { ...Object.fromEntries(changed), settings: Object.fromEntries(moved) };
}
