/** Runs that claims need, through the engine and on the command line. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { LabError, openEngine, openLab, runAll } from 'spusk';
import { judge, neededRuns } from '../../web/experiments/claims.js';
import { experiments } from '../../web/experiments/index.js';
import { small } from './specs.js';

const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));
const engines = {
  'in this process': await openEngine({ worker: false }),
  'in a worker': await openEngine({ worker: true }),
};
after(() => Object.values(engines).forEach((engine) => engine.close()));

const descent = {
  surface: { name: 'ravine', condition: 20 },
  optimizer: { name: 'momentum', lr: 0.05, alpha: 0.5 },
  start: [-2, 1],
  stop: { updates: 2500 },
};

/**
 * @param {AsyncIterable<any>} events
 * @returns {Promise<{columns: Record<string, number[]>, end: any}>}
 */
async function collect(events) {
  /** @type {Record<string, number[]>} */
  const columns = {};
  let end = null;
  for await (const event of events) {
    if (event.type !== 'trace') end = event;
    for (const [name, values] of Object.entries(event.columns ?? {})) {
      columns[name] = [...(columns[name] ?? []), ...values];
    }
  }
  return { columns, end };
}

for (const [where, engine] of Object.entries(engines)) {
  test(`a descent ${where} is a session whose trace is the path`, async () => {
    const lab = await openLab();
    const alone = lab.createDescent(descent);
    alone.step(2500);
    const { columns, end } = await collect(engine.run(descent));
    const path = alone.path();
    assert.deepEqual(columns.update, Array.from(path.update));
    assert.deepEqual(columns.x, Array.from(path.x));
    assert.deepEqual(columns.value, Array.from(path.value));
    assert.deepEqual(columns.epoch, columns.update);
    assert.equal(columns.distance[0], Math.hypot(-2, 1));
    assert.deepEqual([end.reason, end.updates, end.divergedAt], ['finished', 2500, -1]);
    assert.match(end.hash, /^[0-9a-f]{16}$/);
    lab.dispose();
  });

  test(`a descent ${where} goes on from where it stood, and tells of its surface`, async () => {
    const { start: _, ...open } = descent;
    const session = await engine.open(open);
    assert.deepEqual(/** @type {any} */ (session.spec).start, [-2.5, 1]);
    const { surface } = session.description;
    assert.ok(surface);
    assert.equal(surface.values.length, surface.size ** 2);
    assert.deepEqual(surface.minima, [[0, 0]]);
    const first = await collect(session.advance({ updates: 3 }));
    assert.deepEqual(first.columns.update, [0, 1, 2, 3]);
    const second = await collect(session.advance({ epochs: 2 }));
    assert.deepEqual(second.columns.update, [4, 5]);
    const rest = await collect(session.advance());
    assert.equal(rest.end.updates, 2500);
    assert.deepEqual(await session.evaluate('train'), {
      loss: rest.columns.value.at(-1),
      error: NaN,
    });
    await assert.rejects(session.predict(Float32Array.of(1)), /no data/);
    await session.dispose();
  });

  test(`a descent ${where} that diverges is a result; a wrong one an error`, async () => {
    const wild = { ...descent, optimizer: { name: 'sgd', lr: 0.2 } };
    const { columns, end } = await collect(engine.run(wild));
    assert.equal(end.reason, 'diverged');
    assert.equal(end.divergedAt, end.updates + 1);
    assert.equal(columns.update.at(-1), end.updates);
    await assert.rejects(engine.open({ surface: 'ravin' }), (error) => {
      assert.ok(error instanceof LabError);
      assert.match(error.message, /did you mean ravine/);
      return true;
    });
  });
}

test('a descent without an end can be paused', async () => {
  const session = await engines['in a worker'].open({ ...descent, stop: {} });
  const events = collect(session.advance());
  setTimeout(() => session.pause(), 30);
  assert.equal((await events).end.reason, 'paused');
  await session.dispose();
});

