/** Assignments: to text and back, hostile ones, seeds of names, and reports that answer them. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { checkAssignment } from '../../web/report/check-assignment.js';
import * as assignments from '../../web/report/assignment.js';
import { seedOf } from '../../web/report/seed-of.js';
import { Assigned } from '../../web/state/assigned.js';
import { Lab } from '../../web/state/lab.js';
import { PARTS } from '../../web/state/parts.js';
import { openEngine } from '../../web/engine/index.js';
import { experimentNamed, reportOf } from './reports.js';

/** @typedef {import('../../web/report/format.js').Report} Report */

const { LIMITS, HIDEABLE, blank, check, decode, digestOf, encode, readAssignment, toJson } =
  assignments;
const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));

const full = /** @type {import('../../web/report/assignment.js').Assignment} */ ({
  v: 1,
  title: 'Овраг — “a ravine”',
  experiment: 'ravine',
  lang: 'ru',
  settings: { condition: 50 },
  open: ['alpha', 'seeds'],
  seed: 'student',
  seeds: 2,
  questions: ['Почему зигзаг?', 'What does <b>momentum</b> do? 🏔'],
  predict: 'optional',
  due: 'пт, 18:00',
  hide: ['theory', 'code'],
});

/** @param {object} change */
const mistakesOf = (change) =>
  check({ v: 1, title: 'T', experiment: 'ravine', ...change }).mistakes.map(
    ({ path, rule, value }) => `${path} ${rule} ${value}`,
  );

test('an assignment comes back from its address, its file and its link as it was', () => {
  const code = encode(full);
  assert.match(code, /^[\w-]+$/);
  assert.deepEqual(decode(code), { assignment: full, mistakes: [] });
  for (const text of [
    toJson(full),
    `\ufeff${toJson(full)}`,
    `https://example.org/spusk/?assignment=${code}#lang=en`,
    `<!doctype html>\n<html data-query="?assignment=${code}" lang="en">`,
    code,
  ]) {
    assert.deepEqual(readAssignment(text).assignment, full, text.slice(0, 60));
  }
  const plain = { ...blank(experimentNamed('ravine')), title: 'T' };
  assert.deepEqual(decode(encode(plain)).assignment, plain);
  assert.ok(encode(plain).length < 80, 'what is the default takes no place');
});

test('equal assignments have one digest, whatever their order; others have another', () => {
  const turned = { ...full, open: ['seeds', 'alpha'], hide: ['code', 'theory'] };
  assert.equal(digestOf(turned), digestOf(full));
  assert.equal(encode(turned), encode(full));
  const digests = [full, { ...full, title: 'x' }, { ...full, seeds: 3 }, { ...full, settings: {} }];
  assert.equal(new Set(digests.map(digestOf)).size, 4);
});

test('every field that is wrong is named, with what stands there', () => {
  /** @type {[object, string][]} */
  const cases = [
    [{ v: 2 }, 'v one 2'],
    [{ title: '  ' }, 'title filled "  "'],
    [{ title: 7 }, 'title text 7'],
    [{ experiment: 'lion' }, 'experiment one "lion"'],
    [{ experiment: '__proto__' }, 'experiment one "__proto__"'],
    [{ seed: -1 }, 'seed whole -1'],
    [{ seed: 'mine' }, 'seed whole "mine"'],
    [{ seed: 2 ** 31 }, 'seed whole 2147483648'],
    [{ seeds: 0 }, 'seeds whole 0'],
    [{ settings: { condition: 1e9 } }, 'settings.condition range 1000000000'],
    [{ settings: { condition: '50' } }, 'settings.condition range "50"'],
    [{ settings: { lion: 1 } }, 'settings.lion control 1'],
    [{ settings: [1] }, 'settings object a list of 1'],
    [{ open: ['lion'] }, 'open[0] one "lion"'],
    [{ open: 'all' }, 'open list "all"'],
    [{ questions: ['a', ''] }, 'questions[1] filled ""'],
    [{ questions: ['a\u001b[31m'] }, 'questions[0] plain "a\u001b[31m"'],
    [{ due: 'a\u202eb' }, 'due plain "a\u202eb"'],
    [{ due: '\ud800' }, 'due plain "\ud800"'],
    [{ hide: ['predict'] }, 'hide[0] one "predict"'],
    [{ predict: 'always' }, 'predict one "always"'],
    [{ evil: 1 }, 'evil unknown 1'],
  ];
  for (const [change, told] of cases) assert.deepEqual(mistakesOf(change), [told]);
  assert.deepEqual(mistakesOf({ title: 'x'.repeat(LIMITS.title + 1) }).length, 1);
  assert.deepEqual(mistakesOf({ questions: Array(LIMITS.questions + 1).fill('q') }).length, 1);
  assert.equal(mistakesOf({ seed: -1, due: 5, lang: 'xx' }).length, 3);
  for (const raw of [null, 1, 'x', [], undefined]) assert.equal(check(raw).assignment, null);
});

