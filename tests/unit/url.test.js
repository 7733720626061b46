/** The page's address: every parameter there and back, hostile values, courses, stressed texts. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { experiments, findExperiment } from '../../web/experiments/index.js';
import { COURSES, placeInCourse } from '../../web/state/course.js';
import { PARTS } from '../../web/state/parts.js';
import { STRESSES } from '../../web/state/stress.js';
import { FIELDS, carried, differences } from '../../web/state/url.js';
import { readAddress, writeHash, writeQuery } from '../../web/state/url.js';
import { Words } from '../../web/state/words.js';

test('the hash wins over the query, and both round-trip', () => {
  const { state, notices } = readAddress({
    query: '?experiment=sgd-vs-adam&lang=ru&seed=3&stepSgd=0.02&large',
    hash: '#stepSgd=0.5&batch=64&theme=dark&predict=off',
  });
  assert.deepEqual(notices, []);
  assert.deepEqual(state, {
    experiment: 'sgd-vs-adam',
    lang: 'ru',
    seed: 3,
    large: true,
    theme: 'dark',
    predict: false,
    settings: { stepSgd: 0.5, batch: 64 },
  });
  assert.deepEqual(readAddress({ hash: writeHash(state) }).state, state);
  assert.deepEqual(readAddress({ query: writeQuery(state) }).state, state);
  assert.equal(writeHash({ settings: {} }), '');
  assert.equal(writeQuery({}), '');
});

/** Some good values of each parameter, the least and the largest among them. */
const GOOD = {
  experiment: experiments.map(({ id }) => id),
  lang: ['en', 'ru'],
  theme: ['auto', 'light', 'dark'],
  seed: ['0', '1', String(Number.MAX_SAFE_INTEGER)],
  seeds: ['1', '10'],
  axis: ['epoch', 'update', 'examples', 'seconds'],
  quantity: ['error', 'loss'],
  large: ['on', 'off'],
  autoplay: ['on', 'off'],
  predict: ['on', 'off'],
  hide: ['', 'code', PARTS.join(',')],
  speed: ['slow', 'medium', 'full'],
  smooth: ['0', '0.5', '0.99'],
  band: ['auto', 'none', 'range', 'quartiles', 'deviation'],
  log: ['on', 'off'],
  data: ['mnist/', '/data/mnist', 'https://host.org/data/?v=1&w=2'],
  course: Object.keys(COURSES),
  embed: ['on', 'off'],
  stringTest: [...STRESSES],
};

test('every parameter of the table is read and written as it was', () => {
  assert.deepEqual(Object.keys(GOOD), Object.keys(FIELDS));
  for (const [name, values] of Object.entries(GOOD)) {
    for (const value of values) {
      const query = `?${new URLSearchParams({ [name]: value })}`.replaceAll('%2C', ',');
      const { state, notices } = readAddress({ query });
      assert.deepEqual(notices, [], `${name}=${value}`);
      assert.ok(name in state, name);
      assert.equal(writeQuery(state), query);
      assert.equal(writeHash(state), query.replace('?', '#'));
    }
  }
});

test('every setting of every experiment round-trips, and no name means two things', () => {
  for (const { id, controls } of experiments) {
    for (const { id: name, values, min, max, default: usual } of controls) {
      assert.ok(!(name in FIELDS), `${id}: ${name} is a parameter of the page`);
      for (const value of [usual, ...(values ?? [min, max])]) {
        const query = `?experiment=${id}&${name}=${value}`;
        const { state, notices } = readAddress({ query });
        assert.deepEqual(notices, [], query);
        assert.deepEqual(state, { experiment: id, settings: { [name]: value } });
        assert.deepEqual(readAddress({ query: writeQuery(state) }).state, state);
      }
    }
  }
});

