/** The experiments as data: what they name is there, in both languages. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openLab } from 'spusk';
import { normaliseSpec } from '../../web/core/spec.js';
import { neededRuns } from '../../web/experiments/claims.js';
import { defaultSettings, fitValue } from '../../web/experiments/experiment.js';
import { experiments } from '../../web/experiments/index.js';
import { renderText } from '../../web/tools/markdown.js';

/**
 * @typedef {import('../../web/experiments/index.js').Experiment} Experiment
 * @typedef {import('../../web/experiments/experiment.js').AnyView} AnyView
 */

const root = new URL('../../', import.meta.url);
const lab = await openLab();

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, root), 'utf8');

/** @type {Record<string, Record<string, unknown>>} */
const locales = Object.fromEntries(
  ['en', 'ru'].map((lang) => [lang, JSON.parse(read(`web/locales/${lang}.json`))]),
);

/** @param {readonly string[]} names */
function assertUnique(names) {
  assert.deepEqual([...new Set(names)], [...names]);
}

test('every folder is in the list, in the order of the course', () => {
  const folders = readdirSync(new URL('web/experiments/', root), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  assert.deepEqual(experiments.map(({ id }) => id).sort(), folders.sort());
  const numbers = experiments.map(({ number }) => number);
  assert.deepEqual(
    [...numbers].sort((a, b) => a - b),
    numbers,
  );
  assertUnique(numbers.map(String));
});

/** @param {AnyView} view */
function idsOfView(view) {
  const ids = [`view-${view.id}`];
  switch (view.kind) {
    case 'surface':
      return [...ids, `view-${view.id}-title`];
    case 'grid':
      return [...ids, `view-${view.id}-title`, `axis-${view.rows.id}`, `axis-${view.columns.id}`];
    case 'noise':
      return [...ids, ...['title', 'x', 'y', 'line'].map((part) => `view-${view.id}-${part}`)];
    case 'images':
      return [...ids, `view-${view.id}-title`];
    default:
      return [...ids, ...Object.keys(view.columns).map((name) => `view-${view.id}-${name}`)];
  }
}

/** @param {Experiment} experiment @returns {string[]} ids of all the texts that it names */
function idsOf(experiment) {
  const { controls, views, claims, predict } = experiment;
  const options = predict && 'options' in predict ? predict.options : [];
  return [
    ...['surprise', 'why', 'next'],
    ...controls.map(({ id }) => `control-${id}`),
    ...controls.flatMap(({ id, named, values = [] }) =>
      named ? values.map((value) => `control-${id}-${value}`) : [],
    ),
    ...views.flatMap(idsOfView),
    ...claims.map(({ id }) => `claim-${id}`),
    ...(predict ? ['predict'] : []),
    ...options.map((option) => `predict-${option}`),
    ...(predict?.kind === 'rank'
      ? ['predict-best', ...predict.items.map((id) => `run-${id}`)]
      : []),
  ];
}

for (const experiment of experiments) {
  const { id, controls, views, claims, sources, predict } = experiment;
  const settings = defaultSettings(experiment);

  test(`${id}: ids are unique, and defaults are values that the controls can hold`, () => {
    assertUnique(controls.map((control) => control.id));
    assertUnique(views.map((view) => view.id));
    assertUnique(claims.map((claim) => claim.id));
    for (const control of controls) {
      assert.equal(fitValue(control, control.default), control.default, control.id);
    }
    const needed = [...claims.flatMap(({ needs }) => Object.values(needs)), predict?.settings];
    for (const [name, value] of needed.flatMap((needs) => Object.entries(needs ?? {}))) {
      const control = controls.find((one) => one.id === name);
      assert.ok(control && fitValue(control, value) === value, `${name} = ${value}`);
    }
    assert.ok(experiment.seeds.default <= experiment.seeds.max);
  });

  test(`${id}: its runs can be made, and those of one seed have the same start and data`, () => {
    for (const plan of neededRuns(experiment, { count: 1 })) {
      if ('surface' in plan.spec) {
        const descent = lab.createDescent(plan.spec);
        assert.deepEqual(descent.spec.optimizer.name, plan.rule);
        descent.dispose();
      } else {
        const spec = normaliseSpec(plan.spec, lab.catalog);
        assert.equal(spec.optimizer.name, plan.rule);
        assert.equal(spec.seed, 1);
      }
      for (const probe of Object.values(plan.probes ?? {})) {
        assert.ok(probe.name in lab.catalog.probes, probe.name);
      }
    }
    const [first, ...others] = experiment.specs({ settings, seed: 7 });
    assert.equal(first.spec.seed, 7);
    for (const { spec } of others) {
      assert.deepEqual([spec.seed, spec.data], [first.spec.seed, first.spec.data]);
      assert.deepEqual(spec.start, first.spec.start);
    }
    assertUnique([first, ...others].map((plan) => plan.id));
  });

  test(`${id}: both languages have every text, and the same ones`, () => {
    const texts = ['en', 'ru'].map((lang) => ({
      lang,
      text: renderText(read(`web/experiments/${id}/${lang}.md`)),
    }));
    const [english, russian] = texts.map(({ text }) => Object.keys(text.sections));
    assert.deepEqual(english, russian);
    for (const { lang, text } of texts) {
      assert.ok(text.title && text.lead, lang);
      for (const wanted of idsOf(experiment)) {
        const own = wanted in text.sections;
        assert.ok(own || wanted.replaceAll('-', '.') in locales[lang], `${lang}: ${wanted}`);
      }
      for (const control of controls) {
        assert.ok(text.sections[`control-${control.id}`].html, `${lang}: what is ${control.id}?`);
      }
      for (const section of ['surprise', 'why', 'next']) assert.ok(text.sections[section].html);
    }
  });

  test(`${id}: both languages put the same numbers into a text`, () => {
    const places = (/** @type {string} */ lang) =>
      Object.entries(renderText(read(`web/experiments/${id}/${lang}.md`)).sections).map(
        ([section, { title }]) => [section, [...title.matchAll(/\{\w+(:\w+)?\}/g)].flat().sort()],
      );
    assert.deepEqual(places('en'), places('ru'));
  });

  test(`${id}: the C that it shows is there, with the line to mark`, () => {
    assert.ok(sources.length > 0);
    for (const { file, mark } of sources) {
      const marked = read(`c_src/${file}`)
        .split('\n')
        .filter((line) => line.includes(mark));
      assert.ok(marked.length >= 1 && marked.length <= 2, `${file}: ${mark}`);
    }
  });
}

test('runs that several claims need are trained once, for the longest list of seeds', () => {
  const experiment = experiments.find(({ id }) => id === 'sgd-vs-adam');
  assert.ok(experiment);
  const runs = neededRuns(experiment);
  const lines = runs.map(({ set, id, seed }) => `${set} ${id} ${seed}`);
  assertUnique(lines);
  const sets = [...new Set(runs.map(({ set }) => set))];
  const counts = sets.map((set) => new Set(runs.filter((r) => r.set === set).map((r) => r.seed)));
  assert.deepEqual(
    counts.map((seeds) => seeds.size),
    [10, 5],
  );
  const few = neededRuns(experiment, { first: 11, count: 2 });
  assert.deepEqual([...new Set(few.map(({ seed }) => seed))], [11, 12]);
});
