/** JSON Schema of an assignment, for editors: of the tables that check one (report/assignment.js). */
import { experiments } from '../experiments/index.js';
import { HIDEABLE, LANGS, LIMITS, MAX_SEED, PREDICTING, STEERING } from '../report/assignment.js';

const PLAIN = `^${STEERING.source.replace('[', '[^')}*$`;

/**
 * @param {number} most characters
 * @param {number} [least]
 */
const text = (most, least = 0) => ({
  ...{ type: 'string', pattern: PLAIN, maxLength: most },
  ...(least && { minLength: least }),
});

/** @returns {object} without `$schema`, so that it can be a part of another */
export const assignment = () => ({
  title: 'An assignment',
  type: 'object',
  required: ['title', 'experiment'],
  additionalProperties: false,
  properties: {
    $schema: { type: 'string' },
    v: { const: 1 },
    title: text(LIMITS.title, 1),
    experiment: { enum: experiments.map(({ id }) => id) },
    lang: { enum: LANGS, default: '' },
    settings: { type: 'object' },
    open: { type: 'array', items: { type: 'string' }, uniqueItems: true },
    seed: {
      anyOf: [{ type: 'integer', minimum: 0, maximum: MAX_SEED }, { const: 'student' }],
      default: 1,
    },
    seeds: { type: 'integer', minimum: 1 },
    questions: {
      ...{ type: 'array', maxItems: LIMITS.questions },
      items: text(LIMITS.question, 1),
    },
    predict: { enum: PREDICTING, default: 'optional' },
    due: text(LIMITS.due),
    hide: { type: 'array', items: { enum: HIDEABLE }, uniqueItems: true },
  },
  allOf: experiments.map(({ id, controls, seeds }) => ({
    if: { properties: { experiment: { const: id } }, required: ['experiment'] },
    then: {
      properties: {
        settings: settingsOf(controls),
        open: { items: { enum: [...controls.map((control) => control.id), 'seeds'] } },
        seeds: { maximum: seeds.max, default: seeds.default },
      },
    },
  })),
});

/** @returns {object} */
export const schemaOfAssignment = () => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...assignment(),
});

/** @param {readonly import('../experiments/experiment.js').Control[]} controls */
export function settingsOf(controls) {
  const fields = controls.map(({ id, values, min, max, default: usual }) => [
    id,
    values
      ? { enum: values, default: usual }
      : { type: 'number', minimum: min, maximum: max, default: usual },
  ]);
  return { type: 'object', additionalProperties: false, properties: Object.fromEntries(fields) };
}
