import { prepare } from './build.js';
import { readCatalog } from './catalog.js';
import { instantiate } from './instance.js';
import { Lab } from './lab.js';
import { load, loadNow } from './loader.js';
import { normaliseSpec } from './spec.js';

/**
 * Opens a lab: loads the core and gives it a memory of its own.
 * @param {import('./loader.js').Choice & {module?: import('./build.js').Build}} [options] which
 *   build of the core; all give the same bits. module: loaded already, by another thread perhaps
 * @returns {Promise<Lab>}
 */
export async function openLab({ module, ...choice } = {}) {
  const build = module ?? (await load(choice));
  await prepare(build);
  return new Lab(build);
}

/** @type {import('./catalog.js').Catalog | null} */
let known = null;

/**
 * The catalogue, where no lab is open: loads the core for as long as it takes to read it.
 * @returns {import('./catalog.js').Catalog}
 */
export function defaultCatalog() {
  known ??= readCatalog(instantiate(loadNow()));
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
