/** The JSON Schemas say what the code accepts: held against it, field by field. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments, findExperiment } from '../../web/experiments/index.js';
import { LIMITS, blank, check, toJson } from '../../web/report/assignment.js';
import { readReport } from '../../web/report/format.js';
import { NAMES, readConfig } from '../../web/state/config.js';
import { reportOf } from './reports.js';
import { wrongBy } from './schemas.js';

/** @typedef {(string | number)[]} Path */

/** @param {any} value @param {Path} [path] @returns {Path[]} of everything that is in it */
const pathsIn = (value, path = []) =>
  typeof value === 'object' && value !== null
    ? Object.keys(value).flatMap((key) => {
        const below = [...path, Array.isArray(value) ? Number(key) : key];
        return [below, ...pathsIn(value[key], below)];
      })
    : [];

/**
 * @param {any} value
 * @param {Path} path
 * @param {(parent: any, key: string | number) => void} change
 * @returns {any} a changed copy
 */
function changed(value, path, change) {
  const copy = structuredClone(value);
  const parent = path.slice(0, -1).reduce((node, key) => node[key], copy);
  change(parent, path[path.length - 1]);
  return copy;
}

const PUT = [
  null,
  true,
  'x',
  '',
  -1,
  0.5,
  1e300,
  [],
  {},
  'NaN',
  [null],
  ['x'],
  { x: null },
  '0'.repeat(16),
];

/** @param {any} report */
function read(report) {
  try {
    readReport(JSON.stringify(report));
    return '';
  } catch (error) {
    return String(error);
  }
}

test('a report: whatever stands in a field, the schema and `spusk verify` are of one mind', async () => {
  const made = await reportOf({
    ...{ id: 'ravine', seed: 3, updates: 20, judged: false, guess: 'fewer' },
    assignment: { code: 'eyJ2', digest: '0123456789abcdef', student: '', answers: ['Yes.'] },
  });
  const changes = [{ at: 5, path: 'optimizer.lr', value: 0.01 }];
  const runs = [{ ...made.runs[0], changes, stops: [7] }];
  const report = JSON.parse(JSON.stringify({ ...made, runs }));
  assert.deepEqual([read(report), wrongBy('report.schema.json', report)], ['', '']);
  let [kept, refused] = [0, 0];
  /** @param {any} given @param {Path} path @param {string} what */
  const agree = (given, path, what) => {
    const says = [read(given), wrongBy('report.schema.json', given)];
    assert.equal(Boolean(says[0]), Boolean(says[1]), `${path.join('.')} ${what}: ${says}`);
    if (says[0]) refused++;
    else kept++;
  };
  for (const path of pathsIn(report)) {
    agree(
      changed(report, path, (parent, key) => {
        if (Array.isArray(parent)) parent.splice(Number(key), 1);
        else delete parent[key];
      }),
      path,
      'gone',
    );
    // A list is an object without names for valibot: what is missing in it is told later.
    const free = ['settings', 'spec', 'final', 'values'].includes(String(path.at(-1)));
    for (const value of PUT.filter((one) => !(free && Array.isArray(one)))) {
      agree(
        changed(report, path, (parent, key) => (parent[key] = value)),
        path,
        JSON.stringify(value),
      );
    }
  }
  assert.ok(refused > 500 && kept > 100, `${refused} refused, ${kept} kept`);
});

test('an assignment: what the schema takes the page takes, and the other way round', () => {
  let refused = 0;
  for (const experiment of experiments) {
    const [{ id, values, min }] = experiment.controls;
    const assignment = {
      ...blank(experiment),
      ...{ $schema: 'https://your.host/spusk/assignment.schema.json', title: 'T', due: 'Friday' },
      ...{
        settings: { [id]: values?.[0] ?? min },
        open: [id, 'seeds'],
        questions: ['Why?', 'How?'],
      },
      ...{ hide: ['theory'], lang: 'ru', seed: 'student' },
    };
    const fine = (/** @type {any} */ given) => [
      check(given).assignment === null,
      wrongBy('assignment.schema.json', given) !== '',
    ];
    assert.deepEqual(
      fine(assignment),
      [false, false],
      wrongBy('assignment.schema.json', assignment),
    );
    const long = 'x'.repeat(LIMITS.question + 1);
    for (const path of pathsIn(assignment)) {
      for (const value of [
        ...PUT,
        long,
        'a\u0000b',
        'a\u202eb',
        99,
        'student',
        ['theory'],
        [long],
      ]) {
        const given = changed(assignment, path, (parent, key) => (parent[key] = value));
        const [page, schema] = fine(given);
        // Blanks count as characters for a schema; null is left out for a page, and twice is once.
        const lenient = value === null || path[0] === '$schema';
        if (!lenient) {
          assert.equal(schema, page, `${id}: ${path.join('.')} = ${JSON.stringify(value)}`);
        }
        refused += Number(page);
      }
    }
  }
  assert.ok(refused > 500, `${refused} refused`);
  const [written] = experiments.map((one) => JSON.parse(toJson({ ...blank(one), title: 'T' })));
  assert.equal(wrongBy('assignment.schema.json', written), '');
});

test('a configuration: every name of the table, an assignment in it, and nothing else', () => {
  const config = {
    ...{
      $schema: 'schema.json',
      experiment: 'ravine',
      seed: 2,
      seeds: 3,
      lang: 'ru',
      theme: 'dark',
    },
    ...{ predict: false, hide: ['theory'], controls: ['alpha'], autoplay: false, loading: 'eager' },
    ...{ height: 500, large: true, axis: 'update', speed: 'slow', settings: { condition: 20 } },
    ...{ data: 'data/', quantity: 'loss' },
    assignment: { ...blank(/** @type {any} */ (findExperiment('ravine'))), title: 'T' },
  };
  assert.deepEqual(
    Object.keys(config)
      .filter((name) => !['$schema', 'settings'].includes(name))
      .sort(),
    [...NAMES].sort(),
  );
  assert.equal(wrongBy('schema.json', config), '');
  assert.deepEqual(readConfig(config).mistakes, []);
  assert.equal(wrongBy('schema.json', { ...config, assignment: 'tasks/week-5.json' }), '');
  for (const wrong of [
    { colour: 1 },
    { seeds: 11 },
    { assignment: { title: 'T' } },
    { settings: { stepSgd: 1 } },
  ]) {
    assert.notEqual(wrongBy('schema.json', { ...config, ...wrong }), '', JSON.stringify(wrong));
  }
});
