/**
 * Times the update rules of rules.c in WebAssembly against what they cannot do without, all in
 * turn; SGD and momentum also against the native memcpy, in a process of its own.
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

/** Each rule and its limits; the last one counts. */
const PAIRS = [
  ['adam', 'divider'],
  ['sgd', 'copy of 2'],
  ['sgd', 'memcpy of 2'],
  ['momentum', 'copy of 3'],
  ['momentum', 'memcpy of 3'],
];
const VECTOR = 400_000; // bytes
const SLICE = 4; // milliseconds

/**
 * @typedef {object} Job
 * @property {string} name
 * @property {number} work
 * @property {(repeats: number) => Promise<number> | number} time milliseconds
 */

/**
 * @param {import('./race.js').Arena} arena
 * @param {number} rounds
 * @returns {Promise<RuleResult[]>}
 */
export async function measureRules(arena, rounds) {
  const jobs = [...(await wasmJobs()), ...nativeJobs(arena)];
  /** @type {(Job & {repeats: number, times: number[]})[]} */
  const racing = [];
  for (const job of jobs) {
    racing.push({ ...job, repeats: await calibrate(job), times: [] });
  }
  for (let round = 0; round < rounds; round++) {
    for (const job of racing) job.times.push((await job.time(job.repeats)) / job.repeats);
  }
  return PAIRS.map(([rule, limit]) => {
    const [a, b] = [rule, limit].map((name) => racing.find((job) => job.name === name));
    if (!a || !b) throw new Error(`there is no ${rule} or no ${limit}`);
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

/** @returns {Promise<Job[]>} */
async function wasmJobs() {
  const built = new URL('../../.build/bench/rules.wasm', import.meta.url);
  const env = { emscripten_notify_memory_growth() {} };
  const { instance } = await WebAssembly.instantiate(await readFile(built), { env });
  const m = /** @type {any} */ (instance.exports);
  m._initialize?.();
  m.bench_reset();
  return Array.from({ length: m.bench_count() }, (_, i) => ({
    name: text(m, m.bench_name(i)),
    work: m.bench_work(i),
    time: (repeats) => {
      const start = performance.now();
      m.bench_run(i, repeats);
      return performance.now() - start;
    },
  }));
}

/** Copies one half of 2 or 3 vectors onto the other. @param {import('./race.js').Arena} arena */
function nativeJobs(arena) {
  return [2, 3].map((vectors) => ({
    name: `memcpy of ${vectors}`,
    work: vectors * VECTOR,
    time: async (/** @type {number} */ repeats) =>
      1000 * (await arena.get('gcc').copy((vectors * VECTOR) / 2, repeats)),
  }));
}

/** How many runs fill a slice, once the engine has compiled. @param {Job} job */
async function calibrate({ time }) {
  for (let n = 0; n < 30; n++) await time(5);
  let repeats = 1;
  while ((await time(repeats)) < SLICE) repeats *= 2;
  return repeats;
}

/** @param {any} m @param {number} address */
function text(m, address) {
  const bytes = new Uint8Array(m.memory.buffer);
  return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
}
