/**
 * Times the kernels of a WebAssembly build of kernels.c.
 *
 *   node kernels.js kernels.wasm           one line of JSON for each kernel
 *   node kernels.js simd.wasm scalar.wasm  the second build too, in turn with the first
 *
 * Machines are noisy: the limit of arithmetic and the kernel run in turn, in slices of a few
 * milliseconds, and what is reported is the median over the rounds of the ratio within a round.
 */
import { readFile } from 'node:fs/promises';

/**
 * @typedef {object} Exports what kernels.h declares
 * @property {WebAssembly.Memory} memory
 * @property {() => number} bench_count
 * @property {(i: number) => number} bench_name
 * @property {(i: number) => number} bench_unit
 * @property {(i: number) => number} bench_work
 * @property {() => void} bench_reset
 * @property {(i: number, repeats: number) => number} bench_run
 *
 * @typedef {object} Result
 * @property {string} name
 * @property {string} unit 'flop', 'byte' or 'value'
 * @property {number} rate units per second
 * @property {number} share of the limit of arithmetic, in the same units
 */

const ROUNDS = 15;
const SLICE = 4; // milliseconds

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** @param {string} file @returns {Promise<Exports>} */
async function load(file) {
  const env = { emscripten_notify_memory_growth() {} };
  const { instance } = await WebAssembly.instantiate(await readFile(file), { env });
  const exports = /** @type {any} */ (instance.exports);
  exports._initialize?.();
  return exports;
}

/** @param {Exports} m @param {number} address */
function text(m, address) {
  const bytes = new Uint8Array(m.memory.buffer);
  return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
}

/** Milliseconds for some runs. @param {Exports} m @param {number} i @param {number} repeats */
function milliseconds(m, i, repeats) {
  const start = performance.now();
  m.bench_run(i, repeats);
  return performance.now() - start;
}

/** How many runs fill a slice; also lets the engine compile. @param {Exports} m @param {number} i */
function calibrate(m, i) {
  let repeats = 1;
  m.bench_reset();
  while (milliseconds(m, i, repeats) < SLICE / 2 && repeats < 2 ** 24) repeats *= 2;
  return repeats;
}

/** @param {Exports} m @param {number} i @returns {Result} */
function measure(m, i) {
  const limitRepeats = calibrate(m, 0);
  const repeats = calibrate(m, i);
  const rates = [];
  const shares = [];
  for (let round = 0; round < ROUNDS; round++) {
    const limit = (m.bench_work(0) * limitRepeats) / milliseconds(m, 0, limitRepeats);
    const rate = (m.bench_work(i) * repeats) / milliseconds(m, i, repeats);
    rates.push(rate * 1000);
    shares.push(rate / limit);
  }
  return {
    name: text(m, m.bench_name(i)),
    unit: text(m, m.bench_unit(i)),
    rate: median(rates),
    share: median(shares),
  };
}

const modules = await Promise.all(process.argv.slice(2).map(load));
for (let i = 0; i < modules[0].bench_count(); i++) {
  const results = modules.map((m) => measure(m, i));
  const all = results.length > 1 ? { ...results[0], others: results.slice(1) } : results[0];
  console.log(JSON.stringify(all));
}
