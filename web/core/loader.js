/**
 * Which build of the core, and compiling it once. `#wasm` is a file beside this one in Node and
 * bytes inside the bundle in a browser (package.json, "imports").
 */
import { wasmBytes } from '#wasm';
import { LabError } from './error.js';

/** (func (result v128) i32.const 0  i8x16.splat  i8x16.popcnt): valid only with SIMD. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** Whether this engine knows WebAssembly's 128-bit vectors. */
export function simdSupported() {
  return WebAssembly.validate(SIMD_PROBE);
}

/** @type {Map<boolean, Promise<WebAssembly.Module>>} */
const compiling = new Map();
/** @type {Map<boolean, WebAssembly.Module>} */
const compiled = new Map();

/**
 * The compiled core; the same object every time.
 * @param {{simd?: boolean}} [options] simd: the build with vectors or the one without, whose
 *   results are the same bits; left out: what this engine can do
 * @returns {Promise<WebAssembly.Module>}
 */
export function compile({ simd = simdSupported() } = {}) {
  const ready = compiled.get(simd);
  if (ready) return Promise.resolve(ready);
  let promise = compiling.get(simd);
  if (!promise) {
    promise = WebAssembly.compile(wasmBytes(simd)).catch((error) => {
      compiling.delete(simd); // the next caller tries anew
      throw new LabError(`WebAssembly does not run here: ${error.message}`);
    });
    promise.then((module) => compiled.set(simd, module)).catch(() => {});
    compiling.set(simd, promise);
  }
  return promise;
}

/**
 * The same without waiting, for callers that cannot: a few milliseconds.
 * @param {{simd?: boolean}} [options]
 * @returns {WebAssembly.Module}
 */
export function compileNow({ simd = simdSupported() } = {}) {
  const ready = compiled.get(simd);
  if (ready) return ready;
  const module = new WebAssembly.Module(wasmBytes(simd));
  compiled.set(simd, module);
  return module;
}
