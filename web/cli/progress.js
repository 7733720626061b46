import cliProgress from 'cli-progress';

/** The exit status after Ctrl-C, by the custom of shells. */
const INTERRUPTED = 130;

/**
 * Runs under way: shows how far they have come, and lets the user stop them with Ctrl+C, a second
 * time at once.
 *
 * @param {number} runs
 * @param {boolean} [progress] whether to show it; left out: if somebody is looking
 */
export function underWay(runs, progress = process.stderr.isTTY === true) {
  const stop = new AbortController();
  const onInterrupt = () => {
    if (stop.signal.aborted) process.exit(INTERRUPTED);
    process.exitCode = INTERRUPTED;
    stop.abort();
  };
  process.on('SIGINT', onInterrupt);
  const bar = progressBar(runs, { shown: progress });
  return {
    signal: stop.signal,
    update: bar.update,
    clear: bar.clear,
    end() {
      bar.stop();
      process.off('SIGINT', onInterrupt);
    },
  };
}

/**
 * A progress bar over all runs, on stderr, so that stdout stays clean for results.
 * @param {number} runs
 * @param {{shown: boolean}} options
 */
function progressBar(runs, { shown }) {
  const done = new Float64Array(runs);
  if (!shown) return { update() {}, clear() {}, stop() {} };
  const bar = new cliProgress.SingleBar(
    {
      format: '{bar} {percentage} %  {ended}/{runs} runs  {eta_formatted} left',
      stream: process.stderr,
      noTTYOutput: true,
      notTTYSchedule: 1000,
      hideCursor: true,
      clearOnComplete: true,
      etaBuffer: 50,
    },
    cliProgress.Presets.shades_classic,
  );
  bar.start(1000, 0, { ended: 0, runs });
  return {
    /** @param {number} index @param {import('../engine/protocol.js').EngineEvent} event */
    update(index, event) {
      done[index] = event.type === 'trace' ? event.progress : 1;
      const ended = done.filter((share) => share === 1).length;
      const share = done.reduce((a, b) => a + b, 0) / runs;
      bar.update(Math.round(1000 * share), { ended, runs });
    },
    /** Before something else is printed; the bar comes again by itself. */
    clear() {
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
    },
    stop: () => bar.stop(),
  };
}
