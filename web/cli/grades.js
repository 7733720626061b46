/** What is said of verified reports: to people, and as a table for a gradebook. */
import { toCsv } from '../report/csv.js';

/**
 * @typedef {import('./verify-reports.js').Graded} Graded
 * @typedef {ReturnType<typeof import('../report/equal.js').equalReports>} Equal
 */

/** Lines about one report: a report that is wrong all over need not fill the screen. */
const LINES = 12;

/** What all this proves, and what not. */
export const PROOF = `What this proves: the runs of a report that is reproduced, trained again from its settings, seeds and
changes, give the same weights to the last bit, and its numbers and its verdict follow from them.
What it does not prove: who made the runs. The same seed gives the same numbers, so a report can be a
neighbour's with another name; times are those of the student's own clock, and the file can be edited
before it is handed in, so "before the run" is what the file says, not more; words cannot be checked.`;

/** @type {Record<string, string>} */
const MARKS = {
  reproduced: 'reproduced',
  altered: 'ALTERED',
  incomplete: 'INCOMPLETE',
  unreadable: 'UNREADABLE',
};

/** @type {Record<Equal[number]['by'], string>} */
const EQUAL = {
  runs: 'the same runs (the same seed and the same hashes; expected where all had one seed)',
  times: 'the same times of all events: copied',
  words: 'the same words',
};

/** @param {Graded} graded */
const statusOf = ({ checked }) => checked?.status ?? 'unreadable';

/**
 * @param {Graded} graded
 * @returns {string}
 */
export function asText(graded) {
  const { file, report, checked, problem, note } = graded;
  const mark = MARKS[statusOf(graded)].padEnd(11);
  if (!report || !checked) return `${mark} ${safe(file)}\n${indent(safe(problem))}`;
  const { experiment, seed, seeds, student } = report;
  const series = seeds > 1 ? `seeds ${seed} to ${seed + seeds - 1}` : `seed ${seed}`;
  const name = student.name.trim() || 'no name';
  const lines = [
    `${experiment}, ${series}, ${report.runs.length} runs; ${claimsText(checked)}; ${predictionText(checked)}`,
    ...checked.altered.map(({ path, reported, recomputed }) =>
      recomputed === undefined
        ? `${path} says ${show(reported)}, and there is no such`
        : `${path} says ${show(reported)}, and is ${show(recomputed)}`,
    ),
    ...checked.missing,
    ...assignmentText(checked),
  ];
  const shown = lines.slice(0, LINES);
  if (lines.length > LINES) shown.push(`and ${lines.length - LINES} more`);
  if (note) shown.push(note);
  return [`${mark} ${safe(file)}  ${safe(name)}`, ...shown.map((line) => indent(safe(line)))].join(
    '\n',
  );
}

/** @param {import('../report/check.js').Checked} checked */
function claimsText({ claims }) {
  const holds = claims.filter((claim) => claim.holds).length;
  return `${holds} of ${claims.length} claims hold`;
}

/** @param {import('../report/check.js').Checked} checked @returns {string[]} */
function assignmentText({ assignment }) {
  if (!assignment?.title) return [];
  const { title, student, answered, questions } = assignment;
  const from = student ? `; seed of "${student}"` : '';
  return [`assignment "${title}": ${answered} of ${questions} questions answered${from}`];
}

/** @param {import('../report/check.js').Checked} checked */
function predictionText({ prediction, right }) {
  if (prediction === 'none') return 'no prediction';
  const came = right === null ? '' : right ? ', right' : ', wrong';
  return `predicted ${prediction === 'before' ? 'before the run' : 'when the outcome was known'}${came}`;
}

/**
 * @param {Equal} equal
 * @returns {string[]}
 */
export const equalText = (equal) =>
  equal.map(
    ({ by, files }) => `Equal: ${EQUAL[by]}\n${files.map((f) => indent(safe(f))).join('\n')}`,
  );

/**
 * @param {readonly Graded[]} graded
 * @param {{seconds: number, trained: number, runs: number}} numbers
 */
export function summary(graded, { seconds, trained, runs }) {
  const parts = Object.keys(MARKS).flatMap((status) => {
    const n = graded.filter((one) => statusOf(one) === status).length;
    return n ? [`${n} ${status}`] : [];
  });
  const what = graded.length === 1 ? '1 report' : `${graded.length} reports`;
  return `${what}: ${parts.join(', ')}; ${runs} runs, ${trained} of them different, trained again in ${seconds.toFixed(0)} s`;
}

/**
 * @param {readonly Graded[]} graded
 * @param {Equal} equal
 * @returns {string} a line for each file
 */
export function asCsv(graded, equal) {
  const head = [
    ...['file', 'name', 'status', 'experiment', 'seed', 'seeds', 'prediction', 'right'],
    ...['claims hold', 'claims', 'altered', 'missing', 'same runs', 'same times', 'same words'],
    ...['words', 'handed in', 'version'],
    ...['assignment', 'assignment title', 'seed of', 'answered', 'questions'],
  ];
  const rows = graded.map((one) => {
    const { file, report, checked, problem } = one;
    const followed = checked?.assignment;
    const others = (/** @type {string} */ by) =>
      equal
        .filter((group) => group.by === by && group.files.includes(file))
        .flatMap(({ files }) => files.filter((other) => other !== file))
        .join('; ');
    const { name = '', expected = '', happened = '', concluded = '' } = report?.student ?? {};
    const answers = report?.assignment?.answers ?? [];
    const words = [expected, happened, concluded, ...answers]
      .join(' ')
      .split(/\s+/)
      .filter(Boolean).length;
    return [
      ...[file, name, statusOf(one), report?.experiment, report?.seed, report?.seeds],
      ...[checked?.prediction, checked?.right],
      checked?.claims.filter(({ holds }) => holds).length,
      checked?.claims.length,
      checked?.altered.map(({ path }) => path).join('; '),
      checked ? checked.missing.join('; ') : problem,
      ...[others('runs'), others('times'), others('words')],
      ...[report && words, report?.at, report?.app],
      ...[followed?.about, followed?.title, followed?.student],
      ...[followed?.answered, followed?.questions],
    ];
  });
  return toCsv(head, rows);
}

/** @param {unknown} value */
function show(value) {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/**
 * What a student wrote must not steer the teacher's terminal.
 *
 * @param {string} text
 */
// eslint-disable-next-line no-control-regex
const safe = (text) => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '?');

/** @param {string} line */
const indent = (line) => `            ${line}`;
