/**
 * From a view of kind "curves" and the lab's runs to the picture and to the rows of its export.
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../experiments/experiment.js').View} View
 * @typedef {import('../chart/series.js').Axis} Axis
 * @typedef {import('../chart/series.js').Series} Series
 * @typedef {import('../chart/theme.js').Scheme} Scheme
 *
 * @typedef {object} Display how the reader wants to see the curves of a figure
 * @property {number} smooth weight of the past, 0 for none
 * @property {import('../chart/series.js').BandKind | 'auto'} band
 * @property {boolean} single each seed as a pale line
 * @property {boolean | null} log null: as the view has it
 * @property {readonly string[]} hidden ids of lines
 * @property {{from: number, to: number} | null} zoom part of the x axis
 *
 * @typedef {object} CurvesModel
 * @property {View} view
 * @property {string} title
 * @property {string} subtitle
 * @property {string} note how seeds and smoothing made the lines
 * @property {string} quantity
 * @property {boolean} percent
 * @property {boolean} log
 * @property {Axis} axis
 * @property {{from: number, to: number}} shown of the x axis
 * @property {number} end of the whole x axis
 * @property {number} seeds
 * @property {CurveLine[]} lines
 * @property {string[]} names of the lines that are and will be
 * @property {Series[]} ghosts of earlier runs
 * @property {{x: number, text: string, rule: string}[]} events
 *
 * @typedef {object} CurveLine
 * @property {string} name
 * @property {Series} series as drawn
 * @property {Series} raw before smoothing
 * @property {{seed: number, series: Series}[]} single where each seed is shown
 */
import { AXES, endOfAxis, placeOfUpdate } from '../chart/axes.js';
import { toCsv } from '../chart/csv.js';
import {
  bottomOf,
  evenStep,
  evenTicks,
  logTicks,
  tickStep,
  topOf,
  topWithin,
} from '../chart/scale.js';
import { bandKind, buildSeries } from '../chart/series.js';
import { smoothed } from '../chart/smooth.js';
import { ruleStyle, runStyle, tokens } from '../chart/theme.js';
import { formatSetting } from './controls.js';
import { runName } from './names.js';
import { namedTicks, shortNumber } from './numbers.js';

/** @type {Readonly<Display>} */
export const PLAIN = Object.freeze({
  smooth: 0,
  band: 'auto',
  single: false,
  log: null,
  hidden: [],
  zoom: null,
});

const GHOST = 0.32;
const RAW = 0.28;
const SINGLE = 0.3;

/** @param {View} view @returns {Axis[]} that make sense for it */
export const axesOf = (view) =>
  view.ends ? /** @type {Axis[]} */ (Object.keys(view.ends)) : [...AXES];

/**
 * @template T
 * @param {readonly T[]} offered
 * @param {T} wanted
 * @returns {T} wanted, or the first if that is not offered
 */
export const oneOf = (offered, wanted) => (offered.includes(wanted) ? wanted : offered[0]);

/**
 * @param {object} options
 * @param {View} options.view
 * @param {Lab} options.lab
 * @param {Words} options.words
 * @param {Axis} options.axis as far as the view has it
 * @param {string} options.quantity as far as the view has it
 * @param {Display} options.display
 * @returns {CurvesModel}
 */
