import { isScript, runScript } from './build.js';
import { Memory } from './memory.js';

/**
 * One instance of the core: its exports (c_src/api/api.h) and its memory. Runs of one instance
 * share its memory and nothing else.
 * @typedef {{exports: import('./memory.js').Exports, memory: Memory}} Core
 */

/** What WASI answers for a call that it does not know. */
const NOT_SUPPORTED = 52;

/**
 * @param {import('./build.js').Build} build
 * @returns {Core}
 */
export function instantiate(build) {
  const all = isScript(build) ? runScript(build) : runModule(build);
  const exports = /** @type {import('./memory.js').Exports} */ (all);
  if (all._initialize) exports._initialize();
  const memory = new Memory(/** @type {WebAssembly.Memory} */ (all.memory), exports);
  return { exports, memory };
}

/** @param {WebAssembly.Module} module */
function runModule(module) {
  // The core needs nothing from outside. A standalone module still lists what its C library
  // could call: the notice that memory grew, and WASI's functions.
  /** @type {Record<string, Record<string, () => number>>} */
  const imports = {};
  for (const wanted of WebAssembly.Module.imports(module)) {
    imports[wanted.module] ??= {};
    imports[wanted.module][wanted.name] = () => NOT_SUPPORTED;
  }
  return new WebAssembly.Instance(module, imports).exports;
}
