/** Runs one after another, as the cells of a grid; probes; and the state of an experiment. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openEngine } from '../../web/engine/index.js';
import { findExperiment } from '../../web/experiments/index.js';
import { Lab } from '../../web/state/lab.js';
import { Race } from '../../web/state/race.js';
import { Sweep } from '../../web/state/sweep.js';

/** @type {import('../../web/engine/protocol.js').Engine[]} */
let engines;
before(async () => {
  engines = await Promise.all([0, 1].map(() => openEngine({ worker: false })));
});
after(() => engines.forEach((engine) => engine.close()));

/** @param {number} count @param {object} [more] */
const cells = (count, more = {}) =>
  Array.from({ length: count }, (_, k) => ({
    id: `c${k}`,
    rule: 'sgd',
    seed: 1,
    cell: { row: 1, column: k },
    spec: {
      seed: 1,
      data: { name: 'digits', train: 64, test: 32 },
      model: [{ layer: 'flatten' }, { layer: 'dense', units: 10 }],
      optimizer: { name: 'sgd', lr: 0.01 * (k + 1) },
      batch: { size: 8 },
      stop: { epochs: 2 },
      ...more,
    },
  }));

/** @param {import('../../web/state/runner.js').Plan[]} plans */
async function openSweep(plans) {
  const sweep = new Sweep(plans, 2);
  await sweep.open(async (lane) => engines[lane]);
  return sweep;
}

test('a sweep fills cell after cell and gives each the bits it has alone', async () => {
  const plans = cells(5);
  const sweep = await openSweep(plans);
  await sweep.advance();
  assert.ok(sweep.finished && !sweep.running);
  assert.ok(sweep.runs.every((run) => run.stage === 'done' && run.updates === 16));
  for (const [k, plan] of plans.entries()) {
    let hash = '';
    for await (const event of engines[0].run(plan.spec)) {
      if (event.type === 'end') hash = event.hash;
    }
    assert.equal(sweep.runs[k].hash, hash);
  }
});

test('one step of a sweep is one run; the next goes on where it stands', async () => {
  const sweep = await openSweep(cells(3));
  await sweep.advance({ updates: 1 });
  assert.deepEqual(
    sweep.runs.map((run) => run.stage),
    ['done', 'waiting', 'waiting'],
  );
  await sweep.advance();
  assert.ok(sweep.finished);
});

test('a sweep that is paused goes on to the same bits', async () => {
  const long = { stop: { epochs: 30 } };
  const whole = await openSweep(cells(3, long));
  await whole.advance();
  const parts = await openSweep(cells(3, long));
  const under = parts.advance();
  await new Promise((resolve) => parts.addEventListener('change', resolve, { once: true }));
  await parts.pause();
  await under;
  assert.ok(!parts.finished);
  await parts.advance();
  const hashes = (/** @type {Sweep} */ { runs }) => runs.map(({ hash }) => hash);
  assert.deepEqual(hashes(parts), hashes(whole));
});

test('a cell that cannot be trained fails alone; a first one that is wrong is told', async () => {
  const plans = cells(3);
  plans[1].spec.optimizer = /** @type {any} */ ({ name: 'nobody' });
  const sweep = await openSweep(plans);
  await sweep.advance();
  assert.deepEqual(
    sweep.runs.map((run) => run.stage),
    ['done', 'failed', 'done'],
  );
  assert.match(sweep.runs[1].problem, /nobody/);
  await assert.rejects(openSweep(plans.slice(1)), /nobody/);
});

test('closing a sweep ends what is under way', async () => {
  const sweep = await openSweep(cells(4, { stop: { epochs: 1000 } }));
  const under = sweep.advance();
  await sweep.close();
  await under;
  assert.ok(!sweep.running && !sweep.finished);
});

/** @param {any} options */
const labOf = (options) => new Lab({ openEngine: () => openEngine({ worker: false }), ...options });
const experimentOf = (/** @type {string} */ id) =>
  /** @type {import('../../web/experiments/experiment.js').Experiment} */ (findExperiment(id));

