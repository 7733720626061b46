/**
 * The learner's work as a report (report/format.js), from the state of the lab. Pure.
 *
 * @typedef {import('../report/format.js').Report} Report
 * @typedef {import('../report/format.js').ReportRun} ReportRun
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('./runner.js').Runner} Runner
 * @typedef {import('./compare.js').Line} Line
 */
import { withDefaults } from '../experiments/experiment.js';
import { entryOf } from '../report/entry.js';
import { FORMAT, VERSION } from '../report/format.js';
import { judgeClaims, judgePrediction } from '../report/judge.js';
import { toPlain } from '../report/plain.js';
import { linesOf } from './compare.js';
import { writeHash } from './url.js';

/**
 * @param {object} options
 * @param {import('./lab.js').Lab} options.lab that stands still: of runs under way the hash is
 *   older than the numbers
 * @param {readonly Line[]} [options.pinned]
 * @param {Report['student']} options.student
 * @param {Date} options.at
 * @param {string} options.app version of Spusk
 * @param {string} options.lang
 * @param {string} options.page address of the page without its hash
 * @param {import('./assigned.js').Assigned | null} [options.assigned]
 * @returns {Report}
 */
export function buildReport({ lab, pinned = [], student, at, app, lang, page, assigned = null }) {
  const { experiment, results } = lab;
  const { settings, seed, seeds } = shownBy(lab);
  const find = (/** @type {Settings} */ needs) => results.get(needs, { seed, seeds });
  const { guess } = results;
  const hash = writeHash({ experiment: experiment.id, lang, seed, seeds, settings });
  return {
    format: FORMAT,
    version: VERSION,
    app,
    at: at.toISOString(),
    lang,
    url: `${page}${assigned ? `?assignment=${assigned.code}` : ''}${hash}`,
    experiment: experiment.id,
    settings,
    seed,
    seeds,
    student: { ...student },
    prediction: guess && {
      kind: guess.kind,
      value: toPlain(guess.value),
      at: guess.at.toISOString(),
      before: guess.before,
      outcome: judgePrediction(experiment, guess.value, find),
    },
    runs: runsOf(lab, pinned, find),
    verdict: judgeClaims(experiment, find),
    events: lab.log.map(({ at: when, type, value }) => ({
      at: when.toISOString(),
      type,
      ...(value === undefined ? {} : { value: toPlain(value) }),
    })),
    assignment: assigned && {
      code: assigned.code,
      digest: assigned.digest,
      student: assigned.personal ? assigned.student : '',
      answers: [...assigned.answers],
    },
  };
}

/**
 * Settings and seeds of the race that is shown; without one, those that are set.
 *
 * @param {import('./lab.js').Lab} lab
 */
function shownBy({ race, started, settings, series }) {
  if (!race) return { settings: { ...settings }, ...series };
  const { seeds, ...own } = started;
  return { settings: own, seed: race.runs[0].seed, seeds };
}

/**
 * @param {import('./lab.js').Lab} lab
 * @param {readonly Line[]} pinned
 * @param {import('../report/judge.js').Find} find
 * @returns {ReportRun[]} each once
 */
function runsOf(lab, pinned, find) {
  const shown = linesOf(lab, pinned).flatMap(({ place, settings, runs }) =>
    runs
      .filter(({ updates, status }) => updates > 0 && status !== 'failed')
      .map((run) => entryOfRunner(run, place, settings)),
  );
  const needed = setsOf(lab.experiment).flatMap((settings) =>
    (find(settings) ?? []).map((record) =>
      entryOf({
        ...{ place: 'verdict', id: record.id, seed: record.seed, settings, spec: record.spec },
        columns: record.columns,
        updates: record.columns.update.at(-1) ?? 0,
        epoch: record.columns.epoch.at(-1) ?? 0,
        hash: record.hash,
        divergedAt: record.divergedAt,
      }),
    ),
  );
  /** @type {Map<string, ReportRun>} */
  const once = new Map();
  for (const run of [...shown, ...needed]) {
    const key = keyOf(run);
    if (!once.has(key)) once.set(key, run);
  }
  return [...once.values()];
}

/** @param {ReportRun} run */
function keyOf({ id, seed, settings, changes, stops, updates }) {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([id, seed, sorted, changes, stops, updates]);
}

/**
 * @param {import('../experiments/experiment.js').Experiment} experiment
 * @returns {Settings[]} of all runs on which verdict and prediction rest
 */
function setsOf(experiment) {
  const needs = experiment.claims.flatMap((claim) => Object.values(claim.needs));
  if (experiment.predict) needs.push(experiment.predict.settings);
  return needs.map((settings) => withDefaults(experiment, settings));
}

/**
 * @param {Runner} run
 * @param {ReportRun['place']} place
 * @param {Settings} settings
 * @returns {ReportRun}
 */
function entryOfRunner(run, place, settings) {
  const { id, seed, started, updates, epoch, hash, divergedAt, made, trace } = run;
  const changes = [...made].flatMap(({ at, fields }) =>
    (fields.get(id) ?? []).map(({ path, value }) => ({ at, path, value })),
  );
  const columns = trace.toColumns();
  const ran = { place, id, seed, settings, changes, updates, epoch, hash, divergedAt, columns };
  return entryOf({ ...ran, spec: started });
}
