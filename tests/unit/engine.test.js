/** Engines: training in slices, in this process and in a worker. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { openEngine, openLab } from 'spusk';
import { collect, endless, labError, small } from './specs.js';

/** Long enough for many slices. */
const long = { ...small, stop: { updates: 3000 } };

/** What the lab itself makes of a spec. @param {typeof small | typeof long} spec */
async function trained(spec) {
  const lab = await openLab();
  const run = lab.createRun(spec);
  run.step(run.goal);
  const result = { hash: run.hash(), trace: run.trace() };
  lab.dispose();
  return result;
}
const [expected, expectedLong] = [await trained(small), await trained(long)];

for (const worker of [false, true]) {
  const where = worker ? 'in a worker' : 'in this process';
  const open = (options = {}) => openEngine({ worker, ...options });

  test(`${where}: a run to its end gives the lab's own bits and rows`, async () => {
    const engine = await open();
    assert.equal(engine.worker, worker);
    assert.ok('adam' in engine.catalog.optimizers);
    const { all, traces, updates, last } = await collect(engine.run(small));
    assert.deepEqual(last, {
      type: 'end',
      reason: 'finished',
      hash: expected.hash,
      updates: 40,
      epoch: 4,
      divergedAt: -1,
    });
    assert.deepEqual(updates, [...expected.trace.update]);
    const errors = traces.flatMap(({ columns }) => [...columns.testError]);
    assert.deepEqual(errors, [...expected.trace.testError]);
    assert.equal(all.filter(({ type }) => type === 'end').length, 1);
    assert.equal(traces.at(-1).progress, 1);
    assert.ok(traces.every(({ progress }) => progress >= 0 && progress <= 1));
    engine.close();
  });

  test(`${where}: paused and resumed is as if nothing had happened`, async () => {
    const engine = await open();
    const session = await engine.open(long);
    let pauses = 0;
    /** @type {any} */
    let end = null;
    while (end?.reason !== 'finished') {
      for await (const event of session.advance()) {
        if (event.type === 'trace' && pauses < 3) {
          pauses++;
          session.pause();
        }
        end = event;
      }
      assert.ok(end.reason === 'paused' || end.reason === 'finished', end.reason);
    }
    assert.ok(pauses > 1);
    assert.equal(end.hash, expectedLong.hash);
    assert.equal(end.updates, 3000);
    await session.dispose();
    engine.close();
  });

  test(`${where}: leaving the loop pauses, and the session goes on from there`, async () => {
    const engine = await open();
    const session = await engine.open(long);
    for await (const event of session.advance()) if (event.type === 'trace') break;
    const { last } = await collect(session.advance());
    assert.equal(last.hash, expectedLong.hash);
    await session.dispose();
    engine.close();
  });

  test(`${where}: goals are counted from where the session is, and end with a row`, async () => {
    const engine = await open();
    const session = await engine.open(small);
    const start = await collect(session.advance({ updates: 0 }));
    assert.deepEqual([start.updates, start.last.updates], [[0], 0]);
    const one = await collect(session.advance({ updates: 1 }));
    assert.deepEqual([one.updates, one.last.updates], [[1], 1]);
    const epoch = await collect(session.advance({ epochs: 1 }));
    assert.deepEqual([epoch.updates, epoch.last.updates], [[10, 11], 11]);
    assert.equal(epoch.last.reason, 'finished');
    const rest = await collect(session.advance());
    assert.deepEqual([rest.updates, rest.last.hash], [[20, 30, 40], expected.hash]);
    await session.dispose();
    engine.close();
  });

  test(`${where}: a signal stops, also before the beginning`, async () => {
    const engine = await open();
    const stop = new AbortController();
    /** @type {any} */
    let last;
    for await (const event of engine.run(
      { ...small, stop: { epochs: 100000 } },
      { signal: stop.signal },
    )) {
      if (event.type === 'trace' && event.updates > 0) stop.abort();
      last = event;
    }
    assert.equal(last.reason, 'stopped');
    assert.ok(last.updates > 0 && last.updates < 1000000);
    const { last: never, updates } = await collect(engine.run(small, { signal: stop.signal }));
    assert.deepEqual([never.reason, never.updates, updates], ['stopped', 0, [0]]);
    engine.close();
  });

  test(`${where}: changes act on the training that is under way`, async () => {
    const engine = await open();
    const session = await engine.open({ ...small, stop: { epochs: 100000 } });
    let changed = 0;
    /** @type {number[]} */
    const lrs = [];
    for await (const event of session.advance()) {
      if (event.type !== 'trace') continue;
      lrs.push(...event.columns.lr);
      if (changed === 0) await session.set('optimizer.lr', 0.5);
      changed++;
      if (lrs.includes(0.5)) break;
      assert.ok(changed < 1000, 'the new step size never came');
    }
    await assert.rejects(
      session.set('optimizer.lrr', 1),
      labError('optimizer.lrr', /optimizer\.lr\?/),
    );
    await assert.rejects(session.set('model.1.units', 1), labError('model.1.units', /new run/));
    await session.dispose();
    engine.close();
  });

  test(`${where}: looking while training changes nothing`, async () => {
    const engine = await open();
    const session = await engine.open(long);
    assert.equal(session.description.parameters, 784 * 16 + 16 + 170);
    assert.equal(session.spec.batch.size, 32);
    let looks = 0;
    /** @type {any} */
    let last;
    for await (const event of session.advance()) {
      last = event;
      if (event.type !== 'trace' || looks++ > 2) continue;
      const [{ loss, error }, { labels, predicted, confidence }, { shape, values }, weights] =
        await Promise.all([
          session.evaluate('test'),
          session.classify('test', 10),
          session.examples('train', [3, 1]),
          session.parameters(),
        ]);
      assert.ok(loss >= 0 && error >= 0);
      assert.deepEqual([labels.length, predicted.length, confidence.length], [10, 10, 10]);
      assert.deepEqual([shape, values.length], [[1, 28, 28], 2 * 784]);
      assert.equal((await session.predict(values)).length, 20);
      assert.equal(weights.length, session.description.parameters);
    }
    assert.equal(last.hash, expectedLong.hash);
    const lab = await openLab();
    assert.equal(lab.restore(await session.save()).hash(), expectedLong.hash);
    lab.dispose();
    await session.dispose();
    await assert.rejects(session.evaluate('test'), labError('', /disposed/));
    engine.close();
  });

  test(`${where}: two sessions train side by side`, async () => {
    const engine = await open();
    const sgd = { ...small, optimizer: { name: 'sgd' } };
    const [a, b] = await Promise.all([collect(engine.run(small)), collect(engine.run(sgd))]);
    assert.equal(a.last.hash, expected.hash);
    assert.notEqual(b.last.hash, expected.hash);
    assert.equal(b.last.reason, 'finished');
    engine.close();
  });

  test(`${where}: bad specs are errors with a path, and the engine goes on`, async () => {
    const engine = await open();
    const wrong = { ...small, optimizer: { name: 'adamm' } };
    await assert.rejects(engine.open(wrong), labError('optimizer.name', /did you mean adam\?/));
    const flat = { ...small, model: [{ layer: 'flatten' }, { layer: 'conv2d' }] };
    await assert.rejects(engine.open(flat), labError('model.1', /needs images/));
    const { all } = await collect(engine.run(flat));
    assert.deepEqual(
      all.map(({ type, path }) => [type, path]),
      [['error', 'model.1']],
    );
    const { last } = await collect(engine.run(small));
    assert.equal(last.hash, expected.hash);
    engine.close();
  });

  test(`${where}: divergence ends a run as a result`, async () => {
    const engine = await open();
    const model = [{ layer: 'dense', units: 16 }, { layer: 'dense' }];
    const { last, updates } = await collect(
      engine.run({ ...small, model, optimizer: { name: 'sgd', lr: 1000 } }),
    );
    assert.equal(last.reason, 'diverged');
    assert.equal(last.divergedAt, last.updates + 1);
    assert.equal(updates.at(-1), last.updates);
    engine.close();
  });

  test(`${where}: early stopping ends a run`, async () => {
    const engine = await open();
    const prepare = { validation: 0.3 };
    const stop = { epochs: 500, patience: 3 };
    const { last } = await collect(
      engine.run({ ...small, optimizer: { name: 'adam', lr: 0.01 }, prepare, stop }),
    );
    assert.equal(last.reason, 'stopped');
    assert.ok(last.epoch >= 4 && last.epoch < 500, `${last.epoch} epochs`);
    engine.close();
  });

  test(`${where}: one advance at a time`, async () => {
    const engine = await open();
    const session = await engine.open({ ...small, stop: { epochs: 100000 } });
    const first = collect(session.advance());
    const second = await collect(session.advance()).catch((error) => ({ last: error }));
    assert.match(second.last.message, /already training/);
    session.pause();
    assert.equal((await first).last.reason, 'paused');
    await session.dispose();
    engine.close();
  });
}

