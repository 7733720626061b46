/**
 * Times the update rules of rules.c in WebAssembly against what they cannot do without, all in
 * turn in one process.
 */
import { readFile } from 'node:fs/promises';
import { median, quantile } from './statistics.js';

/**
 * @typedef {object} RuleResult
 * @property {string} rule
 * @property {string} limit what it is compared with
 * @property {number} micro microseconds of an update of 100,000 weights
 * @property {number} share of the limit's speed: median over the rounds
 * @property {number} low a quartile
 * @property {number} high
 */

/** Each rule and its limit, as rules.c calls them. */
const PAIRS = [
  ['adam', 'divider'],
  ['sgd', 'copy of 2'],
  ['momentum', 'copy of 3'],
];
const SLICE = 4; // milliseconds

/**
 * @param {string} file rules.wasm
 * @param {number} rounds
 * @returns {Promise<RuleResult[]>}
 */
export async function measureRules(file, rounds) {
  const env = { emscripten_notify_memory_growth() {} };
  const { instance } = await WebAssembly.instantiate(await readFile(file), { env });
  const m = /** @type {any} */ (instance.exports);
  m._initialize?.();
  m.bench_reset();
  const jobs = Array.from({ length: m.bench_count() }, (_, i) => ({
    i,
    name: text(m, m.bench_name(i)),
    work: m.bench_work(i),
    repeats: calibrate(m, i),
    times: /** @type {number[]} */ ([]),
  }));
  for (let round = 0; round < rounds; round++) {
    for (const job of jobs) job.times.push(time(m, job.i, job.repeats) / job.repeats);
  }
  return PAIRS.map(([rule, limit]) => {
    const [a, b] = [rule, limit].map((name) => jobs.find((job) => job.name === name));
    if (!a || !b) throw new Error(`rules.c has no ${rule} or no ${limit}`);
    const shares = a.times.map((ms, round) => a.work / ms / (b.work / b.times[round]));
    return {
      rule,
      limit,
      micro: 1000 * median(a.times),
      share: median(shares),
      low: quantile(shares, 0.25),
      high: quantile(shares, 0.75),
    };
  });
}

/** @param {any} m @param {number} i @param {number} repeats @returns {number} milliseconds */
function time(m, i, repeats) {
  const start = performance.now();
  m.bench_run(i, repeats);
  return performance.now() - start;
}

/** How many runs fill a slice, once the engine has compiled. @param {any} m @param {number} i */
function calibrate(m, i) {
  for (let n = 0; n < 200; n++) time(m, i, 1);
  let repeats = 1;
  while (time(m, i, repeats) < SLICE) repeats *= 2;
  return repeats;
}

/** @param {any} m @param {number} address */
function text(m, address) {
  const bytes = new Uint8Array(m.memory.buffer);
  return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
}
