/** The page's address, its words, and what results mean; texts and locales are complete. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fitValue } from '../../web/experiments/experiment.js';
import { defaultSettings, experiments } from '../../web/experiments/index.js';
import { firstBelow, last, median, quantile } from '../../web/experiments/measure.js';
import { difference } from '../../web/state/difference.js';
import { pickWrong } from '../../web/state/digits.js';
import { addMark } from '../../web/state/live.js';
import { Results } from '../../web/state/results.js';
import { Trace } from '../../web/state/trace.js';
import { LANGUAGES, Words, chooseLanguage } from '../../web/state/words.js';
import { renderText } from '../../web/tools/markdown.js';

const web = new URL('../../web/', import.meta.url);
/** @param {string} path */
const text = (path) => readFile(new URL(path, web), 'utf8');
/** @param {string} lang */
const locale = async (lang) => JSON.parse(await text(`locales/${lang}.json`));
/** @type {(message: unknown) => string[]} */
const placeholders = (message) =>
  typeof message === 'string'
    ? // A sentence may say one of them twice where another language says it once.
      [...new Set([...message.matchAll(/\{(\w+)(?::\w+)?\}/g)].map(([, name]) => name))].sort()
    : placeholders(Object.values(/** @type {object} */ (message)).at(-1));

test('the first language that the lab speaks', () => {
  assert.equal(chooseLanguage(['', undefined, 'de-AT', 'ru-RU', 'en']), 'ru');
  assert.equal(chooseLanguage(['EN-gb']), 'en');
  assert.equal(chooseLanguage(['fr', null]), 'en');
});

test('numbers and plurals as the language writes them', async () => {
  const en = new Words('en', await locale('en'));
  const ru = new Words('ru', await locale('ru'));
  assert.equal(en.significant(0.01), '0.010');
  assert.equal(ru.significant(0.001), '0,0010');
  assert.equal(en.significant(0.125), '0.125');
  assert.deepEqual(
    [1, 2, 5, 21, 0.5].map((n) => ru.text('axis.epoch.tick', { n })),
    ['1 эпоха', '2 эпохи', '5 эпох', '21 эпоха', '0,5 эпохи'],
  );
  assert.equal(en.text('axis.epoch.tick', { n: 1 }), '1 epoch');
  assert.equal(
    en.text('live.reached', { title: 'T', rule: 'R', value: 0.0594 }),
    'T: R 5.9\u00a0%.',
  );
  assert.equal(en.text('no.such.text'), 'no.such.text');
  assert.deepEqual(
    ['0,5', ' 1 000 ', '1e-3', '', 'x'].map((t) => ru.parse(t)),
    [0.5, 1000, 0.001, NaN, NaN],
  );
  // What is typed is read back as it was.
  assert.deepEqual(
    [0.01, 1500, 'x'].map((value) => ru.typed(value)),
    ['0,01', '1500', 'x'],
  );
  assert.equal(ru.parse(ru.typed(0.0125)), 0.0125);
  assert.equal(en.typed(0.01), '0.01');
  const measured = new Words('ru', { m: '{share:percent} {rate:rate} {small:size} {large:size}' });
  assert.equal(
    measured.text('m', { share: 0.89, rate: 0.9802, small: 5.414e-6, large: 26900 }),
    '89,0\u00a0% 0,980 5,4·10⁻⁶ 2,7·10⁴',
  );
  const own = new Words('en', { reach: '{a:end}, {b:end}' });
  assert.equal(own.text('reach', { a: 2.25, b: Infinity, end: 10 }), '2.25, > 10');
});

test('every locale has the same texts with the same places', async () => {
  const [first, ...others] = await Promise.all(LANGUAGES.map(locale));
  for (const other of others) {
    assert.deepEqual(Object.keys(other).sort(), Object.keys(first).sort());
    for (const key of Object.keys(first)) {
      assert.deepEqual(placeholders(other[key]), placeholders(first[key]), key);
    }
  }
});

/** @param {import('../../web/experiments/experiment.js').AnyPrediction} [predict] */
const optionsOf = (predict) => (predict && 'options' in predict ? predict.options : []);

