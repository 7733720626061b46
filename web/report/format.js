/**
 * The report of a learner's work as a file: JSON that says everything by which the work can be
 * done again. Written by the page (state/report.js), checked by `spusk verify`.
 *
 * What a program can compute again: every number of `runs` (but `seconds`), `verdict`, and what
 * the prediction came to. What it cannot: name, words and times, which are the learner's own. What
 * JavaScript computes (claims, distances, numbers of a spec) counts to twelve digits, as browsers
 * differ beyond them; hashes and what the core measured count to the bit.
 *
 * @typedef {import('./plain.js').PlainNumber} PlainNumber
 *
 * @typedef {object} Report
 * @property {'spusk-report'} format
 * @property {1} version of the format
 * @property {string} app version of Spusk that wrote it
 * @property {string} at when, as ISO 8601 in UTC
 * @property {string} lang
 * @property {string} url a link that shows the same experiment with the same settings and seeds
 * @property {string} experiment its id
 * @property {Record<string, number>} settings of all controls, with which the runs shown began
 * @property {number} seed the first of the seeds
 * @property {number} seeds how many, in a row
 * @property {Student} student
 * @property {ReportPrediction | null} prediction null: there was none
 * @property {ReportRun[]} runs those shown, and those on which the verdict rests
 * @property {ReportClaim[]} verdict one for each claim of the experiment
 * @property {ReportEvent[]} events of the session, in their order
 * @property {ReportAssignment | null} assignment that it answers; then `student` has a name only
 *
 * @typedef {object} ReportAssignment
 * @property {string} code as in the address (assignment.js)
 * @property {string} digest of it
 * @property {string} student name or number from which the seed was made, '' if it was not
 * @property {string[]} answers one for each of its questions
 *
 * @typedef {object} Student
 * @property {string} name
 * @property {string} expected what the learner expected, and why
 * @property {string} happened
 * @property {string} concluded
 *
 * @typedef {object} ReportPrediction
 * @property {'choice' | 'rank' | 'number' | 'draw'} kind
 * @property {any} value an option, a list of ids, a number, or a curve {x, y}
 * @property {string} at
 * @property {boolean} before whether the answer was still unknown
 * @property {Outcome | null} outcome null: not run
 *
 * @typedef {object} Outcome
 * @property {any} came what came true: an option, a list of ids, a number
 * @property {any} said the value in the same terms: of a curve, the option it comes to
 * @property {boolean} right
 *
 * @typedef {object} ReportRun
 * @property {'now' | 'earlier' | 'pinned' | 'verdict'} place why it is here: on the charts, of
 *   an earlier race, pinned in the table, or only because the verdict rests on it
 * @property {string} id of the run within the experiment
 * @property {number} seed
 * @property {Record<string, number>} settings of all controls, from which the spec was made
 * @property {Record<string, any>} spec with all defaults, as the run began
 * @property {ReportChange[]} changes made on the way, in their order
 * @property {number[]} stops updates at which it stood, and was measured, beside its plan
 * @property {number} updates made
 * @property {PlainNumber} epoch
 * @property {string} hash of the weights after them, '' before the first
 * @property {number} divergedAt -1 if it did not
 * @property {Record<string, PlainNumber>} final the last row of its trace: `update` and what of
 *   trainLoss, trainError, testLoss, testError, value, distance it has
 * @property {PlainNumber} seconds that training took; differs from time to time
 *
 * @typedef {object} ReportChange
 * @property {number} at update before which it was made
 * @property {string} path of the spec
 * @property {number} value
 *
 * @typedef {object} ReportClaim
 * @property {string} id
 * @property {boolean | null} holds null: its runs are missing
 * @property {{text: string, values: Record<string, PlainNumber>}[]} measured
 *
 * @typedef {object} ReportEvent
 * @property {string} at
 * @property {string} type
 * @property {any} [value]
 */
import * as v from 'valibot';
import { LabError } from '../core/error.js';
import { mustBe } from '../core/schema.js';

export const FORMAT = 'spusk-report';
export const VERSION = 1;

/** Columns of a trace whose last values a report has. */
export const MEASURED = Object.freeze([
  'trainLoss',
  'trainError',
  'testLoss',
  'testError',
  'value',
  'distance',
]);