test('hostile addresses give notices and defaults', () => {
  const hostile = {
    seed: ['-1', '1e3', '1.5', '', 'NaN', '99999999999999999999', '0x10', '<script>'],
    seeds: ['0', '11', 'five'],
    lang: ['de', 'EN', '__proto__'],
    theme: ['', 'blue'],
    experiment: ['', 'constructor', '../..', 'x'.repeat(10_000)],
    axis: ['toString'],
    quantity: ['', 'valueOf', 'columns'],
    hide: ['everything', 'code,<b>', 'code,__proto__', 'Code'],
    speed: ['', 'fast', '3'],
    smooth: ['1', '-0.1', '0.', '1e-3', 'NaN', '0.99999'],
    band: ['', 'hasOwnProperty'],
    log: ['yes', '2'],
    data: ['', 'javascript:alert(1)', 'data:,x', 'file:///etc/passwd', 'x'.repeat(2001)],
    course: ['', 'constructor', '__proto__', 'Intro'],
    embed: ['maybe'],
    stringTest: ['', 'valueOf', 'html'],
  };
  for (const [name, values] of Object.entries(hostile)) {
    for (const value of values) {
      const { state, notices } = readAddress({
        query: String(new URLSearchParams({ [name]: value })),
      });
      assert.deepEqual(notices, [{ name, value }], `${name}=${value}`);
      assert.deepEqual(state, { settings: {} }, `${name}=${value}`);
    }
  }
  const settings = {
    stepSgd: ['0', '-1', '2', 'Infinity', 'NaN', '', '1,5'],
    batch: ['0', '33', '1e9', '32.5'],
  };
  for (const [name, values] of Object.entries(settings)) {
    for (const value of values) {
      const all = new URLSearchParams({ [name]: value, experiment: 'sgd-vs-adam' });
      const { state, notices } = readAddress({ hash: String(all) });
      assert.deepEqual(notices, [{ name, value }], `${name}=${value}`);
      assert.deepEqual(state, { experiment: 'sgd-vs-adam', settings: {} });
    }
  }
  const foreign = readAddress({ query: '?utm_source=x&__proto__=1&hasOwnProperty=2&batch=x' });
  assert.deepEqual(foreign, { state: { settings: {} }, notices: [] });
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test('a misspelt experiment is told with what was probably meant', () => {
  const { notices } = readAddress({ query: '?experiment=sgd-vs-adma' });
  assert.deepEqual(notices, [{ name: 'experiment', value: 'sgd-vs-adma', near: 'sgd-vs-adam' }]);
});

test('the hash holds only what differs from the author and from the defaults', () => {
  const author = readAddress({
    query: '?experiment=sgd-vs-adam&theme=dark&seed=2&hide=code',
  }).state;
  const experiment = findExperiment('sgd-vs-adam');
  const base = { author, experiment };
  assert.equal(writeHash(differences({}, base)), '');
  const usual = {
    theme: /** @type {const} */ ('dark'),
    axis: /** @type {const} */ ('epoch'),
    seeds: experiment?.seeds.default,
    hide: ['code'],
    seed: 2,
    settings: Object.fromEntries((experiment?.controls ?? []).map((c) => [c.id, c.default])),
  };
  assert.equal(writeHash(differences(usual, base)), '');
  assert.equal(
    writeHash(differences({ ...usual, theme: 'auto', seed: 3 }, base)),
    '#theme=auto&seed=3',
  );
  const [control] = experiment?.controls ?? [];
  const other = control.values?.find((value) => value !== control.default) ?? control.max;
  const moved = differences({ settings: { [control.id]: other ?? 0 } }, base);
  assert.equal(writeHash(moved), `#${control.id}=${other}`);
});

test('what a reader chose goes along to another page, what belongs to one page does not', () => {
  const { state } = readAddress({
    query: '?experiment=sgd-vs-adam&lang=ru&large&seed=7&hide=code',
  });
  assert.equal(writeQuery(carried(state)), '?lang=ru&large=on');
});

test('a course leads from one experiment to the next', () => {
  assert.deepEqual(placeInCourse('intro', 'ravine'), { step: 1, of: 3, next: 'batch-size' });
  assert.deepEqual(placeInCourse('intro', 'sgd-vs-adam'), { step: 3, of: 3, next: null });
  assert.equal(placeInCourse('intro', 'dropout'), null);
  assert.equal(placeInCourse(undefined, 'ravine'), null);
});

test('texts are stressed as a test asks, with their numbers in them', () => {
  const stress = (/** @type {any} */ way) =>
    new Words('en', { n: '{n} of 3' }, way).text('n', { n: 2 });
  assert.equal(stress(''), '2 of 3');
  assert.equal(stress('double'), '2 of 3 2 of 3');
  assert.match(stress('rtl'), /^\u2067.*2 of 3\u2069$/);
  for (const way of STRESSES) assert.ok(stress(way).length > 8, way);
});
