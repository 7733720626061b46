/** Runs side by side, with the real engine in this process. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openEngine } from '../../web/engine/index.js';
import { Lab } from '../../web/state/lab.js';
import { Race } from '../../web/state/race.js';
import { defaultSettings, findExperiment } from '../../web/experiments/index.js';

const engine = await openEngine({ worker: false });
after(() => engine.close());

/** @param {Record<string, any>} [changes] */
const spec = (changes = {}) => ({
  data: { name: 'digits', train: 60, test: 20 },
  model: [{ layer: 'flatten' }, { layer: 'dropout', rate: 0 }, { layer: 'dense', units: 10 }],
  optimizer: { name: 'sgd', lr: 0.05 },
  batch: { size: 10 },
  evaluate: { every: 2, unit: 'update', examples: 0 },
  stop: { epochs: 4 },
  ...changes,
});

/** @param {number} seeds */
const plans = (seeds) =>
  Array.from({ length: seeds }, (_, k) => k + 1).flatMap((seed) => [
    { id: 'a', rule: 'sgd', seed, spec: spec({ seed }) },
    {
      id: 'b',
      rule: 'momentum',
      seed,
      spec: spec({ seed, optimizer: { name: 'momentum', lr: 0.05 } }),
    },
  ]);

/** @param {Race} race */
const open = async (race) => {
  await race.open(async () => engine);
  return race;
};
/** @param {Race} race */
const hashes = (race) => race.runs.map((run) => run.hash);

test('all runs train abreast to the planned end', async () => {
  const race = await open(new Race(plans(2)));
  let apart = 0;
  race.addEventListener('change', () => {
    const updates = race.runs.map((run) => run.updates);
    apart = Math.max(apart, Math.max(...updates) - Math.min(...updates));
  });
  await race.advance();
  assert.ok(race.finished);
  assert.deepEqual(
    race.runs.map((run) => run.updates),
    [24, 24, 24, 24],
  );
  assert.ok(apart <= 2, `${apart} updates apart`);
  assert.deepEqual(
    [...race.runs[0].trace.column('update')],
    Array.from({ length: 13 }, (_, i) => 2 * i),
  );
  assert.equal(new Set(hashes(race)).size, 4);
  await race.close();
});

test('single updates, pauses and epochs end in the same bits as one go', async () => {
  const whole = await open(new Race(plans(1)));
  await whole.advance();

  const parts = await open(new Race(plans(1)));
  await parts.advance({ updates: 1 });
  assert.deepEqual(
    parts.runs.map((run) => run.updates),
    [1, 1],
  );
  await parts.advance({ epochs: 1 });
  assert.deepEqual(
    parts.runs.map((run) => run.updates),
    [7, 7],
  );
  const going = parts.advance();
  await parts.pause();
  await going;
  assert.ok(!parts.running);
  await parts.advance();
  assert.deepEqual(hashes(parts), hashes(whole));
  await whole.close();
  await parts.close();
});

test('a change is made at one update in all runs of the line, and can be repeated', async () => {
  const change = (/** @type {number} */ value) =>
    new Map([['a', [{ path: 'optimizer.lr', value }]]]);
  const first = await open(new Race(plans(2)));
  await first.advance({ updates: 5 });
  first.change('step', change(0.5));
  first.change('step', change(0.2)); // the slider goes on: one change
  assert.deepEqual(
    first.changes.map(({ at }) => at),
    [5],
  );
  await first.advance();
  for (const run of first.runs) {
    const lr = [...run.trace.column('lr')].at(-1);
    assert.equal(lr, Math.fround(run.id === 'a' ? 0.2 : 0.05));
    assert.equal(run.spec.optimizer.lr, run.id === 'a' ? 0.2 : 0.05);
  }

  const again = await open(new Race(plans(2)));
  again.changes.push({ cause: 'step', at: 5, fields: change(0.2) });
  await again.advance();
  assert.deepEqual(hashes(again), hashes(first));
  await first.close();
  await again.close();
});

test('a changed batch keeps the planned epochs', async () => {
  const race = await open(new Race(plans(1)));
  await race.advance({ epochs: 1 });
  const fields = [
    { path: 'batch.size', value: 20 },
    { path: 'evaluate.every', value: 1 },
  ];
  race.change('batch', new Map(['a', 'b'].map((id) => [id, fields])));
  await race.advance();
  assert.ok(race.finished);
  for (const run of race.runs) {
    assert.equal(run.updates, 6 + 9);
    assert.ok(Math.abs(run.epoch - 4) < 1e-9);
  }
  await race.close();
});

test('a change that the core refuses is told and not made; training goes on', async () => {
  const race = await open(new Race(plans(1)));
  /** @type {string[]} */
  const told = [];
  race.addEventListener('refused', (event) => {
    told.push(/** @type {CustomEvent} */ (event).detail.error.message);
  });
  race.change('units', new Map([['a', [{ path: 'model.2.units', value: 7 }]]]));
  await race.advance();
  assert.equal(told.length, 1);
  assert.match(told[0], /model\.2\.units/);
  assert.deepEqual(race.changes, []);
  assert.ok(race.finished);
  await race.close();
});

