/** The command `verify`: trains what the claims need, and says which hold. */
import { readFileSync } from 'node:fs';
import { LabError } from '../core/error.js';
import { didYouMean } from '../core/nearest.js';
import { runAll } from '../engine/pool.js';
import { judge, neededRuns, predictionOf } from '../experiments/claims.js';
import { experiments } from '../experiments/index.js';
import { underWay } from './progress.js';

/**
 * @typedef {import('../experiments/index.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiments/claims.js').SetPlan} SetPlan
 * @typedef {import('../experiments/claims.js').Series} Series
 * @typedef {import('../engine/pool.js').Result} Result
 *
 * @typedef {object} VerifyOptions as the command line gives them
 * @property {number} [seed] the first
 * @property {number} [seeds] of every claim; left out: as many as each asks for
 * @property {number} [jobs]
 * @property {boolean} [json]
 * @property {boolean} [progress]
 * @property {boolean} [simd] false: --no-simd
 *
 * @typedef {object} Verified an experiment with its verdict
 * @property {string} id
 * @property {number} runs
 * @property {(import('../experiments/claims.js').ClaimVerdict & {text: string})[]} claims
 * @property {ReturnType<typeof predictionOf>} prediction
 */

const FAILED = 1;

/**
 * @param {string[]} ids of experiments; none: all
 * @param {VerifyOptions} options
 * @param {readonly Experiment[]} [list] from which they are
 */
export async function verify(ids, options, list = experiments) {
  const { seed, seeds, jobs, json, progress, simd } = options;
  const begin = performance.now();
  const series = { first: seed, count: seeds };
  const chosen = ids.length ? [...new Set(ids)].map((id) => find(list, id)) : list;
  const plans = chosen.flatMap((experiment) =>
    neededRuns(experiment, series).map((plan) => ({ experiment, plan })),
  );
  /** @type {Verified[]} */
  const verified = [];
  const under = underWay(plans.length, progress);
  try {
    const results = runAll(
      plans.map(({ plan }) => plan.spec),
      {
        signal: under.signal,
        onEvent: under.update,
        probes: (index) => plans[index].plan.probes,
        workers: jobs,
        simd: simd === false ? false : undefined,
      },
    );
    for await (const { experiment, sets } of finished(plans, results)) {
      if (under.signal.aborted) break;
      const one = verdictOf(experiment, sets, series);
      verified.push(one);
      if (!json) {
        under.clear();
        process.stdout.write(`${asText(one)}\n\n`);
      }
    }
  } finally {
    under.end();
  }
  const claims = verified.flatMap((one) => one.claims);
  const failed = claims.filter(({ holds }) => !holds).length;
  const seconds = (performance.now() - begin) / 1000;
  if (json) {
    const all = { holds: failed === 0, seconds, experiments: verified };
    process.stdout.write(`${JSON.stringify(all, plain, 1)}\n`);
  } else {
    const told = `${claims.length - failed} of ${claims.length} claims hold`;
    process.stdout.write(`${told}: ${plans.length} runs in ${seconds.toFixed(0)} s\n`);
  }
  if (failed) process.exitCode ??= FAILED;
}

/**
 * @param {readonly Experiment[]} list
 * @param {string} id
 */
function find(list, id) {
  const experiment = list.find((one) => one.id === id);
  if (experiment) return experiment;
  const names = list.map((one) => one.id);
  throw new LabError(`there is no experiment ${id}${didYouMean(id, names)}`);
}

/**
 * Yields each experiment as soon as all its runs have ended, with their records by set.
 *
 * @param {{experiment: Experiment, plan: SetPlan}[]} plans
 * @param {AsyncIterable<Result>} results
 * @returns {AsyncGenerator<{experiment: Experiment, sets: Map<string, RunRecord[]>}>}
 */
async function* finished(plans, results) {
  /** @type {Map<Experiment, Result[]>} */
  const ended = new Map();
  for await (const result of results) {
    const { experiment, plan } = plans[result.index];
    if (result.error) {
      const where = `${experiment.id}, ${plan.id}`;
      throw new LabError(`${result.error.message} (${where})`, result.error.path);
    }
    const mine = [...(ended.get(experiment) ?? []), result];
    ended.set(experiment, mine);
    if (mine.length < plans.filter((other) => other.experiment === experiment).length) continue;
    // In the order of the plan, whichever was the fastest.
    mine.sort((a, b) => a.index - b.index);
    /** @type {Map<string, RunRecord[]>} */
    const sets = new Map();
    for (const one of mine) {
      const { set, ...rest } = plans[one.index].plan;
      sets.set(set, [...(sets.get(set) ?? []), recordOf(rest, one)]);
    }
    yield { experiment, sets };
  }
}

/**
 * @param {Omit<SetPlan, 'set'>} plan
 * @param {Result} result that ended
 * @returns {RunRecord}
 */
function recordOf({ id, rule, seed, spec, cell }, { columns, probes, end }) {
  const { divergedAt = -1, hash = '' } = end ?? {};
  return { id, rule, seed, spec, cell, columns, probes, divergedAt, hash };
}

/**
 * @param {Experiment} experiment
 * @param {Map<string, RunRecord[]>} sets
 * @param {Series} series
 * @returns {Verified}
 */
function verdictOf(experiment, sets, series) {
  const sentences = headings(experiment.id);
  return {
    id: experiment.id,
    runs: [...sets.values()].flat().length,
    claims: judge(experiment, sets, series).map((verdict) => ({
      ...verdict,
      text: sentences[`claim-${verdict.id}`] ?? verdict.id,
    })),
    prediction: predictionOf(experiment, sets),
  };
}

/**
 * The headings of an experiment's English text by their id.
 *
 * @param {string} id
 * @returns {Record<string, string>}
 */
function headings(id) {
  const text = readFileSync(new URL(`../experiments/${id}/en.md`, import.meta.url), 'utf8');
  const found = text.matchAll(/^##\s+(.*?)\s+\{#([\w-]+)\}\s*$/gm);
  return Object.fromEntries([...found].map(([, title, section]) => [section, title]));
}

/** @param {Verified} verified */
function asText({ id, claims }) {
  const lines = claims.flatMap(({ holds, text, seeds, measured }) => [
    `  ${holds ? 'holds ' : 'FAILS '} ${text} (${seeds.length} seeds)`,
    ...measured.map(({ text: what, values }) => `           ${what}: ${numbers(values)}`),
  ]);
  return [id, ...lines].join('\n');
}

/** @param {Record<string, number>} values */
function numbers(values) {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${Number(value.toPrecision(4))}`)
    .join(', ');
}

/** Arrays are lists; what JSON cannot say is null. */
const plain = (/** @type {string} */ _, /** @type {unknown} */ value) =>
  ArrayBuffer.isView(value) ? Array.from(/** @type {any} */ (value)) : value;