for (const experiment of experiments) {
  test(`${experiment.id}: texts in every language, sources and settings`, async () => {
    const needed = [
      ...experiment.controls.map(({ id }) => `control-${id}`),
      ...experiment.views.map(({ id }) => `view-${id}`),
      ...experiment.claims.map(({ id }) => `claim-${id}`),
      ...optionsOf(experiment.predict).map((option) => `predict-${option}`),
      'why',
      'next',
    ];
    /** @type {string[][]} */
    const all = [];
    for (const lang of LANGUAGES) {
      const { title, lead, sections } = renderText(
        await text(`experiments/${experiment.id}/${lang}.md`),
      );
      assert.ok(title && lead);
      for (const id of needed) assert.ok(sections[id]?.title, `${id} in ${lang}`);
      for (const { id } of experiment.controls) {
        assert.ok(sections[`control-${id}`].html, `what ${id} changes, in ${lang}`);
      }
      all.push(Object.keys(sections).sort());
    }
    for (const ids of all) assert.deepEqual(ids, all[0]);

    const rules = await locale('en');
    for (const { rule, file, mark } of experiment.sources) {
      const lines = (await text(`../c_src/${file}`)).split('\n');
      assert.equal(lines.filter((line) => line.includes(mark)).length, 1, `${mark} in ${file}`);
      assert.ok(!rule || rules[`rule.${rule}`], `a name for ${rule}`);
    }

    const settings = defaultSettings(experiment);
    for (const control of experiment.controls) {
      assert.equal(fitValue(control, control.default), control.default);
    }
    for (const needs of [
      ...experiment.claims.flatMap((claim) => Object.values(claim.needs)),
      experiment.predict?.settings ?? {},
    ]) {
      for (const [id, value] of Object.entries(needs)) {
        const control = experiment.controls.find((c) => c.id === id);
        assert.ok(control && fitValue(control, value) === value, `${id}=${value}`);
      }
    }
    const plans = experiment.specs({ settings, seed: 7 });
    assert.equal(new Set(plans.map(({ id }) => id)).size, plans.length);
    assert.ok(plans.every(({ spec }) => spec.seed === 7));
    for (const control of experiment.controls.filter(({ live }) => live)) {
      const moved = { ...settings, [control.id]: control.max ?? control.values?.[0] ?? 0 };
      const after = experiment.specs({ settings: moved, seed: 7 });
      const fields = plans.map((plan, k) => difference(plan.spec, after[k].spec));
      assert.ok(fields.some((f) => f?.length) && fields.every(Boolean), `${control.id} is live`);
    }
  });
}

test('the flagship judges what was measured', () => {
  const experiment = experiments.find(({ id }) => id === 'sgd-vs-adam');
  assert.ok(experiment);
  /**
   * @param {string} id
   * @param {number} seed
   * @param {number[]} testError
   */
  const run = (id, seed, testError) => ({
    toRecord: () => ({
      id,
      rule: id,
      seed,
      divergedAt: -1,
      hash: '',
      spec: {},
      columns: {
        epoch: Float64Array.from(testError, (_, i) => i),
        testError: Float64Array.from(testError),
      },
    }),
  });
  const seeds = [1, 2, 3];
  const usual = seeds.flatMap((s) => [run('sgd', s, [0.9, 0.5, 0.3]), run('adam', s, [0.9, 0.08])]);
  const tuned = seeds.flatMap((s) => [run('sgd', s, [0.9, 0.09]), run('adam', s, [0.9, 0.08])]);
  const series = { seed: 1, seeds: 3 };
  const results = new Results(experiment);
  assert.ok(results.verdicts(series).every(({ judgement }) => judgement === null));
  assert.equal(results.outcome(series), null);

  const all = defaultSettings(experiment);
  const [first, second] = experiment.claims;
  results.add({ ...all, ...first.needs.usual }, series, /** @type {any} */ (usual));
  results.add({ ...all, ...second.needs.tuned }, series, /** @type {any} */ (tuned));
  const [wins, gap] = results.verdicts(series).map(({ judgement }) => judgement);
  assert.ok(wins?.holds && gap?.holds);
  assert.deepEqual(wins.measured[0].values, { wins: 3, seeds: 3 });
  assert.deepEqual(gap.measured[0].values, { adam: 1, sgd: 1, end: 1 });
  assert.equal(results.outcome(series), 'same');
  assert.equal(results.outcome({ seed: 2, seeds: 3 }), null, 'other starts are other results');

  const swapped = usual.map((r) => {
    const record = r.toRecord();
    return { toRecord: () => ({ ...record, id: record.id === 'sgd' ? 'adam' : 'sgd' }) };
  });
  results.add({ ...all, ...first.needs.usual }, series, /** @type {any} */ (swapped));
  assert.equal(results.verdicts(series)[0].judgement?.holds, false);
});

