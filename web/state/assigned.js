/**
 * An assignment as one student works on it: who they are, what they answer, what they may do.
 * Tells by a 'change' event that something is new.
 *
 * @typedef {import('../report/assignment.js').Assignment} Assignment
 * @typedef {import('./url.js').PageState} PageState
 *
 * @typedef {object} Terms under which a lab works (lab.js)
 * @property {readonly string[]} open ids of the controls that may be moved
 * @property {boolean} named whether it is known who works: before, nothing runs
 * @property {boolean} required whether nothing runs before the prediction
 */
import { fitValue } from '../experiments/experiment.js';
import { findExperiment } from '../experiments/index.js';
import { digestOf, encode, untestable } from '../report/assignment.js';
import { normalised, seedOf } from '../report/seed-of.js';

/** What an assignment never shows: the ways to everything else. */
const ASIDE = ['links', 'next'];
/** What a learner may always choose. */
const LOOK = ['lang', 'theme', 'large', 'axis', 'quantity', 'speed', 'smooth', 'band', 'log'];

export class Assigned extends EventTarget {
  /** Name or number as the student typed it, '' as long as there is none. */
  student = '';

  /** @param {Assignment} assignment */
  constructor(assignment) {
    super();
    this.assignment = assignment;
    this.experiment = /** @type {import('../experiments/experiment.js').Experiment} */ (
      findExperiment(assignment.experiment)
    );
    this.code = encode(assignment);
    this.digest = digestOf(assignment);
    /** @type {string[]} one for each question */
    this.answers = assignment.questions.map(() => '');
  }

  /** Whether the starts depend on who works. */
  get personal() {
    return this.assignment.seed === 'student';
  }

  /** @returns {number | null} null: it is not known yet who works */
  get seed() {
    const { seed } = this.assignment;
    return seed === 'student' ? seedOf(this.student) : seed;
  }

  /** @returns {Terms} */
  get terms() {
    const { open, predict } = this.assignment;
    return { open, named: this.seed !== null, required: predict === 'required' };
  }

  /**
   * @param {string} name or number
   * @returns {boolean} whether that changes the starts
   */
  enter(name) {
    const { seed } = this;
    if (!normalised(name)) return false;
    this.student = name.trim();
    this.dispatchEvent(new Event('change'));
    return this.seed !== seed;
  }

  /**
   * What of the learner's address counts: how the page looks, and what is left open.
   *
   * @param {PageState} learner
   * @returns {PageState}
   */
  ownState(learner) {
    const { open } = this.assignment;
    const settings = Object.entries(learner.settings).filter(([id, value]) => {
      const control = this.experiment.controls.find((c) => c.id === id);
      return control && open.includes(id) && fitValue(control, value) !== undefined;
    });
    const look = Object.entries(learner).filter(([name]) => LOOK.includes(name));
    const { seeds = 0 } = learner;
    const more = open.includes('seeds') && seeds > 0 && seeds <= this.experiment.seeds.max;
    return {
      ...Object.fromEntries(look),
      ...(more && { seeds }),
      settings: Object.fromEntries(settings),
    };
  }

  /**
   * What the page shows.
   *
   * @param {PageState} author what the address says besides the assignment
   * @param {PageState} [learner] what of the learner's address counts
   * @returns {PageState}
   */
  pageState({ theme, large, embed, stringTest }, learner = { settings: {} }) {
    const { assignment, experiment } = this;
    const { predict, hide, lang, seeds } = assignment;
    const testable = Boolean(experiment.predict) && !untestable(assignment, experiment).length;
    const state = {
      ...{ theme, large, embed, stringTest, lang: lang || undefined, seeds },
      ...learner,
      experiment: experiment.id,
      predict: predict !== 'off' && testable,
      hide: [...hide, ...ASIDE],
      seed: this.seed ?? 1,
      settings: { ...assignment.settings, ...learner.settings },
    };
    const said = Object.entries(state).filter(([, value]) => value !== undefined);
    return /** @type {PageState} */ (Object.fromEntries(said));
  }
}