export function curvesModel({ view, lab, words, display, ...wanted }) {
  const axis = oneOf(axesOf(view), wanted.axis);
  const quantity = oneOf(Object.keys(view.columns), wanted.quantity);
  const column = view.columns[quantity];
  const isShown = ({ id = '' }) => view.runs?.includes(id) ?? true;
  const all = (lab.race?.runs ?? []).filter(isShown);
  const past = lab.past.map(({ runs }) => runs.filter(isShown));
  const plans = lab.plans.filter(isShown);
  const specs = plans.map(({ spec }) => spec);
  const end = endOfAxis({ axis, specs, runs: [all, ...past].flat(), end: view.ends?.[axis] });

  const runs = all.filter(({ id }) => !display.hidden.includes(id));
  const lines = buildSeries({ runs, column, axis, band: display.band }).map((raw) => ({
    name: runName(words, raw),
    series: smoothed(raw, display.smooth),
    raw,
    single:
      display.single && raw.seeds > 1
        ? runs
            .filter(({ id }) => id === raw.id)
            .map((run) => ({
              seed: run.seed,
              series: buildSeries({ runs: [run], column, axis })[0],
            }))
        : [],
  }));
  return {
    view,
    title: words.text(`view.${view.id}.${quantity}`),
    subtitle: words.text(`view.${view.id}`),
    note: noteOf(lab.seeds, display, words),
    quantity,
    percent: quantity === 'error',
    log: display.log ?? view.logarithmic?.includes(quantity) ?? false,
    axis,
    shown: display.zoom ?? { from: 0, to: end },
    end,
    seeds: lab.seeds,
    lines,
    names: plans.map((plan) => runName(words, plan)),
    ghosts: past.flatMap((old) =>
      buildSeries({
        runs: old.filter(({ id }) => !display.hidden.includes(id)),
        column,
        axis,
      }).map((series) => smoothed(series, display.smooth)),
    ),
    events: eventsOf({ lab, words, axis, lead: all[0] }),
  };
}

/**
 * @param {number} seeds
 * @param {Display} display
 * @param {Words} words
 * @returns {string} how seeds and smoothing make a line
 */
export function noteOf(seeds, { band, smooth }, words) {
  const kind = bandKind(seeds, band);
  const how = words.text(`band.${kind}`, { n: seeds });
  return smooth > 0 ? `${how}, ${words.text('display.smoothed', { w: smooth })}` : how;
}

/**
 * @param {object} options
 * @param {Lab} options.lab
 * @param {Words} options.words
 * @param {Axis} options.axis
 * @param {import('../state/runner.js').Runner} [options.lead]
 * @returns {CurvesModel['events']}
 */
function eventsOf({ lab, words, axis, lead }) {
  return lab.marks.map((mark) => {
    const control = lab.controls.find(({ id }) => id === mark.control);
    if (!control) throw new Error(`no such control: ${mark.control}`);
    const label = words.text(`control.${control.id}`);
    const [from, to] = [mark.from, mark.to].map((v) => formatSetting(control, v, words));
    return {
      x: lead ? placeOfUpdate(lead, mark.at, axis) : 0,
      rule: lab.rules[control.run ?? ''] ?? '',
      text: words.text('chart.change', { label, from, to }),
    };
  });
}

/**
 * The y axis that a reader saw last: it does not shrink under his eyes.
 *
 * @typedef {{to: number, from: number}} Before
 */

/**
 * @param {CurvesModel} model
 * @param {object} options
 * @param {Words} options.words
 * @param {Scheme} options.scheme
 * @param {boolean} options.large
 * @param {string} options.font family
 * @param {boolean} [options.narrow] room for few ticks only
 * @param {number | null} [options.cursor]
 * @param {Before} [options.before]
 * @param {import('../chart/picture.js').Drawn | null} [options.drawn]
 * @returns {import('../chart/picture.js').Picture}
 */
export function curvesPicture(model, options) {
  const { words, scheme, large, font, narrow = false, cursor = null, drawn = null } = options;
  const { lines, ghosts, percent } = model;
  const colours = /** @type {Record<'paper' | 'ink' | 'soft' | 'line' | 'edge', string>} */ (
    tokens[scheme]
  );
  const solid = (/** @type {Series} */ run) => ({ ...runStyle(run, scheme), dash: [] });
  return {
    lines: lines.map(({ series, name }) => ({ series, name, style: runStyle(series, scheme) })),
    names: model.names,
    pale: [
      ...ghosts.map((series) => ({ series, style: runStyle(series, scheme), opacity: GHOST })),
      ...lines.flatMap(({ single }) =>
        single.map(({ series }) => ({ series, style: solid(series), opacity: SINGLE })),
      ),
      ...lines
        .filter(({ raw, series }) => raw !== series)
        .map(({ raw }) => ({ series: raw, style: solid(raw), opacity: RAW })),
    ],
    drawn,
    events: model.events.map(({ x, text, rule }) => ({
      x,
      text,
      color: rule ? ruleStyle(rule, scheme).text : colours.soft,
    })),
    x: xAxis(model, words, narrow),
    y: yAxis(model, words, options.before),
    format: (value) => shortNumber(words, value, percent),
    divergedText: (update) => words.text('chart.diverged', { update }),
    cursor,
    style: { ...colours, font, scale: large ? 1.5 : 1, width: large ? 3 : 2 },
  };
}

