import { buildSeries } from '../chart/series.js';
import { runName } from './names.js';

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
  if (lab.sweeping) {
    const done = race.runs.filter((run) => run.stage === 'done').length;
    return `${state} ${words.text('live.runs', { done, all: race.runs.length })}`;
  }
  const view = lab.experiment.views.findLast((v) => v.kind === 'curves');
  if (!view) return state;
  const [quantity, column] = Object.entries(view.columns)[0];
  const title = words.text(`view.${view.id}.${quantity}`);
  const form = quantity === 'error' ? 'live.reached' : 'live.reached.value';
  const reached = buildSeries({ runs: race.runs, column, axis: 'epoch' }).map((line) => {
    const { y, diverged } = line;
    const rule = runName(words, line);
    if (diverged) return words.text('live.diverged', { rule, update: diverged.update });
    return y.length ? words.text(form, { title, rule, value: y[y.length - 1] }) : '';
  });
  return [state, ...reached].join(' ');
}
