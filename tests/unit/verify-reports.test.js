/** Reports that are checked: every number that can be computed again, altered one by one. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { grade } from '../../web/cli/verify-reports.js';
import { asText } from '../../web/cli/grades.js';
import { readReport } from '../../web/report/format.js';
import { reportOf } from './reports.js';

/**
 * @typedef {import('../../web/report/format.js').Report} Report
 * @typedef {(string | number)[]} Path
 */

const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));

/** @type {Report} a descent to its end */
let whole;
/** @type {Report} a net that was changed and stopped on the way, and paused */
let changed;
/** @type {string} */
let folder;
before(async () => {
  whole = await reportOf({ id: 'ravine', seed: 3, seeds: 2, guess: 'fewer' });
  changed = await reportOf({
    ...{ id: 'sgd-vs-adam', judged: false, updates: 40, stops: [1, 7] },
    changes: [
      { at: 10, path: 'optimizer.lr', value: 0.02 },
      { at: 10, path: 'batch.size', value: 50 },
      { at: 25, path: 'optimizer.lr', value: 0.004 },
    ],
  });
  folder = await mkdtemp(join(tmpdir(), 'spusk-reports-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** @param {Record<string, Report>} reports */
async function gradeAll(reports) {
  const files = Object.entries(reports).map(([file, report]) => ({
    ...{ file, problem: '' },
    report: readReport(JSON.stringify(report)),
  }));
  const found = await grade(files, { progress: false });
  assert.ok(found);
  return { ...found, by: new Map(found.graded.map((one) => [one.file, one.checked])) };
}

/**
 * @param {any} node
 * @param {Path} [path]
 * @returns {{path: Path, value: any}[]} everything that is no object and no list
 */
function leaves(node, path = []) {
  if (typeof node !== 'object' || node === null) return [{ path, value: node }];
  return Object.entries(node).flatMap(([key, value]) =>
    leaves(value, [...path, Array.isArray(node) ? Number(key) : key]),
  );
}

/**
 * @param {Report} report
 * @param {Path} path
 * @param {any} value
 * @returns {Report}
 */
function withValue(report, path, value) {
  const copy = structuredClone(report);
  const place = path.slice(0, -1).reduce((node, key) => node[key], /** @type {any} */ (copy));
  place[/** @type {string} */ (path.at(-1))] = value;
  return copy;
}

/**
 * Something else of the same kind, and as little else as it can be.
 *
 * @param {any} value
 * @param {string} field
 */
function other(value, field) {
  if (field === 'prediction.kind') return 'rank';
  if (field === 'prediction.at') return value.replace('.000Z', '.001Z');
  // What is set is a float in the core, and compared by what it makes of the run.
  if (/changes\.\d+\.value/.test(field)) return value * (1 + 1e-6);
  // Browsers differ in the last digits of these.
  const scripted = /^verdict|^prediction|distance$|\.spec\./.test(field);
  if (scripted && typeof value === 'number' && !Number.isSafeInteger(value)) {
    return value * (1 + 1e-11);
  }
  if (typeof value === 'boolean') return !value;
  if (typeof value === 'number') {
    return Number.isSafeInteger(value) ? value + 1 : nextNumber(value);
  }
  if (/^[0-9a-f]{16}$/.test(value)) return value.replace(/.$/, value.endsWith('0') ? '1' : '0');
  if (['NaN', 'Infinity', '-Infinity'].includes(value)) return 1;
  return `${value}x`;
}

/** @param {number} value @returns {number} the one after it: the smallest change that there is */
function nextNumber(value) {
  const bits = new BigInt64Array(Float64Array.of(value).buffer);
  bits[0] += 1n;
  return new Float64Array(bits.buffer)[0];
}

/** What no program can know, or what says only where a run was shown. */
const OWN = /^(format|version|app|at|lang|url|experiment|student|events)|seconds$|place$|stops/;

test('a report of an honest student is reproduced to the bit', async () => {
  const { by, graded } = await gradeAll({ whole });
  assert.deepEqual(by.get('whole'), {
    ...{ status: 'reproduced', altered: [], missing: [], prediction: 'before', right: true },
    claims: ['sgd', 'momentum', 'nesterov', 'limit', 'sooner'].map((id) => ({ id, holds: true })),
    assignment: null,
  });
  assert.match(
    asText(graded[0]),
    /^reproduced {2}whole {2}Ada Example\n +ravine, seeds 3 to 4, 30 runs; 5 of 5 claims hold; predicted before the run, right$/,
  );
});

test('changes and stops on the way are made again; what is not there is said', async () => {
  const { by } = await gradeAll({ changed });
  const { status, altered, missing } = by.get('changed') ?? {};
  assert.deepEqual([status, altered], ['incomplete', []]);
  assert.deepEqual(missing, [
    'run sgd, seed 1 ended before its end, at update 40',
    'run adam, seed 1 ended before its end, at update 40',
    'claim usual was not measured',
    'claim tuned was not measured',
  ]);
});

for (const name of ['whole', 'changed']) {
  test(`every altered number is found: ${name}`, async () => {
    const report = name === 'whole' ? whole : changed;
    /** @type {Record<string, Report>} */
    const mutants = {};
    for (const { path, value } of leaves(report)) {
      const field = path.join('.');
      // What is wrong in one net is wrong in the other.
      const again = name === 'changed' && path[1] === 1;
      if (OWN.test(field) || value === null || again) continue;
      mutants[field] = withValue(report, path, other(value, field));
    }
    assert.ok(Object.keys(mutants).length > (name === 'whole' ? 400 : 40));
    const { by } = await gradeAll({ ...mutants, untouched: report });
    const passed = [...by].filter(([, checked]) => checked?.status !== 'altered');
    assert.deepEqual(
      passed.map(([field]) => field),
      ['untouched'],
    );
  });
}

test('the last digits in which browsers differ are no alteration', async () => {
  const copy = structuredClone(whole);
  const scripted = leaves(copy).filter(
    ({ path, value }) =>
      /^verdict|distance$|\.start\./.test(path.join('.')) &&
      typeof value === 'number' &&
      !Number.isSafeInteger(value),
  );
  assert.ok(scripted.length > 20);
  const report = scripted.reduce(
    (made, { path, value }) => withValue(made, path, nextNumber(value)),
    copy,
  );
  const { by } = await gradeAll({ report });
  // A start that is another float is another run, and its hash says so.
  assert.deepEqual(
    by.get('report')?.altered.filter(({ path }) => !/hash|final/.test(path)),
    [],
  );
});

test('an altered field is named with what it says and what it is', async () => {
  const hash = changed.runs[1].hash;
  const mutant = withValue(changed, ['runs', 1, 'final', 'testError'], 0.01);
  const { graded } = await gradeAll({
    error: mutant,
    hash: withValue(changed, ['runs', 1, 'hash'], '0123456789abcdef'),
    claim: withValue(whole, ['verdict', 3, 'holds'], false),
    outcome: withValue(whole, ['prediction', 'outcome', 'came'], 'half'),
  });
  const texts = graded.map(asText);
  const truth = changed.runs[1].final.testError;
  assert.match(
    texts[0],
    new RegExp(`runs\\[1\\]\\.final\\.testError says 0\\.01, and is ${truth}`),
  );
  assert.match(
    texts[1],
    new RegExp(`runs\\[1\\]\\.hash says "0123456789abcdef", and is "${hash}"`),
  );
  assert.match(texts[2], /verdict\[3\]\.holds says false, and is true/);
  assert.match(texts[3], /prediction\.outcome\.came says "half", and is "fewer"/);
});

test('runs left out, doubled or from elsewhere are noticed', async () => {
  const [first, ...rest] = changed.runs;
  const { by } = await gradeAll({
    without: { ...changed, runs: rest },
    twice: { ...changed, runs: [first, ...changed.runs] },
    unknown: { ...changed, runs: [{ ...first, id: 'lion' }, ...changed.runs] },
    unasked: { ...changed, runs: [{ ...first, settings: { stepSgd: 1e9 } }, ...rest] },
    unjudged: { ...whole, runs: whole.runs.filter(({ place }) => place === 'now') },
  });
  assert.ok(by.get('without')?.missing.includes('run sgd, seed 1 is not there'));
  for (const name of ['twice', 'unknown', 'unasked', 'unjudged']) {
    assert.equal(by.get(name)?.status, 'altered', name);
  }
  assert.ok(by.get('unjudged')?.missing.includes('claim limit was not measured'));
});

test('a prediction is before the run only if the log of the session says so', async () => {
  const [guess, run, finish] = whole.events;
  const steep = { ...run, value: { ...run.value, condition: 100 } };
  const late = { ...guess, at: new Date(Date.parse(finish.at) + 1000).toISOString() };
  const later = { ...whole.prediction, at: late.at };
  /** @param {any} change @returns {Report} */
  const report = (change) => ({ ...whole, ...change });
  const { by } = await gradeAll({
    silent: report({ events: [run, finish] }),
    moved: report({ events: [{ ...guess, at: run.at }, run, finish] }),
    late: report({ events: [steep, finish, late], prediction: later }),
    other: report({ events: [run, finish, late], prediction: later }),
    back: report({ events: [guess, finish, run] }),
    erased: report({ prediction: null }),
  });
  const paths = (/** @type {string} */ name) => by.get(name)?.altered.map(({ path }) => path);
  assert.deepEqual(paths('silent'), ['prediction']);
  assert.deepEqual(paths('moved'), ['prediction.at']);
  assert.deepEqual(paths('late'), ['prediction.before']);
  assert.deepEqual(paths('other'), []); // other settings say nothing about what was predicted
  assert.deepEqual(paths('back'), ['events[2].at']);
  assert.deepEqual(paths('erased'), ['prediction']);
});

test('a student who left something out is told so', async () => {
  const student = { name: ' ', expected: '', happened: 'It fell.', concluded: '' };
  const { by } = await gradeAll({ bare: { ...whole, student } });
  assert.equal(by.get('bare')?.status, 'incomplete');
  assert.deepEqual(by.get('bare')?.missing, [
    'no name',
    'no answer to "What did you expect and why?"',
    'no answer to "What do you conclude?"',
  ]);
});

/**
 * @param {string[]} args
 * @returns {Promise<{status: number | null, out: string, err: string}>}
 */
function spusk(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'verify', ...args], { cwd: folder });
    let [out, err] = ['', ''];
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, out, err }));
  });
}

