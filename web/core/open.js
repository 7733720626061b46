import { readCatalog } from './catalog.js';
import { instantiate } from './instance.js';
import { Lab } from './lab.js';
import { compile, compileNow } from './loader.js';
import { normaliseSpec } from './spec.js';

/**
 * Opens a lab: loads the core and gives it a memory of its own.
 * @param {object} [options]
 * @param {boolean} [options.simd] force the build with vectors or the one without; left out: what
 *   this engine can do. The results are the same bits.
 * @param {WebAssembly.Module} [options.module] compiled already, by another thread perhaps
 * @returns {Promise<Lab>}
 */
export async function openLab({ simd, module } = {}) {
  return new Lab(module ?? (await compile({ simd })));
}

/** @type {import('./catalog.js').Catalog | null} */
let known = null;

/**
 * The catalogue, where no lab is open: loads the core for as long as it takes to read it.
 * @returns {import('./catalog.js').Catalog}
 */
export function defaultCatalog() {
  known ??= readCatalog(instantiate(compileNow()));
  return known;
}

/**
 * The spec with all defaults filled in, or a LabError that names the first field that is wrong.
 * @param {unknown} spec
 * @param {import('./catalog.js').Catalog} [catalog]
 * @returns {import('./spec.js').Spec}
 */
export function validateSpec(spec, catalog = defaultCatalog()) {
  return normaliseSpec(spec, catalog);
}
