/** What is to be run: from an experiment or a file and the options to a list of specs. */
import { existsSync, readFileSync } from 'node:fs';
import { LabError } from '../core/error.js';
import { fitPlans, takesData } from '../data/fit.js';
import { didYouMean } from '../core/nearest.js';
import { validateSpec } from '../core/open.js';
import { fitValue } from '../experiments/experiment.js';
import { experiments, defaultSettings } from '../experiments/index.js';
import { withField } from './fields.js';

/**
 * @typedef {import('./fields.js').Field} Field
 * @typedef {import('./fields.js').Value} Value
 *
 * @typedef {object} Planned one run
 * @property {string} id of the run within the experiment; the file's name for a file
 * @property {number} seed
 * @property {Record<string, Value>} point values of the fields that have several (a sweep)
 * @property {import('../core/spec.js').Spec} spec
 *
 * @typedef {object} PlanOptions
 * @property {Field[]} fields
 * @property {number} [seed] the first
 * @property {number} [seeds] how many, in a row
 * @property {number} [epochs]
 * @property {import('./own-data.js').OwnData | null} [data] instead of the spec's
 */

/**
 * @param {string} target id of an experiment, or a file with a spec
 * @param {PlanOptions} options
 * @returns {Planned[]}
 */
export function planRuns(target, { fields, seed, seeds = 1, epochs, data = null }) {
  const source = sourceOf(target);
  if (data && source.own === false) {
    throw new LabError(`${target} has no images for which other data could stand`, 'data');
  }
  const extra = epochs === undefined ? [] : [{ path: 'stop', values: [{ epochs }] }];
  const all = [...extra, ...fields];
  const varied = all.filter(({ values }) => values.length > 1);

  return combinations(varied).flatMap((point) => {
    const settled = all.map(({ path, values }) => [path, path in point ? point[path] : values[0]]);
    const given = Object.fromEntries(settled.filter(([path]) => path !== 'seed'));
    const typed = settled.find(([path]) => path === 'seed')?.[1];
    const first = Number(typed ?? seed ?? source.seed);
    return Array.from({ length: seeds }, (_, i) => first + i).flatMap((n) =>
      runsOf(source, { seed: n, given, data }).map((run) => ({ ...run, point })),
    );
  });
}

/**
 * @typedef {object} Source where runs come from
 * @property {string[]} settings names of the experiment's own controls
 * @property {string[]} runs their ids
 * @property {number} seed
 * @property {boolean} [own] of an experiment: whether it can run on somebody's own data
 * @property {(options: {settings: Record<string, Value>, seed: number}) => {id: string, spec: any}[]} make
 */

/** @param {string} target @returns {Source} */
function sourceOf(target) {
  const experiment = experiments.find(({ id }) => id === target);
  if (experiment) return fromExperiment(experiment);
  if (existsSync(target)) return fromFile(target);
  const names = experiments.map(({ id }) => id);
  throw new LabError(`there is no experiment or file ${target}${didYouMean(target, names)}`);
}

/** @param {import('../experiments/index.js').Experiment} experiment @returns {Source} */
function fromExperiment(experiment) {
  const defaults = defaultSettings(experiment);
  return {
    settings: Object.keys(defaults),
    runs: experiment.specs({ settings: defaults, seed: 1 }).map(({ id }) => id),
    seed: 1,
    own: takesData(experiment),
    make({ settings, seed }) {
      const all = { ...defaults };
      for (const [id, value] of Object.entries(settings)) {
        const control = experiment.controls.find((one) => one.id === id);
        const fitting = control && fitValue(control, value);
        if (control && fitting === undefined) throw unfit(control, value);
        if (fitting !== undefined) all[id] = fitting;
      }
      return experiment.specs({ settings: all, seed });
    },
  };
}

/** @param {import('../experiments/experiment.js').Control} control @param {Value} value */
function unfit({ id, values, min, max }, value) {
  const right = values ? `one of ${values.join(', ')}` : `a number from ${min} to ${max}`;
  return new LabError(`${id} must be ${right}, not ${value}`, id);
}

/** @param {string} path @returns {Source} */
function fromFile(path) {
  /** @type {any} */
  let spec;
  try {
    spec = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`${path} cannot be read as a spec: ${reason}`);
  }
  const id = path.replace(/^.*[\\/]/, '').replace(/\.json$/, '');
  const make = (/** @type {{seed: number}} */ { seed }) => [{ id, spec: { ...spec, seed } }];
  return { settings: [], runs: [id], seed: spec?.seed ?? 1, make };
}

/**
 * The specs of one seed with the given fields put in.
 * @param {Source} source
 * @param {{seed: number, given: Record<string, Value>, data: import('./own-data.js').OwnData | null}} options
 */
function runsOf(source, { seed, given, data }) {
  const entries = Object.entries(given);
  const settings = Object.fromEntries(entries.filter(([path]) => source.settings.includes(path)));
  const fields = entries.filter(([path]) => !source.settings.includes(path));
  const made = source.make({ settings, seed });
  // An experiment takes as many examples as on the page; a spec of one's own takes all.
  const plans = source.own ? fitPlans(/** @type {any[]} */ (made), data?.source ?? null) : made;
  return plans.map(({ id, spec }) => {
    let changed = data && !source.own ? { ...spec, data: data.whole } : spec;
    for (const [path, value] of namesFirst(fields)) {
      checkKnown(path, spec, source);
      const own = path.startsWith(`${id}.`) ? path.slice(id.length + 1) : path;
      if (own !== path || !ofAnotherRun(path, source)) changed = withField(changed, own, value);
    }
    return { id, seed, spec: filledIn(changed) };
  });
}

/** A descent is filled in when it begins. @param {any} spec */
const filledIn = (spec) => (spec?.surface ? spec : validateSpec(spec));

/** Choosing a kind resets its parameters, so it goes first. @param {[string, Value][]} fields */
function namesFirst(fields) {
  const rank = (/** @type {string} */ path) => (/(^|\.)(name|layer)$/.test(path) ? 0 : 1);
  return [...fields].sort(([a], [b]) => rank(a) - rank(b));
}

/** @param {string} path @param {Source} source */
const ofAnotherRun = (path, source) => source.runs.some((id) => path.startsWith(`${id}.`));

/**
 * Told with the experiment's settings among the names; the schema would only know the fields.
 * @param {string} path
 * @param {object} spec
 * @param {Source} source
 */
function checkKnown(path, spec, source) {
  const names = [...source.settings, ...Object.keys(filledIn(spec))];
  if (path.includes('.') || names.includes(path)) return;
  throw new LabError(`unknown field: ${path}${didYouMean(path, names)}`, path);
}

/**
 * All combinations of the fields' values, the last field changing fastest.
 * @param {Field[]} fields
 * @returns {Record<string, Value>[]}
 */
function combinations(fields) {
  return fields.reduce(
    (points, { path, values }) =>
      points.flatMap((point) => values.map((value) => ({ ...point, [path]: value }))),
    [/** @type {Record<string, Value>} */ ({})],
  );
}
