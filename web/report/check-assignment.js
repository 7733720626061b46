/**
 * Holds a report against the assignment that it says it answers, and against the one that the
 * teacher gave. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('./assignment.js').Assignment} Assignment
 * @typedef {import('./format.js').Report} Report
 * @typedef {import('./plain.js').Difference} Difference
 *
 * @typedef {object} Followed
 * @property {'this' | 'another' | 'none' | 'unasked'} about this: the one that was given; another;
 *   none: the report has none; unasked: it has one, and none was given to compare
 * @property {string} title of the one that the report has, ''
 * @property {string} student name or number from which the seed was made, ''
 * @property {number} answered
 * @property {number} questions
 * @property {Difference[]} altered what a page with this assignment does not let happen
 * @property {string[]} missing
 */
import { withDefaults } from '../experiments/experiment.js';
import { closedSettings, decode, digestOf } from './assignment.js';
import { seedOf } from './seed-of.js';

/**
 * @param {Experiment} experiment of the report
 * @param {Report} report
 * @param {Assignment | null} wanted that the teacher gave
 * @returns {Followed | null} null if nobody speaks of an assignment
 */
export function checkAssignment(experiment, report, wanted) {
  const { assignment: own } = report;
  if (!own && !wanted) return null;
  const nothing = { title: '', student: '', answered: 0, questions: 0 };
  if (!own) {
    const missing = ['it was not made with the assignment'];
    return { about: 'none', ...nothing, altered: [], missing };
  }
  const { assignment } = decode(own.code);
  if (!assignment) {
    const altered = [{ path: 'assignment.code', reported: own.code, recomputed: undefined }];
    return { about: 'none', ...nothing, altered, missing: [] };
  }
  const digest = digestOf(assignment);
  const about = !wanted ? 'unasked' : digestOf(wanted) === digest ? 'this' : 'another';
  const answered = own.answers.filter((text) => text.trim()).length;
  const other = `it answers another assignment: "${assignment.title}" (${digest})`;
  return {
    ...{ about, title: assignment.title, student: own.student, answered },
    questions: assignment.questions.length,
    altered: [
      ...different('assignment.digest', own.digest, digest),
      ...different('experiment', report.experiment, assignment.experiment),
      ...(report.experiment === assignment.experiment
        ? [
            ...checkSettings(experiment, report, assignment),
            ...checkSeeds(experiment, report, assignment),
          ]
        : []),
      ...different('assignment.answers.length', own.answers.length, assignment.questions.length),
    ],
    missing: [
      ...(about === 'another' ? [other] : []),
      ...assignment.questions.flatMap((question, i) =>
        own.answers[i]?.trim() ? [] : [`no answer to "${question}"`],
      ),
      ...whatWasNotPredicted(report, assignment),
    ],
  };
}

/**
 * @param {string} path
 * @param {unknown} reported
 * @param {unknown} recomputed
 * @returns {Difference[]}
 */
const different = (path, reported, recomputed) =>
  reported === recomputed ? [] : [{ path, reported, recomputed }];

/**
 * The controls that were closed stood where the assignment sets them, in all runs that the
 * student made; those for the verdict have the settings of the claims.
 *
 * @param {Experiment} experiment
 * @param {Report} report
 * @param {Assignment} assignment
 * @returns {Difference[]}
 */
function checkSettings(experiment, { settings, runs, events }, assignment) {
  const closed = Object.entries(closedSettings(assignment, experiment));
  /** @param {Record<string, number>} own @param {string} path */
  const held = (own, path) =>
    closed.flatMap(([id, value]) => different(`${path}.${id}`, own[id], value));
  const movable = pathsOf(experiment, assignment);
  return [
    ...held(settings, 'settings'),
    ...runs.flatMap((run, i) => {
      const turned = run.changes.filter(({ path }) => !movable.has(path));
      return [
        ...(run.place === 'verdict' ? [] : held(run.settings, `runs[${i}].settings`)),
        ...turned.map(({ path, value }) => ({
          ...{ path: `runs[${i}].changes: ${path}`, reported: value, recomputed: undefined },
        })),
      ];
    }),
    ...events.flatMap(({ type, value }, i) =>
      type === 'change' && !assignment.open.includes(value?.id)
        ? [{ path: `events[${i}]: ${value?.id}`, reported: value?.value, recomputed: undefined }]
        : [],
    ),
  ];
}

/**
 * @param {Experiment} experiment
 * @param {Assignment} assignment
 * @returns {Set<string>} fields of the spec that an open control changes, while it trains
 */
function pathsOf(experiment, { settings: given, open }) {
  const settings = withDefaults(experiment, given);
  const plans = experiment.specs({ settings, seed: 1 });
  /** @type {Set<string>} */
  const paths = new Set();
  for (const { id, values, min = 0, max = 1 } of experiment.controls.filter((c) => c.live)) {
    if (!open.includes(id)) continue;
    for (const value of values ?? [min, max]) {
      const moved = experiment.specs({ settings: { ...settings, [id]: value }, seed: 1 });
      for (const [k, { spec }] of moved.entries()) {
        for (const path of changed(plans[k]?.spec, spec)) paths.add(path);
      }
    }
  }
  return paths;
}

/**
 * @param {any} a
 * @param {any} b
 * @param {string} [path]
 * @returns {string[]}
 */
function changed(a, b, path = '') {
  if (a === b) return [];
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b) return [path];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
    changed(a[key], b[key], path ? `${path}.${key}` : key),
  );
}

/**
 * @param {Experiment} experiment
 * @param {Report} report
 * @param {Assignment} assignment
 * @returns {Difference[]}
 */
function checkSeeds(experiment, report, assignment) {
  const personal = assignment.seed === 'student';
  const student = report.assignment?.student ?? '';
  const seed = personal ? seedOf(student) : assignment.seed;
  const open = assignment.open.includes('seeds');
  const most = open ? experiment.seeds.max : assignment.seeds;
  const strangers = report.runs.flatMap((run, i) =>
    run.seed >= report.seed && run.seed < report.seed + most
      ? []
      : [{ path: `runs[${i}].seed`, reported: run.seed, recomputed: report.seed }],
  );
  return [
    ...different(personal ? `seed (of "${student}")` : 'seed', report.seed, seed),
    ...(open ? [] : different('seeds', report.seeds, assignment.seeds)),
    ...strangers,
  ];
}

/**
 * @param {Report} report
 * @param {Assignment} assignment
 * @returns {string[]}
 */
function whatWasNotPredicted({ prediction, events }, { predict }) {
  if (predict !== 'required') return [];
  if (!prediction) return ['no prediction, and the assignment requires one'];
  const said = events.findIndex(({ type }) => type === 'predict');
  const ran = events.findIndex(({ type }) => type === 'run' || type === 'step');
  const late = !prediction.before || (ran >= 0 && ran < said);
  return late ? ['the prediction was not made before the first run'] : [];
}
