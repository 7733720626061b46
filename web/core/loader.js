/**
 * Which build of the core, and loading it once. Where its bytes are is `#wasm`'s matter: files in
 * Node and on the site, inside the bundle in spusk.js and spusk.html (package.json, "imports").
 *
 * @typedef {import('./build.js').Build} Build
 *
 * @typedef {object} Choice
 * @property {boolean} [simd] force the build with vectors or the one without, whose results are
 *   the same bits; left out: what this engine can do
 * @property {'wasm' | 'js'} [core] 'js': the core as JavaScript, with the same bits too; left
 *   out: WebAssembly wherever it may run
 */
import { scriptAddress, wasmBytes, wasmNow } from '#wasm';
import { prepare } from './build.js';
import { LabError } from './error.js';

/** (func (result v128) i32.const 0  i8x16.splat  i8x16.popcnt): valid only with SIMD. */
const SIMD_PROBE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0],
  ...[10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11],
);

/** The smallest module: its name and its version. */
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

/** Whether this engine knows WebAssembly's 128-bit vectors. */
function simdSupported() {
  return hasWasm() && WebAssembly.validate(SIMD_PROBE);
}

/** Not everywhere: lockdown modes of browsers take it away. */
const hasWasm = () => typeof WebAssembly === 'object';

/** @type {Map<string, Promise<Build>>} */
const loading = new Map();
/** @type {Map<string, Build>} */
const loaded = new Map();

/** @param {Choice} choice */
const keyOf = ({ simd = simdSupported(), core }) => (core === 'js' ? core : String(simd));

/**
 * The core, ready to be instantiated in this thread; the same object every time.
 * @param {Choice} [choice]
 * @returns {Promise<Build>}
 */
export function load(choice = {}) {
  const key = keyOf(choice);
  let promise = loading.get(key);
  if (!promise) {
    promise = loadOnce(choice);
    promise.then(
      (build) => loaded.set(key, build),
      () => loading.delete(key), // the next caller tries anew
    );
    loading.set(key, promise);
  }
  return promise;
}

/** @param {Choice} choice @returns {Promise<Build>} */
async function loadOnce({ simd = simdSupported(), core }) {
  if (core === 'js') return loadScript('wanted');
  if (!hasWasm()) return loadScript('missing');
  const bytes = await wasmBytes(simd);
  try {
    // WebKit compiles everywhere, and refuses only instances.
    new WebAssembly.Instance(new WebAssembly.Module(EMPTY));
    return await WebAssembly.compile(bytes);
  } catch (error) {
    // The bytes are right, so it is a rule of the page: script-src without 'wasm-unsafe-eval'.
    return loadScript('forbidden', error);
  }
}

/**
 * @param {import('./build.js').Reason} reason
 * @param {unknown} [cause]
 * @returns {Promise<Build>}
 */
async function loadScript(reason, cause) {
  const script = scriptAddress();
  if (!script) throw new LabError(`WebAssembly does not run here: ${cause ?? 'there is none'}`);
  const build = { script, reason };
  await prepare(build);
  return build;
}

/**
 * The same without waiting, for callers that cannot: a few milliseconds.
 * @param {Choice} [choice]
 * @returns {Build}
 */
export function loadNow(choice = {}) {
  const key = keyOf(choice);
  const ready = loaded.get(key);
  if (ready) return ready;
  const module = new WebAssembly.Module(wasmNow(choice.simd ?? simdSupported()));
  loaded.set(key, module);
  loading.set(key, Promise.resolve(module));
  return module;
}
