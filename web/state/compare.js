/**
 * Runs side by side in numbers: only the settings that differ, and where each ended. Pure.
 *
 * @typedef {import('./runner.js').Runner} Runner
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 *
 * @typedef {object} Line the runs of one line, one for each seed
 * @property {'now' | 'earlier' | 'pinned'} place
 * @property {string} id
 * @property {string} rule
 * @property {number} [shade]
 * @property {Settings} settings of all controls, as the runs began
 * @property {readonly Runner[]} runs
 *
 * @typedef {object} Row
 * @property {Line} line
 * @property {Record<string, unknown>} settings by path of the spec, those that differ
 * @property {Record<string, unknown>} changed what a setting became on the way
 * @property {Record<Quantity, number>} finals medians over the seeds; NaN where not measured
 * @property {number} n seeds
 * @property {number} diverged how many of them
 * @property {number} divergedAt the median of their updates, NaN if none did
 *
 * @typedef {(typeof QUANTITIES)[number]} Quantity
 *
 * @typedef {object} Comparison
 * @property {string[]} paths of the settings that differ
 * @property {Quantity[]} quantities that any run has
 * @property {boolean} diverged whether any run did
 * @property {Row[]} rows
 */
import { median } from '../experiments/measure.js';

/** In the order of the table. */
const QUANTITIES = /** @type {const} */ ([
  'trainError',
  'testError',
  'trainLoss',
  'testLoss',
  'value',
  'distance',
  'updates',
  'epoch',
  'seconds',
]);

/**
 * @param {import('./lab.js').Lab} lab
 * @param {readonly Line[]} pinned
 * @returns {Line[]} the runs on the charts, those before them, and what is pinned of others
 */
export function linesOf(lab, pinned) {
  const now = lab.race ? linesOfRuns('now', lab.started, lab.race.runs) : [];
  const earlier = lab.past.flatMap(({ settings, runs }) => linesOfRuns('earlier', settings, runs));
  const shown = [...now, ...earlier];
  const known = new Set(shown.map(({ runs }) => runs[0]));
  return [...shown, ...pinned.filter(({ runs }) => !known.has(runs[0]))];
}

/**
 * @param {Line['place']} place
 * @param {Settings} values of all controls, the number of seeds among them
 * @param {readonly Runner[]} runs
 * @returns {Line[]} those that have begun
 */
function linesOfRuns(place, { seeds: _, ...settings }, runs) {
  /** @type {Map<string, Runner[]>} */
  const lines = new Map();
  for (const run of runs) lines.set(run.id, [...(lines.get(run.id) ?? []), run]);
  return [...lines]
    .filter(([, line]) => line.some(({ updates }) => updates > 0))
    .map(([id, line]) => ({
      ...{ place, id, rule: line[0].rule, shade: line[0].shade, settings },
      runs: line,
    }));
}

/**
 * @param {readonly Line[]} lines
 * @returns {Comparison}
 */
export function compare(lines) {
  const started = lines.map(({ runs }) => leaves(runs[0].started));
  // The seed is not a setting of a line, and its name says the rule.
  const named = lines.every(({ rule, runs }) => runs[0].started.optimizer?.name === rule);
  const untold = ['seed', ...(named ? ['optimizer.name'] : [])];
  const paths = [...new Set(started.flatMap((fields) => [...fields.keys()]))].filter(
    (path) =>
      !untold.includes(path) &&
      new Set(started.map((fields) => JSON.stringify(fields.get(path)))).size > 1,
  );
  const changed = lines.map(({ runs }) => changes(runs[0]));
  for (const path of changed.flatMap(Object.keys)) if (!paths.includes(path)) paths.push(path);

  const rows = lines.map((line, i) => ({
    line,
    settings: Object.fromEntries(paths.map((path) => [path, started[i].get(path)])),
    changed: changed[i],
    finals: finalsOf(line.runs),
    ...divergence(line.runs),
  }));
  return {
    paths,
    quantities: QUANTITIES.filter((name) => rows.some(({ finals }) => !Number.isNaN(finals[name]))),
    diverged: rows.some(({ diverged }) => diverged > 0),
    rows,
  };
}

/**
 * @param {readonly Runner[]} runs
 * @returns {Record<Quantity, number>} medians over those that did not diverge
 */
function finalsOf(runs) {
  const sound = runs.filter((run) => run.divergedAt < 0 && run.status !== 'failed');
  const measure = (/** @type {Quantity} */ name) => {
    if (name === 'updates' || name === 'epoch') return median(runs.map((run) => run[name]));
    return median(sound.map(({ trace }) => trace.column(name).at(-1) ?? NaN));
  };
  return /** @type {any} */ (Object.fromEntries(QUANTITIES.map((name) => [name, measure(name)])));
}

/** @param {readonly Runner[]} runs */
function divergence(runs) {
  const updates = runs.map(({ divergedAt }) => divergedAt).filter((at) => at >= 0);
  return { n: runs.length, diverged: updates.length, divergedAt: median(updates) };
}

/**
 * @param {Runner} run
 * @returns {Record<string, unknown>} what live controls have made of its spec
 */
function changes({ started, spec }) {
  const before = leaves(started);
  const after = [...leaves(spec)].filter(([path, value]) => !Object.is(value, before.get(path)));
  return Object.fromEntries(after);
}

/**
 * @param {any} node
 * @param {string} [path]
 * @returns {Map<string, unknown>} everything that is no object or list, by its path
 */
function leaves(node, path = '') {
  if (typeof node !== 'object' || node === null || ArrayBuffer.isView(node)) {
    return new Map([[path, node]]);
  }
  const below = Object.entries(node).map(([key, value]) =>
    leaves(value, path ? `${path}.${key}` : key),
  );
  return new Map(below.flatMap((map) => [...map]));
}

/**
 * @param {Comparison} comparison
 * @param {{by: string, down: boolean} | null} order `by`: 'run', 'n', 'diverged', a quantity, or
 *   a path; null: as they are
 * @param {(line: Line) => string} nameOf
 * @returns {Row[]} what has no value stands last, whichever way
 */
export function sortRows({ rows }, order, nameOf) {
  if (!order) return [...rows];
  const { by, down } = order;
  const value = (/** @type {Row} */ row) => {
    if (by === 'run') return nameOf(row.line);
    if (by === 'n') return row.n;
    if (by === 'diverged') return row.divergedAt;
    return by in row.finals ? row.finals[/** @type {Quantity} */ (by)] : row.settings[by];
  };
  const nothing = (/** @type {unknown} */ v) => v === undefined || Number.isNaN(v);
  return [...rows].sort((a, b) => {
    const [x, y] = [value(a), value(b)];
    if (nothing(x) || nothing(y)) return Number(nothing(x)) - Number(nothing(y));
    const rising =
      typeof x === 'number' && typeof y === 'number' ? x - y : String(x).localeCompare(String(y));
    return down ? -rising : rising;
  });
}
