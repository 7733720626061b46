/**
 * A report in the words of a language, before it is HTML or Markdown. Pure.
 *
 * @typedef {import('../report/format.js').Report} Report
 * @typedef {import('./words.js').Words} Words
 * @typedef {import('../experiments/experiment.js').Control} Control
 *
 * @typedef {{title: string, svg: string}} Chart
 * @typedef {{head: string[], rows: string[][], code?: number[], numeric?: boolean[]}} Table code:
 *   columns in a fixed-width face
 *
 * @typedef {{kind: 'text', text: string}
 *   | {kind: 'words', text: string}
 *   | {kind: 'list', items: {mark?: 'yes' | 'no' | 'open', text: string, note?: string}[]}
 *   | {kind: 'table', table: Table}
 *   | {kind: 'charts', charts: readonly Chart[]}
 *   | {kind: 'link', url: string}} Block
 *
 * @typedef {object} Section
 * @property {string} id
 * @property {string} title
 * @property {Block[]} blocks
 *
 * @typedef {object} ReportDocument
 * @property {string} lang
 * @property {string} kicker
 * @property {string} title
 * @property {string[]} facts name, date, version
 * @property {Section[]} sections
 */

import { decode } from '../report/assignment.js';

/** The three questions to the learner, as fields of `student`. */
export const QUESTIONS = /** @type {const} */ (['expected', 'happened', 'concluded']);

/**
 * @param {object} options
 * @param {Report} options.report
 * @param {Words} options.words with the texts of the experiment
 * @param {readonly Control[]} options.controls the number of seeds is not among them
 * @param {(control: Control, value: number) => string} options.settingText
 * @param {(run: {id: string}) => string} options.nameOf
 * @param {Table} options.numbers the comparison of the runs
 * @param {readonly Chart[]} options.charts
 * @returns {ReportDocument}
 */
export function documentOf({ report, words, controls, settingText, nameOf, numbers, charts }) {
  const t = (/** @type {string} */ key, values = {}) => words.text(key, values);
  const { student, at, app } = report;
  const asked = report.assignment && decode(report.assignment.code).assignment;
  /** @param {(typeof QUESTIONS)[number]} field @returns {Section} */
  const answer = (field) => ({
    id: field,
    title: t(`report.${field}`),
    blocks: [wordsOf(student[field], words)],
  });
  const changes = changesOf(report, nameOf, words);
  /** @type {(Section | null)[]} */
  const sections = [
    asked && assignmentOf(asked, report, words),
    asked?.predict === 'off'
      ? null
      : {
          id: 'prediction',
          title: t('report.prediction'),
          blocks: predictionOf(report, nameOf, words),
        },
    asked ? null : answer('expected'),
    charts.length
      ? { id: 'charts', title: t('report.charts'), blocks: [{ kind: 'charts', charts }] }
      : null,
    asked ? null : answer('happened'),
    asked?.hide.includes('verdict')
      ? null
      : { id: 'verdict', title: t('verdict.title'), blocks: verdictOf(report, words) },
    asked ? null : answer('concluded'),
    ...(asked?.questions ?? []).map((question, i) => ({
      id: `answer-${i}`,
      title: question,
      blocks: [wordsOf(report.assignment?.answers[i] ?? '', words)],
    })),
    numbers.rows.length
      ? {
          id: 'numbers',
          title: t('report.numbers'),
          blocks: [
            { kind: 'text', text: t('report.numbers.how') },
            { kind: 'table', table: numbers },
          ],
        }
      : null,
    {
      id: 'settings',
      title: t('settings.title'),
      blocks: [
        {
          kind: 'table',
          table: {
            head: [t('report.setting'), t('report.value')],
            rows: [
              ...controls.map((c) => [t(`control.${c.id}`), settingText(c, report.settings[c.id])]),
              [t('report.seeds'), seedsOf(report)],
            ],
          },
        },
        ...changes,
      ],
    },
    { id: 'hashes', title: t('report.hashes'), blocks: hashesOf(report, nameOf, words) },
    { id: 'log', title: t('report.log'), blocks: logOf(report, controls, settingText, words) },
    {
      id: 'again',
      title: t('report.again'),
      blocks: [
        { kind: 'link', url: report.url },
        { kind: 'text', text: t('report.proof') },
      ],
    },
  ];
  return {
    lang: words.lang,
    kicker: t('report.kicker'),
    title: t('question'),
    facts: [
      student.name.trim() || t('report.nameless'),
      timeText(at, words, { dateStyle: 'long', timeStyle: 'short' }),
      `Spusk ${app}`,
    ],
    sections: /** @type {Section[]} */ (sections.filter(Boolean)),
  };
}

/**
 * @param {string} answer
 * @param {Words} words
 * @returns {Block}
 */
const wordsOf = (answer, words) => ({
  kind: 'words',
  text: answer.trim() || words.text('report.unanswered'),
});

/**
 * @param {import('../report/assignment.js').Assignment} assignment
 * @param {Report} report
 * @param {Words} words
 * @returns {Section}
 */
