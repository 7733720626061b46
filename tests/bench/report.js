/** The results as Markdown, which is also what is printed. */
import { contestants } from './contestants.js';
import { compare } from './race.js';
import { median } from './statistics.js';
import { workloads } from './workloads.js';

/**
 * @typedef {import('./bench.js').Results} Results
 * @typedef {import('./contestants.js').Name} Name
 * @typedef {import('./parts/updates.js').Timed} Timed
 * @typedef {import('./reach.js').Judged} Judged
 */

const INTRODUCTION = `# Measured speed

Written by \`make bench\`. Everybody does the same work on the same machine in the same minutes: a
forward pass, a backward pass and an update of all weights, on nets of the same shapes, on one
thread. Contestants take turns (A B C A B C ...); times are medians, ratios are medians of the
ratios of single rounds, with their quartiles in brackets. "1.5x" means that spusk makes 1.5 updates
while the other makes one.

Spusk takes every batch out of a data set of bytes in memory, shuffled anew each epoch, and scales
it, as in real use; the peers get one batch ready-made and use it again and again. All data are
random. Spusk is measured through its public interface, \`run.step(n)\` in Node, unless another build
is named.
`;

/** @type {Name[]} */
const PEERS = ['pytorch', 'tfjs-wasm', 'tfjs-cpu', 'convnetjs'];
/** @type {Name[]} */
const BUILDS = ['scalar', 'gcc', 'clang'];

/** @param {Results} results @param {Judged[]} judged */
export function report(results, judged) {
  const { updates, evaluation, kernels, rules, memory, browser, seeds, sizes } = results;
  const parts = [INTRODUCTION, machine(results)];
  if (updates.length) parts.push(nets(), times(updates), against(updates), builds(updates));
  if (evaluation.simd) parts.push(evaluationTable(evaluation));
  if (kernels.length) parts.push(kernelTable(kernels, browser?.kernels));
  if (rules.length) parts.push(ruleTable(rules));
  if (memory.length) parts.push(memoryTable(memory));
  if (Object.keys(sizes).length) parts.push(sizeTable(sizes));
  if (seeds || browser) parts.push(pageTable(seeds, browser));
  return [...parts, verdict(judged)].join('\n');
}

/** @param {string} title @param {string} [text] */
const section = (title, text = '') => `## ${title}\n${text ? `\n${text}\n` : ''}`;

/**
 * A Markdown table that is straight in a terminal too.
 * @param {string[]} head @param {string[][]} rows
 */
function table(head, rows) {
  const widths = head.map((_, i) => Math.max(...[head, ...rows].map((row) => row[i].length)));
  const line = (/** @type {string[]} */ row) =>
    `| ${row.map((cell, i) => (i ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join(' | ')} |`;
  const rule = `| ${widths.map((w, i) => (i ? `${'-'.repeat(w - 1)}:` : '-'.repeat(w))).join(' | ')} |`;
  return [line(head), rule, ...rows.map(line), ''].join('\n');
}

