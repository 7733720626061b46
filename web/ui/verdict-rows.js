import { html } from 'lit';

/**
 * @param {object} options
 * @param {import('../state/lab.js').Lab} options.lab
 * @param {import('../state/words.js').Words} options.words
 * @returns {import('./verdict.js').Row[]} one for each claim, and one for the prediction
 */
export function verdictRows({ lab, words }) {
  const { results, series } = lab;
  const rows = results.verdicts(series).map(({ id, judgement, missing }) => {
    const under = missing.some((settings) => lab.isRunning(settings));
    const last = missing.length === 1;
    return {
      mark: judgement ? (judgement.holds ? 'yes' : 'no') : 'open',
      text: words.text(`claim.${id}`),
      measured: under
        ? [last ? words.text('verdict.running') : '']
        : (judgement?.measured ?? []).map((m) => words.text(`measured.${m.text}`, m.values)),
      missing: under ? null : (missing[0] ?? null),
    };
  });
  return /** @type {import('./verdict.js').Row[]} */ ([...rows, ...guessRow({ lab, words })]);
}

/**
 * @param {object} options
 * @param {import('../state/lab.js').Lab} options.lab
 * @param {import('../state/words.js').Words} options.words
 */
function guessRow({ lab, words }) {
  const { guess } = lab.results;
  if (!guess) return [];
  const outcome = lab.results.outcome(lab.series);
  const key = guess.before ? 'verdict.guess.before' : 'verdict.guess.after';
  const [before, after] = words.text(key, { option: '\u0000' }).split('\u0000');
  return [
    {
      mark: outcome === null ? 'open' : outcome === guess.value ? 'yes' : 'no',
      text: html`${before}<strong>${words.text(`predict.${guess.value}`)}</strong>${after}`,
      measured: [words.text('measured.time', { at: guess.at })],
      missing: null,
    },
  ];
}
