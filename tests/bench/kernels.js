/**
 * Times the kernels of a WebAssembly build of kernels.c, each as a share of the machine's limit. In
 * Node and on pages, whose engines make different code of the same loops; so nothing of Node here.
 *
 * Machines are noisy: a neighbour on the same core takes a third of the speed for seconds, and
 * clocks rise and fall. So the limit of arithmetic runs before and after every slice of a kernel;
 * the slice is compared with these two, and counts only when the machine was quiet: both alike and
 * not far from the best that was seen. The result is the median.
 */
/**
 * @typedef {object} Exports what kernels.h declares
 * @property {WebAssembly.Memory} memory
 * @property {() => void} [_initialize]
 * @property {() => number} bench_count
 * @property {(i: number) => number} bench_name
 * @property {(i: number) => number} bench_unit
 * @property {(i: number) => number} bench_work
 * @property {() => void} bench_reset
 * @property {(i: number, repeats: number) => number} bench_run
 *
 * @typedef {object} Slice
 * @property {number} limit milliseconds, the mean of before and after
 * @property {boolean} alike before and after
 * @property {number} rate units per millisecond
 * @property {number} share
 *
 * @typedef {object} Result
 * @property {string} name
 * @property {string} unit 'flop', 'byte' or 'value'
 * @property {number} rate units per second
 * @property {number} share of the limit of arithmetic, unit for unit
 * @property {number} quiet how many slices counted; 0 if none did, and then all were taken
 */

const WANTED = 25; // quiet slices
const MOST = 400; // slices
const SLICE = 0.5; // milliseconds
const ALIKE = 0.03; // the limit before and after a slice
const NEAR = 1.1; // times the best limit

const LIMIT = 0; // the number of the kernel that does nothing but arithmetic

/** @param {number[]} values */
const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** @param {BufferSource} bytes of a build @returns {Promise<Exports>} */
export async function load(bytes) {
  const env = { emscripten_notify_memory_growth() {} };
  const { instance } = await WebAssembly.instantiate(bytes, { env });
  const exports = /** @type {Exports} */ (/** @type {unknown} */ (instance.exports));
  exports._initialize?.();
  return exports;
}

/** @param {Exports} m @param {number} address */
function text(m, address) {
  const bytes = new Uint8Array(m.memory.buffer);
  return new TextDecoder().decode(bytes.subarray(address, bytes.indexOf(0, address)));
}

/** Milliseconds. @param {Exports} m @param {number} i @param {number} repeats */
function time(m, i, repeats) {
  const start = performance.now();
  m.bench_run(i, repeats);
  return performance.now() - start;
}

/** How many runs fill a slice, once the engine has compiled. @param {Exports} m @param {number} i */
function calibrate(m, i) {
  let repeats = 1;
  while (time(m, i, repeats) < SLICE && repeats < 2 ** 24) repeats *= 2;
  for (let n = 0; n < 20; n++) time(m, i, repeats);
  return repeats;
}

/**
 * @param {Exports} m
 * @param {number} i
 * @param {number} repeats
 * @param {number} limitRepeats
 * @returns {Slice}
 */
function runSlice(m, i, repeats, limitRepeats) {
  const before = time(m, LIMIT, limitRepeats);
  const rate = (m.bench_work(i) * repeats) / time(m, i, repeats);
  const after = time(m, LIMIT, limitRepeats);
  const limit = (before + after) / 2;
  return {
    limit,
    alike: Math.abs(before - after) < ALIKE * limit,
    rate,
    share: (rate * limit) / (m.bench_work(LIMIT) * limitRepeats),
  };
}

/** @param {Exports} m @param {number} i @returns {Result} */
export function measure(m, i) {
  m.bench_reset();
  const limitRepeats = calibrate(m, LIMIT);
  const repeats = calibrate(m, i);
  /** @type {Slice[]} */
  const slices = [];
  let quiet = slices;
  for (let best = Infinity; slices.length < MOST && quiet.length < WANTED;) {
    const slice = runSlice(m, i, repeats, limitRepeats);
    slices.push(slice);
    best = Math.min(best, slice.limit);
    quiet = slices.filter(({ alike, limit }) => alike && limit < NEAR * best);
  }
  const counted = quiet.length > 0 ? quiet : slices;
  return {
    name: text(m, m.bench_name(i)),
    unit: text(m, m.bench_unit(i)),
    rate: 1000 * median(counted.map((slice) => slice.rate)),
    share: median(counted.map((slice) => slice.share)),
    quiet: quiet.length,
  };
}