test('in this process: slices leave time for others', async () => {
  const engine = await openEngine({ worker: false });
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const begin = performance.now();
  const { traces } = await collect(engine.run({ ...small, stop: { updates: 3000 } }));
  const milliseconds = performance.now() - begin;
  clearInterval(timer);
  assert.ok(turns > milliseconds / 100, `${turns} turns in ${milliseconds} ms`);
  assert.ok(traces.length < milliseconds / 30 + 3, `${traces.length} events in ${milliseconds} ms`);
  engine.close();
});

test('seconds are those of training, without pauses', async () => {
  const engine = await openEngine({ worker: false });
  const session = await engine.open(small);
  const begin = performance.now();
  await collect(session.advance({ epochs: 1 }));
  const worked = performance.now() - begin;
  await new Promise((resolve) => setTimeout(resolve, 300));
  const { traces } = await collect(session.advance({ epochs: 1 }));
  const seconds = traces.flatMap(({ columns }) => [...columns.seconds]).at(-1);
  assert.ok(seconds > 0 && seconds < (2 * worked) / 1000 + 0.25);
  engine.close();
});

test('a worker that hangs is ended, its sessions are told, and the next run starts a new one', async () => {
  const engine = await openEngine({ worker: true, patience: { silence: 150, grace: 150 } });
  const { all } = await collect(engine.run(endless));
  assert.deepEqual(all.at(-1), {
    type: 'error',
    message: 'the training worker did not answer any more and was ended',
    path: '',
  });
  const { last } = await collect(engine.run(small));
  assert.equal(last.hash, expected.hash);
  engine.close();
});

