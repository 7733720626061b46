/**
 * Valibot schemas for parameters of the catalogue, with messages that say what would be right.
 * Valibot walks and fills in defaults; every message is made here.
 */
import * as v from 'valibot';
import { LabError } from './error.js';
import { didYouMean } from './nearest.js';

/** @typedef {v.GenericSchema<any, any>} Schema */

/** What is too long for a message is cut. @param {string} text */
const short = (text) => (text.length > 40 ? `${text.slice(0, 37)}...` : text);

/**
 * A value as it is shown in a message.
 * @param {unknown} value
 * @returns {string}
 */
export function show(value) {
  if (typeof value === 'string') return `"${short(value)}"`;
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `${/** @type {any} */ (value).constructor.name}`;
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/**
 * "must be a whole number from 1 to 10, not 11": the end of a sentence that begins with the field.
 * @param {string} wanted
 */
export const mustBe = (wanted) => (/** @type {v.BaseIssue<unknown>} */ issue) =>
  issue.input === undefined
    ? `is missing: it must be ${wanted}`
    : `must be ${wanted}, not ${show(issue.input)}`;

/** @param {unknown} value */
const isPlain = (value) =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  !ArrayBuffer.isView(value);

/**
 * An object with these fields and no others.
 * @param {Record<string, Schema>} entries
 * @param {string} [wanted]
 */
export function record(entries, wanted = 'an object') {
  const names = Object.keys(entries);
  return v.pipe(
    v.custom(isPlain, mustBe(wanted)),
    v.strictObject(entries, (issue) => {
      const field = String(issue.path?.at(-1)?.key);
      if (issue.expected === 'never') {
        return `unknown field: ${short(field)}${didYouMean(field, names)}`;
      }
      return 'is missing';
    }),
  );
}

/**
 * One parameter: a number in its range or one of its options, with its default.
 * @param {import('./catalog.js').Parameter} parameter
 * @returns {Schema}
 */
export function parameterSchema(parameter) {
  const { options } = parameter;
  if (options) {
    const wanted = `one of ${options.join(', ')}`;
    return v.optional(v.picklist(options, mustBe(wanted)), String(parameter.default));
  }
  const message = mustBe(rangeText(parameter));
  const checks = [
    v.check((/** @type {number} */ n) => n >= parameter.min && n <= parameter.max, message),
    v.check((/** @type {number} */ n) => !parameter.whole || Number.isInteger(n), message),
  ];
  return v.optional(v.pipe(v.number(message), checks[0], checks[1]), Number(parameter.default));
}

/**
 * "a whole number from 1 to 1024", "a number of at least 0"
 * @param {import('./catalog.js').Parameter} parameter
 */
export function rangeText({ min, max, whole }) {
  const kind = whole ? 'a whole number' : 'a number';
  if (max >= 1e300 || max === Infinity) return min <= -1e300 ? kind : `${kind} of at least ${min}`;
  return `${kind} from ${min} to ${max}`;
}

/** @param {import('./catalog.js').Kind} kind */
export function parameterEntries(kind) {
  /** @type {Record<string, Schema>} */
  const entries = {};
  for (const [name, parameter] of Object.entries(kind.parameters)) {
    entries[name] = parameterSchema(parameter);
  }
  return entries;
}

/**
 * One of a group: {name: 'adam', lr: 0.001}.
 * @param {object} options
 * @param {import('./catalog.js').Group} options.group
 * @param {string} options.what for messages: "optimizer"
 * @param {string} [options.key] the field that holds the name
 * @param {(kind: import('./catalog.js').Kind) => Record<string, Schema>} [options.entries]
 * @returns {Schema}
 */
export function choice({ group, what, key = 'name', entries = parameterEntries }) {
  const names = Object.keys(group);
  const name = nameSchema(names, what);
  const wanted = `an object with the ${key} of ${article(what)}`;
  const unknown = v.pipe(
    v.custom(isPlain, mustBe(wanted)),
    v.looseObject({ [key]: name }, `is missing: there is ${names.join(', ')}`),
  );
  /** @type {Map<unknown, Schema>} */
  const schemas = new Map();
  for (const kind of Object.values(group)) {
    schemas.set(kind.name, record({ [key]: name, ...entries(kind) }, wanted));
  }
  return v.lazy((input) => {
    const given = isPlain(input) ? /** @type {any} */ (input)[key] : undefined;
    return schemas.get(given) ?? unknown;
  });
}

/**
 * @param {string[]} names
 * @param {string} what
 */
export function nameSchema(names, what) {
  return v.picklist(names, (issue) => {
    const given = issue.input;
    if (typeof given !== 'string') return mustBe(`the name of ${article(what)}`)(issue);
    return `unknown ${what}: ${short(given)}${didYouMean(given, names)}`;
  });
}

/** @param {string} noun */
const article = (noun) => `${/^[aeiou]/.test(noun) ? 'an' : 'a'} ${noun}`;

/**
 * The input with all defaults filled in; throws a LabError that names the first field that is
 * wrong. The input is not changed.
 * @param {Schema} schema
 * @param {unknown} input
 * @param {string} [whole] what the input as a whole is called in messages
 * @returns {any}
 */
export function parse(schema, input, whole = 'the spec') {
  const result = v.safeParse(schema, input);
  if (!result.success) throw firstError(result.issues, whole);
  return result.output;
}

/**
 * The error of the first issue. A misspelt field makes two (the right one is missing, the wrong
 * one unknown): the second explains more.
 * @param {[v.BaseIssue<unknown>, ...v.BaseIssue<unknown>[]]} issues
 * @param {string} whole
 */
function firstError(issues, whole) {
  const path = (/** @type {v.BaseIssue<unknown>} */ issue) => v.getDotPath(issue) ?? '';
  const parent = (/** @type {v.BaseIssue<unknown>} */ issue) =>
    path(issue).replace(/\.?[^.]*$/, '');
  let issue = issues[0];
  if (issue.input === undefined) {
    issue = issues.find((i) => i.expected === 'never' && parent(i) === parent(issue)) ?? issue;
  }
  const field = String(issue.path?.at(-1)?.key ?? whole);
  const subject = /^(must|is) /.test(issue.message) ? `${layerName(field)} ` : '';
  return new LabError(subject + issue.message, path(issue));
}

/** Layers have numbers, as fields. @param {string} field */
const layerName = (field) => (/^\d+$/.test(field) ? `layer ${field}` : field);
