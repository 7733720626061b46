/** Experiments on somebody's own data: drawn by the seed, kept apart, and refused without loss. */
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openLab } from 'spusk';
import { fitPlans, takesData } from '../../web/data/fit.js';
import { readData } from '../../web/data/read.js';
import { openEngine } from '../../web/engine/index.js';
import { defaultSettings, experiments, findExperiment } from '../../web/experiments/index.js';
import { Lab } from '../../web/state/lab.js';
import { csvOf, dataFile, idxFile } from './own-files.js';

const engine = await openEngine({ worker: false });
after(() => engine.close());

/** Images that are easy: class k is a bright row k. @param {number} n @param {number} classes */
function rows(n, classes, side = 28) {
  const size = side * side;
  const images = idxFile([n, side, side], (i) => {
    const [image, at] = [Math.floor(i / size), i % size];
    return Math.floor(at / side) === image % classes ? 255 : (i * 7) % 40;
  });
  return [images, idxFile([n], (i) => i % classes)];
}

/** @param {Uint8Array[]} files @param {string[]} [names] */
const sourceOf = (files, names = ['train-x', 'train-y', 'test-x', 'test-y']) =>
  readData(
    files.map((bytes, i) => dataFile(names[i], bytes)),
    { openLab },
  );
const four = await sourceOf([...rows(90, 4), ...rows(40, 4)]);
const table = await sourceOf(
  [
    csvOf(
      ['a', 'b', 'class'],
      Array.from({ length: 80 }, (_, i) => [i % 5, Math.sin(i), 'pqr'[i % 3]]),
    ),
  ],
  ['t.csv'],
);

/** @param {string} id */
const experimentOf = (id) =>
  /** @type {import('../../web/experiments/experiment.js').Experiment} */ (findExperiment(id));

/** @param {string} id @param {import('../../web/data/source.js').Source} source @param {number} seed */
const plansOf = (id, source, seed) => {
  const experiment = experimentOf(id);
  return fitPlans(experiment.specs({ settings: defaultSettings(experiment), seed }), source);
};

test('every experiment with generated images takes own data, and no other does', () => {
  const taking = experiments.filter(takesData).map(({ id }) => id);
  for (const { id, specs, controls } of experiments) {
    const [{ spec }] = specs({ settings: defaultSettings({ controls }), seed: 1 });
    assert.equal(taking.includes(id), spec.data?.name === 'digits', id);
  }
  assert.ok(taking.includes('sgd-vs-adam') && !taking.includes('ravine'));
});

test('runs of one seed share their examples, other seeds have others', () => {
  const [sgd, adam] = plansOf('sgd-vs-adam', four, 1);
  assert.equal(sgd.spec.data, adam.spec.data);
  assert.equal(sgd.spec.model.at(-1).units, 4);
  const few = { train: 30, test: 12, seed: 1 };
  assert.equal(four.draw(few), four.draw({ ...few }));
  const other = four.draw({ ...few, seed: 2 });
  assert.notDeepEqual(other.data.trainImages, four.draw(few).data.trainImages);
  assert.deepEqual([other.stamp.train, other.stamp.test], [30, 12]);
  const more = four.draw({ ...few, train: 50 });
  assert.deepEqual(
    more.data.trainLabels.subarray(8, 38),
    four.draw(few).data.trainLabels.subarray(8),
  );
});

test('what stands for the data asks for the same examples', () => {
  for (const request of [
    { train: 30, test: 12, seed: 5 },
    { train: 2000, test: 1000, seed: 5, label_noise: 0.3 },
  ]) {
    const first = four.draw(request);
    const { name, digest, files, ...again } = first.stamp;
    assert.deepEqual(four.draw(again).data, first.data);
    assert.deepEqual([name, digest, files.length], ['own', four.digest, 4]);
  }
});

test('without examples for testing, some are kept that are not trained on', async () => {
  const images = idxFile([60, 4, 4], (i) => Math.floor(i / 16));
  const pool = await sourceOf([images, idxFile([60], (i) => Math.floor(i / 30))]);
  const { data } = pool.draw({ train: 2000, test: 1000, seed: 3 });
  const first = (/** @type {Uint8Array} */ bytes) =>
    Array.from({ length: (bytes.length - 16) / 16 }, (_, i) => bytes[16 + 16 * i]);
  const [train, held] = [first(data.trainImages), first(data.testImages)];
  assert.deepEqual([train.length, held.length], [40, 20]);
  assert.equal(new Set([...train, ...held]).size, 60);
  assert.equal(new Set(data.testLabels.subarray(8)).size, 2);
});

