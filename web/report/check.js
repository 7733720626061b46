/**
 * Holds a report against its runs trained again. Pure.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').RunPlan} RunPlan
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('./format.js').Report} Report
 * @typedef {import('./format.js').ReportRun} ReportRun
 * @typedef {import('./plain.js').Difference} Difference
 *
 * @typedef {object} Rerun a run trained again, to where the report says it was
 * @property {Record<string, any>} spec with all defaults, as it began
 * @property {Record<string, Float64Array>} columns
 * @property {Record<string, Record<string, any>>} probes
 * @property {{reason: string, updates: number, epoch: number, hash: string, divergedAt: number} | null} end
 * @property {string} error why it could not be trained, ''
 * @property {boolean} [absent] it is on data which are not here
 *
 * @typedef {object} Checked
 * @property {'reproduced' | 'altered' | 'incomplete'} status
 * @property {Difference[]} altered
 * @property {string[]} missing
 * @property {'before' | 'after' | 'none'} prediction
 * @property {boolean | null} right whether it came true, as computed again
 * @property {{id: string, holds: boolean | null}[]} claims as judged again
 * @property {import('./check-assignment.js').Followed | null} assignment
 */
import { fitValue, withDefaults } from '../experiments/experiment.js';
import { checkAssignment } from './check-assignment.js';
import { judgeClaims, judgePrediction } from './judge.js';
import { finalOf } from './entry.js';
import { differences, fromPlain, near, toPlain } from './plain.js';
import { arrived } from './replay.js';

/**
 * What the experiment makes of a run's settings and seed; undefined if it has no such run.
 *
 * @param {Experiment} experiment
 * @param {Pick<ReportRun, 'id' | 'seed' | 'settings'>} run
 * @returns {RunPlan | undefined}
 */
export function planOf(experiment, { id, seed, settings }) {
  const fits = experiment.controls.every(
    (control) => fitValue(control, settings[control.id]) === settings[control.id],
  );
  if (!fits) return undefined;
  return experiment.specs({ settings, seed }).find((plan) => plan.id === id);
}

/**
 * @param {Experiment} experiment
 * @param {Report} report
 * @param {readonly (Rerun | undefined)[]} reruns of the runs of the report, in their order;
 *   undefined: the experiment has no such run
 * @param {import('./assignment.js').Assignment | null} [wanted] that the teacher gave
 * @returns {Checked}
 */
export function checkReport(experiment, report, reruns, wanted = null) {
  const find = finder(experiment, report, reruns);
  const verdict = judgeClaims(experiment, find);
  const { prediction } = report;
  const outcome = prediction && judgePrediction(experiment, prediction.value, find);
  const assignment = checkAssignment(experiment, report, wanted);
  // What a report says of runs that cannot be trained again is neither right nor wrong.
  const absent = reruns.some((rerun) => rerun?.absent);
  const altered = [
    ...report.runs.flatMap((run, i) => checkRun(run, reruns[i], `runs[${i}]`)),
    ...checkShown(experiment, report),
    ...(absent ? [] : differences(report.verdict, verdict, 'verdict', near)),
    ...(prediction && !absent
      ? differences(prediction.outcome, outcome, 'prediction.outcome', near)
      : []),
    ...checkPrediction(experiment, report),
    ...checkTimes(report),
    ...(assignment?.altered ?? []),
  ];
  const missing = [
    ...whatIsMissing(experiment, report, reruns, verdict),
    ...(assignment?.missing ?? []),
  ];
  return {
    status: altered.length ? 'altered' : missing.length ? 'incomplete' : 'reproduced',
    altered,
    missing,
    prediction: prediction ? (prediction.before ? 'before' : 'after') : 'none',
    right: outcome?.right ?? null,
    claims: verdict.map(({ id, holds }) => ({ id, holds })),
    assignment,
  };
}

/**
 * @param {ReportRun} run
 * @param {Rerun | undefined} rerun
 * @param {string} path
 * @returns {Difference[]}
 */
function checkRun(run, rerun, path) {
  if (!rerun) {
    const { id, seed, settings } = run;
    return [{ path, reported: { id, seed, settings }, recomputed: undefined }];
  }
  if (rerun.absent) return [];
  const { spec, columns, end, error } = rerun;
  const changed = differences(run.spec, toPlain(spec), `${path}.spec`);
  if (!end) return [...changed, { path, reported: 'a run', recomputed: error }];
  const began = run.updates > 0;
  const again = {
    updates: end.updates,
    epoch: toPlain(end.epoch),
    hash: began ? end.hash : '',
    divergedAt: end.divergedAt,
    final: finalOf(columns, lastRow(run, rerun)),
  };
  const { updates, epoch, hash, divergedAt, final } = run;
  // A run that had not begun need not have been measured.
  const bare = !began && !Object.keys(final).length;
  const reported = { updates, epoch, hash, divergedAt, final: bare ? again.final : final };
  // Distances are computed in JavaScript.
  return [...changed, ...differences(reported, again, path)].filter(
    (one) => !(one.path === `${path}.final.distance` && near(one.reported, one.recomputed)),
  );
}

