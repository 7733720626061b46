/**
 * A page with an assignment: what its address says, and the student who enters a name.
 *
 * @typedef {import('../state/url.js').Notice} Notice
 * @typedef {import('./lab.js').LabElement} LabElement
 */
import { decode, experimentIn } from '../report/assignment.js';
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
  const { assignment, mistakes } = decode(code);
  if (assignment) {
    const made = new Assigned(assignment);
    const assigned = before?.code === made.code ? before : made;
    return { assigned, notices: [], experiment: assignment.experiment };
  }
  const notices = mistakes.map((mistake) => ({ name: 'assignment', value: '', mistake }));
  return { assigned: null, notices: notices.slice(0, 1), experiment: experimentIn(code) };
}

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
    const first = assigned.seed === null;
    if (!assigned.enter(/** @type {CustomEvent} */ (event).detail)) return;
    if (first) begin(shown, assigned);
    else anew();
  });
  return above;
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
