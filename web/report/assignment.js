/**
 * What a teacher asks of students: one experiment, what of it may be changed, and the questions.
 * It travels as JSON, in a file or in the address (`?assignment=...`, base64url of UTF-8 without
 * what is the default). There is nothing secret in it, and no server behind it. Pure.
 *
 * @typedef {object} Assignment
 * @property {1} v version of the format
 * @property {string} title
 * @property {string} experiment its id
 * @property {'' | 'en' | 'ru'} lang '': the reader's
 * @property {Record<string, number>} settings values of controls, as far as not the defaults: of
 *   open ones to begin with, of the others for good
 * @property {string[]} open ids of the controls that the student may move; `seeds` may be among them
 * @property {number | 'student'} seed the first start; 'student': from name or number (seed-of.js)
 * @property {number} seeds how many starts
 * @property {string[]} questions
 * @property {'required' | 'optional' | 'off'} predict required: nothing runs before
 * @property {string} due when, as free text
 * @property {string[]} hide parts of the page that are left out
 *
 * @typedef {object} Mistake
 * @property {string} path the field: "settings.batch", "questions[2]"; '' for the whole
 * @property {string} rule what it must be: text `assign.must.<rule>`
 * @property {Record<string, any>} values that the text names
 * @property {string} value what stands there, shortened
 */
import { digest } from '../core/digest.js';
import { show } from '../core/schema.js';
import { defaultSettings, fitValue, withDefaults } from '../experiments/experiment.js';
import { experiments, findExperiment } from '../experiments/index.js';

/** @typedef {import('../experiments/experiment.js').Experiment} Experiment */

/** Lengths in characters, of the list of questions in questions. */
export const LIMITS = Object.freeze({ title: 120, due: 120, question: 600, questions: 12 });
/** Of a link or file: the longest assignment has much less. */
const LONGEST = 60_000;
/** The largest seed that may be set. */
export const MAX_SEED = 2 ** 31 - 1;
export const PREDICTING = Object.freeze(/** @type {const} */ (['required', 'optional', 'off']));
/** Parts that a teacher may leave out; the rest an assignment needs, or never has. */
export const HIDEABLE = Object.freeze([
  ...['question', 'lead', 'digits', 'table', 'verdict', 'compare', 'theory', 'code'],
]);
/** '': the reader's. */
export const LANGS = Object.freeze(['', 'en', 'ru']);
const SEEDS = 'seeds';

/** @type {Omit<Assignment, 'experiment' | 'title' | 'seeds'>} */
const DEFAULTS = {
  v: 1,
  lang: '',
  settings: {},
  open: [],
  seed: 1,
  questions: [],
  predict: 'optional',
  due: '',
  hide: [],
};

/** @param {Experiment} experiment @returns {Assignment} with everything as it usually is */
export const blank = (experiment) => ({
  ...structuredClone(DEFAULTS),
  title: '',
  experiment: experiment.id,
  seeds: experiment.seeds.default,
});

/**
 * @param {unknown} raw
 * @returns {{assignment: Assignment | null, mistakes: Mistake[]}} null if there is any mistake
 */
export function check(raw) {
  /** @type {Mistake[]} */
  const mistakes = [];
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    return { assignment: null, mistakes: [mistake('', raw, 'object')] };
  }
  const given = new Map(Object.entries(raw));
  const known = [...Object.keys(DEFAULTS), 'title', 'experiment', SEEDS];
  for (const [name, value] of given) {
    // By `$schema` an editor knows what the file is.
    if (name === '$schema' || known.includes(name)) continue;
    mistakes.push(mistake(short(name), value, 'unknown'));
  }
  const say = (/** @type {Mistake | null} */ found) => found && mistakes.push(found);
  const value = (/** @type {keyof typeof DEFAULTS} */ name) => given.get(name) ?? DEFAULTS[name];

  say(oneOf('v', value('v'), [1]));
  say(text('title', given.get('title') ?? '', { least: 1, most: LIMITS.title }));
  say(text('due', value('due'), { most: LIMITS.due }));
  say(oneOf('lang', value('lang'), LANGS));
  say(oneOf('predict', value('predict'), PREDICTING));
  mistakes.push(...texts('questions', value('questions')));
  mistakes.push(...names('hide', value('hide'), HIDEABLE));
  const ids = experiments.map(({ id }) => id);
  say(oneOf('experiment', given.get('experiment'), ids));
  if (value('seed') !== 'student') say(whole('seed', value('seed'), 0, MAX_SEED));

  const id = given.get('experiment');
  const experiment = typeof id === 'string' ? findExperiment(id) : undefined;
  if (!experiment) return { assignment: null, mistakes };
  const seeds = given.get(SEEDS) ?? experiment.seeds.default;
  say(whole(SEEDS, seeds, 1, experiment.seeds.max));
  const controls = [...experiment.controls.map((control) => control.id), SEEDS];
  mistakes.push(...names('open', value('open'), controls));
  mistakes.push(...settings(value('settings'), experiment));
  if (mistakes.length) return { assignment: null, mistakes };

  const assignment = /** @type {Assignment} */ ({
    ...Object.fromEntries(
      Object.keys(DEFAULTS).map((name) => [name, value(/** @type {'v'} */ (name))]),
    ),
    ...{ title: given.get('title'), experiment: id, seeds },
    settings: { .../** @type {any} */ (value('settings')) },
  });
  say(predictable(assignment, experiment));
  return mistakes.length ? { assignment: null, mistakes } : { assignment, mistakes };
}

