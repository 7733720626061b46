/** The command line, as a child process. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { experiments, openLab } from 'spusk';
import { idx, small } from './specs.js';

const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));
const folder = mkdtempSync(join(tmpdir(), 'spusk-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {unknown} content */
function file(name, content) {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const spec = file('small.json', small);

/**
 * @param {string[]} args
 * @param {{interrupt?: RegExp}} [options] interrupt: send SIGINT when stderr says this
 * @returns {Promise<{status: number | null, out: string, err: string}>}
 */
function spusk(args, { interrupt } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args]);
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => {
      err += text;
      if (interrupt?.test(err)) {
        child.kill('SIGINT');
        interrupt = undefined;
      }
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

/** @param {string[]} args */
async function json(...args) {
  const { status, out, err } = await spusk([...args, '--json']);
  assert.equal(status, 0, err);
  return JSON.parse(out);
}

/** The hash that the lab itself gives. @param {any} given */
async function hashOf(given) {
  const lab = await openLab();
  const run = lab.createRun(given);
  run.step(run.goal);
  const hash = run.hash();
  lab.dispose();
  return hash;
}

test('run prints a table with errors and hashes, and nothing on stderr', async () => {
  const { status, out, err } = await spusk(['run', spec]);
  assert.equal(status, 0);
  assert.equal(err, '');
  const [head, rule, row] = out.split('\n');
  assert.match(
    head,
    /^run +seed +updates +epochs +train error +test error +hash of the weights +result$/,
  );
  assert.match(rule, /^[- ]+$/);
  assert.match(row, /^small +3 +40 +4 +[\d.]+ % +[\d.]+ % +[0-9a-f]{16} +finished$/);
  assert.ok(row.includes(await hashOf(small)));
});

test('run --json has everything: specs, traces, final errors of whole splits', async () => {
  const { name, runs } = await json(
    'run',
    spec,
    'optimizer.lr=0.01',
    '--seed',
    '5',
    '--epochs',
    '2',
  );
  assert.equal(name, spec);
  const [{ id, seed, reason, updates, hash, final, columns, spec: ran }] = runs;
  assert.deepEqual([id, seed, reason, updates], ['small', 5, 'finished', 20]);
  const expected = {
    ...small,
    seed: 5,
    stop: { epochs: 2 },
    optimizer: { name: 'adam', lr: 0.01 },
  };
  assert.equal(hash, await hashOf(expected));
  assert.equal(ran.optimizer.lr, 0.01);
  assert.ok(final.train.error >= 0 && final.test.loss > 0);
  assert.deepEqual(columns.update, [0, 10, 20]);
  assert.equal(columns.gradNorm[0], null);
});

test('run --csv prints the traces', async () => {
  const { out, status } = await spusk(['run', spec, '--csv', '--seeds', '2']);
  assert.equal(status, 0);
  const rows = out
    .trim()
    .split('\n')
    .map((line) => line.split(','));
  assert.deepEqual(rows[0].slice(0, 4), ['run', 'seed', 'update', 'epoch']);
  assert.equal(rows.length, 1 + 2 * 5);
  assert.ok(rows.every((row) => row.length === rows[0].length));
  assert.deepEqual(
    rows.slice(1).map((row) => row[1]),
    [...'3333344444'],
  );
});

test('several seeds get a summary', async () => {
  const { out } = await spusk(['run', spec, '--seeds', '3']);
  assert.match(out, /small +3 +40/);
  assert.match(out, /small +5 +40/);
  assert.match(
    out,
    /\n\nrun +seeds +train +test +diverged\n.*\nsmall +3 +[\d.]+ % ± [\d.]+ +[\d.]+ % ± [\d.]+ +0\n$/,
  );
});

test('an experiment: its runs, its settings, a field of all and of one run', async () => {
  const id = 'sgd-vs-adam';
  const short = ['--epochs', '0.2'];
  const { runs } = await json('run', id, ...short);
  assert.deepEqual(
    runs.map((/** @type {any} */ run) => run.id),
    ['sgd', 'adam'],
  );
  const fields = ['batch=64', 'optimizer.lr=0.5', 'sgd.optimizer.lr=0.25', 'data.train=200'];
  const changed = await json('run', id, ...fields, ...short);
  /** @type {any[]} */
  const specs = changed.runs.map((/** @type {any} */ run) => run.spec);
  assert.deepEqual(
    specs.map((one) => one.optimizer.lr),
    [0.25, 0.5],
  );
  assert.deepEqual(
    specs.map((one) => [one.batch.size, one.data.train]),
    [
      [64, 200],
      [64, 200],
    ],
  );
});

test('another kind begins with its own defaults', async () => {
  const { runs } = await json(
    'run',
    spec,
    'optimizer.alpha=0.5',
    'optimizer.name=momentum',
    '--epochs',
    '1',
  );
  assert.deepEqual(runs[0].spec.optimizer, { name: 'momentum', lr: 0.01, alpha: 0.5 });
});

test('a folder of MNIST files, plain and packed', async () => {
  const { name: _, ...files } = idx();
  const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
  Object.values(files).forEach((bytes, i) => {
    const packed = i % 2 === 0;
    const path = join(folder, `${names[i]}-ubyte${packed ? '.gz' : ''}`);
    writeFileSync(path, packed ? gzipSync(bytes) : bytes);
  });
  const dense = file('dense.json', {
    ...small,
    data: { name: 'digits' },
    model: [{ layer: 'dense', units: 3 }],
  });
  const { runs } = await json('run', dense, '--data', `idx:${folder}`);
  assert.equal(
    runs[0].hash,
    await hashOf({ ...small, data: idx(), model: [{ layer: 'dense', units: 3 }] }),
  );
  assert.deepEqual(runs[0].spec.data.trainLabels, { bytes: 28 });
});

test('without SIMD and with one job: the same bits', async () => {
  const { runs } = await json('run', spec, '--no-simd', '--jobs', '1');
  assert.equal(runs[0].hash, await hashOf(small));
});

test('sweep trains all combinations', async () => {
  const { runs } = await json(
    'sweep',
    spec,
    'optimizer.lr=0.001,0.01',
    'seed=1..3',
    '--epochs',
    '1',
  );
  assert.equal(runs.length, 6);
  const { out, status } = await spusk([
    'sweep',
    spec,
    'optimizer.lr=0.001,0.01',
    'seed=1..3',
    '--epochs',
    '1',
  ]);
  assert.equal(status, 0);
  const lines = out.trim().split('\n');
  assert.match(lines[0], /^run +optimizer\.lr +seeds +train +test +diverged$/);
  assert.match(lines[2], /^small +0\.001 +3 +/);
  assert.match(lines[3], /^small +0\.01 +3 +/);
  assert.equal(lines.length, 4);
});

test('a run that diverges is a result', async () => {
  const wild = file('wild.json', {
    ...small,
    model: [{ layer: 'dense', units: 16 }, { layer: 'dense' }],
  });
  const { status, out } = await spusk(['run', wild, 'optimizer.name=sgd', 'optimizer.lr=1000']);
  assert.equal(status, 0);
  assert.match(out, /diverged at update \d+/);
});

test('list names the experiments and the catalogue', async () => {
  const { out, status } = await spusk(['list']);
  assert.equal(status, 0);
  for (const { id } of experiments) assert.ok(out.includes(id));
  const catalog = await spusk(['list', '--catalog']);
  assert.match(catalog.out, /optimizers +adam +lr +0\.001/);
  const parsed = JSON.parse((await spusk(['list', '--catalog', '--json'])).out);
  assert.equal(parsed.optimizers.adam.parameters.beta1.default, 0.9);
});

test('the progress bar is on stderr, where it is asked for', async () => {
  const { out, err } = await spusk(['run', spec, '--progress']);
  assert.match(err, /100 % +1\/1 runs/);
  assert.match(out, /finished/);
});

test('Ctrl-C stops and prints what was reached', async () => {
  const args = ['run', spec, 'stop.epochs=1000000', '--progress'];
  const { status, out, err } = await spusk(args, { interrupt: /(0\/1 runs[^]*){2}/ });
  assert.equal(status, 130);
  assert.match(out, /small +3 +\d+ .* % .* stopped/);
  assert.doesNotMatch(err, /at .*\.js:\d/);
});

/** @type {[args: string[], message: RegExp][]} */
const wrong = [
  [['run'], /missing required argument/],
  [['frobnicate'], /unknown command/],
  [['run', spec, '--bogus'], /unknown option/],
  [['run', spec, '--seeds', '0'], /whole number of at least 1/],
  [['run', spec, '--seed', 'x'], /whole number of at least 0/],
  [['run', spec, '--epochs', '-1'], /above 0/],
  [['run', spec, '--json', '--csv'], /cannot be used with/],
  [
    ['run', 'sgd-vs-adm'],
    /^spusk: there is no experiment or file sgd-vs-adm \(did you mean sgd-vs-adam\?\)\n$/,
  ],
  [['run', file('bad.json', '{"seed": 1,')], /^spusk: .*bad\.json cannot be read as a spec/],
  [['run', file('list.json', [])], /^spusk: .*data is missing|must be an object/],
  [['run', folder], /cannot be read as a spec/],
  [
    ['run', spec, 'optimizer.lrr=1'],
    /^spusk: optimizer\.lrr: unknown field: lrr \(did you mean lr\?\)\n$/,
  ],
  [
    ['run', spec, 'optimizer.name=adamm'],
    /^spusk: optimizer\.name: unknown optimizer: adamm \(did you mean adam\?\)\n$/,
  ],
  [
    ['run', spec, 'optimizer.lr=fast'],
    /^spusk: optimizer\.lr: lr must be a number from 0 to 1000, not "fast"\n$/,
  ],
  [['run', spec, 'optimizer.lr='], /a value is missing/],
  [['run', spec, 'nonsense'], /written like optimizer\.lr=0\.01/],
  [['run', spec, 'model.9.rate=1'], /^spusk: model\.9\.rate: model has 5 entries/],
  [['run', spec, 'model.1.units=7', 'model.4.units=3'], /^spusk: model\.4: .*needs 10/],
  [['run', spec, 'model=[{'], /not JSON/],
  [['run', spec, 'optimizer.lr=1,2'], /the command sweep/],
  [['sweep', spec, 'seed=5..1'], /smaller to a larger/],
  [
    ['run', 'sgd-vs-adam', 'stepSgd=9'],
    /^spusk: stepSgd: stepSgd must be a number from 0\.0001 to 1, not 9\n$/,
  ],
  [['run', 'sgd-vs-adam', 'stepSg=0.1'], /did you mean stepSgd\?/],
  [['run', 'sgd-vs-adam', 'sgd.optimizer.beta1=0.1'], /unknown field: beta1/],
  [['run', spec, '--data', 'mnist:x'], /given as idx:FOLDER, cifar:FOLDER, csv:FILE/],
  [['run', spec, '--data', 'cifar:/no/such'], /there are no \.bin files/],
  [['run', 'ravine', '--data', `csv:${file('t.csv', 'a,b\n')}`], /^spusk: data: /],
  [
    ['run', spec, '--data', 'idx:/no/such/folder'],
    /^spusk: data\.trainImages: there is no train-images-idx3-ubyte/,
  ],
];
for (const [args, message] of wrong) {
  test(`exit 2 and a short message: ${args.map((arg) => arg.replace(folder, '')).join(' ')}`, async () => {
    const { status, out, err } = await spusk(args);
    assert.equal(status, 2, err);
    assert.equal(out, '');
    assert.match(err, message);
    assert.doesNotMatch(err, /^ +at /m);
    assert.ok(err.trim().split('\n').length <= 2, err);
  });
}