test('hostile codes are refused and do nothing', () => {
  const evil = JSON.parse('{"v":1,"title":"T","experiment":"ravine","settings":{"__proto__":1}}');
  assert.deepEqual(
    check(evil).mistakes.map(({ path }) => path),
    ['settings.__proto__'],
  );
  const top = JSON.parse('{"v":1,"title":"T","experiment":"ravine","__proto__":{"seed":9}}');
  assert.deepEqual(
    check(top).mistakes.map(({ path }) => path),
    ['__proto__'],
  );
  const bad = [
    '',
    '%%%',
    'AAAA',
    'A',
    `${encode(full)}!`,
    encode(full).slice(0, -3),
    btoa('\xff\xfe'),
  ];
  for (const code of [...bad, 'A'.repeat(1e6)]) {
    assert.deepEqual(
      decode(code).mistakes.map(({ rule }) => rule),
      ['code'],
      code.slice(0, 20),
    );
  }
  assert.equal(readAssignment('{"v": 1,').mistakes[0].rule, 'json');
  assert.equal(assignments.experimentIn(encode(full)), 'ravine');
  assert.equal(assignments.experimentIn('%%'), '');
});

test('a prediction can be required only where its run can be made', () => {
  const settings = { condition: 50 }; // and the prediction is about 100
  assert.deepEqual(mistakesOf({ predict: 'required', settings }), ['predict testable "required"']);
  assert.deepEqual(mistakesOf({ predict: 'required', settings, open: ['condition'] }), []);
});

test('what may be hidden are parts of the page', () => {
  for (const part of HIDEABLE) assert.ok(PARTS.includes(part), part);
});

test('seeds of names are these, on every machine and for ever', () => {
  /** @type {Record<string, number>} */
  const known = {
    ...{ Anna: 1044212879, 'Анна Петрова': 1795438795, 20261234: 124312830, 1: 1428125072 },
    'O’Neil-Ωmega 李': 1546216592,
  };
  for (const [name, seed] of Object.entries(known)) assert.equal(seedOf(name), seed, name);
  assert.equal(seedOf('  анна   ПЕТРОВА\n'), seedOf('Анна Петрова'));
  assert.equal(seedOf('Zoë'), seedOf('Zoe\u0308')); // composed or not
  assert.equal(seedOf(' \t '), null);
  const seeds = Array.from({ length: 2000 }, (_, i) => Number(seedOf(String(20260000 + i))));
  assert.equal(new Set(seeds).size, 2000);
  assert.ok(seeds.every((seed) => seed >= 1 && seed <= 2 ** 31 - 1 && Number.isInteger(seed)));
  // A class with ten starts each shares none.
  const sorted = seeds.sort((a, b) => a - b).slice(0, 200);
  assert.ok(sorted.every((seed, i) => i === 0 || seed - sorted[i - 1] >= 10));
});