test('where workers are forbidden the engine trains in this process, with the same bits', () => {
  const script = `
    import { openEngine } from 'spusk';
    const engine = await openEngine();
    let last;
    for await (const event of engine.run(${JSON.stringify(small)})) last = event;
    const forced = await openEngine({ worker: true }).catch((error) => error);
    console.log(engine.worker, last.hash, forced.name, forced.message);
  `;
  const flags = ['--permission', '--experimental-permission'];
  const flag = flags.find((name) => process.allowedNodeEnvironmentFlags.has(name)) ?? flags[1];
  const args = [
    flag,
    '--allow-fs-read=*',
    '--no-warnings',
    '--input-type=module',
    '--eval',
    script,
  ];
  const { stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: new URL('..', import.meta.url),
    encoding: 'utf8',
  });
  const forced = 'LabError training in a worker is not possible here: ';
  assert.ok(stdout.startsWith(`false ${expected.hash} ${forced}`), stdout + stderr);
});

test('a script need not close its engine to end', () => {
  const script = `
    import { openEngine } from 'spusk';
    const engine = await openEngine({ worker: true });
    for await (const event of engine.run(${JSON.stringify(small)})) console.log(event.type);
  `;
  const { status, stdout } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', script],
    {
      cwd: new URL('..', import.meta.url),
      encoding: 'utf8',
      timeout: 30000,
    },
  );
  assert.equal(status, 0);
  assert.match(stdout, /end\n$/);
});

test('a closed engine says so', async () => {
  for (const worker of [false, true]) {
    const engine = await openEngine({ worker });
    const session = await engine.open(small);
    engine.close();
    await assert.rejects(engine.open(small), /closed|disposed/);
    await assert.rejects(session.evaluate('test'), /closed|disposed/);
    engine.close();
  }
});