/**
 * @param {CurvesModel} model
 * @param {Words} words
 * @param {boolean} narrow
 */
function xAxis({ axis, shown: { from, to } }, words, narrow) {
  const values = evenTicks(from, to, tickStep(to - from, narrow ? 3 : 5));
  const last = values.length - 1;
  const ticks = values.map((value, i) => {
    const text = words.number(value, 6);
    const whole = words.text(`axis.${axis}.tick`, { n: value });
    return i < last ? { value, text } : { value, text, unit: unitOf(whole, words.number(value)) };
  });
  return { from, to, log: false, ticks };
}

/** @param {string} whole "10 epochs" @param {string} number "10" */
const unitOf = (whole, number) => whole.replace(number, '').trim();

/**
 * @param {CurvesModel} model
 * @param {Words} words
 * @param {Before} [before]
 */
function yAxis({ view, quantity, percent, log, shown, end, lines, ghosts }, words, before) {
  const drawn = lines.map(({ series }) => series);
  const series = [...drawn, ...ghosts];
  const whole = topOf({
    top: view.top[quantity],
    series,
    from: shown.from + (end - shown.from) / 10,
    before: before?.to,
  });
  const isPart = shown.from > 0 || shown.to < end;
  if (!log) {
    const to = isPart ? topWithin({ series: drawn, ...shown, top: whole }) : whole;
    const values = evenTicks(0, to, evenStep(to));
    return { from: 0, to, log, ticks: namedTicks(words, values, { percent, log }) };
  }
  const from = bottomOf({ series, ...shown, top: whole, before: before?.from });
  const ticks = namedTicks(words, logTicks({ from, to: whole, log }, 6), { percent, log });
  return { from, to: whole, log, ticks };
}

/**
 * What a screen reader says of the chart: title, and the value at the end of each line.
 *
 * @param {CurvesModel} model
 * @param {Words} words
 */
export function curvesSummary({ title, subtitle, lines, percent }, words) {
  const values = lines
    .filter(({ series }) => series.y.length)
    .map(({ series, name }) => {
      const value = shortNumber(words, series.y[series.y.length - 1], percent);
      return `${name} ${percent ? words.text('unit.percent', { n: value }) : value}`;
    });
  return [`${title}, ${subtitle}`, ...values].join('. ');
}

/**
 * @param {CurvesModel} model
 * @param {Display} display
 * @returns {string} what is shown, as measured, and beside it as smoothed
 */
export function curvesCsv({ axis, quantity, view, lines, shown, seeds }, display) {
  const column = view.columns[quantity];
  const kind = bandKind(seeds, display.band);
  const middle = seeds < 2 ? '' : kind === 'deviation' ? 'mean' : 'median';
  const header = ['run', 'seed', axis, ...(axis === 'update' ? [] : ['update']), column];
  if (kind !== 'none') header.push('low', 'high');
  if (display.smooth > 0) header.push('smoothed');

  const rows = lines.flatMap(({ name, raw, series, single }) => [
    ...rowsOf(raw, (i) => [
      ...(kind === 'none' ? [] : [raw.low[i], raw.high[i]]),
      ...(display.smooth > 0 ? [series.y[i]] : []),
    ]).map((row) => [name, middle, ...row]),
    ...single.flatMap((one) => rowsOf(one.series, () => []).map((row) => [name, one.seed, ...row])),
  ]);
  return toCsv(header, rows);

  /**
   * @param {Series} line
   * @param {(i: number) => number[]} more
   */
  function rowsOf({ x, y, update }, more) {
    const all = [];
    for (let i = 0; i < x.length; i++) {
      if (x[i] < shown.from || x[i] > shown.to) continue;
      all.push([x[i], ...(axis === 'update' ? [] : [update[i]]), y[i], ...more(i)]);
    }
    return all;
  }
}
