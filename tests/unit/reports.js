/** Reports for the tests, made without a page: by training what they say. */
import { openEngine } from 'spusk';
import { fitPlans, withoutBytes } from '../../web/data/fit.js';
import { experiments, defaultSettings } from '../../web/experiments/index.js';
import { entryOf } from '../../web/report/entry.js';
import { judgeClaims, judgePrediction } from '../../web/report/judge.js';
import { replay } from '../../web/report/replay.js';
import { assertReport } from './schemas.js';

/**
 * @typedef {import('../../web/report/format.js').Report} Report
 * @typedef {import('../../web/report/format.js').ReportRun} ReportRun
 */

const START = Date.UTC(2026, 10, 2, 9);
const time = (/** @type {number} */ minute) => new Date(START + 60_000 * minute).toISOString();

/** @param {string} id */
export function experimentNamed(id) {
  const experiment = experiments.find((one) => one.id === id);
  if (!experiment) throw new Error(`no experiment ${id}`);
  return experiment;
}

/**
 * @param {object} options
 * @param {string} options.id of the experiment
 * @param {Record<string, number>} [options.settings] of the runs shown, as far as not the defaults
 * @param {number} [options.seed]
 * @param {number} [options.seeds]
 * @param {number} [options.updates] after which the runs shown were paused
 * @param {ReportRun['changes']} [options.changes] made until then
 * @param {number[]} [options.stops]
 * @param {boolean} [options.judged] false: without the other runs that the verdict needs
 * @param {import('../../web/data/source.js').Source} [options.data] instead of the experiment's
 * @param {string} [options.app]
 * @param {any} [options.guess]
 * @param {Partial<Report['student']>} [options.student]
 * @param {Report['assignment']} [options.assignment]
 * @returns {Promise<Report>} complete if the runs shown ran to their end
 */
export async function reportOf(options) {
  const { id, seed = 1, seeds = 1, app = '0.1.0', guess, judged = true } = options;
  const experiment = experimentNamed(id);
  const settings = { ...defaultSettings(experiment), ...options.settings };
  const engine = await openEngine({ worker: false });
  /** @type {ReportRun[]} */
  const runs = [];
  /** @type {Map<string, any[]>} */
  const sets = new Map();
  const all = (/** @type {any} */ needs) => ({ ...defaultSettings(experiment), ...needs });

  /** @param {Record<string, number>} own @param {'now' | 'verdict'} place @param {any} how */
  const train = async (own, place, how) => {
    const records = [];
    for (let one = seed; one < seed + seeds; one++) {
      const plans = experiment.specs({ settings: own, seed: one });
      for (const plan of fitPlans(plans, options.data ?? null)) {
        const session = await engine.open(plan.spec);
        const spec = structuredClone(withoutBytes(session.spec, plan.stamp));
        /** @type {Record<string, number[]>} */
        const rows = {};
        /** @type {any} */
        let end = null;
        const events = how ? replay(session, how) : session.advance();
        for await (const event of events) {
          if (event.type !== 'trace') end = event;
          for (const [name, values] of Object.entries(
            event.type === 'trace' ? event.columns : {},
          )) {
            rows[name] = [...(rows[name] ?? []), ...values];
          }
        }
        await session.dispose();
        const columns = Object.fromEntries(
          Object.entries(rows).map(([name, values]) => [name, Float64Array.from(values)]),
        );
        const { updates, epoch, hash, divergedAt } = end;
        const common = { seed: one, spec, columns, hash, divergedAt };
        records.push({ id: plan.id, rule: plan.rule, cell: plan.cell, ...common });
        const changes = how?.changes ?? [];
        runs.push(
          entryOf({ place, id: plan.id, settings: own, changes, updates, epoch, ...common }),
        );
      }
    }
    if (!how) sets.set(JSON.stringify(own), records);
  };
  const { changes = [], stops = [], updates } = options;
  const paused = updates === undefined ? null : { changes, stops, updates };
  await train(settings, 'now', paused);
  const needs = experiment.claims.flatMap((claim) => Object.values(claim.needs));
  for (const one of judged ? [...needs, experiment.predict?.settings ?? {}].map(all) : []) {
    if (!sets.has(JSON.stringify(one))) await train(one, 'verdict', null);
  }
  engine.close();
  const find = (/** @type {any} */ asked) => sets.get(JSON.stringify(all(asked)));
  const hash = new URLSearchParams({
    experiment: id,
    ...{ seed: String(seed), seeds: String(seeds) },
    ...Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, String(value)])),
  });
  const report = {
    ...{ format: 'spusk-report', version: 1, app, at: time(30), lang: 'en' },
    url: `https://example.org/#${hash}`,
    ...{ experiment: id, settings, seed, seeds },
    student: {
      name: 'Ada Example',
      expected: 'I expected the heavy ball to arrive first, because it keeps its speed.',
      happened: 'It did.',
      concluded: 'Momentum helps in a ravine.',
      ...options.student,
    },
    prediction:
      guess === undefined
        ? null
        : {
            ...{
              kind: experiment.predict?.kind ?? 'choice',
              value: guess,
              at: time(1),
              before: true,
            },
            outcome: judgePrediction(experiment, guess, find),
          },
    runs,
    verdict: judgeClaims(experiment, find),
    events: [
      ...(guess ? [{ at: time(1), type: 'predict', value: { value: guess, before: true } }] : []),
      { at: time(2), type: 'run', value: { ...settings, seeds, seed } },
      { at: time(3), type: 'finish', value: 100 },
    ],
    assignment: options.assignment ?? null,
  };
  assertReport(report);
  return /** @type {Report} */ (report);
}
