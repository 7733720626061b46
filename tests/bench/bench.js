/**
 * Measures spusk and its peers on this machine, prints the tables, and ends with what holds of
 * what spusk is to reach.
 *
 *   node bench.js                        everything; writes RESULTS.md
 *   node bench.js --short                a few minutes; fails on what is far off
 *   node bench.js --only kernels,rules   some parts, for work on them
 *
 * Wants the programs that `make bench-built` builds, and a machine with nothing else to do.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeMachine } from './machine.js';
import { measureBrowser } from './parts/browser.js';
import { measureKernels, measureMemory, measureSizes } from './parts/core.js';
import { measureSeeds } from './parts/seeds.js';
import { measureEvaluation, measureUpdates } from './parts/updates.js';
import { Arena } from './race.js';
import { judge } from './reach.js';
import { report } from './report.js';
import { measureRules } from './rules.js';

/**
 * @typedef {object} Results
 * @property {Record<string, string>} machine
 * @property {boolean} short
 * @property {number} minutes
 * @property {import('./parts/updates.js').Timed[]} updates
 * @property {import('./race.js').Race} evaluation
 * @property {import('./kernels.js').Result[]} kernels
 * @property {import('./rules.js').RuleResult[]} rules
 * @property {import('./parts/core.js').Memory[]} memory
 * @property {Record<string, number>} sizes
 * @property {Awaited<ReturnType<typeof measureSeeds>> | null} seeds
 * @property {import('./parts/browser.js').BrowserResult | null} browser
 */

const root = new URL('../../', import.meta.url);
const PARTS = ['updates', 'evaluation', 'kernels', 'rules', 'memory', 'sizes', 'seeds', 'browser'];

/** @param {string} text */
function say(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** @param {boolean} short @param {string[]} parts @returns {Promise<Results>} */
async function measure(short, parts) {
  const begin = performance.now();
  const does = (/** @type {string} */ part) => parts.includes(part);
  const effort = short
    ? { rounds: 7, slice: 0.03, warm: 0.2 }
    : { rounds: 15, slice: 0.04, warm: 0.4 };
  const rounds = short ? 3 : 7;
  const arena = new Arena();
  /** @type {Results} */
  const results = {
    machine: describeMachine(),
    short,
    minutes: 0,
    updates: [],
    evaluation: {},
    kernels: [],
    rules: [],
    memory: [],
    sizes: {},
    seeds: null,
    browser: null,
  };
  try {
    if (does('updates')) results.updates = await measureUpdates(arena, { effort, short, say });
    say('evaluation');
    if (does('evaluation')) results.evaluation = await measureEvaluation(arena, { effort });
    say('kernels');
    if (does('kernels')) results.kernels = await measureKernels();
    say('rules');
    if (does('rules')) results.rules = await measureRules(arena, short ? 15 : 51);
    say('memory');
    if (does('memory')) results.memory = await measureMemory([32, 128]);
    if (does('sizes')) results.sizes = await measureSizes();
    say('several seeds');
    if (does('seeds')) results.seeds = await measureSeeds(rounds);
    if (does('browser')) results.browser = await measureBrowser({ rounds, say });
  } finally {
    arena.close();
    say('');
  }
  results.minutes = (performance.now() - begin) / 60_000;
  return results;
}

const { values } = parseArgs({
  options: { short: { type: 'boolean', default: false }, only: { type: 'string' } },
});
const parts = values.only?.split(',') ?? PARTS;
const unknown = parts.find((part) => !PARTS.includes(part));
if (unknown) throw new Error(`no part ${unknown}; there is ${PARTS.join(', ')}`);

const results = await measure(values.short, parts);
const judged = judge(results);
const text = report(results, judged);
console.log(text);
await mkdir(new URL('.build/bench/', root), { recursive: true });
await writeFile(new URL('.build/bench/results.json', root), JSON.stringify(results));
if (!values.short && !values.only) {
  const file = new URL('RESULTS.md', import.meta.url);
  await writeFile(file, text);
  console.error(`written to ${fileURLToPath(file)}`);
}
if (values.short && judged.some(({ far }) => far)) process.exitCode = 1;
