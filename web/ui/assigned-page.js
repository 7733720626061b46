/**
 * What only pages with an assignment need: what the address or a course page says of it, and the
 * student who enters a name.
 *
 * @typedef {import('../state/url.js').Notice} Notice
 * @typedef {import('../report/assignment.js').Mistake} Mistake
 * @typedef {import('./lab.js').LabElement} LabElement
 *
 * @typedef {object} Read
 * @property {Assigned | null} assigned
 * @property {Mistake[]} mistakes why there is none
 * @property {string} experiment the one that was meant, if the rest is wrong
 */
import { check, decode, experimentIn, mistake, readAssignment } from '../report/assignment.js';
import { Assigned } from '../state/assigned.js';
import './assignment.js';

/**
 * @param {string} query of the address; what follows the # is the student's, and cannot ask
 * @param {Assigned | null} [before] what the student has entered there stays
 * @returns {{assigned: Assigned | null, notices: Notice[], experiment: string}} experiment: the
 *   one that was meant, if the rest is wrong
 */
export function readAssigned(query, before = null) {
  const code = new URLSearchParams(query.replace(/^\?/, '')).get('assignment');
  if (code === null) return { assigned: null, notices: [], experiment: '' };
  const { assigned, mistakes, experiment } = asRead(decode(code), code, before);
  return { assigned, notices: noticesOf(mistakes), experiment };
}

/**
 * @param {string | object} given by a course page: an assignment, its code, a link with it, or the
 *   address of its file
 * @param {Assigned | null} [before]
 * @returns {Promise<Read>}
 */
export async function loadAssigned(given, before = null) {
  if (typeof given === 'object') return asRead(check(given), JSON.stringify(given), before);
  if (!isAddress(given)) return asRead(readAssignment(given), given, before);
  const failed = (/** @type {string} */ rule, values = {}) => ({
    ...{ assigned: null, experiment: '' },
    mistakes: [mistake('', given, rule, values)],
  });
  try {
    const response = await fetch(new URL(given, document.baseURI));
    if (!response.ok) return failed('served', { status: String(response.status) });
    const text = await response.text();
    return asRead(readAssignment(text), text, before);
  } catch {
    return failed('reached');
  }
}

/** A code has neither dots nor slashes, and a link holds the code. @param {string} given */
const isAddress = (given) =>
  /[./]/.test(given) && !given.trim().startsWith('{') && !/[?&;]assignment=/.test(given);

/**
 * @param {ReturnType<typeof check>} checked
 * @param {string} source
 * @param {Assigned | null} before
 * @returns {Read}
 */
function asRead({ assignment, mistakes }, source, before) {
  if (!assignment) return { assigned: null, mistakes, experiment: experimentIn(source) };
  const made = new Assigned(assignment);
  const assigned = before?.code === made.code ? before : made;
  return { assigned, mistakes, experiment: assignment.experiment };
}

/** The first mistake is enough for a reader. @param {Mistake[]} mistakes @returns {Notice[]} */
export const noticesOf = (mistakes) =>
  mistakes.slice(0, 1).map((first) => ({ name: 'assignment', value: '', mistake: first }));

/**
 * What stands above the lab.
 *
 * @param {object} options
 * @param {Assigned} options.assigned
 * @param {LabElement} options.shown
 * @param {() => void} options.anew shows everything from the beginning
 */
export function aboveOf({ assigned, shown, anew }) {
  const above = /** @type {import('./assignment.js').AssignmentElement} */ (
    document.createElement('spusk-assignment')
  );
  above.assigned = assigned;
  shown.addEventListener('spusk-nameless', () => above.ask());
  above.addEventListener('spusk-name', (event) => {
    enter({ assigned, shown, name: /** @type {CustomEvent} */ (event).detail, anew });
  });
  return above;
}

/**
 * @param {object} options
 * @param {Assigned} options.assigned
 * @param {LabElement} options.shown
 * @param {string} options.name of the student
 * @param {() => void} options.anew
 */
export function enter({ assigned, shown, name, anew }) {
  const first = assigned.seed === null;
  if (!assigned.enter(name)) return;
  if (first) begin(shown, assigned);
  else anew();
}

/**
 * Goes on with the starts of the student who is known now; a prediction that was made stays. What
 * the element is made of may still be on its way: it finds its seed then.
 *
 * @param {LabElement} shown
 * @param {Assigned} assigned
 */
async function begin(shown, assigned) {
  shown.seed = assigned.seed ?? shown.seed;
  const { lab } = shown;
  if (!lab) return;
  lab.terms = assigned.terms;
  lab.seed = shown.seed;
  await lab.reset();
}