/**
 * A prediction that is required must be one that can be tested.
 *
 * @param {Assignment} assignment
 * @param {Experiment} experiment
 */
function predictable(assignment, experiment) {
  const { predict } = assignment;
  if (predict !== 'required') return null;
  if (!experiment.predict) return mistake('predict', predict, 'predictable');
  const needs = untestable(assignment, experiment);
  const list = needs.map(([id, value]) => `${id} = ${value}`).join(', ');
  return list ? mistake('predict', predict, 'testable', { list, needs }) : null;
}

/**
 * @param {Pick<Assignment, 'settings' | 'open'>} assignment
 * @param {Experiment} experiment
 * @returns {[string, number][]} the closed controls that keep the student from the run which
 *   answers the prediction, and what they would have to be
 */
export function untestable(assignment, experiment) {
  const asked = withDefaults(experiment, experiment.predict?.settings);
  const closed = closedSettings(assignment, experiment);
  return Object.entries(closed).flatMap(([id, value]) =>
    value === asked[id] ? [] : [/** @type {[string, number]} */ ([id, asked[id]])],
  );
}

/**
 * @param {Pick<Assignment, 'settings' | 'open'>} assignment
 * @param {Experiment} experiment
 * @returns {Record<string, number>} of the controls that the student may not move
 */
export function closedSettings({ settings: given, open }, experiment) {
  const all = withDefaults(experiment, given);
  return Object.fromEntries(Object.entries(all).filter(([id]) => !open.includes(id)));
}

// --- fields --------------------------------------------------------------------------------------

/** @param {string} name */
const short = (name) => (name.length > 40 ? `${name.slice(0, 37)}...` : name);

/**
 * @param {string} path
 * @param {unknown} value
 * @param {string} rule
 * @param {Record<string, any>} [values]
 * @returns {Mistake}
 */
export const mistake = (path, value, rule, values = {}) => ({
  ...{ path, rule, values },
  value: value === undefined ? '–' : show(value),
});

/**
 * @param {string} path
 * @param {unknown} value
 * @param {readonly unknown[]} list
 */
const oneOf = (path, value, list) =>
  list.includes(value)
    ? null
    : mistake(path, value, 'one', { list: list.map((one) => one || '""').join(', ') });

/**
 * @param {string} path
 * @param {unknown} value
 * @param {number} min
 * @param {number} max
 */
const whole = (path, value, min, max) =>
  Number.isSafeInteger(value) && Number(value) >= min && Number(value) <= max
    ? null
    : mistake(path, value, 'whole', { min, max });

/** What is no plain text: characters that steer a terminal, or turn the direction of writing. */
export const STEERING = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]/u;

/**
 * @param {string} path
 * @param {unknown} value
 * @param {{least?: number, most: number}} length
 */
function text(path, value, { least = 0, most }) {
  if (typeof value !== 'string') return mistake(path, value, 'text', { most });
  if (value.trim().length < least) return mistake(path, value, 'filled', { most });
  if (value.length > most) return mistake(path, value, 'text', { most });
  return STEERING.test(value) ? mistake(path, value, 'plain') : null;
}

/**
 * @param {string} path
 * @param {unknown} value
 * @returns {Mistake[]}
 */
function texts(path, value) {
  const most = LIMITS.questions;
  if (!Array.isArray(value) || value.length > most) return [mistake(path, value, 'list', { most })];
  return value.flatMap(
    (one, i) => text(`${path}[${i}]`, one, { least: 1, most: LIMITS.question }) ?? [],
  );
}

/**
 * @param {string} path
 * @param {unknown} value
 * @param {readonly string[]} list
 * @returns {Mistake[]}
 */
