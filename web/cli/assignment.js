/** The assignment that a teacher names: a file of it, a page saved with it, or its link. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { LabError } from '../core/error.js';
import { readAssignment } from '../report/assignment.js';

/** A page with everything inside is smaller. */
const LARGEST = 16 * 1024 * 1024;

/**
 * @param {string} given
 * @returns {import('../report/assignment.js').Assignment} throws a LabError that says what is wrong
 */
export function assignmentFrom(given) {
  const { assignment, mistakes } = readAssignment(textOf(given));
  if (assignment) return assignment;
  const [first] = mistakes;
  throw new LabError(`the assignment cannot be used: ${sentence(first)}`);
}

/** @param {string} given */
function textOf(given) {
  if (!existsSync(given)) {
    if (/[?&]assignment=/.test(given)) return given;
    throw new LabError(`there is no file ${given}, and it is no link with an assignment`);
  }
  if (!statSync(given).isFile()) throw new LabError(`${given} is no file`);
  if (statSync(given).size > LARGEST) throw new LabError(`${given} is too large for an assignment`);
  return readFileSync(given, 'utf8');
}

/**
 * As the page says it, in English.
 *
 * @param {import('../report/assignment.js').Mistake} mistake
 */
function sentence({ path, rule, values, value }) {
  const file = new URL('../locales/en.json', import.meta.url);
  /** @type {Record<string, string>} */
  const messages = JSON.parse(readFileSync(file, 'utf8'));
  /** @type {Record<string, any>} */
  const all = { path, value, ...values };
  return messages[`assign.must.${rule}`].replace(/\{(\w+)\}/g, (_, name) => String(all[name]));
}
