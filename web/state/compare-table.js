/**
 * The comparison in words and numbers of a language: for the page, as Markdown, and as CSV.
 *
 * @typedef {import('./compare.js').Comparison} Comparison
 * @typedef {import('./compare.js').Row} Row
 * @typedef {import('./words.js').Words} Words
 *
 * @typedef {object} Column
 * @property {string} key as sortRows takes it
 * @property {string} label
 * @property {(row: Row) => string} text
 * @property {(row: Row) => unknown} raw for programs
 * @property {boolean} numeric
 */
import { toCsv } from '../report/csv.js';

const RAISED = '⁻⁰¹²³⁴⁵⁶⁷⁸⁹';
const DIGITS = { percent: 2, loss: 4, whole: 0 };

/**
 * @param {Comparison} comparison
 * @param {{words: Words, nameOf: (line: Row['line']) => string}} options
 * @returns {Column[]}
 */
export function columnsOf({ paths, quantities, diverged }, { words, nameOf }) {
  /** @type {Column[]} */
  const columns = [
    {
      key: 'run',
      label: words.text('compare.run'),
      text: (row) => nameOf(row.line),
      raw: (row) => nameOf(row.line),
      numeric: false,
    },
    ...paths.map((path) => ({
      key: path,
      label: settingName(path, words),
      text: (/** @type {Row} */ row) => settingText(row, path, words),
      raw: (/** @type {Row} */ row) => row.changed[path] ?? row.settings[path],
      numeric: true,
    })),
    ...quantities.map((name) => ({
      key: name,
      label: words.text(`compare.${name}`),
      text: (/** @type {Row} */ row) => quantityText(row.finals[name], name, words),
      raw: (/** @type {Row} */ row) => row.finals[name],
      numeric: true,
    })),
  ];
  if (diverged) {
    columns.push({
      key: 'diverged',
      label: words.text('compare.diverged'),
      text: (row) => divergedText(row, words),
      raw: (row) => row.divergedAt,
      numeric: true,
    });
  }
  columns.push({
    key: 'n',
    label: words.text('compare.n'),
    text: (row) => words.number(row.n),
    raw: (row) => row.n,
    numeric: true,
  });
  return columns;
}

/**
 * What a field of the spec is called: by its own text, for a layer by that of its field, else by
 * its path.
 *
 * @param {string} path
 * @param {Words} words
 */
export function settingName(path, words) {
  if (words.has(`spec.${path}`)) return words.text(`spec.${path}`);
  const [, layer, field] = path.match(/^model\.(\d+)\.(\w+)$/) ?? [];
  const key = `spec.model.${field}`;
  return field && words.has(key) ? words.text(key, { n: Number(layer) + 1 }) : path;
}

/**
 * @param {Row} row
 * @param {string} path
 * @param {Words} words
 */
function settingText({ settings, changed }, path, words) {
  const before = valueText(settings[path], words);
  return path in changed ? `${before} → ${valueText(changed[path], words)}` : before;
}

/**
 * @param {unknown} value
 * @param {Words} words
 */
function valueText(value, words) {
  if (value === undefined) return '–';
  if (typeof value !== 'number') {
    const rule = `rule.${value}`;
    return words.has(rule) ? words.text(rule) : String(value);
  }
  return Number.isFinite(value) ? words.number(Number(value.toPrecision(4)), 12) : String(value);
}

/**
 * @param {number} value
 * @param {import('./compare.js').Quantity} name
 * @param {Words} words
 */
function quantityText(value, name, words) {
  if (Number.isNaN(value)) return '–';
  if (name === 'trainError' || name === 'testError') {
    return `${words.number(100 * value, DIGITS.percent, DIGITS.percent)} %`;
  }
  if (name === 'updates') return words.number(value, DIGITS.whole);
  if (name === 'epoch' || name === 'seconds') return words.number(value, 2);
  // Losses and distances go over many powers of ten.
  const plain = Math.abs(value) >= 0.001 && Math.abs(value) < 10_000;
  if (plain || value === 0) return words.number(value, DIGITS.loss, DIGITS.loss);
  const [digits, power] = value.toExponential(2).split('e');
  const raised = [...String(Number(power))].map((sign) => RAISED['-0123456789'.indexOf(sign)]);
  return `${words.number(Number(digits), 2, 2)}·10${raised.join('')}`;
}

/**
 * @param {Row} row
 * @param {Words} words
 */
function divergedText({ n, diverged, divergedAt }, words) {
  if (!diverged) return '–';
  const at = words.number(divergedAt, 0);
  return n === 1 ? at : words.text('compare.diverged.some', { at: divergedAt, diverged, n });
}

/**
 * @param {readonly Column[]} columns
 * @param {readonly Row[]} rows
 */
export function toMarkdown(columns, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [
    line(columns.map(({ label }) => cell(label))),
    line(columns.map(({ numeric }) => (numeric ? '---:' : '---'))),
    ...rows.map((row) => line(columns.map(({ text }) => cell(text(row))))),
    '',
  ].join('\n');
}

/** @param {string} text */
const cell = (text) => text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replace(/\s+/g, ' ');

/**
 * @param {readonly Column[]} columns
 * @param {readonly Row[]} rows
 */
export const toCsvText = (columns, rows) =>
  toCsv(
    columns.map(({ label }) => label),
    rows.map((row) => columns.map(({ raw }) => raw(row))),
  );