function assignmentOf({ title, due }, { assignment }, words) {
  const student = assignment?.student ?? '';
  const lines = [
    title,
    ...(due ? [words.text('assign.due', { due })] : []),
    ...(student ? [words.text('assign.seed.of', { student })] : []),
  ];
  return {
    id: 'assignment',
    title: words.text('assign.title'),
    blocks: lines.map((text) => ({ kind: 'text', text })),
  };
}

/** @param {Report} report */
const seedsOf = ({ seed, seeds }) => (seeds > 1 ? `${seed}–${seed + seeds - 1}` : String(seed));

/**
 * @param {string} at
 * @param {Words} words
 * @param {Intl.DateTimeFormatOptions} options
 */
const timeText = (at, words, options) =>
  new Intl.DateTimeFormat(words.lang, options).format(new Date(at));

/**
 * @param {Report} report
 * @param {(run: {id: string}) => string} nameOf
 * @param {Words} words
 * @returns {Block[]}
 */
function predictionOf({ prediction, events }, nameOf, words) {
  if (!prediction) {
    const skipped = events.some(({ type }) => type === 'skip');
    return [{ kind: 'text', text: words.text(skipped ? 'report.skipped' : 'report.unpredicted') }];
  }
  const { kind, at, before, outcome } = prediction;
  const value = outcome ? outcome.said : prediction.value;
  const say = (/** @type {any} */ what) => {
    if (kind === 'number') return words.number(Number(what), 6);
    if (kind === 'rank') return what.map((/** @type {string} */ id) => nameOf({ id })).join(', ');
    const key = `predict.${what}`;
    return typeof what === 'string' && words.has(key)
      ? `“${words.text(key)}”`
      : words.text('report.drawn');
  };
  const time = timeText(at, words, { dateStyle: 'medium', timeStyle: 'medium' });
  /** @type {Block[]} */
  const blocks = [
    { kind: 'text', text: words.text('predict') },
    {
      kind: 'list',
      items: [
        {
          mark: outcome ? (outcome.right ? 'yes' : 'no') : 'open',
          text: words.text(before ? 'report.said.before' : 'report.said.after', {
            said: say(value),
            time,
          }),
          note: outcome ? words.text('report.came', { came: say(outcome.came) }) : undefined,
        },
      ],
    },
  ];
  return blocks;
}

/**
 * @param {Report} report
 * @param {Words} words
 * @returns {Block[]}
 */
function verdictOf({ verdict }, words) {
  const items = verdict.map(({ id, holds, measured }) => ({
    mark: /** @type {'yes' | 'no' | 'open'} */ (holds === null ? 'open' : holds ? 'yes' : 'no'),
    text: words.text(`claim.${id}`),
    note:
      holds === null
        ? words.text('verdict.open')
        : measured
            .map(({ text, values }) => words.text(`measured.${text}`, numbersOf(values)))
            .join('; '),
  }));
  return [{ kind: 'list', items }];
}

/** @param {Record<string, import('../report/format.js').PlainNumber>} values */
const numbersOf = (values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, Number(value)]));

/**
 * @param {Report} report
 * @param {(run: {id: string}) => string} nameOf
 * @param {Words} words
 * @returns {Block[]}
 */
function changesOf({ runs }, nameOf, words) {
  const rows = runs.flatMap((run) =>
    run.changes.map(({ at, path, value }) => [
      nameOf(run),
      String(run.seed),
      words.number(at),
      path,
      words.number(Number(value.toPrecision(4)), 12),
    ]),
  );
  if (!rows.length) return [];
  const head = ['compare.run', 'table.seed', 'axis.update', 'report.setting', 'report.value'];
  return [
    { kind: 'text', text: words.text('report.changes') },
    { kind: 'table', table: { head: head.map((key) => words.text(key)), rows, code: [3] } },
  ];
}

/**
 * @param {Report} report
 * @param {(run: {id: string}) => string} nameOf
 * @param {Words} words
 * @returns {Block[]}
 */
function hashesOf({ runs }, nameOf, words) {
  const head = ['compare.run', 'table.seed', 'compare.updates', 'table.hash', 'report.place'];
  const rows = runs.map((run) => [
    nameOf(run),
    String(run.seed),
    words.number(run.updates),
    run.hash,
    words.text(`report.place.${run.place}`),
  ]);
  return [
    { kind: 'text', text: words.text('table.hashes') },
    { kind: 'table', table: { head: head.map((key) => words.text(key)), rows, code: [3] } },
  ];
}

/**
 * @param {Report} report
 * @param {readonly Control[]} controls
 * @param {(control: Control, value: number) => string} settingText
 * @param {Words} words
 * @returns {Block[]}
 */
function logOf({ events }, controls, settingText, words) {
  const rows = events.map(({ at, type, value }) => {
    const control = type === 'change' && controls.find(({ id }) => id === value?.id);
    const key = `log.${type}`;
    const what = control
      ? `${words.text(`control.${control.id}`)}: ${settingText(control, value.value)}`
      : words.has(key)
        ? words.text(key)
        : type;
    return [timeText(at, words, { timeStyle: 'medium' }), what];
  });
  const head = [words.text('log.time'), words.text('log.what')];
  return [{ kind: 'table', table: { head, rows } }];
}
