import { rangeText } from '../core/schema.js';
import { defaultCatalog } from '../core/open.js';
import { experiments, defaultSettings } from '../experiments/index.js';
import { table } from './results.js';

/** More runs than this are told by their number. */
const MANY = 8;

/**
 * Prints the experiments, or everything that a spec may name.
 * @param {{catalog?: boolean, json?: boolean}} options
 */
export function list({ catalog, json }) {
  const text = catalog ? catalogText(json) : experimentText(json);
  process.stdout.write(`${text}\n`);
}

/** @param {boolean | undefined} json */
function experimentText(json) {
  const all = experiments.map((experiment) => {
    const settings = defaultSettings(experiment);
    const runs = experiment.specs({ settings, seed: 1 }).map(({ id }) => id);
    return { id: experiment.id, topics: experiment.topics, runs, settings };
  });
  if (json) return JSON.stringify(all, null, 1);
  return table(
    ['experiment', 'runs', 'settings'],
    all.map(({ id, runs, settings }) => [
      id,
      runs.length > MANY ? `${runs.length} runs` : runs.join(', '),
      Object.entries(settings)
        .map(([name, value]) => `${name}=${value}`)
        .join(' '),
    ]),
  );
}

/** @param {boolean | undefined} json */
function catalogText(json) {
  const catalog = defaultCatalog();
  if (json) return JSON.stringify(catalog, null, 1);
  const rows = Object.entries(catalog).flatMap(([group, kinds]) =>
    Object.values(kinds).flatMap((kind) => kindRows(group, kind)),
  );
  return table(['group', 'name', 'parameter', 'default', 'what it may be'], rows);
}

/**
 * @param {string} group
 * @param {import('../core/catalog.js').Kind} kind
 */
function kindRows(group, kind) {
  const rows = Object.values(kind.parameters).map((parameter) => [
    parameter.name,
    String(parameter.default),
    parameter.options ? parameter.options.join(', ') : rangeText(parameter),
  ]);
  if (rows.length === 0) rows.push(['', '', '']);
  return rows.map((row, i) => [i === 0 ? group : '', i === 0 ? kind.name : '', ...row]);
}