/**
 * The row that was the last one. A run that was paused between two rows ended with the first of
 * them, but its replay has one more.
 *
 * @param {ReportRun} run
 * @param {Rerun} rerun
 */
function lastRow({ final }, { spec, columns, end }) {
  const last = (columns.update?.length ?? 0) - 1;
  const over = !end || end.divergedAt >= 0 || arrived(spec, end);
  const paused = !over && last > 0 && columns.update[last - 1] === fromPlain(final.update);
  return paused ? last - 1 : last;
}

/**
 * The runs that were shown are those that settings and seeds say, all of them.
 *
 * @param {Experiment} experiment
 * @param {Report} report
 * @returns {Difference[]}
 */
function checkShown(experiment, { settings, seed, seeds, runs, url }) {
  const shown = runs.filter(({ place }) => place === 'now');
  const found = runs.flatMap((run, i) =>
    run.place === 'now' ? differences(run.settings, settings, `runs[${i}].settings`) : [],
  );
  const left = namesOf(wantedRuns(experiment, { settings, seed, seeds }));
  for (const name of namesOf(shown)) {
    const at = left.indexOf(name);
    if (at >= 0) left.splice(at, 1);
    else found.push({ path: 'runs', reported: name, recomputed: undefined });
  }
  return [...found, ...checkAddress(experiment, { settings, seed, seeds, url })];
}

/** @param {readonly {id: string, seed: number}[]} runs */
const namesOf = (runs) => runs.map((run) => `${run.id}, seed ${run.seed}`);

/**
 * @param {Experiment} experiment
 * @param {Pick<Report, 'settings' | 'seed' | 'seeds'>} report
 * @returns {{id: string, seed: number}[]} what must be there; nothing if it cannot be
 */
function wantedRuns(experiment, { settings, seed, seeds }) {
  const fits = experiment.controls.every((c) => fitValue(c, settings[c.id]) === settings[c.id]);
  if (!fits || seeds > experiment.seeds.max) return [];
  return Array.from({ length: seeds }, (_, k) => seed + k).flatMap((one) =>
    experiment.specs({ settings, seed: one }).map(({ id }) => ({ id, seed: one })),
  );
}

/**
 * The link leads to the same experiment, settings and seeds.
 *
 * @param {Experiment} experiment
 * @param {Pick<Report, 'settings' | 'seed' | 'seeds' | 'url'>} report
 * @returns {Difference[]}
 */
function checkAddress(experiment, { settings, seed, seeds, url }) {
  const hash = new URLSearchParams(url.split('#')[1] ?? '');
  const own = Object.fromEntries([...hash].map(([name, value]) => [name, value]));
  const wanted = { ...settings, seed, seeds };
  const checked = Object.entries(wanted).flatMap(([name, value]) =>
    name in own && Number(own[name]) !== value
      ? [{ path: `url: ${name}`, reported: own[name], recomputed: value }]
      : [],
  );
  const named = own.experiment;
  return named === undefined || named === experiment.id
    ? checked
    : [{ path: 'url: experiment', reported: named, recomputed: experiment.id }, ...checked];
}

/**
 * The log of the session tells of the prediction too, and of the runs before it.
 *
 * @param {Experiment} experiment
 * @param {Report} report
 * @returns {Difference[]}
 */
function checkPrediction(experiment, { prediction, events }) {
  const last = events.filter(({ type }) => type === 'predict').at(-1);
  if (!prediction) {
    return last ? [{ path: 'prediction', reported: null, recomputed: last.value }] : [];
  }
  const { at, before, value } = prediction;
  const { kind = 'choice' } = experiment.predict ?? {};
  const asked = differences(prediction.kind, kind, 'prediction.kind');
  if (!last) return [{ path: 'prediction', reported: value, recomputed: undefined }];
  const told = { at: last.at, before: last.value?.before, value: last.value?.value };
  const found = [...asked, ...differences({ at, before, value }, told, 'prediction')];
  return before && ranBefore(experiment, events, last)
    ? [...found, { path: 'prediction.before', reported: true, recomputed: false }]
    : found;
}

/**
 * @param {Experiment} experiment
 * @param {Report['events']} events
 * @param {Report['events'][number]} guess
 * @returns {boolean} whether the log says that what was predicted had run to its end before
 */