test('wrong labels are drawn for training only', () => {
  const clean = four.draw({ train: 90, test: 40, seed: 1 }).data;
  const noisy = four.draw({ train: 90, test: 40, seed: 1, label_noise: 0.4 }).data;
  const wrong = [...clean.trainLabels].filter((label, i) => label !== noisy.trainLabels[i]).length;
  assert.ok(wrong > 90 * 0.4 * 0.75 * 0.5 && wrong < 90 * 0.4, `${wrong} of 90`);
  assert.deepEqual(clean.testLabels, noisy.testLabels);
});

test('the core takes what is drawn: images, colours, tables', async () => {
  const lab = await openLab();
  const colour = idxFile([40, 3, 6, 6], (i) => (i * 13) % 256);
  const coloured = await sourceOf([colour, idxFile([40], (i) => i % 2)], ['x', 'y']);
  for (const source of [four, coloured, table]) {
    const [plan] = plansOf('sgd-vs-adam', source, 1);
    const run = lab.createRun(plan.spec);
    assert.deepEqual(run.describe().input, source.shape);
    assert.equal(run.describe().classes, source.classes);
    run.step(3);
    assert.ok(run.evaluate('test').loss > 0);
    run.dispose();
  }
  const [conv] = plansOf('receptive-field', four, 1);
  lab.createRun(conv.spec).dispose();
  assert.throws(() => plansOf('receptive-field', table, 1), { text: 'data.problem.noImage' });
  lab.dispose();
});

/** @param {string} id */
const openPage = (id, settings = {}) => {
  const experiment = experimentOf(id);
  // Closed with the page; the engine is for all of them.
  const shared = () => ({ ...engine, open: engine.open.bind(engine), close() {} });
  return new Lab({ experiment, openEngine: shared, settings, seeds: 1 });
};

test('a page turns to own data and back; results are kept apart, bytes are not kept', async () => {
  const lab = openPage('sgd-vs-adam');
  await lab.run();
  assert.equal(lab.phase, 'finished');
  const generated = lab.results.get({}, lab.series);
  assert.ok(generated);
  lab.past = [{ settings: {}, runs: [] }];
  assert.equal(await lab.useData(four), true);
  assert.equal(lab.data, four);
  assert.deepEqual(lab.past, []);
  assert.equal(lab.results.get({}, lab.series), undefined);
  while (lab.phase !== 'finished') await new Promise((done) => setTimeout(done, 5));
  const runs = lab.results.get({}, lab.series) ?? [];
  assert.equal(runs.length, 2);
  assert.ok(JSON.stringify(runs[0].spec).length < 2000);
  assert.deepEqual(runs[0].spec.data.digest, four.digest);
  assert.equal(lab.race?.runs[0].spec.data.train, 90);
  assert.ok(Number(runs[0].columns.testError.at(-1)) < 0.05, 'rows are easy');
  assert.equal(await lab.useData(null), true);
  assert.equal(lab.results.get({}, lab.series), generated);
  assert.equal(lab.log.filter(({ type }) => type === 'data').length, 2);
  await lab.close();
});

test('data that do not fit are told, and what ran goes on', async () => {
  const lab = openPage('receptive-field');
  const running = lab.run();
  while (lab.phase !== 'running') await new Promise((done) => setTimeout(done, 1));
  const { race } = lab;
  assert.equal(await lab.useData(table), false);
  assert.deepEqual([lab.problem?.control, lab.problem?.text], ['data', 'data.problem.noImage']);
  const tiny = await sourceOf([...rows(40, 2, 2), ...rows(40, 2, 2)]);
  assert.equal(await lab.useData(tiny), false);
  assert.match(lab.problem?.message ?? '', /./);
  assert.equal(lab.race, race);
  assert.equal(lab.data, null);
  await running;
  assert.equal(lab.phase, 'finished');
  await lab.close();
});
