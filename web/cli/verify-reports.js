/** The command `verify` for reports: trains their runs again, and says of each what it is. */
import { readFileSync, writeFileSync } from 'node:fs';
import { LabError } from '../core/error.js';
import { fitPlans, withoutBytes } from '../data/fit.js';
import { runAll } from '../engine/pool.js';
import { experiments } from '../experiments/index.js';
import { checkReport, planOf } from '../report/check.js';
import { equalReports } from '../report/equal.js';
import { withLastDigits } from '../report/plain.js';
import { courseOf, replay } from '../report/replay.js';
import { assignmentFrom } from './assignment.js';
import { asCsv, asText, equalText, PROOF, summary } from './grades.js';
import { loadData } from './own-data.js';
import { underWay } from './progress.js';
import { readFile, reportFiles } from './report-files.js';

/**
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../report/format.js').Report} Report
 * @typedef {import('../report/format.js').ReportRun} ReportRun
 * @typedef {import('../report/check.js').Checked} Checked
 * @typedef {import('../report/check.js').Rerun} Rerun
 *
 * @typedef {object} ReportOptions as the command line gives them
 * @property {string} [csv] file for the grades
 * @property {string} [assignment] file or link
 * @property {string} [data] on which the students trained, if not on the experiment's
 * @property {number} [jobs]
 * @property {boolean} [json]
 * @property {boolean} [progress]
 * @property {boolean} [simd] false: --no-simd
 *
 * @typedef {object} Graded a file with what was found
 * @property {string} file
 * @property {Report | null} report
 * @property {Checked | null} checked
 * @property {string} problem why it could not be read, ''
 * @property {string} note what else is to be said of it, ''
 *
 * @typedef {object} Job
 * @property {ReportRun} run
 * @property {import('../experiments/experiment.js').RunPlan & {stamp?: Record<string, any>}} plan
 * @property {boolean} absent whether its data are not here
 */

const FAILED = 1;

/**
 * @param {readonly string[]} targets files and folders
 * @param {ReportOptions} options
 */
export async function verifyReports(targets, options) {
  const found = await grade(reportFiles(targets).map(readFile), options);
  if (!found) return;
  const { graded, equal, numbers } = found;
  if (options.csv !== undefined) writeGrades(options.csv, asCsv(graded, equal));
  if (options.json) {
    const reports = graded.map(({ file, report, checked, problem }) => ({
      file,
      name: report?.student.name ?? null,
      experiment: report?.experiment ?? null,
      ...(checked ?? { status: 'unreadable', problem }),
    }));
    process.stdout.write(`${JSON.stringify({ ...numbers, reports, equal }, null, 1)}\n`);
  } else {
    const parts = [...graded.map(asText), ...equalText(equal)];
    process.stdout.write(`${[...parts, summary(graded, numbers), PROOF].join('\n\n')}\n`);
  }
  if (graded.some(({ checked }) => checked?.status !== 'reproduced')) process.exitCode ??= FAILED;
}

/**
 * @param {readonly import('./report-files.js').ReadFile[]} files
 * @param {ReportOptions} options
 */
export async function grade(files, options) {
  const begin = performance.now();
  const wanted = options.assignment === undefined ? null : assignmentFrom(options.assignment);
  const source = options.data === undefined ? null : (await loadData(options.data)).source;
  const jobs = jobsOf(
    files.flatMap(({ report }) => report ?? []),
    source,
  );
  const reruns = await train(jobs, options);
  if (!reruns) return null;
  const own = ownVersion();
  /** @type {Graded[]} */
  const graded = files.map(({ file, report, problem }) => {
    if (!report) return { file, report, problem, checked: null, note: '' };
    const mine = report.runs.map((run) => reruns.get(keyOf(report, run)));
    const checked = checkReport(experimentOf(report), report, mine, wanted);
    const other = `written by Spusk ${report.app}, and this is ${own}: differences may come from that`;
    return { file, report, problem, checked, note: report.app === own ? '' : other };
  });
  const read = graded.flatMap(({ file, report }) => (report ? [[file, report]] : []));
  const numbers = {
    seconds: (performance.now() - begin) / 1000,
    trained: jobs.size,
    runs: graded.reduce((sum, { report }) => sum + (report?.runs.length ?? 0), 0),
  };
  return { graded, equal: equalReports(new Map(/** @type {any} */ (read))), numbers };
}