function ranBefore(experiment, events, guess) {
  const asked = withDefaults(experiment, experiment.predict?.settings);
  const earlier = events.slice(0, events.indexOf(guess));
  // Until the end of the run that follows, or a change of what runs.
  let under = false;
  for (const { type, value } of earlier) {
    if (type === 'run') {
      under = Object.entries(asked).every(([name, wanted]) => value?.[name] === wanted);
    } else if (type === 'finish' && under) return true;
    else if (type === 'change' || type === 'seed' || type === 'reset') under = false;
  }
  return false;
}

/**
 * Time goes forward, and the report is the last that happened.
 *
 * @param {Report} report
 * @returns {Difference[]}
 */
function checkTimes({ at, events }) {
  const times = [...events.map((event, i) => [`events[${i}].at`, event.at]), ['at', at]];
  return times.flatMap(([path, time], i) =>
    i && Date.parse(time) < Date.parse(times[i - 1][1])
      ? [{ path, reported: time, recomputed: `not before ${times[i - 1][1]}` }]
      : [],
  );
}

/**
 * @param {Experiment} experiment
 * @param {Report} report
 * @param {readonly (Rerun | undefined)[]} reruns
 * @returns {import('./judge.js').Find}
 */
function finder(experiment, { runs, seed, seeds }, reruns) {
  /** @type {Map<string, RunRecord>} */
  const records = new Map();
  for (const [i, run] of runs.entries()) {
    const rerun = reruns[i];
    const plan = planOf(experiment, run);
    if (!rerun?.end || !plan || run.changes.length || !isOver(rerun)) continue;
    const { id, rule, cell } = plan;
    const { spec, columns, probes, end } = rerun;
    const { hash, divergedAt } = end;
    records.set(keyOf(run), {
      ...{ id, rule, seed: run.seed, spec, columns, divergedAt, hash, probes, cell },
    });
  }
  return (needs) => {
    const settings = withDefaults(experiment, needs);
    const found = [];
    for (let one = seed; one < seed + Math.min(seeds, experiment.seeds.max); one++) {
      for (const { id } of experiment.specs({ settings, seed: one })) {
        const record = records.get(keyOf({ id, seed: one, settings }));
        if (!record) return undefined;
        found.push(record);
      }
    }
    return found;
  };
}

/** @param {Rerun} rerun @returns {boolean} whether it came to its end */
const isOver = ({ spec, end }) =>
  Boolean(end) &&
  (Number(end?.divergedAt) >= 0 ||
    end?.reason === 'stopped' ||
    arrived(spec, /** @type {any} */ (end)));

/** @param {Pick<ReportRun, 'id' | 'seed' | 'settings'>} run */
const keyOf = ({ id, seed, settings }) =>
  JSON.stringify([id, seed, Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))]);

/**
 * @param {Experiment} experiment
 * @param {Report} report
 * @param {readonly (Rerun | undefined)[]} reruns
 * @param {import('./format.js').ReportClaim[]} verdict
 * @returns {string[]}
 */
function whatIsMissing(experiment, report, reruns, verdict) {
  const { student, runs, prediction } = report;
  const missing = [];
  if (!student.name.trim()) missing.push('no name');
  // An assignment has its own questions, and may close what a claim needs.
  const free = !report.assignment;
  for (const [field, what] of free ? ANSWERS : []) {
    if (!student[field].trim()) missing.push(`no answer to "${what}"`);
  }
  const shown = namesOf(runs.filter(({ place }) => place === 'now'));
  const absent = namesOf(wantedRuns(experiment, report)).filter((name) => !shown.includes(name));
  if (!shown.length) missing.push('no runs');
  else if (absent.length === 1) missing.push(`run ${absent[0]} is not there`);
  else if (absent.length) missing.push(`${absent.length} runs are not there: ${absent[0]}, ...`);
  const without = runs.find((_, i) => reruns[i]?.absent);
  if (without) {
    const { files, digest } = without.spec.data;
    const names = (files ?? []).map((/** @type {{name: string}} */ file) => file.name).join(', ');
    missing.push(`its own data are not here, give them with --data: ${names} (digest ${digest})`);
    return missing;
  }
  for (const [i, run] of runs.entries()) {
    const rerun = reruns[i];
    if (rerun?.end && !isOver(rerun)) {
      const { updates } = rerun.end;
      missing.push(`run ${run.id}, seed ${run.seed} ended before its end, at update ${updates}`);
    }
  }
  const open = verdict.filter(({ holds }) => holds === null).map(({ id }) => id);
  for (const id of free ? open : []) missing.push(`claim ${id} was not measured`);
  if (prediction && experiment.predict && !prediction.outcome) {
    missing.push('what was predicted did not run');
  }
  return missing;
}

/** @type {readonly (readonly ['expected' | 'happened' | 'concluded', string])[]} */
const ANSWERS = [
  ['expected', 'What did you expect and why?'],
  ['happened', 'What happened?'],
  ['concluded', 'What do you conclude?'],
];
