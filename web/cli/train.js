/** The commands that train: `run` and `sweep`. */
import { LabError } from '../core/error.js';
import { runAll } from '../engine/pool.js';
import { parseField } from './fields.js';
import { loadData } from './own-data.js';
import { planRuns } from './plan.js';
import { underWay } from './progress.js';
import { runTable, seedTable, toCsv, toJson } from './results.js';

/**
 * @typedef {object} TrainOptions as the command line gives them
 * @property {number} [seed]
 * @property {number} [seeds]
 * @property {number} [epochs]
 * @property {string} [data]
 * @property {number} [jobs]
 * @property {boolean} [json]
 * @property {boolean} [csv]
 * @property {boolean} [progress]
 * @property {boolean} [simd] false: --no-simd
 */

/**
 * Every run with its seeds; fields have one value each.
 * @param {string} target
 * @param {string[]} fields
 * @param {TrainOptions} options
 */
export async function run(target, fields, options) {
  const parsed = fields.map(parseField);
  const several = parsed.find(({ path, values }) => values.length > 1 && path !== 'seed');
  if (several) {
    throw new LabError(`several values are for the command sweep: ${several.path}`, several.path);
  }
  const data = await ownData(options);
  const all = await train(planRuns(target, { ...options, data, fields: parsed }), options);
  const seeds = new Set(all.map(({ plan }) => plan.seed)).size;
  const summary = seeds > 1 ? `\n\n${seedTable(all)}` : '';
  print(target, all, options, () => runTable(all) + summary);
}

/**
 * All combinations of the fields' values.
 * @param {string} target
 * @param {string[]} fields
 * @param {TrainOptions} options
 */
export async function sweep(target, fields, options) {
  const data = await ownData(options);
  const plan = planRuns(target, { ...options, data, fields: fields.map(parseField) });
  const all = await train(plan, options);
  print(target, all, options, () => seedTable(all));
}

/** @param {TrainOptions} options */
const ownData = ({ data }) => (data === undefined ? null : loadData(data));

/**
 * @param {import('./plan.js').Planned[]} plan
 * @param {TrainOptions} options
 * @returns {Promise<import('./results.js').Done[]>} in the order of the plan; those that began
 */
async function train(plan, { jobs, progress, simd }) {
  const under = underWay(plan.length, progress);
  /** @type {import('./results.js').Done[]} */
  const done = [];
  try {
    const results = runAll(
      plan.map(({ spec }) => spec),
      {
        signal: under.signal,
        onEvent: under.update,
        evaluate: ['train', 'test'],
        workers: jobs,
        simd: simd === false ? false : undefined,
      },
    );
    for await (const result of results) {
      if (result.error) throw new LabError(result.error.message, result.error.path);
      done.push({ plan: plan[result.index], result });
    }
  } finally {
    under.end();
  }
  return done.sort((a, b) => a.result.index - b.result.index);
}

/**
 * @param {string} name
 * @param {import('./results.js').Done[]} all
 * @param {TrainOptions} options
 * @param {() => string} asTable
 */
function print(name, all, { json, csv }, asTable) {
  if (all.length === 0) {
    process.stderr.write('spusk: stopped before anything was trained\n');
    return;
  }
  const text = json ? toJson(name, all) : csv ? toCsv(all) : asTable();
  process.stdout.write(`${text}\n`);
}
