/**
 * The catalogue: everything that the core can do, with the parameters, read from the core's own
 * tables. Sliders, error messages, defaults, CLI help and docs are made from it; no name, default
 * or range is written down a second time in JavaScript.
 *
 * @typedef {object} Parameter
 * @property {string} name
 * @property {number | string} default the name of an option where there are options
 * @property {number} min inclusive
 * @property {number} max inclusive
 * @property {boolean} whole whole numbers only
 * @property {string[] | null} options the possible texts, or null for a number
 *
 * @typedef {object} Kind
 * @property {string} name
 * @property {Record<string, Parameter>} parameters in the table's order
 * @property {string} file where it is computed, below c_src: "optim/adam.c"
 * @property {string} source paper, or ''
 *
 * @typedef {Record<string, Kind>} Group in the table's order; the first is the default
 *
 * @typedef {object} Catalog
 * @property {Group} optimizers
 * @property {Group} schedules
 * @property {Group} layers
 * @property {Group} losses
 * @property {Group} datasets
 * @property {Group} surfaces
 * @property {Group} settings the parts of a spec that have no name: run (the top level's own
 *   numbers), batch, regularisation, evaluate, stop, ...
 * @property {Group} descent the settings of a descent: start, descent (its own numbers)
 * @property {Group} probes with their options
 */

const DEFAULT = 0;
const MIN = 1;
const MAX = 2;
const WHOLE = 3;

/**
 * @param {import('./instance.js').Core} core
 * @returns {Catalog} frozen all through
 */
export function readCatalog({ exports, memory }) {
  const text = (/** @type {number} */ address) => memory.text(address);

  const parameter = (/** @type {[number, number, number]} */ ...at) => {
    const number = (/** @type {number} */ what) => exports.sp_catalog_param_number(...at, what);
    const listed = text(exports.sp_catalog_param_options(...at));
    const options = listed ? Object.freeze(listed.split('|')) : null;
    return Object.freeze({
      name: text(exports.sp_catalog_param(...at)),
      default: options ? options[number(DEFAULT)] : number(DEFAULT),
      min: number(MIN),
      max: number(MAX),
      whole: number(WHOLE) === 1,
      options,
    });
  };

  const kind = (/** @type {[number, number]} */ ...at) =>
    Object.freeze({
      name: text(exports.sp_catalog_name(...at)),
      parameters: byName(exports.sp_catalog_params(...at), (i) => parameter(...at, i)),
      file: text(exports.sp_catalog_file(...at)),
      source: text(exports.sp_catalog_source(...at)),
    });

  /** @type {Record<string, Readonly<Record<string, unknown>>>} */
  const catalog = {};
  for (let group = 0; group < exports.sp_catalog_groups(); group++) {
    const name = text(exports.sp_catalog_group(group));
    catalog[name] = byName(exports.sp_catalog_count(group), (i) => kind(group, i));
  }
  return /** @type {Catalog} */ (/** @type {unknown} */ (Object.freeze(catalog)));
}

/**
 * @template {{name: string}} T
 * @param {number} count
 * @param {(i: number) => T} read
 */
function byName(count, read) {
  /** @type {Record<string, T>} */
  const all = {};
  for (let i = 0; i < count; i++) {
    const entry = read(i);
    all[entry.name] = entry;
  }
  return Object.freeze(all);
}
