/** The report as the page makes it, from a lab that somebody has worked with. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEngine } from '../../web/engine/index.js';
import { grade } from '../../web/cli/verify-reports.js';
import { readReport } from '../../web/report/format.js';
import { Lab } from '../../web/state/lab.js';
import { pinsOf } from '../../web/state/pins.js';
import { linesOf } from '../../web/state/compare.js';
import { buildReport } from '../../web/state/report.js';
import { experimentNamed } from './reports.js';
import { assertReport } from './schemas.js';

const student = {
  name: 'Ada Example',
  expected: 'The heavy ball is faster.',
  happened: 'It is.',
  concluded: 'Speed helps.',
};

/**
 * @param {string} id
 * @param {Partial<ConstructorParameters<typeof Lab>[0]>} [options]
 */
function labOf(id, options) {
  const lab = new Lab({ experiment: experimentNamed(id), openEngine, ...options });
  lab.setSpeed('full');
  return lab;
}

/** @param {Lab} lab */
const report = (lab) =>
  buildReport({
    ...{ lab, student, at: new Date(), app: '0.1.0', lang: 'en', page: 'https://example.org/' },
    pinned: pinsOf(lab).lines,
  });

/** @param {import('../../web/report/format.js').Report} made */
async function check(made) {
  assertReport(made);
  const read = readReport(JSON.stringify(made));
  assert.deepEqual(read, JSON.parse(JSON.stringify(made))); // nothing is lost on the way
  const found = await grade([{ file: 'report', report: read, problem: '' }], { progress: false });
  const checked = found?.graded[0].checked;
  assert.ok(checked);
  return checked;
}

test('a lab that was worked to the end gives a report that is reproduced', async () => {
  const lab = labOf('ravine', { seed: 5, seeds: 2 });
  lab.predict('fewer');
  await lab.run();
  for (const { needs } of lab.experiment.claims) {
    for (const settings of Object.values(needs)) await lab.runWith(settings);
  }
  const made = report(lab);
  assert.equal(made.settings.condition, 100);
  assert.deepEqual(
    [made.seed, made.seeds, made.prediction?.before, made.prediction?.outcome?.right],
    [5, 2, true, true],
  );
  const checked = await check(made);
  assert.deepEqual(checked.altered, []);
  assert.deepEqual([checked.status, checked.missing], ['reproduced', []]);
  await lab.close();
});

test('steps, a pause, live changes, an earlier race and a pin are all made again', async () => {
  const lab = labOf('sgd-vs-adam', { seeds: 1, settings: { batch: 128 } });
  await lab.step({ updates: 3 });
  await lab.change('stepSgd', 0.02);
  await lab.step({ updates: 2 });
  const [line] = linesOf(lab, []);
  assert.ok(pinsOf(lab).add(line));
  await lab.reset();
  await lab.step({ updates: 1 });
  await lab.change('stepSgd', 0.05);
  await lab.step({ updates: 4 });
  await lab.change('batch', 32);
  await lab.step({ updates: 5 });
  const made = report(lab);
  const [sgd] = made.runs;
  assert.equal(sgd.spec.optimizer.lr, 0.02); // as it began, after the reset
  assert.deepEqual(sgd.changes.slice(0, 1), [{ at: 1, path: 'optimizer.lr', value: 0.05 }]);
  assert.ok(
    sgd.changes.some(({ at, path, value }) => at === 5 && path === 'batch.size' && value === 32),
  );
  assert.deepEqual(
    made.runs.map(({ place, id, updates }) => [place, id, updates]),
    [
      ['now', 'sgd', 10],
      ['now', 'adam', 10],
      ['pinned', 'sgd', 5],
    ],
  );
  const checked = await check(made);
  assert.deepEqual(checked.altered, []);
  assert.equal(checked.status, 'incomplete');
  await lab.close();
});
