/** The JSON Schemas of the package, as an editor or a course's own program uses them. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** @type {Map<string, import('ajv').ValidateFunction>} */
const compiled = new Map();

/**
 * @param {'schema.json' | 'assignment.schema.json' | 'report.schema.json'} name
 * @param {unknown} value
 * @returns {string} what is wrong with it, '' if nothing is
 */
export function wrongBy(name, value) {
  const validate = compiled.get(name) ?? compile(name);
  compiled.set(name, validate);
  if (validate(value)) return '';
  return (validate.errors ?? [])
    .map((error) => `${error.instancePath} ${error.message}`)
    .join('; ');
}

/** @param {string} name */
function compile(name) {
  const schema = JSON.parse(readFileSync(new URL(import.meta.resolve(`spusk/${name}`)), 'utf8'));
  // Conditions that narrow a list say nothing of its type again.
  return new Ajv2020({ strict: true, strictTypes: false }).compile(schema);
}

/** @param {unknown} report as JSON has it */
export const assertReport = (report) =>
  assert.equal(wrongBy('report.schema.json', JSON.parse(JSON.stringify(report))), '');