test('a folder of reports: grades, equal ones, bad files, and the others go on', async () => {
  const named = (/** @type {string} */ name, change = {}) =>
    JSON.stringify({ ...whole, ...change, student: { ...whole.student, name } });
  const own = whole.events.map((event, i) => ({
    ...event,
    at: whole.events[i].at.replace('00.000', '07.000'),
  }));
  const prediction = { ...whole.prediction, at: own[0].at };
  const alone = JSON.stringify({
    ...{ ...whole, events: own, prediction },
    student: { name: '=HYPERLINK("x")', expected: 'Nothing.', happened: 'Less.', concluded: 'No.' },
  });
  await mkdir(join(folder, 'r/group b'), { recursive: true });
  const files = {
    'r/anna.json': named('Анна'),
    'r/group b/boris.json': named('Boris\u001b[31m'),
    'r/clara.json': alone,
    'r/dora.json': JSON.stringify(withValue(whole, ['runs', 0, 'updates'], 3)),
    'r/emil.json': '{"format": "spusk-report", ',
    'r/fay.json': JSON.stringify(withValue(whole, ['runs', 2, 'hash'], 'xyz')),
    'r/gus.json': JSON.stringify({ format: 'other' }),
    'r/hal.json': JSON.stringify({ ...whole, experiment: 'dropuot' }),
    'r/notes.txt': 'no report',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);

  const { status, out, err } = await spusk('r', '--csv', 'grades.csv');
  assert.deepEqual([status, err], [1, '']);
  assert.match(out, /^reproduced {2}r\/anna\.json {2}Анна\n/);
  assert.match(out, /\nreproduced {2}r\/group b\/boris\.json {2}Boris\?\[31m\n/);
  assert.match(out, /\nALTERED +r\/dora\.json.*\n.*\n +runs\[0\]\.updates says 3, and is 600\n\n/);
  assert.match(out, /\nUNREADABLE {2}r\/emil\.json\n +this is no JSON: /);
  assert.match(out, /r\/fay\.json\n +runs\[2\]\.hash must be 16 hex digits, not "xyz"\n/);
  assert.match(
    out,
    /r\/gus\.json\n +this is no report: "format" must be "spusk-report", and it says "other"/,
  );
  assert.match(out, /r\/hal\.json\n +experiment must be one of .*, not "dropuot"/);
  assert.match(
    out,
    /\n8 reports: 3 reproduced, 1 altered, 4 unreadable; 120 runs, \d+ of them different/,
  );
  assert.match(
    out,
    /Equal: the same runs.*\n +r\/anna\.json\n +r\/clara\.json\n +r\/dora\.json\n +r\/group b/,
  );
  assert.match(
    out,
    /Equal: the same times.*\n +r\/anna\.json\n +r\/dora\.json\n +r\/group b\/boris\.json\n/,
  );
  assert.match(out, /Equal: the same words\n +r\/anna\.json\n +r\/dora\.json\n +r\/group b/);
  assert.match(out, /What it does not prove: who made the runs\./);

  const rows = (await readFile(join(folder, 'grades.csv'), 'utf8')).split('\r\n');
  assert.match(rows[0], /^\ufefffile,name,status,experiment,seed,/);
  assert.match(rows[1], /^r\/anna\.json,Анна,reproduced,ravine,3,2,before,true,5,5,,,/);
  assert.match(rows[2], /^r\/clara\.json,"'=HYPERLINK\(""x""\)",reproduced,/);
  assert.equal(rows.length, 10);
});

test('one good report ends with 0, and as JSON', async () => {
  await writeFile(join(folder, 'one.json'), JSON.stringify(whole));
  const { status, out } = await spusk('one.json', '--json');
  assert.equal(status, 0);
  const { reports, runs, trained, equal } = JSON.parse(out);
  assert.deepEqual([reports.length, runs, trained, equal], [1, 30, 30, []]);
  assert.equal(reports[0].status, 'reproduced');
});

test('what is neither a report nor an experiment is refused', async () => {
  const cases = {
    'nowhere.json': /^spusk: there is no file or folder nowhere\.json\n$/,
    'ravine one.json':
      /^spusk: reports and experiments are verified one after the other: ravine\n$/,
    'one.json --seeds 3': /^spusk: --seeds is for experiments: reports have their own seeds\n$/,
    'ravine --csv x.csv': /^spusk: --csv is for reports, and there are none\n$/,
  };
  for (const [line, message] of Object.entries(cases)) {
    const { status, out, err } = await spusk(...line.split(' '));
    assert.deepEqual([status, out], [2, ''], line);
    assert.match(err, message);
  }
});
