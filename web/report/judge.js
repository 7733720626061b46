/**
 * Verdict and prediction as a report has them: the same functions write them on the page and
 * compute them again.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('./format.js').ReportClaim} ReportClaim
 * @typedef {import('./format.js').Outcome} Outcome
 *
 * @typedef {(needs: Settings) => RunRecord[] | undefined} Find finished runs of all seeds with
 *   settings that are given as far as they differ from the defaults; undefined if any is missing
 */
import { toPlain } from './plain.js';

/**
 * @param {Experiment} experiment
 * @param {Find} find
 * @returns {ReportClaim[]}
 */
export function judgeClaims(experiment, find) {
  return experiment.claims.map(({ id, needs, check }) => {
    /** @type {Record<string, RunRecord[]>} */
    const sets = {};
    for (const [name, settings] of Object.entries(needs)) {
      const runs = find(settings);
      if (!runs) return { id, holds: null, measured: [] };
      sets[name] = runs;
    }
    const { holds, measured } = check(sets);
    return { id, holds, measured: toPlain(measured) };
  });
}

/**
 * @param {Experiment} experiment
 * @param {unknown} value that was predicted
 * @param {Find} find
 * @returns {Outcome | null} null: not run
 */
export function judgePrediction({ predict }, value, find) {
  const runs = predict && find(predict.settings);
  if (!runs) return null;
  if (predict.kind === 'draw') {
    const came = predict.read(predict.outcome(runs), runs);
    const said = predict.read(/** @type {any} */ (value), runs);
    return { came, said, right: came === said };
  }
  const came = toPlain(predict.outcome(runs));
  const said = toPlain(value);
  if (predict.kind === 'number') {
    return { came, said, right: Math.abs(Number(came) - Number(said)) <= predict.close + 1e-9 };
  }
  return { came, said, right: JSON.stringify(came) === JSON.stringify(said) };
}