test('a run that diverges ends alone', async () => {
  const [a, b] = plans(1);
  const deep = [32, 32, 10].map((units) => ({ layer: 'dense', units }));
  b.spec = spec({
    model: [{ layer: 'flatten' }, ...deep],
    optimizer: { name: 'sgd', lr: 1000 },
  });
  const race = await open(new Race([a, b]));
  await race.advance();
  assert.ok(race.finished);
  const [fine, over] = race.runs;
  assert.deepEqual([fine.updates, fine.divergedAt], [24, -1]);
  assert.ok(over.divergedAt > 0 && over.updates < 24, `diverged at ${over.divergedAt}`);
  assert.equal(over.status, 'over');
  await race.close();
});

test('what cannot be opened leaves the runs that were there', async () => {
  const experiment = /** @type {import('../../web/experiments/experiment.js').Experiment} */ (
    findExperiment('sgd-vs-adam')
  );
  const small = {
    ...experiment,
    digits: false,
    /** @param {any} options */
    specs: ({ settings, seed }) => [
      {
        id: 'a',
        rule: 'sgd',
        spec: spec({ seed, batch: { size: settings.batch === 64 ? -1 : 10 } }),
      },
    ],
    claims: [],
    controls: [{ ...experiment.controls[2], live: false }],
  };
  const lab = new Lab({ experiment: small, openEngine: async () => engine, seeds: 1 });
  await lab.step({ updates: 3 });
  const [before] = lab.race?.runs ?? [];
  await lab.change('batch', 64);
  assert.equal(lab.problem?.control, 'batch');
  assert.match(lab.problem?.message ?? '', /batch|size/);
  assert.equal(lab.race?.runs[0], before);
  assert.equal(lab.phase, 'paused');
  await lab.run();
  assert.equal(lab.phase, 'finished');
  await lab.race?.close();
});

/** A lab whose two runs are over in a moment. */
function smallLab() {
  const experiment = findExperiment('sgd-vs-adam');
  assert.ok(experiment);
  /** @param {any} options */
  const specs = (options) =>
    experiment.specs(options).map((one) => ({ ...one, spec: spec({ seed: one.spec.seed }) }));
  const small = { ...experiment, specs, digits: false, claims: [] };
  return new Lab({ experiment: small, openEngine: async () => engine, seeds: 1 });
}

test('from the wish to run to the end no phase comes back, and the end has its results', async () => {
  const lab = smallLab();
  /** @type {string[]} */
  const phases = [];
  lab.addEventListener('change', () => {
    if (lab.phase !== phases.at(-1)) phases.push(lab.phase);
    // The page shows the verdict with the end.
    if (lab.phase === 'finished') assert.ok(lab.results.get(lab.settings, lab.series));
  });
  await lab.run();
  assert.deepEqual(phases, ['opening', 'running', 'finished']);
  await lab.race?.close();
});

test('when pause() has resolved the lab stands still, and what runs then goes on', async () => {
  const lab = smallLab();
  const trains = new Promise((resolve) =>
    lab.addEventListener('change', () => lab.race?.updates && resolve(undefined)),
  );
  const first = lab.run();
  await trains;
  await lab.pause();
  assert.equal(lab.phase, 'paused');
  const { updates = 0 } = lab.race ?? {};
  await lab.run();
  assert.equal(lab.phase, 'finished');
  assert.ok(updates > 0 && updates < (lab.race?.updates ?? 0));
  await first;
  await lab.race?.close();
});

test('settings begin with the defaults of the controls', () => {
  const experiment = findExperiment('sgd-vs-adam');
  assert.ok(experiment);
  assert.deepEqual(defaultSettings(experiment), {
    stepSgd: 0.01,
    stepAdam: 0.001,
    batch: 32,
    dropout: 0,
  });
});

test('runs that end sooner are not waited for', async () => {
  const [short, long] = plans(1);
  short.spec = spec({ stop: { epochs: 1 } });
  const race = await open(new Race([short, long]));
  await race.advance();
  assert.deepEqual(
    race.runs.map((run) => run.epoch),
    [1, 4],
  );
  assert.ok(race.finished);
  await race.close();
});

test('the others are opened when the first seed has shown something', async () => {
  const alone = await open(new Race(plans(2)));
  await alone.advance();
  const race = new Race(plans(2));
  /** @type {number[]} rows of the first run, for each run that was opened */
  const rows = [];
  const [first, , other] = race.runs;
  await race.open(async () => {
    rows.push(first.trace.length);
    return engine;
  });
  assert.deepEqual([rows.length, other.status, race.finished], [2, 'opening', false]);
  await race.advance();
  assert.ok(race.finished);
  assert.deepEqual(
    rows.map((count) => count > 0),
    [false, false, true, true],
  );
  assert.deepEqual(hashes(race), hashes(alone));
  await alone.close();
  await race.close();
});

test('a race that is closed while runs are being opened leaves no session behind', async () => {
  const race = new Race(plans(2));
  let disposed = 0;
  /** @type {any} */
  const counting = {
    open: async (/** @type {object} */ raw) => {
      const session = await engine.open(raw);
      const { dispose } = session;
      session.dispose = () => {
        disposed++;
        return dispose.call(session);
      };
      return session;
    },
  };
  const opening = race.open(async () => counting);
  await race.close();
  await opening;
  assert.equal(disposed, 2);
});
