import { html } from 'lit';
import { runStyle } from '../chart/theme.js';
import { compare } from '../state/guess.js';
import { runName } from './names.js';

/**
 * What stands in the verdict.
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 */

/**
 * @param {object} options
 * @param {Lab} options.lab
 * @param {Words} options.words
 * @returns {import('./verdict.js').Row[]} one for each claim
 */
export function verdictRows({ lab, words }) {
  return lab.results.verdicts(lab.series).map(({ id, judgement, missing }) => {
    const under = missing.some((settings) => lab.isRunning(settings));
    const last = missing.length === 1;
    const { progress } = lab.measuring;
    const closed = !missing.every((settings) => lab.allows(settings));
    if (progress && missing.some((settings) => lab.measuring.includes(settings))) {
      const measured = [words.text('verdict.measuring', progress)];
      return { mark: 'open', text: words.text(`claim.${id}`), measured, missing: null };
    }
    return {
      mark: judgement ? (judgement.holds ? 'yes' : 'no') : 'open',
      text: words.text(`claim.${id}`),
      measured: under
        ? [last ? words.text('verdict.running') : '']
        : closed
          ? [words.text('verdict.closed')]
          : (judgement?.measured ?? []).map((m) => words.text(`measured.${m.text}`, m.values)),
      missing: under || closed ? null : (missing[0] ?? null),
    };
  });
}

/**
 * @param {object} options
 * @param {Lab} options.lab
 * @param {Words} options.words
 * @param {import('../chart/theme.js').Scheme} options.scheme
 * @returns {import('./verdict.js').GuessRow | null} the prediction beside what came true
 */
export function guessRow({ lab, words, scheme }) {
  const { predict } = lab.experiment;
  const { guess } = lab.results;
  if (!predict || !guess) return null;
  const runs = lab.results.get(predict.settings, lab.series);
  const comparison = runs ? compare({ predict, value: guess.value, runs }) : null;
  return {
    mark: comparison === null ? 'open' : comparison.right ? 'yes' : 'no',
    text: sentence(guess, words),
    measured: [
      ...(comparison?.kind === 'rank' ? [words.text('measured.pairs', comparison.pairs)] : []),
      words.text('measured.time', { at: guess.at }),
    ],
    comparison,
    predict,
    items: predict.kind === 'rank' ? itemsOf({ lab, ids: predict.items, words, scheme }) : [],
  };
}

/**
 * @param {object} options
 * @param {Lab} options.lab
 * @param {readonly string[]} options.ids
 * @param {Words} options.words
 * @param {import('../chart/theme.js').Scheme} options.scheme
 * @returns {import('./predict-rank.js').Item[]} the runs as they are named and drawn
 */
export function itemsOf({ lab, ids, words, scheme }) {
  const plans = lab.plans;
  return ids.flatMap((id) => {
    const plan = plans.find((one) => one.id === id);
    if (!plan) return [];
    return [{ id, name: runName(words, plan), style: runStyle(plan, scheme) }];
  });
}

/**
 * @param {import('../state/guess.js').Guess} guess
 * @param {Words} words
 */
function sentence({ kind, value, before }, words) {
  const when = before ? 'before' : 'after';
  if (kind === 'rank' || kind === 'draw') return words.text(`verdict.guess.${kind}.${when}`);
  const option = kind === 'number' ? words.number(value, 6) : words.text(`predict.${value}`);
  const [start, end] = words.text(`verdict.guess.${when}`, { option: '\u0000' }).split('\u0000');
  return html`${start}<strong>${option}</strong>${end}`;
}
