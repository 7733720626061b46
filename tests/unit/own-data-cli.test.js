/** Somebody's own data on the command line: the same runs as on the page, and reports about them. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { openLab } from 'spusk';
import { loadData } from '../../web/cli/own-data.js';
import { grade } from '../../web/cli/verify-reports.js';
import { fitPlans } from '../../web/data/fit.js';
import { defaultSettings } from '../../web/experiments/index.js';
import { readReport } from '../../web/report/format.js';
import { idxFile } from './own-files.js';
import { experimentNamed, reportOf } from './reports.js';

const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));
const folder = mkdtempSync(join(tmpdir(), 'spusk-own-cli-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string} name @param {number} salt @returns {string} a folder with MNIST's four files */
function mnist(name, salt) {
  const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
  mkdirSync(join(folder, name));
  [80, 40].forEach((n, k) => {
    const images = idxFile([n, 8, 8], (i) => (i * (salt + k)) % 256);
    const labels = idxFile([n], (i) => i % 3);
    writeFileSync(join(folder, name, `${names[2 * k]}-ubyte.gz`), gzipSync(images));
    writeFileSync(join(folder, name, `${names[2 * k + 1]}-ubyte`), labels);
  });
  return `idx:${join(folder, name)}`;
}
const place = mnist('one', 31);
const other = mnist('other', 37);

/** @param {string[]} args */
const spusk = (...args) => promisify(execFile)(process.execPath, [program, ...args]);

test('an experiment takes as many examples as on the page, and makes the same bits', async () => {
  const { stdout } = await spusk('run', 'sgd-vs-adam', '--data', place, '--seed', '4', '--json');
  const { source } = await loadData(place);
  const experiment = experimentNamed('sgd-vs-adam');
  const settings = defaultSettings(experiment);
  const lab = await openLab();
  const hashes = fitPlans(experiment.specs({ settings, seed: 4 }), source).map(({ spec }) => {
    const run = lab.createRun(spec);
    while (run.progress.epoch < 10) run.step(1);
    return run.hash();
  });
  assert.deepEqual(
    JSON.parse(stdout).runs.map((/** @type {any} */ run) => run.hash),
    hashes,
  );
});

test('CIFAR files and tables, whole for a spec of one’s own', async () => {
  const bytes = Uint8Array.from({ length: 30 * 3073 }, (_, i) =>
    i % 3073 ? i % 251 : (i / 3073) % 10,
  );
  mkdirSync(join(folder, 'cifar'));
  for (const name of ['data_batch_1', 'data_batch_2', 'test_batch']) {
    writeFileSync(join(folder, 'cifar', `${name}.bin`), bytes);
  }
  const { whole, source } = await loadData(`cifar:${join(folder, 'cifar')}`);
  assert.deepEqual(
    [whole.name, whole.train.length, source.counts],
    ['cifar', 2, { train: 60, test: 30 }],
  );
  const rows = Array.from({ length: 40 }, (_, i) => `${i},${'ab'[i % 2]},${i % 4}`);
  writeFileSync(join(folder, 't.csv'), `x,sort,y\n${rows.join('\n')}`);
  const table = await loadData(`csv:${join(folder, 't.csv')}`);
  assert.deepEqual([table.whole.target, table.source.classes], ['y', 4]);
  const named = await loadData(`csv:${join(folder, 't.csv')}:sort`);
  assert.deepEqual([named.whole.target, named.source.classes], ['sort', 2]);
  const lab = await openLab();
  const run = lab.createRun({ data: named.whole, model: [{ layer: 'dense', units: 2 }] });
  assert.equal(run.describe().examples.train, 30);
  lab.dispose();
});

test('a report on own data: reproduced with them, incomplete without, altered if altered', async () => {
  const { source } = await loadData(place);
  const student = { name: 'A', expected: 'b', happened: 'c', concluded: 'd' };
  const report = await reportOf({ id: 'sgd-vs-adam', data: source, student, guess: 'adam' });
  assert.equal(/** @type {any} */ (report.runs[0].spec).data.digest, source.digest);
  const altered = structuredClone(report);
  altered.runs[0].hash = '0123456789abcdef';
  /** @param {any} written @param {string} [data] */
  const statusOf = async (written, data) => {
    const files = [{ file: 'r', problem: '', report: readReport(JSON.stringify(written)) }];
    const found = await grade(files, { progress: false, data });
    return found?.graded[0].checked;
  };
  const good = await statusOf(report, place);
  assert.deepEqual(good?.altered, []);
  assert.deepEqual([good?.status, good?.missing], ['reproduced', []]);
  assert.equal((await statusOf(altered, place))?.status, 'altered');
  for (const data of [undefined, other]) {
    const bare = await statusOf(report, data);
    assert.equal(bare?.status, 'incomplete');
    assert.match(bare?.missing.at(-1) ?? '', /own data are not here.*digest [0-9a-f]{16}/);
  }
});