const text = v.string(mustBe('a text'));
const time = v.pipe(
  v.string(mustBe('a time')),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/, mustBe('a time')),
  v.check((value) => !Number.isNaN(Date.parse(value)), mustBe('a time')),
);
const number = v.pipe(v.number(mustBe('a number')), v.finite(mustBe('a number')));
const count = v.pipe(
  v.number(mustBe('a whole number')),
  v.safeInteger(mustBe('a whole number')),
  v.minValue(0, mustBe('a whole number of at least 0')),
);
const plainNumber = v.union(
  [number, v.picklist(['NaN', 'Infinity', '-Infinity'])],
  mustBe('a number'),
);
const flag = v.boolean(mustBe('true or false'));

/** @param {v.GenericSchema<any, any>} of */
const list = (of) => v.array(of, mustBe('a list'));
/** @param {v.GenericSchema<any, any>} of */
const named = (of) => v.record(v.string(), of, mustBe('an object'));
/** @param {Record<string, v.GenericSchema<any, any>>} entries */
const object = (entries) => v.object(entries, mustBe('an object'));

const run = object({
  place: v.picklist(
    ['now', 'earlier', 'pinned', 'verdict'],
    mustBe('now, earlier, pinned or verdict'),
  ),
  id: text,
  seed: count,
  settings: named(number),
  spec: named(v.any()),
  changes: list(object({ at: count, path: text, value: number })),
  stops: list(count),
  updates: count,
  epoch: plainNumber,
  hash: v.pipe(text, v.regex(/^([0-9a-f]{16})?$/, mustBe('16 hex digits'))),
  divergedAt: v.pipe(
    v.number(mustBe('a whole number')),
    v.safeInteger(mustBe('a whole number')),
    v.minValue(-1, mustBe('a whole number of at least -1')),
  ),
  final: named(plainNumber),
  seconds: plainNumber,
});

/** What a report must be; report.schema.json is made of it. */
export const reportSchema = object({
  format: v.literal(FORMAT, mustBe(`"${FORMAT}"`)),
  version: v.literal(VERSION, mustBe(String(VERSION))),
  app: text,
  at: time,
  lang: text,
  url: text,
  experiment: text,
  settings: named(number),
  seed: count,
  seeds: v.pipe(count, v.minValue(1, mustBe('a whole number of at least 1'))),
  student: object({ name: text, expected: text, happened: text, concluded: text }),
  prediction: v.nullable(
    object({
      kind: v.picklist(
        ['choice', 'rank', 'number', 'draw'],
        mustBe('choice, rank, number or draw'),
      ),
      value: v.any(),
      at: time,
      before: flag,
      outcome: v.nullable(object({ came: v.any(), said: v.any(), right: flag })),
    }),
  ),
  runs: v.pipe(list(run), v.maxLength(20_000, mustBe('at most 20,000 runs'))),
  verdict: list(
    object({
      id: text,
      holds: v.nullable(flag),
      measured: list(object({ text, values: named(plainNumber) })),
    }),
  ),
  events: list(object({ at: time, type: text, value: v.optional(v.any()) })),
  assignment: v.optional(
    v.nullable(object({ code: text, digest: text, student: text, answers: list(text) })),
    null,
  ),
});

/**
 * @param {string} json
 * @returns {Report} throws a LabError that names the first field that is wrong
 */
export function readReport(json) {
  /** @type {unknown} */
  let raw;
  try {
    raw = JSON.parse(json);
  } catch (error) {
    throw new LabError(`this is no JSON: ${/** @type {Error} */ (error).message}`);
  }
  const given = /** @type {any} */ (raw)?.format;
  if (given !== FORMAT) {
    const is = given === undefined ? 'has none' : `says ${JSON.stringify(given)}`;
    throw new LabError(`this is no report: "format" must be "${FORMAT}", and it ${is}`, 'format');
  }
  const result = v.safeParse(reportSchema, raw);
  if (result.success) return /** @type {Report} */ (result.output);
  const [issue] = result.issues;
  const path = pathOf(issue);
  throw new LabError(`${path} ${issue.message}`, path);
}

/** @param {v.BaseIssue<unknown>} issue */
const pathOf = (issue) =>
  (issue.path ?? [])
    .map(({ key }) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '') || 'the report';
