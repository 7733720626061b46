/**
 * The spec of a run: plain JSON (and the bytes of data, where the data come as bytes) that says
 * everything about it. Structure is checked here; names, defaults and ranges are the catalogue's;
 * what needs the core (shapes that do not fit, the bytes of a file) is checked when a run is made.
 *
 * @typedef {{name: string, [parameter: string]: any}} Named
 *
 * @typedef {object} Spec after validation: every field is there
 * @property {number} seed
 * @property {Named} data
 * @property {{layer: string, [parameter: string]: number | string}[]} model
 * @property {Named} loss
 * @property {Named} optimizer
 * @property {Named} schedule
 * @property {Record<string, any>} batch size, sampling
 * @property {Record<string, any>} prepare what is done to the data first
 * @property {Record<string, number>} clip of the gradient
 * @property {Record<string, number>} regularisation l2, l1
 * @property {Record<string, any>} evaluate every, unit, examples
 * @property {Record<string, number>} stop epochs or updates
 */
import * as v from 'valibot';
import { blockKind, checkBlocks } from './blocks.js';
import { choice, mustBe, nameSchema, parameterEntries, parse, record } from './schema.js';

/** @typedef {import('./catalog.js').Catalog} Catalog */

/**
 * The spec with all defaults filled in; throws a LabError that names the first field that is
 * wrong. What it returns is itself valid and stays as it is; the input is not changed.
 * @param {unknown} spec
 * @param {Catalog} catalog
 * @returns {Spec}
 */
export function normaliseSpec(spec, catalog) {
  const checked = /** @type {Spec} */ (parse(schemaFor(catalog), spec));
  return {
    ...checked,
    data: /** @type {Named} */ (checkBlocks(checked.data)),
    stop: onlyGivenLimits(checked.stop, /** @type {any} */ (spec).stop),
  };
}

/**
 * Who says how many updates does not mean "or the default number of epochs": the limits that
 * were not given are off, unless none was.
 * @param {Record<string, number>} stop with defaults
 * @param {Record<string, number> | undefined} given
 */
function onlyGivenLimits(stop, given) {
  const limits = ['epochs', 'updates'].filter((name) => name in stop);
  if (!given || !limits.some((name) => given[name] !== undefined)) return stop;
  const off = limits.filter((name) => given[name] === undefined).map((name) => [name, 0]);
  return { ...stop, ...Object.fromEntries(off) };
}

/** @type {WeakMap<Catalog, import('./schema.js').Schema>} */
const schemas = new WeakMap();

/** @param {Catalog} catalog */
function schemaFor(catalog) {
  let schema = schemas.get(catalog);
  if (!schema) {
    schema = specSchema(catalog);
    schemas.set(catalog, schema);
  }
  return schema;
}

/** @param {Catalog} catalog */
function specSchema(catalog) {
  const { run, ...sections } = catalog.settings;
  const loss = choice({ group: catalog.losses, what: 'loss' });
  const lossName = v.pipe(
    nameSchema(Object.keys(catalog.losses), 'loss'),
    v.transform((name) => v.parse(loss, { name })),
  );
  const layer = choice({ group: catalog.layers, what: 'layer', key: 'layer' });
  const first = (/** @type {import('./catalog.js').Group} */ group) => ({
    name: Object.keys(group)[0],
  });

  return record({
    ...parameterEntries(run),
    data: choice({ group: catalog.datasets, what: 'data set', entries: dataEntries }),
    model: v.pipe(
      v.array(layer, mustBe('a list of layers')),
      v.minLength(1, 'must have at least one layer, not 0'),
    ),
    loss: v.optional(
      v.lazy((input) => (typeof input === 'string' ? lossName : loss)),
      first(catalog.losses),
    ),
    optimizer: v.optional(
      choice({ group: catalog.optimizers, what: 'optimizer' }),
      first(catalog.optimizers),
    ),
    schedule: v.optional(
      choice({ group: catalog.schedules, what: 'schedule' }),
      first(catalog.schedules),
    ),
    ...Object.fromEntries(
      Object.values(sections).map((kind) => [
        kind.name,
        v.optional(record(parameterEntries(kind)), {}),
      ]),
    ),
  });
}

/** @param {import('./catalog.js').Kind} kind */
function dataEntries(kind) {
  const entries = parameterEntries(kind);
  const blocks = blockKind(kind.name);
  if (!blocks) return entries;
  for (const name of blocks.derived) delete entries[name];
  return { ...entries, ...blocks.fields };
}
