/** Whether several seeds use all cores: the same runs in a pool of one worker and of all. */
import { availableParallelism } from 'node:os';
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

/**
 * @param {number} rounds
 * @returns {Promise<{cores: number, ratio: number, low: number, high: number, one: number}>}
 *   how many times as fast; one: seconds with one worker
 */
export async function measureSeeds(rounds) {
  const cores = availableParallelism();
  await train(cores);
  const one = [];
  const ratios = [];
  for (let round = 0; round < rounds; round++) {
    const alone = await train(1);
    one.push(alone);
    ratios.push(alone / (await train(cores)));
  }
  return {
    cores,
    ratio: median(ratios),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    one: median(one),
  };
}