test('what claims measure', () => {
  const run = /** @type {any} */ ({
    columns: {
      epoch: Float64Array.of(0, 0.5, 1),
      e: Float64Array.of(0.9, 0.05, 0.2),
      l: Float64Array.of(2, 1, NaN),
    },
  });
  assert.equal(firstBelow(run, 'e', 0.1), 0.5);
  assert.equal(firstBelow(run, 'e', 0.01), Infinity);
  assert.equal(last(run, 'l'), 1);
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([1, Infinity]), Infinity);
  assert.equal(median([1, 2, Infinity]), 2);
  assert.equal(quantile([0, 10], 0.25), 2.5);
  assert.ok(Number.isNaN(median([])));
});

test('the difference of two specs', () => {
  const a = { lr: 1, model: [{ layer: 'dropout', rate: 0 }], name: 'sgd' };
  assert.deepEqual(difference(a, structuredClone(a)), []);
  assert.deepEqual(difference(a, { ...a, lr: 2, model: [{ layer: 'dropout', rate: 0.5 }] }), [
    { path: 'lr', value: 2 },
    { path: 'model.0.rate', value: 0.5 },
  ]);
  assert.equal(difference(a, { ...a, name: 'adam' }), null);
  assert.equal(difference(a, { ...a, model: [] }), null);
});

test('digits that are still wrong stay in their places', () => {
  const labels = Int32Array.of(0, 1, 2, 3, 4);
  const answers = (/** @type {number[][]} */ ...all) =>
    all.map((predicted) => ({
      labels,
      predicted: Int32Array.from(predicted),
      confidence: new Float32Array(5),
    }));
  const first = pickWrong(answers([9, 9, 2, 9, 4], [9, 1, 2, 3, 9]), [], 3);
  assert.deepEqual(first, [1, 3, 4], 'those they disagree about come first');
  const second = pickWrong(answers([9, 9, 2, 3, 4], [9, 1, 2, 3, 9]), first, 3);
  assert.deepEqual(second, [1, 0, 4]);
  assert.deepEqual(pickWrong(answers([0, 1, 2, 3, 4], [0, 1, 2, 3, 4]), second, 3), []);
});

test('a slider on its way leaves one mark', () => {
  const mark = { control: 'step', at: 10, from: 1, to: 2 };
  const one = addMark([mark], { control: 'step', at: 12, from: 2, to: 3 }, 4);
  assert.deepEqual(one, [{ control: 'step', at: 10, from: 1, to: 3 }]);
  assert.equal(addMark(one, { control: 'step', at: 30, from: 3, to: 4 }, 4).length, 2);
  assert.equal(addMark(one, { control: 'other', at: 11, from: 3, to: 4 }, 4).length, 2);
});

test('a trace grows by rows', () => {
  const trace = new Trace();
  for (let i = 0; i < 200; i++) {
    trace.append({ update: Float64Array.of(i, i + 0.5), loss: Float64Array.of(1, NaN) });
  }
  trace.append({ update: new Float64Array(0), loss: new Float64Array(0) });
  assert.equal(trace.length, 400);
  assert.equal(trace.column('update')[399], 199.5);
  assert.equal(trace.column('none').length, 0);
  assert.equal(trace.toColumns().loss.length, 400);
});
