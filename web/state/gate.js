/**
 * What must come before a run: the learner's name, or the prediction of what would run.
 *
 * @typedef {import('./lab.js').Lab} Lab
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 */
import { withDefaults } from '../experiments/experiment.js';
import { fits } from './guess.js';
import { sameSettings } from './results.js';

/**
 * @param {Lab} lab
 * @returns {'' | 'name' | 'prediction'} what a run waits for
 */
export function awaitedBy(lab) {
  if (lab.terms && !lab.terms.named) return 'name';
  return awaitsPrediction(lab) ? 'prediction' : '';
}

/** @param {Lab} lab */
function awaitsPrediction({ experiment, results, settings, series, terms, gate, skipped }) {
  const { predict } = experiment;
  if (!gate || !predict || results.guess || skipped) return false;
  if (terms?.required) return true;
  const asked = withDefaults(experiment, predict.settings);
  return sameSettings(asked, settings) && results.outcome(series) === null;
}

/**
 * @param {Lab} lab
 * @returns {Settings | null} of the runs that answer the prediction, which the learner starts
 */
export function reservedBy({ experiment, gate, skipped }) {
  const { predict } = experiment;
  return predict && gate && !skipped ? withDefaults(experiment, predict.settings) : null;
}

/**
 * @param {Lab} lab
 * @param {import('./results.js').GuessValue} value
 * @returns {import('./results.js').Guess | null} null: nothing that one may expect here
 */
export function guessOf(lab, value) {
  const { predict } = lab.experiment;
  if (!predict || !fits(predict, value)) return null;
  const known = lab.results.hasSeen(predict.settings);
  const before = !known && !lab.isRunning(predict.settings);
  return { kind: predict.kind, value, at: new Date(), before };
}
