/**
 * Which runs the claims of an experiment need, and what they say of them: for whoever trains the
 * runs without a page.
 *
 * @typedef {import('./experiment.js').Experiment} Experiment
 * @typedef {import('./experiment.js').Settings} Settings
 * @typedef {import('./experiment.js').RunPlan} RunPlan
 * @typedef {import('./experiment.js').RunRecord} RunRecord
 * @typedef {import('./experiment.js').Judgement} Judgement
 *
 * @typedef {RunPlan & {set: string, seed: number}} SetPlan a run of a set: of runs of some settings
 *
 * @typedef {Judgement & {id: string, seeds: number[]}} ClaimVerdict
 *
 * @typedef {object} Series
 * @property {number} [first] seed
 * @property {number} [count] of seeds; left out: as many as each claim asks for
 */
import { withDefaults } from './experiment.js';

/** Starts over which a claim is judged that asks for no number. */
const STARTS = 5;

/**
 * The name of a set of runs: equal for equal settings.
 *
 * @param {Experiment} experiment
 * @param {Settings} needs settings, as far as they differ from the defaults
 */
function setName(experiment, needs) {
  const settings = withDefaults(experiment, needs);
  return JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * @param {number} count
 * @param {Series} series
 */
function seedsFor(count, { first = 1, count: wanted }) {
  return Array.from({ length: wanted ?? count }, (_, i) => first + i);
}

/**
 * The runs of all sets that claims and prediction need, each once.
 *
 * @param {Experiment} experiment
 * @param {Series} [series]
 * @returns {SetPlan[]}
 */
export function neededRuns(experiment, series = {}) {
  const { claims, predict } = experiment;
  const wanted = claims.flatMap(({ needs, seeds = STARTS }) =>
    Object.values(needs).map((settings) => ({ settings, seeds })),
  );
  if (predict) wanted.push({ settings: predict.settings, seeds: STARTS });

  /** @type {Map<string, {settings: Settings, seeds: number}>} */
  const sets = new Map();
  for (const { settings, seeds } of wanted) {
    const name = setName(experiment, settings);
    sets.set(name, { settings, seeds: Math.max(seeds, sets.get(name)?.seeds ?? 0) });
  }
  return [...sets].flatMap(([set, { settings, seeds }]) => {
    const all = withDefaults(experiment, settings);
    return seedsFor(seeds, series).flatMap((seed) =>
      experiment.specs({ settings: all, seed }).map((plan) => ({ ...plan, set, seed })),
    );
  });
}

/**
 * @param {Experiment} experiment
 * @param {ReadonlyMap<string, RunRecord[]>} sets finished runs by the name of their set
 * @param {Series} [series] as given to neededRuns
 * @returns {ClaimVerdict[]} one for each claim
 */
export function judge(experiment, sets, series = {}) {
  return experiment.claims.map(({ id, needs, seeds = STARTS, check }) => {
    const chosen = seedsFor(seeds, series);
    const entries = Object.entries(needs).map(([name, settings]) => {
      const runs = sets.get(setName(experiment, settings)) ?? [];
      return [name, runs.filter(({ seed }) => chosen.includes(seed))];
    });
    return { id, seeds: chosen, ...check(Object.fromEntries(entries)) };
  });
}

/**
 * What the prediction should have been.
 *
 * @param {Experiment} experiment
 * @param {ReadonlyMap<string, RunRecord[]>} sets
 * @returns {{kind: string, outcome: unknown, option?: string} | null}
 */
export function predictionOf(experiment, sets) {
  const { predict } = experiment;
  if (!predict) return null;
  const runs = sets.get(setName(experiment, predict.settings)) ?? [];
  const { kind } = predict;
  if (predict.kind !== 'draw') return { kind, outcome: predict.outcome(runs) };
  const curve = predict.outcome(runs);
  return { kind, outcome: curve, option: predict.read(curve, runs) };
}
