/**
 * What can be instantiated as the core: compiled WebAssembly or, where the browser or the page's
 * rules have none, the same module as JavaScript (made by wasm2js: the same bits, several times
 * slower). Both may be sent to a worker as they are.
 *
 * @typedef {object} Script the core as JavaScript
 * @property {string} script address of the module
 * @property {Reason} reason
 *
 * @typedef {'missing' | 'forbidden' | 'wanted'} Reason why it is not WebAssembly: the browser has
 *   none; the page forbids it; somebody asked for this
 *
 * @typedef {WebAssembly.Module | Script} Build
 */
import { LabError } from './error.js';

/** What the modules give, by their addresses. @type {Map<string, () => WebAssembly.Exports>} */
const scripts = new Map();

/**
 * @param {Build} build
 * @returns {build is Script}
 */
export const isScript = (build) => 'script' in build;

/**
 * To be awaited in each thread before instances are made there.
 * @param {Build} build
 */
export async function prepare(build) {
  if (!isScript(build) || scripts.has(build.script)) return;
  try {
    scripts.set(build.script, (await import(build.script)).default);
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new LabError(`the core as JavaScript could not be loaded: ${text}`);
  }
}

/**
 * A new instance of a script that has been prepared.
 * @param {Script} build
 * @returns {WebAssembly.Exports}
 */
export function runScript({ script }) {
  const start = scripts.get(script);
  if (!start) throw new LabError('the core as JavaScript has not been loaded yet');
  return start();
}

/**
 * How a build is told of.
 * @param {Build} build
 * @returns {{core: 'wasm' | 'js', coreReason: Reason | ''}}
 */
export function kindOf(build) {
  return isScript(build)
    ? { core: 'js', coreReason: build.reason }
    : { core: 'wasm', coreReason: '' };
}