test('the lab keeps to the terms: nothing closed moves, nothing runs before name and prediction', async () => {
  const assigned = new Assigned({ ...full, predict: 'required', settings: {}, open: ['alpha'] });
  const lab = new Lab({ experiment: experimentNamed('ravine'), openEngine });
  lab.gate = true;
  lab.terms = assigned.terms;
  const { condition } = lab.settings;
  await lab.change('condition', 50);
  await lab.change('seeds', 5);
  await lab.newSeed();
  await lab.runWith({ condition: 50 });
  lab.skipPrediction();
  assert.deepEqual([lab.settings.condition, lab.seed], [condition, 1]);
  assert.equal(lab.awaits, 'name');
  await lab.run();
  assert.deepEqual([lab.race?.updates ?? 0, lab.log.length], [0, 0]);
  assert.equal(assigned.enter('   '), false);
  assert.equal(assigned.enter('Anna'), true);
  assert.equal(assigned.enter('anna '), false);
  lab.terms = assigned.terms;
  assert.equal(lab.awaits, 'prediction');
  await lab.step({ updates: 1 });
  assert.equal(lab.race?.updates ?? 0, 0);
  lab.predict('fewer');
  assert.equal(lab.awaits, '');
  await lab.step({ updates: 2 });
  assert.equal(lab.race?.updates, 2);
  await lab.close();
});

test('of the learner’s address only what is open counts', () => {
  const assigned = new Assigned(full);
  const learner = {
    ...{ experiment: 'dropout', seed: 9, seeds: 3, predict: false, hide: ['report'] },
    ...{ lang: 'en', settings: { condition: 7, alpha: 0.5 } },
  };
  const own = assigned.ownState(learner);
  const state = assigned.pageState({ settings: { condition: 8 }, seed: 4 }, own);
  assert.deepEqual(state.settings, { condition: 50, alpha: 0.5 });
  assert.deepEqual([state.experiment, state.seed, state.seeds, state.lang], ['ravine', 1, 3, 'en']);
  assert.deepEqual(assigned.ownState({ settings: { alpha: 77 } }).settings, {});
});

// --- reports -------------------------------------------------------------------------------------

const asked = /** @type {typeof full} */ ({
  ...{ ...full, settings: { condition: 100 }, open: ['alpha'], seeds: 1, predict: 'required' },
  questions: ['Why?', 'And then?'],
});
/** @type {Report} */
let honest;
/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spusk-assigned-'));
  honest = await reportOf({
    ...{ id: 'ravine', settings: { condition: 100 }, seed: Number(seedOf('Anna')), guess: 'fewer' },
    student: { name: 'Anna', expected: '', happened: '', concluded: '' },
    assignment: {
      ...{ code: encode(asked), digest: digestOf(asked), student: 'anna' },
      answers: ['Because.', 'Nothing.'],
    },
  });
});
after(() => rm(folder, { recursive: true, force: true }));

/** @param {object} change @param {typeof full | null} [wanted] */
const followed = (change, wanted = asked) => {
  const found = checkAssignment(experimentNamed('ravine'), { ...honest, ...change }, wanted);
  return { ...found, altered: found?.altered.map(({ path }) => path) };
};