/** Three digits. @param {number} value */
function three(value) {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return '0';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

/** @param {Results} results */
function machine({ machine: facts, minutes, short }) {
  const list = Object.entries(facts).map(([name, value]) => `- ${name}: ${value}`);
  const form = short ? 'the short form, ' : '';
  return `${section('Machine')}\n${list.join('\n')}\n- ${form}${minutes.toFixed(1)} minutes\n`;
}

function nets() {
  const rows = workloads.map(({ id, title }) => `- ${id}: ${title}`);
  return `${section('Nets')}\n${rows.join('\n')}\n`;
}

/** @param {Timed[]} cells */
const cellNames = (cells) =>
  cells.map(({ id, rule, batch }) => `${id} ${rule.padEnd(4)} batch ${String(batch).padStart(3)}`);

/** @param {Timed[]} cells */
function times(cells) {
  const names = cellNames(cells);
  /** @type {Name[]} */
  const columns = ['simd', ...PEERS];
  const rows = cells.map(({ race }, i) => [
    names[i],
    ...columns.map((name) => {
      const outcome = race[name];
      if (!outcome || outcome.cannot) return '-';
      const micro = outcome.seconds.map((s) => 1e6 * s);
      return `${three(median(micro))} (${three(Math.min(...micro))})`;
    }),
  ]);
  const text = `Microseconds for an update: the median, and the best in brackets.${why(cells)}`;
  const head = ['', ...columns.map((name) => contestants[name].title)];
  return `${section('Times', text)}\n${table(head, rows)}`;
}

/** Why some did not take part. @param {Timed[]} cells */
function why(cells) {
  const reasons = cells.flatMap(({ race }) =>
    PEERS.filter((name) => race[name]?.cannot).map(
      (name) => `${contestants[name].title}: ${race[name]?.cannot}.`,
    ),
  );
  return [' "-": not done.', ...new Set(reasons)].join(' ');
}

/** @param {Timed} cell @param {Name} name */
function ratio({ race }, name) {
  const compared = compare(race, 'simd', name);
  if (!compared) return '-';
  const { ratio: middle, low, high } = compared;
  return `${three(middle)}x (${three(low)} - ${three(high)})`;
}

/** @param {Timed[]} cells */
function against(cells) {
  const names = cellNames(cells);
  const rows = cells.map((cell, i) => [names[i], ...PEERS.map((name) => ratio(cell, name))]);
  const head = ['', ...PEERS.map((name) => contestants[name].title)];
  return `${section('How many times as fast')}\n${table(head, rows)}`;
}

/** @param {Timed[]} cells */
function builds(cells) {
  const some = cells.filter(({ race }) => BUILDS.some((name) => race[name]));
  const names = cellNames(some);
  const rows = some.map((cell, i) => [names[i], ...BUILDS.map((name) => ratio(cell, name))]);
  const head = ['', ...BUILDS.map((name) => contestants[name].title)];
  const text = 'Spusk in WebAssembly with SIMD, in Node, against its other builds.';
  return `${section('Our builds', text)}\n${table(head, rows)}`;
}

/** @param {import('./race.js').Race} race */
function evaluationTable(race) {
  const rows = /** @type {Name[]} */ (['simd', 'clang', 'pytorch']).map((name) => [
    contestants[name].title,
    three(1000 * median(race[name]?.seconds ?? [])),
    name === 'simd' ? '' : ratio({ id: 'W1', rule: 'sgd', batch: 32, race }, name),
  ]);
  const text = 'Loss and errors of 10,000 images of 28x28 through W1; PyTorch in batches of 32.';
  return `${section('Evaluation', text)}\n${table(['', 'milliseconds', 'spusk is'], rows)}`;
}

/**
 * @param {Results['kernels']} kernels
 * @param {Results['kernels']} [there] in Chromium
 */
function kernelTable(kernels, there = []) {
  const rows = kernels.map(({ name, unit, rate, share, quiet }) => {
    const other = there.find((one) => one.name === name);
    return [
      name,
      `${three(rate / 1e9)} G${unit}/s`,
      unit === 'flop' ? `${(100 * share).toFixed(0)} %` : '-',
      String(quiet),
      other && unit === 'flop' ? `${(100 * other.share).toFixed(0)} %` : '-',
    ];
  });
  const text =
    'WebAssembly with SIMD, in Node, and in Chromium, whose engine is a newer one. The limit: a ' +
    'multiplication and an addition of four floats in independent chains, before and after each ' +
    'slice of a kernel. Products are M x N x K.';
  const head = ['', 'speed', 'of the limit', 'quiet slices', 'of the limit in Chromium'];
  return `${section('Kernels', text)}\n${table(head, rows)}`;
}

/** @param {Results['rules']} rules */
function ruleTable(rules) {
  const rows = rules.map(({ rule, limit, micro, share, low, high }) => [
    rule,
    three(micro),
    `${(100 * share).toFixed(0)} % (${(100 * low).toFixed(0)} - ${(100 * high).toFixed(0)})`,
    limit,
  ]);
  const text = 'Updates of 100,000 weights alone, in WebAssembly with SIMD.';
  return `${section('Rules', text)}\n${table(['', 'microseconds', 'of the speed of', ''], rows)}`;
}

/** @param {Results['memory']} memory */
function memoryTable(memory) {
  const rows = memory.map(({ id, rule, batch, bytes, formula }) => [
    `${id} ${rule.padEnd(4)} batch ${batch}`,
    three(bytes / 1000),
    three(formula / 1000),
    `${(bytes / formula).toFixed(3)}x`,
  ]);
  const text =
    'A run and its data in kB, as `run.describe()` says; beside it weights x (2 + state vectors) + ' +
    'activations + data. Activations are the inputs and what every layer puts out.';
  return `${section('Memory', text)}\n${table(['', 'kB', 'formula', ''], rows)}`;
}

/** @param {Record<string, number>} sizes */
function sizeTable(sizes) {
  const rows = Object.entries(sizes).map(([name, bytes]) => [name, (bytes / 1000).toFixed(1)]);
  return `${section('Sizes')}\n${table(['', 'kB, gzip'], rows)}`;
}

/** @param {Results['seeds']} seeds @param {Results['browser']} browser */
function pageTable(seeds, browser) {
  /** @type {string[][]} */
  const rows = [];
  if (browser) {
    const { firstPoint, smooth, workers } = browser;
    rows.push(
      ['first point after navigation, s', firstPoint.map(three).join(', ')],
      [
        `main thread per frame, ${smooth.runs} runs, ms: median, 95 %`,
        pair(smooth.p50, smooth.p95),
      ],
      ['... of the processor, 95 %', three(smooth.p95Cpu)],
      ['from frame to frame, ms, 95 %', three(smooth.interval)],
      ['longest task, ms: clock, processor', pair(smooth.longest, smooth.longestCpu)],
      ...workers.flatMap(({ at, worker, node, ratio: share, low, high }) => [
        [`updates/s, ${at}: worker, Node`, pair(worker, node)],
        ['ratio', `${share.toFixed(2)} (${low.toFixed(2)} - ${high.toFixed(2)})`],
      ]),
    );
  }
  if (seeds) {
    const { cores, ratio: gain, low, high, one } = seeds;
    rows.push(
      ['8 seeds in one worker, s', three(one)],
      [
        `${cores} workers against one`,
        `${gain.toFixed(2)}x (${low.toFixed(2)} - ${high.toFixed(2)})`,
      ],
    );
  }
  return `${section('Page and cores')}\n${table(['', ''], rows)}`;
}

/** @param {number} a @param {number} b */
const pair = (a, b) => `${three(a)}, ${three(b)}`;

/** @param {Judged[]} judged */
function verdict(judged) {
  const words = { true: 'holds', false: 'DOES NOT', undefined: 'not measured' };
  const rows = judged.map(({ text, sense, bound, unit, value, worst, holds }) => {
    const measured = value === undefined ? '' : `${three(value)}${unit}`;
    const where = worst && value !== undefined ? ` (${worst})` : '';
    const word = words[/** @type {'true'} */ (String(holds))];
    return `- ${word}: ${text}: ${sense} ${bound}${unit}; ${measured}${where}`.replace(/; $/, '');
  });
  const held = judged.filter(({ holds }) => holds).length;
  const failed = judged.filter(({ holds }) => holds === false).length;
  const count = `${held} of ${held + failed} measured lines hold.`;
  return `${section('What was to be reached', count)}\n${rows.join('\n')}\n`;
}
