/**
 * Draws each experiment's phenomenon for the start page, from real runs trained now. A drawing is
 * kept in .build/drawings/ under a hash of all that it depends on, so that it costs something
 * only once. The core gives the same bits everywhere, so everybody gets the same drawings.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { thumbnail } from '../chart/thumbnail.js';
import { openEngine } from '../engine/index.js';
import { runAll } from '../engine/pool.js';
import { defaultSettings } from '../experiments/experiment.js';

/**
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').RunPlan} RunPlan
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 */

/** In a drawing of 96 pixels nobody sees what comes later. */
const EPOCHS = 5;
const SEED = 1;
/** Changes when this file draws in another way. */
const VERSION = 1;

/**
 * @param {object} options
 * @param {readonly Experiment[]} options.list
 * @param {string} options.web the folder
 * @returns {Promise<Record<string, string>>} an SVG element for each, by its id
 */
export async function drawings({ list, web }) {
  const folder = resolve(web, '..', '.build', 'drawings');
  await mkdir(folder, { recursive: true });
  const core = await readFile(join(web, 'dist', 'spusk.wasm'));
  const places = await Promise.all(
    list.map(async (experiment) => {
      const path = join(folder, `${experiment.id}-${await hashOf({ experiment, web, core })}.svg`);
      return { experiment, path, svg: await readFile(path, 'utf8').catch(() => null) };
    }),
  );
  const missing = places.filter(({ svg }) => svg === null);
  if (missing.length) {
    console.log(`training for ${missing.length} drawings of the start page (once)`);
    const drawn = await draw(missing.map(({ experiment }) => experiment));
    for (const [k, place] of missing.entries()) {
      place.svg = drawn[k];
      await writeFile(place.path, drawn[k]);
    }
  }
  return Object.fromEntries(places.map(({ experiment, svg }) => [experiment.id, svg ?? '']));
}

/**
 * Of the experiment and of all code that draws it, as the bundler sees it, and of the core.
 *
 * @param {{experiment: Experiment, web: string, core: Uint8Array}} options
 */
async function hashOf({ experiment: { id }, web, core }) {
  const { outputFiles } = await build({
    stdin: {
      contents: `export * from './chart/thumbnail.js'; export * from './experiments/${id}/experiment.js';`,
      resolveDir: web,
    },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
  });
  const hash = createHash('sha256').update(core).update(`${VERSION} ${EPOCHS} ${SEED}`);
  return hash.update(outputFiles[0].contents).digest('hex').slice(0, 16);
}

/**
 * @param {readonly Experiment[]} list
 * @returns {Promise<string[]>}
 */
async function draw(list) {
  const jobs = list.flatMap((experiment) =>
    experiment
      .specs({ settings: defaultSettings(experiment), seed: SEED })
      .map((plan) => ({ experiment, plan, spec: shortened(plan.spec) })),
  );
  /** @type {Map<Experiment, RunRecord[]>} */
  const records = new Map(list.map((experiment) => [experiment, []]));
  const results = runAll(
    jobs.map(({ spec }) => spec),
    { probes: (index) => jobs[index].plan.probes },
  );
  /** @type {import('../engine/pool.js').Result[]} */
  const ended = [];
  for await (const result of results) {
    const { experiment, plan } = jobs[result.index];
    if (result.error) throw new Error(`${experiment.id}, ${plan.id}: ${result.error.message}`);
    ended.push(result);
  }
  // In the order of the plans, whichever was the fastest.
  for (const result of ended.sort((a, b) => a.index - b.index)) {
    const { experiment, plan, spec } = jobs[result.index];
    const { divergedAt = -1, hash = '' } = result.end ?? {};
    const { columns, probes } = result;
    const record = { ...plan, seed: SEED, spec, columns, probes, divergedAt, hash };
    records.get(experiment)?.push(/** @type {any} */ (record));
  }
  const engine = await openEngine();
  try {
    const all = [];
    for (const experiment of list) {
      all.push(await drawOne(engine, experiment, records.get(experiment) ?? []));
    }
    return all;
  } finally {
    engine.close();
  }
}

/** @param {Record<string, any>} spec */
function shortened(spec) {
  const { stop } = spec;
  if (!stop?.epochs || stop.epochs <= EPOCHS) return spec;
  return { ...spec, stop: { ...stop, epochs: EPOCHS } };
}

/**
 * @param {import('../engine/protocol.js').Engine} engine
 * @param {Experiment} experiment
 * @param {RunRecord[]} runs
 */
async function drawOne(engine, experiment, runs) {
  const [plan] = experiment.specs({ settings: defaultSettings(experiment), seed: SEED });
  const session = await engine.open(plan.spec);
  const { surface } = session.description;
  const { example } = plan;
  const shown = example && (await session.examples(example.split, [example.index]));
  await session.dispose();
  const seen = shown ? runs.map((run) => ({ ...run, example: shown })) : runs;
  return thumbnail({ view: viewOf(experiment), runs: seen, experiment, surface });
}

/**
 * What is special about the experiment: what is not a learning curve, or else the last curves,
 * which are those of the test set.
 *
 * @param {Experiment} experiment
 */
function viewOf({ views }) {
  const own = views.find(({ kind = 'curves' }) => kind !== 'curves');
  return own ?? views[views.length - 1];
}
