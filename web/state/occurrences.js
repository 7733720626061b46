/**
 * What a course page is told of a lab: compares what there is with what was told before. Pure,
 * but for what it remembers; knows no DOM.
 *
 * @typedef {object} Progress detail of `spusk-progress`
 * @property {import('./lab.js').Phase} phase
 * @property {number} updates of the run that is furthest
 * @property {number} epoch
 * @property {number} fraction of what is planned, from 0 to 1
 *
 * @typedef {object} Metric detail of `spusk-metric`: the newest row that a run has measured
 * @property {string} run
 * @property {string} rule
 * @property {number} seed
 * @property {Record<string, number>} values by column: update, epoch, trainError, testError, ...
 *
 * @typedef {object} Told detail of `spusk-verdict`
 * @property {string} claim
 * @property {boolean} holds in most of the starts
 * @property {import('../experiments/experiment.js').Judgement} judgement
 *
 * @typedef {object} Diverged detail of `spusk-diverged`
 * @property {string} run
 * @property {string} rule
 * @property {number} seed
 * @property {number} update after which a number was no longer finite
 *
 * @typedef {{type: 'spusk-progress', detail: Progress} | {type: 'spusk-metric', detail: Metric}
 *   | {type: 'spusk-verdict', detail: Told} | {type: 'spusk-diverged', detail: Diverged}
 *   | {type: 'spusk-error', detail: {code: 'run', message: string, run?: string}}} Occurrence
 */

/** @typedef {import('./runner.js').Runner} Runner */

export class Occurrences {
  /** @type {WeakMap<Runner, {rows: number, diverged: boolean, failed: boolean}>} */
  #told = new WeakMap();
  /** @type {Map<string, string>} */
  #verdicts = new Map();
  #progress = '';
  /** @type {unknown} */
  #problem = null;

  /**
   * @param {import('./lab.js').Lab} lab
   * @returns {Occurrence[]} what is new since the last call
   */
  since(lab) {
    /** @type {Occurrence[]} */
    const found = [];
    const runs = lab.race?.runs ?? [];
    const detail = progressOf(lab, runs);
    const progress = JSON.stringify(detail);
    if (progress !== this.#progress) found.push({ type: 'spusk-progress', detail });
    this.#progress = progress;
    for (const run of runs) found.push(...this.#ofRun(run));
    found.push(...this.#judged(lab));
    const { problem } = lab;
    if (problem && problem !== this.#problem) {
      const message = problem.message ?? problem.text ?? '';
      found.push({ type: 'spusk-error', detail: { code: 'run', message } });
    }
    this.#problem = problem;
    return found;
  }

  /**
   * @param {Runner} run
   * @returns {Occurrence[]}
   */
  #ofRun(run) {
    /** @type {Occurrence[]} */
    const found = [];
    const told = this.#told.get(run) ?? { rows: 0, diverged: false, failed: false };
    const { id, rule, seed, trace } = run;
    const who = { run: id, rule, seed };
    const diverged = run.divergedAt >= 0;
    const failed = run.status === 'failed';
    if (trace.length > told.rows) {
      found.push({ type: 'spusk-metric', detail: { ...who, values: lastRow(run) } });
    }
    if (diverged && !told.diverged) {
      found.push({ type: 'spusk-diverged', detail: { ...who, update: run.divergedAt } });
    }
    if (failed && !told.failed) {
      found.push({ type: 'spusk-error', detail: { code: 'run', message: run.problem, run: id } });
    }
    this.#told.set(run, { rows: trace.length, diverged, failed });
    return found;
  }

  /**
   * @param {import('./lab.js').Lab} lab
   * @returns {Occurrence[]}
   */
  #judged(lab) {
    if (lab.phase !== 'finished') return [];
    /** @type {Occurrence[]} */
    const found = [];
    for (const { id, judgement } of lab.results.verdicts(lab.series)) {
      const text = JSON.stringify(judgement);
      if (!judgement || this.#verdicts.get(id) === text) continue;
      this.#verdicts.set(id, text);
      const detail = { claim: id, holds: judgement.holds, judgement };
      found.push({ type: 'spusk-verdict', detail });
    }
    return found;
  }
}

/**
 * @param {import('./lab.js').Lab} lab
 * @param {readonly Runner[]} runs
 * @returns {Progress}
 */
function progressOf({ phase, race }, runs) {
  const planned = runs.map(({ spec, updates, epoch, arrived }) => {
    const { updates: end, epochs = 10 } = spec.stop ?? {};
    return arrived ? 1 : end ? updates / end : epoch / epochs;
  });
  const sum = planned.reduce((a, b) => a + b, 0);
  return {
    phase,
    updates: race?.updates ?? 0,
    epoch: Math.max(0, ...runs.map((run) => run.epoch)),
    fraction: runs.length ? Math.min(1, sum / runs.length) : 0,
  };
}

/** @param {Runner} run */
function lastRow({ trace }) {
  const last = trace.length - 1;
  return Object.fromEntries(trace.names.map((name) => [name, trace.column(name)[last]]));
}