test('probes look before the first update and after the last, and results keep what they found', async () => {
  const lab = labOf({ experiment: experimentOf('receptive-field') });
  await lab.reset();
  const [run] = lab.race?.runs ?? [];
  await new Promise((resolve) => {
    const look = () => 'untrained' in run.probes && resolve(undefined);
    lab.addEventListener('change', look);
    look();
  });
  assert.deepEqual(Object.keys(run.probes), ['untrained']);
  assert.equal(run.example?.values.length, 784);
  await lab.run();
  assert.deepEqual(Object.keys(run.probes), ['untrained', 'trained']);
  assert.equal(lab.results.outcome(lab.series), run.probes.untrained.size);
  assert.ok(lab.results.verdicts(lab.series).some(({ judgement }) => judgement?.holds));
  await lab.close();
});

test('a descent is a run like any other: its path is its trace', async () => {
  const lab = labOf({ experiment: experimentOf('ravine') });
  lab.gate = true;
  assert.ok(!lab.gated, 'the usual ravine is not the one that is asked about');
  lab.setSpeed('full');
  await lab.reset();
  assert.equal(lab.race?.runs[0].description?.surface?.view.length, 4);
  await lab.step({ updates: 1 });
  assert.deepEqual([...(lab.race?.runs[0].trace.column('update') ?? [])], [0, 1]);
  await lab.run();
  assert.equal(lab.phase, 'finished');
  // What else the claims need is measured by itself, but for the runs that answer the prediction.
  await new Promise((resolve) => {
    const look = () => lab.measuring.progress ?? resolve(undefined);
    lab.addEventListener('change', look);
    look();
  });
  const open = () => lab.results.verdicts(lab.series).filter(({ judgement }) => !judgement);
  const asked = lab.experiment.predict?.settings;
  assert.ok(open().length > 0);
  assert.ok(open().every(({ missing }) => missing.length === 1 && missing[0] === asked));
  lab.predict('fewer');
  await lab.runWith(/** @type {any} */ (asked));
  assert.equal(open().length, 0);
  assert.ok(lab.results.verdicts(lab.series).every(({ judgement }) => judgement?.holds));
  await lab.close();
});

test('what would answer the prediction waits for it, or for the reader who skips it', async () => {
  const lab = labOf({ experiment: experimentOf('receptive-field') });
  lab.gate = true;
  assert.ok(lab.gated);
  await lab.run();
  await lab.step({ updates: 1 });
  assert.equal(lab.race, null);
  lab.predict(20);
  assert.ok(!lab.gated);
  assert.deepEqual(
    [lab.results.guess?.kind, lab.results.guess?.value, lab.results.guess?.before],
    ['number', 20, true],
  );
  assert.deepEqual(
    lab.log.map(({ type }) => type),
    ['predict'],
  );
  const other = labOf({ experiment: experimentOf('receptive-field') });
  other.gate = true;
  other.skipPrediction();
  assert.ok(!other.gated && other.results.guess === null);
});

test('who has seen the outcome once has seen it: another seed does not make it unknown', async () => {
  const lab = labOf({ experiment: experimentOf('receptive-field') });
  await lab.run();
  lab.seed = 99;
  assert.equal(lab.results.outcome(lab.series), null);
  lab.predict(20);
  assert.equal(lab.results.guess?.before, false);
  await lab.close();
});

test('a slow race rests from row to row, and a pause does not wait for the rest to end', async () => {
  const [plan] = cells(1, { evaluate: { every: 1, unit: 'update' }, stop: { updates: 50 } });
  const race = new Race([plan]);
  await race.open(async () => engines[0]);
  race.setPace({ rows: 0.001, growth: 0 });
  const under = race.advance();
  await new Promise((resolve) => {
    race.addEventListener('change', () => race.runs[0].updates === 1 && resolve(undefined));
  });
  await race.pause();
  await under;
  assert.equal(race.runs[0].updates, 1);
  race.setPace({ rows: Infinity, growth: 0 });
  await race.advance();
  assert.equal(race.runs[0].updates, 50);
});

test('another seed is another start, and the same seed is the same again', async () => {
  const lab = labOf({ experiment: experimentOf('sgd-vs-adam'), seeds: 2, seed: 5 });
  await lab.newSeed();
  assert.deepEqual([lab.seed, lab.race?.runs.map(({ seed }) => seed)], [7, [7, 7, 8, 8]]);
  await lab.close();
});
