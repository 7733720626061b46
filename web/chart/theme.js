/**
 * Colours, dashes and measures of everything that is drawn: the one table from which both the
 * canvas and the style sheets take them.
 *
 * Hues of the rules keep apart for colour-blind eyes by lightness and by dashes, not by hue alone;
 * `text` is at least 4.5:1 and `line` at least 3:1 on paper (tests/unit/theme.test.js).
 *
 * @typedef {'light' | 'dark'} Scheme
 * @typedef {{line: string, text: string, dash: number[]}} RuleStyle
 */
import { dashOfShade, shadeOf } from './shades.js';

/** @type {Record<Scheme, Record<string, string>>} */
export const tokens = {
  light: {
    paper: '#fbfaf7',
    card: '#ffffff',
    ink: '#1d2129',
    soft: '#5c6470',
    line: '#e3e1da',
    edge: '#8b8f96',
    ok: '#1b7f4d',
    no: '#b3261e',
    heat: '#1f3f6f',
  },
  dark: {
    paper: '#16181c',
    card: '#1d2025',
    ink: '#e9e7e1',
    soft: '#a2a7b0',
    line: '#33363d',
    edge: '#6f757f',
    ok: '#62c795',
    no: '#ff8a80',
    heat: '#c4dbf5',
  },
};

/** @type {Record<string, {light: string, dark: string, dash: number[], text?: string}>} */
export const rules = {
  sgd: { light: '#0b6bb8', dark: '#5db2f2', dash: [6, 3] },
  momentum: { light: '#00795f', dark: '#3cc9a5', dash: [12, 3] },
  nesterov: { light: '#3f7d1e', dark: '#9ad06a', dash: [12, 3, 2, 3] },
  adagrad: { light: '#8a6400', dark: '#e0b84a', dash: [2, 2] },
  rmsprop: { light: '#a8337f', dark: '#ef8fcb', dash: [8, 3, 2, 3] },
  adadelta: { light: '#7a5a3a', dark: '#cfa982', dash: [4, 2, 1, 2] },
  adam: { light: '#c8501e', text: '#c14b1a', dark: '#ff9a66', dash: [] },
  adamax: { light: '#b23a48', dark: '#f48a96', dash: [16, 4] },
  nadam: { light: '#9a4a00', dark: '#f0a85c', dash: [16, 3, 2, 3] },
  amsgrad: { light: '#7b4fb5', dark: '#bfa0f0', dash: [5, 5] },
  adamw: { light: '#b8286a', dark: '#ff86b4', dash: [10, 2, 2, 2, 2, 2] },
  lion: { light: '#3d5a80', dark: '#9fb9dd', dash: [1, 3] },
  'adam-uncorrected': { light: '#8f3b76', dark: '#dd9aca', dash: [3, 3] },
  'adam-fed-back': { light: '#6a7410', dark: '#c5cf6a', dash: [8, 2, 1, 2, 1, 2] },
};

/**
 * @param {string} rule
 * @param {Scheme} scheme
 * @returns {RuleStyle} a rule that is not in the table is drawn in ink
 */
export function ruleStyle(rule, scheme) {
  const row = rules[rule];
  if (!row) return { line: tokens[scheme].ink, text: tokens[scheme].ink, dash: [] };
  const line = row[scheme];
  return { line, text: scheme === 'light' ? (row.text ?? line) : line, dash: row.dash };
}

/** @type {Map<string, RuleStyle>} */
const shades = new Map();

/**
 * @param {{rule: string, shade?: number}} run of runs that differ in one number only each has its
 *   own shade and dashes; the fullest shade is 1
 * @param {Scheme} scheme
 * @returns {RuleStyle}
 */
export function runStyle({ rule, shade }, scheme) {
  if (shade === undefined) return ruleStyle(rule, scheme);
  const key = `${rule} ${shade} ${scheme}`;
  let style = shades.get(key);
  if (!style) {
    const { paper, ink } = tokens[scheme];
    const options = { color: ruleStyle(rule, scheme).line, paper, ink, shade };
    const line = shadeOf(options);
    style = { line, text: shadeOf({ ...options, least: 5.2 }), dash: dashOfShade(shade) };
    shades.set(key, style);
  }
  return style;
}

/** Grounds and rules, which a page round the lab may choose: `--spusk-paper` and so on. */
const FREE = ['paper', 'card', 'line'];

/**
 * @param {Scheme} scheme
 * @returns {string} declarations of custom properties, for a style sheet
 */
export function themeProperties(scheme) {
  const plain = Object.entries(tokens[scheme]).map(([name, value]) =>
    FREE.includes(name) ? `--${name}: var(--spusk-${name}, ${value});` : `--${name}: ${value};`,
  );
  const ruled = Object.keys(rules).map(
    (rule) => `--rule-${rule}: ${ruleStyle(rule, scheme).text};`,
  );
  return [...plain, ...ruled].join('\n');
}
