/**
 * JSON Schema of what a course page may write into the element, for editors; and of a spec, which
 * `spusk run` and openLab take. From the tables in the code, so that it is never behind.
 */
import { openLab } from '../core/open.js';
import { experiments } from '../experiments/index.js';
import { PARTS } from '../state/parts.js';
import { LANGUAGES } from '../state/words.js';
import { assignment, settingsOf } from './assignment-schema.js';

/** @returns {Promise<object>} */
export async function schema() {
  const { catalog } = await openLab();
  const ids = experiments.map(({ id }) => id);
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'A configuration of <spusk-lab>',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      experiment: { enum: ids },
      assignment: { anyOf: [{ type: 'string', minLength: 1 }, { $ref: '#/$defs/assignment' }] },
      seed: { type: 'integer', minimum: 0, default: 1 },
      seeds: { type: 'integer', minimum: 1, maximum: 10 },
      lang: { enum: LANGUAGES },
      theme: { enum: ['auto', 'light', 'dark'], default: 'auto' },
      predict: { type: 'boolean', default: true },
      hide: { type: 'array', items: { enum: PARTS }, uniqueItems: true },
      controls: { type: 'array', items: { type: 'string' }, uniqueItems: true },
      autoplay: { type: 'boolean', default: true },
      loading: { enum: ['lazy', 'eager'], default: 'lazy' },
      height: { type: 'integer', minimum: 0, maximum: 20000 },
      large: { type: 'boolean', default: false },
      axis: { enum: ['epoch', 'update', 'examples', 'seconds'], default: 'epoch' },
      quantity: { type: 'string' },
      speed: { enum: ['slow', 'medium', 'full'] },
      data: { type: 'string' },
      settings: { type: 'object' },
    },
    allOf: experiments.map(({ id, controls }) => ({
      if: { properties: { experiment: { const: id } }, required: ['experiment'] },
      then: { properties: { settings: settingsOf(controls), controls: controlsOf(controls) } },
    })),
    $defs: {
      assignment: assignment(),
      optimizer: { oneOf: kinds(catalog.optimizers, 'name') },
      schedule: { oneOf: kinds(catalog.schedules, 'name') },
      layer: { oneOf: kinds(catalog.layers, 'layer') },
    },
  };
}

/** @param {readonly {id: string}[]} controls */
const controlsOf = (controls) => ({ items: { enum: [...controls.map(({ id }) => id), 'seeds'] } });

/**
 * @param {import('../core/catalog.js').Group} group
 * @param {string} key the field that holds the name
 */
function kinds(group, key) {
  return Object.values(group).map(({ name, parameters }) => ({
    type: 'object',
    required: [key],
    additionalProperties: false,
    properties: {
      [key]: { const: name },
      ...Object.fromEntries(Object.entries(parameters).map(field)),
    },
  }));
}

/** @param {[string, import('../core/catalog.js').Parameter]} entry */
function field([name, { options, whole, min, max, default: usual }]) {
  if (options) return [name, { enum: options, default: usual }];
  const bounds = { ...(min > -1e300 && { minimum: min }), ...(max < 1e300 && { maximum: max }) };
  return [name, { type: whole ? 'integer' : 'number', ...bounds, default: Number(usual) }];
}
