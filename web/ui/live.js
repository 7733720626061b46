import { buildSeries } from '../chart/series.js';

/**
 * What a reader who does not see the charts should hear: when training stands still, and what it
 * reached. While it goes on this stays the same, so that nothing is read again and again.
 *
 * @param {object} options
 * @param {import('../state/lab.js').Lab} options.lab
 * @param {import('../state/words.js').Words} options.words
 * @returns {string}
 */
export function announce({ lab, words }) {
  const { phase, race } = lab;
  if (!race || phase === 'idle' || phase === 'opening') return '';
  if (phase === 'running') return words.text('live.running');
  const epoch = Math.max(...race.runs.map((run) => run.epoch));
  const state = words.text(phase === 'finished' ? 'live.finished' : 'live.paused', { epoch });
  const view = lab.experiment.views.at(-1);
  const reached = buildSeries({
    runs: race.runs,
    column: view?.columns.error ?? '',
    axis: 'epoch',
  }).map(({ rule, y, diverged }) => {
    const name = words.text(`rule.${rule}`);
    if (diverged) return words.text('live.diverged', { rule: name, update: diverged.update });
    const title = words.text(`view.${view?.id}.error`);
    return y.length
      ? words.text('live.reached', { title, rule: name, value: y[y.length - 1] })
      : '';
  });
  return [state, ...reached].join(' ');
}