test('the pool looks into runs at their start and at their end', async () => {
  const look = /** @type {const} */ ({
    name: 'gradientSpread',
    options: { size: 2, repetitions: 3 },
  });
  const plans = [small, descent, small];
  /** @type {any[]} */
  const results = [];
  const looks = { before: { ...look, at: 'start' }, after: { ...look, at: 'end' } };
  const probes = (/** @type {number} */ index) =>
    index === 0 ? /** @type {any} */ (looks) : undefined;
  for await (const result of runAll(plans, { probes, workers: 1 })) results[result.index] = result;
  const lab = await openLab();
  const run = lab.createRun(small);
  const before = run.probe(look.name, look.options);
  run.step(run.goal);
  const afterwards = run.probe(look.name, look.options);
  assert.deepEqual(results[0].probes, { before, after: afterwards });
  assert.deepEqual(results[1].probes, {});
  assert.ok(results[1].columns.distance.length > 2);
  assert.equal(results[0].end.hash, results[2].end.hash); // looking leaves no trace
  lab.dispose();
});

/**
 * @param {string[]} args
 * @returns {Promise<{status: number | null, out: string, err: string}>}
 */
function spusk(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'verify', ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

test('verify prints each claim with its numbers', async () => {
  const { status, out, err } = await spusk('ravine', '--seeds', '2');
  assert.deepEqual([status, err], [0, '']);
  assert.match(out, /^ravine\n {2}holds {2}Plain descent at its best: .* \(2 seeds\)\n/);
  assert.match(out, /\n +rateUsual: theory 0\.9048, measured 0\.904\d\n/);
  assert.match(out, /\n5 of 5 claims hold: 30 runs in \d+ s\n$/);
});

test('verify --json has the same, the seeds, and the outcome of the prediction', async () => {
  const { status, out } = await spusk('ravine', '--seed', '4', '--json');
  assert.equal(status, 0);
  const verified = JSON.parse(out);
  assert.equal(verified.holds, true);
  const [{ id, runs, claims, prediction }] = verified.experiments;
  assert.deepEqual([id, runs, prediction], ['ravine', 75, { kind: 'choice', outcome: 'fewer' }]);
  assert.deepEqual(
    claims.map((/** @type {any} */ claim) => [claim.id, claim.holds, claim.seeds]),
    ['sgd', 'momentum', 'nesterov', 'limit', 'sooner'].map((name) => [name, true, [4, 5, 6, 7, 8]]),
  );
});

test('verify refuses what is no experiment', async () => {
  const { status, out, err } = await spusk('ravin');
  assert.deepEqual([status, out], [2, '']);
  assert.equal(err, 'spusk: there is no experiment ravin (did you mean ravine?)\n');
});

test('verify ends with 1 when a claim fails', async () => {
  const ravine = experiments.find(({ id }) => id === 'ravine');
  assert.ok(ravine);
  const claims = ravine.claims.map((claim) =>
    claim.id === 'limit'
      ? { ...claim, needs: { below: { tuned: 0 }, above: { tuned: 0 } } }
      : claim,
  );
  const [{ verify }, before] = [await import('../../web/cli/verify.js'), process.exitCode];
  const write = process.stdout.write;
  let out = '';
  process.stdout.write = (/** @type {any} */ text) => {
    out += text;
    return true;
  };
  try {
    await verify(['ravine'], { seeds: 1, progress: false }, [{ ...ravine, claims }]);
  } finally {
    process.stdout.write = write;
  }
  const status = process.exitCode;
  process.exitCode = before;
  assert.equal(status, 1);
  assert.match(out, /FAILS {2}Plain descent arrives/);
  assert.match(out, /4 of 5 claims hold/);
});

test('a claim is judged over as many seeds as it asks for', () => {
  const flagship = experiments.find(({ id }) => id === 'sgd-vs-adam');
  assert.ok(flagship);
  /** @type {Map<string, any[]>} */
  const sets = new Map();
  for (const { set, ...plan } of neededRuns(flagship)) {
    const epoch = Float64Array.of(0, 1, 2);
    const testError = Float64Array.of(0.9, plan.id === 'adam' ? 0.05 : 0.5, 0.05);
    const record = { ...plan, columns: { epoch, testError }, divergedAt: -1, hash: '' };
    sets.set(set, [...(sets.get(set) ?? []), record]);
  }
  const verdicts = judge(flagship, sets);
  assert.deepEqual(
    verdicts.map(({ id, seeds }) => [id, seeds.length]),
    [
      ['usual', 10],
      ['tuned', 5],
    ],
  );
  assert.deepEqual(verdicts[0].measured[0].values, { wins: 10, seeds: 10 });
});
