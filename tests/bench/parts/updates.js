/** Updates of the workloads, spusk and its peers in turn; and evaluation. */
import { batches, rules, workload, workloads } from '../workloads.js';

/**
 * @typedef {import('../contestants.js').Name} Name
 * @typedef {import('../race.js').Arena} Arena
 * @typedef {import('../race.js').Effort} Effort
 * @typedef {import('../race.js').Race} Race
 * @typedef {{id: string, rule: import('../workloads.js').Rule, batch: number, race: Race}} Timed
 */

/** @type {Name[]} */
const builds = ['simd', 'scalar', 'gcc', 'clang'];

/** Who trains a net: some would need seconds for a single update of the largest.
 * @param {string} id @returns {Name[]} */
const racers = (id) =>
  id === 'W4'
    ? [...builds, 'pytorch', 'tfjs-wasm']
    : [...builds, 'pytorch', 'tfjs-wasm', 'tfjs-cpu', 'convnetjs'];

/** The cells of the short form, with those who race in them. @type {[string, number, Name[]][]} */
const SHORT = [
  ['W1', 1, ['simd', 'pytorch']],
  ['W1', 32, ['simd', 'scalar', 'clang', 'pytorch', 'tfjs-wasm', 'convnetjs']],
  ['W1', 128, ['simd', 'pytorch']],
  ['W2', 8, ['simd', 'pytorch', 'tfjs-wasm', 'convnetjs']],
  ['W3', 1, ['simd', 'pytorch', 'tfjs-cpu', 'convnetjs']],
  ['W3', 32, ['simd', 'clang', 'pytorch']],
  ['W4', 32, ['simd', 'pytorch']],
];

/** @type {[string, number, Name[]][]} */
const ALL = workloads.flatMap(({ id }) =>
  batches.map((batch) => /** @type {[string, number, Name[]]} */ ([id, batch, racers(id)])),
);

/**
 * @param {Arena} arena
 * @param {{effort: Effort, short: boolean, say: (text: string) => void}} options
 * @returns {Promise<Timed[]>}
 */
export async function measureUpdates(arena, { effort, short, say }) {
  const timed = [];
  for (const [id, batch, names] of short ? SHORT : ALL) {
    for (const rule of rules) {
      say(`${id}, ${rule}, batch ${batch}`);
      const cell = { workload: workload(id), rule, batch };
      timed.push({ id, rule, batch, race: await arena.race(cell, names, effort) });
    }
  }
  return timed;
}

/** As many images as MNIST's test set has. */
const EVALUATED = 10_000;

/**
 * The whole evaluation of 10,000 images through W1: spusk as it likes, PyTorch in batches of 32.
 * @param {Arena} arena
 * @param {{effort: Effort}} options
 * @returns {Promise<Race>}
 */
export function measureEvaluation(arena, { effort }) {
  /** @type {import('../workloads.js').Cell} */
  const cell = { workload: workload('W1'), rule: 'sgd', batch: 32, evaluate: EVALUATED };
  return arena.race(cell, ['simd', 'clang', 'pytorch'], effort);
}