/**
 * What must be trained, each once: a class with one seed makes the same runs again and again.
 *
 * @param {readonly Report[]} reports
 * @param {import('../data/source.js').Source | null} source
 * @returns {Map<string, Job>}
 */
function jobsOf(reports, source) {
  /** @type {Map<string, Job>} */
  const jobs = new Map();
  for (const report of reports) {
    for (const run of report.runs) {
      const key = keyOf(report, run);
      if (jobs.has(key)) continue;
      const plan = planOf(experimentOf(report), run);
      if (plan) jobs.set(key, onItsData(run, plan, source));
    }
  }
  return jobs;
}

/**
 * @param {ReportRun} run
 * @param {import('../experiments/experiment.js').RunPlan} plan
 * @param {import('../data/source.js').Source | null} source
 * @returns {Job}
 */
function onItsData(run, plan, source) {
  const { data } = run.spec;
  if (data?.name !== 'own') return { run, plan, absent: false };
  if (source?.digest !== data.digest) return { run, plan, absent: true };
  const [fitted] = fitPlans([plan], source);
  // What the files are called on another machine says nothing: their contents are the same.
  return { run, plan: { ...fitted, stamp: { ...fitted.stamp, files: data.files } }, absent: false };
}

/** @param {Report} report @param {ReportRun} run */
function keyOf({ experiment }, run) {
  const { id, seed, settings } = run;
  return JSON.stringify([
    ...[experiment, id, seed, Object.entries(settings).sort()],
    ...[run.spec, courseOf(run)],
  ]);
}

/** @param {Report} report */
const experimentOf = ({ experiment }) =>
  /** @type {Experiment} */ (experiments.find(({ id }) => id === experiment));

/**
 * @param {Map<string, Job>} jobs
 * @param {ReportOptions} options
 * @returns {Promise<Map<string, Rerun> | null>} null: interrupted
 */
async function train(jobs, { jobs: workers, progress, simd }) {
  const here = [...jobs].filter(([, { absent }]) => !absent);
  const keys = here.map(([key]) => key);
  const list = here.map(([, job]) => job);
  const specs = list.map(({ plan, run }) => withLastDigits(plan.spec, run.spec));
  /** @type {Map<string, Rerun>} */
  const reruns = new Map();
  for (const [key, { run, absent }] of jobs) {
    const nothing = { columns: {}, probes: {}, end: null, error: '' };
    if (absent) reruns.set(key, { spec: run.spec, ...nothing, absent });
  }
  const under = underWay(list.length, progress);
  try {
    const results = runAll([...specs], {
      signal: under.signal,
      onEvent: under.update,
      probes: (index) => list[index].plan.probes,
      advance(session, index) {
        // As it began, with its defaults.
        specs[index] = structuredClone(withoutBytes(session.spec, list[index].plan.stamp));
        return replay(session, courseOf(list[index].run));
      },
      workers,
      simd: simd === false ? false : undefined,
    });
    for await (const { index, columns, probes, end, error } of results) {
      const told = error ? error.message : '';
      reruns.set(keys[index], { spec: specs[index], columns, probes, end, error: told });
    }
  } finally {
    under.end();
  }
  return under.signal.aborted ? null : reruns;
}

/**
 * @param {string} file
 * @param {string} text
 */
function writeGrades(file, text) {
  try {
    // Excel reads UTF-8 only where it is told so.
    writeFileSync(file, `\ufeff${text}`);
  } catch (error) {
    throw new LabError(`the grades cannot be written: ${/** @type {Error} */ (error).message}`);
  }
}

/** @returns {string} */
function ownVersion() {
  const file = new URL('../package.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}
