/** The comparison of runs, its pins, and what is copied of it. */
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { toCsv } from '../../web/report/csv.js';
import { compare, sortRows } from '../../web/state/compare.js';
import { columnsOf, toCsvText, toMarkdown } from '../../web/state/compare-table.js';
import { MOST, Pins } from '../../web/state/pins.js';
import { htmlParts } from '../../web/state/report-html.js';
import { toMarkdown as reportMarkdown } from '../../web/state/report-markdown.js';
import { Runner } from '../../web/state/runner.js';
import { Words } from '../../web/state/words.js';

const en = JSON.parse(
  await readFile(new URL('../../web/locales/en.json', import.meta.url), 'utf8'),
);
const words = new Words('en', en);

/**
 * @param {object} options
 * @param {string} options.id
 * @param {Record<string, any>} options.spec
 * @param {Record<string, number>[]} options.lasts the last row of each seed
 * @param {number[]} [options.diverged]
 * @returns {import('../../web/state/compare.js').Line}
 */
function lineOf({ id, spec, lasts, diverged = [] }) {
  const runs = lasts.map((last, k) => {
    const run = new Runner({ id, rule: id, seed: k + 1, spec: { seed: k + 1, ...spec } });
    const columns = Object.entries(last).map(([name, value]) => [name, Float64Array.of(value)]);
    run.trace.append(Object.fromEntries(columns));
    run.updates = 10 * (k + 1);
    run.divergedAt = diverged[k] ?? -1;
    return run;
  });
  return { place: 'now', id, rule: id, settings: {}, runs };
}

const lines = [
  lineOf({
    ...{ id: 'sgd', spec: { optimizer: { name: 'sgd', lr: 0.1 }, batch: { size: 8 } } },
    lasts: [{ testError: 0.2 }, { testError: 0.4 }, { testError: 0.9 }],
    diverged: [-1, -1, 30],
  }),
  lineOf({
    ...{ id: 'adam', spec: { optimizer: { name: 'adam', lr: 0.01 }, batch: { size: 8 } } },
    lasts: [{ testError: 0.05 }, { testError: 0.1 }, { testError: 0.07 }],
  }),
  lineOf({
    id: 'momentum',
    spec: { optimizer: { name: 'momentum', lr: 0.1 } },
    lasts: [{ value: 1e-30 }],
  }),
];
const nameOf = (/** @type {{id: string}} */ { id }) => words.text(`rule.${id}`);

test('only settings that differ, medians of what did not diverge, and nothing that nobody has', () => {
  const { paths, quantities, diverged, rows } = compare(lines);
  assert.deepEqual(paths, ['optimizer.lr', 'batch.size']);
  assert.deepEqual(quantities, ['testError', 'value', 'updates', 'epoch']);
  assert.equal(diverged, true);
  assert.deepEqual([rows[0].n, rows[0].diverged, rows[0].divergedAt], [3, 1, 30]);
  assert.ok(Math.abs(rows[0].finals.testError - 0.3) < 1e-12);
  assert.equal(rows[1].finals.testError, 0.07);
  assert.deepEqual(compare(lines.slice(0, 2)).paths, ['optimizer.lr']);
  assert.deepEqual(compare([]).rows, []);
});

test('sorts by any column, with nothing last', () => {
  const comparison = compare(lines);
  const ids = (/** @type {string} */ by, down = false) =>
    sortRows(comparison, { by, down }, nameOf).map(({ line }) => line.id);
  assert.deepEqual(ids('testError'), ['adam', 'sgd', 'momentum']);
  assert.deepEqual(ids('testError', true), ['sgd', 'adam', 'momentum']);
  assert.deepEqual(ids('run'), ['adam', 'momentum', 'sgd']);
  assert.deepEqual(ids('optimizer.lr'), ['adam', 'sgd', 'momentum']);
  assert.deepEqual(ids('batch.size', true), ['sgd', 'adam', 'momentum']);
});

test('a change on the way is shown beside what it began with', () => {
  const line = lineOf({ id: 'sgd', spec: { optimizer: { name: 'sgd', lr: 0.1 } }, lasts: [{}] });
  line.runs[0].spec = { ...line.runs[0].started, optimizer: { name: 'sgd', lr: 0.05 } };
  const comparison = compare([line]);
  const columns = columnsOf(comparison, { words, nameOf });
  const [, lr] = columns.map(({ text }) => text(comparison.rows[0]));
  assert.equal(lr, '0.1 → 0.05');
});

test('copied as Markdown as it is read, and as CSV for programs', () => {
  const comparison = compare(lines);
  const columns = columnsOf(comparison, { words, nameOf });
  const [head, rule, sgd] = toMarkdown(columns, comparison.rows).split('\n');
  assert.match(head, /^\| Run \| step size \| batch size \| Test error \| Value \|/);
  assert.match(rule, /^\| --- \| ---: \|/);
  assert.match(sgd, /^\| SGD \| 0\.1 \| 8 \| 30\.00 % \| – \|/);
  const rows = toCsvText(columns, comparison.rows).split('\r\n');
  assert.equal(rows[2].split(',')[3], '0.07');
  assert.equal(rows[3].split(',')[4], '1e-30');
  assert.equal(rows[3].split(',')[2], '');
});

test('CSV quotes what must be quoted, and no text is a formula', () => {
  const text = toCsv(
    ['a', 'b"c'],
    [
      ['x,y', -1.5],
      ['=1+1', NaN],
      ['-12', null],
    ],
  );
  assert.equal(text, 'a,"b""c"\r\n"x,y",-1.5\r\n\'=1+1,\r\n-12,\r\n');
});

test('eight lines can be pinned, the ninth not, until one goes', () => {
  const pins = new Pins();
  const many = Array.from({ length: MOST + 1 }, (_, k) =>
    lineOf({ id: `r${k}`, spec: {}, lasts: [{ testError: k }] }),
  );
  assert.deepEqual(
    many.map((line) => pins.add(line)),
    [...Array(MOST).fill(true), false],
  );
  assert.equal(pins.add(many[0]), true);
  assert.equal(pins.lines.length, MOST);
  pins.remove(many[3]);
  assert.equal(pins.add(many[MOST]), true);
  assert.equal(pins.has(many[3]), false);
});

test('what a learner types is text, in HTML and in Markdown', () => {
  const evil = '<img src=x onerror=alert(1)> | [a](javascript:b)\n# c "d" \'e\' & f';
  const document = {
    ...{ lang: 'en', kicker: 'k', title: evil, facts: [evil] },
    sections: [
      {
        ...{ id: 's', title: evil },
        blocks: /** @type {import('../../web/state/report-document.js').Block[]} */ ([
          { kind: 'words', text: evil },
          { kind: 'list', items: [{ mark: 'yes', text: evil, note: evil }] },
          { kind: 'table', table: { head: [evil], rows: [[evil]], code: [0] } },
          { kind: 'link', url: `https://x/"><b>${evil}` },
        ]),
      },
    ],
  };
  const page = htmlParts(document)
    .map(({ html }) => html)
    .join('');
  assert.doesNotMatch(page, /<img|<b>|"><b/);
  const text = reportMarkdown(document, { pictures: '' });
  assert.doesNotMatch(text.replace(/`[^`]*`|^<https[^>\s]*>$/gm, ''), /(^|[^\\])<img/);
  assert.doesNotMatch(text, /\n# c/);
  assert.doesNotMatch(text.replace(/`[^`]*`|^<https[^>\s]*>$/gm, ''), /[^\\]\]\(/);
});