function names(path, value, list) {
  const most = list.length;
  if (!Array.isArray(value) || value.length > most) return [mistake(path, value, 'list', { most })];
  return value.flatMap((one, i) => oneOf(`${path}[${i}]`, one, list) ?? []);
}

/**
 * @param {unknown} value
 * @param {Experiment} experiment
 * @returns {Mistake[]}
 */
function settings(value, { controls }) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [mistake('settings', value, 'object')];
  }
  const list = controls.map(({ id }) => id).join(', ');
  return Object.entries(value).flatMap(([id, number]) => {
    const control = controls.find((one) => one.id === id);
    const path = `settings.${short(id)}`;
    if (!control) return [mistake(path, number, 'control', { list })];
    if (typeof number === 'number' && fitValue(control, number) !== undefined) return [];
    const { values, min, max } = control;
    return values
      ? [mistake(path, number, 'one', { list: values.join(', ') })]
      : [mistake(path, number, 'range', { min, max })];
  });
}

// --- to and from text ----------------------------------------------------------------------------

/**
 * Without what is the default, in the order of the names: equal assignments are equal texts.
 *
 * @param {Assignment} assignment
 * @returns {Record<string, any>}
 */
function compact(assignment) {
  const experiment = /** @type {Experiment} */ (findExperiment(assignment.experiment));
  const usual = blank(experiment);
  const defaults = defaultSettings(experiment);
  const order = [...experiment.controls.map(({ id }) => id), SEEDS];
  const moved = order.flatMap((id) => {
    const value = assignment.settings[id];
    return value === undefined || value === defaults[id] ? [] : [[id, value]];
  });
  const sorted = {
    ...assignment,
    settings: Object.fromEntries(moved),
    open: order.filter((id) => assignment.open.includes(id)),
    hide: HIDEABLE.filter((part) => assignment.hide.includes(part)),
  };
  return Object.fromEntries(
    /** @type {(keyof Assignment)[]} */ (['v', 'title', 'experiment', ...Object.keys(usual).sort()])
      .filter(
        (name) => ['v', 'title', 'experiment'].includes(name) || !same(sorted[name], usual[name]),
      )
      .map((name) => [name, sorted[name]]),
  );
}

/** @param {unknown} a @param {unknown} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** @param {Assignment} assignment @returns {string} for the address */
export function encode(assignment) {
  const bytes = new TextEncoder().encode(JSON.stringify(compact(assignment)));
  const binary = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

/** @param {Assignment} assignment @returns {string} for a file that people can read */
export const toJson = (assignment) => `${JSON.stringify(compact(assignment), null, 1)}\n`;

/** @param {Assignment} assignment @returns {string} its name for people, 16 hex digits */
export const digestOf = (assignment) =>
  digest(new TextEncoder().encode(JSON.stringify(compact(assignment))));

/**
 * @param {string} code of an address
 * @returns {ReturnType<typeof check>}
 */
export function decode(code) {
  const broken = { assignment: null, mistakes: [mistake('', undefined, 'code')] };
  if (code.length > LONGEST || !/^[\w-]+=*$/.test(code)) return broken;
  try {
    const binary = atob(code.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, ''));
    const bytes = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    return check(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    return broken;
  }
}

/**
 * The experiment that an assignment means, however wrong the rest of it is.
 *
 * @param {string} given as readAssignment takes it
 * @returns {string} '' if it cannot be known
 */
export function experimentIn(given) {
  const source = given.slice(0, LONGEST).trim();
  try {
    const code = source.startsWith('{') ? '' : codeIn(source);
    const json = code ? atob(code.replaceAll('-', '+').replaceAll('_', '/')) : source;
    const id = json.match(/"experiment"\s*:\s*"([\w-]+)"/)?.[1] ?? '';
    return findExperiment(id) ? id : '';
  } catch {
    return '';
  }
}

/** @param {string} source a link, the beginning of a saved page, or a code */
const codeIn = (source) => source.match(/[?&;]assignment=([\w-]+)/)?.[1] ?? source;

/**
 * @param {string} given JSON, a link, a page that was saved with an assignment in it, or a code
 * @returns {ReturnType<typeof check>}
 */
export function readAssignment(given) {
  const source = given.replace(/^\ufeff/, '').trim();
  if (source.startsWith('{')) {
    try {
      if (source.length <= LONGEST) return check(JSON.parse(source));
    } catch {
      // Told below.
    }
    return { assignment: null, mistakes: [mistake('', undefined, 'json')] };
  }
  const head = source.slice(0, LONGEST + 1000);
  const code = codeIn(head);
  return decode(code === head ? source : code);
}