test('a report is held against its assignment', () => {
  const { assignment, settings, events, runs } = honest;
  assert.deepEqual(followed({}), {
    ...{ about: 'this', title: asked.title, student: 'anna', answered: 2, questions: 2 },
    ...{ altered: [], missing: [] },
  });
  assert.equal(followed({}, null).about, 'unasked');
  const other = followed({}, { ...asked, title: 'Other' });
  assert.equal(other.about, 'another');
  assert.match(String(other.missing), /^it answers another assignment: "Овраг/);
  assert.deepEqual(followed({ assignment: null }).missing, ['it was not made with the assignment']);
  assert.equal(
    checkAssignment(experimentNamed('ravine'), { ...honest, assignment: null }, null),
    null,
  );

  const moved = { ...settings, condition: 50 };
  assert.deepEqual(followed({ settings: moved }).altered, ['settings.condition']);
  assert.deepEqual(followed({ runs: [{ ...runs[0], settings: moved }] }).altered, [
    'runs[0].settings.condition',
  ]);
  const seed = honest.seed + 1;
  assert.ok(followed({ seed }).altered?.includes('seed (of "anna")'));
  assert.deepEqual(followed({ seeds: 2 }).altered, ['seeds']);
  assert.deepEqual(followed({ assignment: { ...assignment, student: 'Boris' } }).altered, [
    'seed (of "Boris")',
  ]);
  assert.deepEqual(followed({ assignment: { ...assignment, digest: 'x' } }).altered, [
    'assignment.digest',
  ]);
  assert.deepEqual(followed({ assignment: { ...assignment, code: 'x' } }).altered, [
    'assignment.code',
  ]);
  const turn = { ...events[1], type: 'change', value: { id: 'condition', value: 50 } };
  assert.deepEqual(followed({ events: [...events, turn] }).altered, ['events[3]: condition']);
  const change = { at: 3, path: 'surface.condition', value: 50 };
  assert.deepEqual(followed({ runs: [{ ...runs[0], changes: [change] }] }).altered, [
    'runs[0].changes: surface.condition',
  ]);

  assert.deepEqual(followed({ assignment: { ...assignment, answers: [' ', 'x'] } }).missing, [
    'no answer to "Why?"',
  ]);
  assert.deepEqual(followed({ prediction: null }).missing, [
    'no prediction, and the assignment requires one',
  ]);
  const [guess, ran, end] = events;
  const late = ['the prediction was not made before the first run'];
  assert.deepEqual(followed({ events: [ran, guess, end] }).missing, late);
  assert.deepEqual(followed({ prediction: { ...honest.prediction, before: false } }).missing, late);
});

/** @param {string[]} args */
const spusk = (...args) =>
  spawnSync(process.execPath, [program, 'verify', ...args], { cwd: folder, encoding: 'utf8' });

test('the command line: by file, by link, grades, and what it refuses', async () => {
  await writeFile(join(folder, 'a.json'), toJson(asked));
  await writeFile(join(folder, 'anna.json'), JSON.stringify(honest));
  const first = spusk('anna.json', '--assignment', 'a.json', '--csv', 'grades.csv');
  assert.deepEqual([first.status, first.stderr], [0, '']);
  assert.match(first.stdout, /^reproduced {2}anna\.json {2}Anna\n/);
  assert.match(first.stdout, /2 of 2 questions answered; seed of "anna"/);
  const [head, row] = (await readFile(join(folder, 'grades.csv'), 'utf8')).split('\r\n');
  assert.match(head, /,assignment,assignment title,seed of,answered,questions$/);
  assert.match(row, /,this,Овраг — “a ravine”,anna,2,2$/);

  const link = `https://example.org/?assignment=${encode({ ...asked, seeds: 2 })}`;
  const second = spusk('anna.json', '--assignment', link);
  assert.equal(second.status, 1);
  assert.match(second.stdout, /INCOMPLETE {2}anna\.json.*\n.*\n +it answers another assignment/);

  await writeFile(join(folder, 'bad.json'), '{"v": 1, "title": "T", "experiment": "ravin"}');
  const third = spusk('anna.json', '--assignment', 'bad.json');
  assert.equal(third.status, 2);
  assert.match(
    third.stderr,
    /the assignment cannot be used: experiment must be one of .*, not "ravin"/,
  );
  assert.match(spusk('anna.json', '--assignment', 'no.json').stderr, /there is no file no\.json/);
  assert.match(spusk('ravine', '--assignment', 'a.json').stderr, /--assignment is for reports/);
});
