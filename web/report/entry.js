/**
 * A run as a report has it.
 *
 * @typedef {import('./format.js').ReportRun} ReportRun
 *
 * @typedef {object} Ran
 * @property {ReportRun['place']} place
 * @property {string} id
 * @property {number} seed
 * @property {Record<string, number>} settings
 * @property {Record<string, any>} spec as it began
 * @property {ReportRun['changes']} [changes]
 * @property {number} updates
 * @property {number} epoch
 * @property {string} hash
 * @property {number} divergedAt
 * @property {Record<string, Float64Array>} columns
 */
import { MEASURED } from './format.js';
import { toPlain } from './plain.js';

/**
 * @param {Ran} run
 * @returns {ReportRun}
 */
export function entryOf({ columns, changes = [], ...run }) {
  const spec = toPlain(run.spec);
  return {
    ...run,
    spec,
    settings: { ...run.settings },
    changes: [...changes],
    stops: stopsOf(spec, columns),
    epoch: toPlain(run.epoch),
    final: finalOf(columns, (columns.update?.length ?? 0) - 1),
    seconds: toPlain(columns.seconds?.at(-1) ?? NaN),
  };
}

/**
 * @param {Record<string, Float64Array>} columns
 * @param {number} row
 * @returns {ReportRun['final']}
 */
export function finalOf(columns, row) {
  if (row < 0) return {};
  const names = MEASURED.filter((name) => columns[name]?.length);
  return toPlain(
    Object.fromEntries(['update', ...names].map((name) => [name, columns[name][row]])),
  );
}

/**
 * Rows of the trace beside those that the spec plans: somebody went in single steps. They are
 * made again with the run, because means over the batches since the last row depend on them.
 *
 * @param {Record<string, any>} spec
 * @param {Record<string, Float64Array>} columns
 * @returns {number[]} updates
 */
function stopsOf(spec, { update = new Float64Array(0), epoch = update }) {
  if ('surface' in spec) return [];
  const { every = 1, unit = 'epoch' } = spec.evaluate ?? {};
  const place = unit === 'epoch' ? epoch : update;
  const passed = (/** @type {number} */ at) => Math.floor(at / every + 1e-9);
  return Array.from(update).filter(
    (at, i) => at > 0 && passed(place[i]) === passed(place[i] - place[i] / at),
  );
}
