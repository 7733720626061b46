/** Whether several seeds use all cores: the same runs in a pool of one worker and of all. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { runAll } from 'spusk';
import { median, quantile } from '../statistics.js';

const SEEDS = 8;

/** @param {number} seed */
const spec = (seed) => ({
  seed,
  data: { name: 'digits', train: 2000, test: 1000 },
  model: [
    { layer: 'flatten' },
    { layer: 'dense', units: 128 },
    { layer: 'relu' },
    { layer: 'dense', units: 10 },
  ],
  optimizer: { name: 'adam', lr: 0.001 },
  batch: { size: 32 },
  stop: { epochs: 10 },
});

/** @param {number} workers @returns {Promise<number>} seconds */
async function train(workers) {
  const specs = Array.from({ length: SEEDS }, (_, i) => spec(i + 1));
  const start = performance.now();
  for await (const result of runAll(specs, { workers })) {
    if (result.error) throw new Error(result.error.message);
  }
  return (performance.now() - start) / 1000;
}

/** A loop in registers; answers with the milliseconds it took. */
const LOOP = `const begin = performance.now();
let x = 1;
for (let i = 0; i < 3e8; i++) x = (Math.imul(x, 1664525) + 1013904223) | 0;
require('node:worker_threads').parentPort.postMessage(performance.now() - begin + 0 * x);`;

/** @param {number} threads @returns {Promise<number>} milliseconds of the slowest */
async function loop(threads) {
  const times = Array.from({ length: threads }, () => {
    const worker = new Worker(LOOP, { eval: true });
    return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  });
  return Math.max(...(await Promise.all(times)));
}

/**
 * @param {number} rounds
 * @returns {Promise<{cores: number, free: number, ratio: number, low: number, high: number,
 *   one: number}>} how many times as fast; one: seconds with one worker; free: how many cores a loop
 *   had to itself meanwhile, by its times in one thread and in as many as there are cores
 */
export async function measureSeeds(rounds) {
  const cores = availableParallelism();
  await train(cores);
  const one = [];
  const ratios = [];
  const free = [];
  for (let round = 0; round < rounds; round++) {
    const alone = await train(1);
    one.push(alone);
    ratios.push(alone / (await train(cores)));
    const single = await loop(1);
    free.push((cores * single) / (await loop(cores)));
  }
  return {
    cores,
    free: median(free),
    ratio: median(ratios),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    one: median(one),
  };
}
