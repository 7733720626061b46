/**
 * The lines of what spusk is to reach, each a pure function of the results: what it is, the bound,
 * what was measured. A line that was not measured (in the short form) has no value.
 *
 * @typedef {import('./bench.js').Results} Results
 * @typedef {import('./contestants.js').Name} Name
 * @typedef {import('./parts/updates.js').Timed} Timed
 *
 * @typedef {object} Line
 * @property {string} text
 * @property {'at least' | 'at most'} sense
 * @property {number} bound
 * @property {string} unit
 * @property {number | undefined} value
 * @property {string} worst where it was measured, or what else belongs to it
 * @property {number} [own] the value without what other work on the machine has added to it
 *
 * @typedef {Line & {holds: boolean | undefined, far: boolean}} Judged far: off by a factor of 2,
 *   and not for other work on the machine
 */
import { compare } from './race.js';
import { geometricMean, median } from './statistics.js';

const PRODUCTS = [
  'forward 32x128x784',
  'weights 128x784x32',
  'inputs 32x784x128',
  'forward 128x128x128',
  'forward 256x256x256',
  'forward 64x512x512',
];
const CONVOLUTIONS = ['conv1', 'conv2'].flatMap((layer) =>
  ['forward', 'weights', 'inputs'].map((pass) => `${layer} ${pass} x32`),
);

/** @param {Results} results @returns {Judged[]} */
export function judge(results) {
  return lines(results).map((line) => {
    const { value, own = value ?? NaN, bound, sense } = line;
    const measured = value !== undefined && !Number.isNaN(value);
    const least = sense === 'at least';
    return {
      ...line,
      value: measured ? value : undefined,
      holds: measured ? (least ? value >= bound : value <= bound) : undefined,
      far: measured && (least ? own < bound / 2 : own > bound * 2),
    };
  });
}

/** @param {Results} results @returns {Line[]} */
function lines(results) {
  return [...againstPeers(results), ...againstOurselves(results), ...inBrowser(results)];
}

/** @param {Results} results @returns {Line[]} */
function againstPeers({ updates, evaluation }) {
  const ofNets = (/** @type {string[]} */ ...ids) => updates.filter(({ id }) => ids.includes(id));
  const lab = ofNets('W1', 'W2', 'W3');
  const torch = (/** @type {Timed[]} */ cells) => ratios(cells, 'simd', 'pytorch');
  const small = lab.filter(({ batch }) => batch < 128);
  return [
    least('PyTorch: W1, W2, W3 at batch 1, 8, 32, the worst cell', 1, smallest(torch(small))),
    least(
      'PyTorch: W1, W2, W3 at batch 128, the worst cell',
      0.5,
      smallest(torch(lab.filter(({ batch }) => batch === 128))),
    ),
    least('PyTorch: W4, the worst cell', 0.35, smallest(torch(ofNets('W4')))),
    least('PyTorch: geometric mean of W1 to W3', 2, mean(torch(lab))),
    least(
      'TF.js wasm: geometric mean of W1 and W2',
      8,
      mean(ratios(ofNets('W1', 'W2'), 'simd', 'tfjs-wasm')),
    ),
    least('TF.js cpu: W3, the worst cell', 200, smallest(ratios(ofNets('W3'), 'simd', 'tfjs-cpu'))),
    least('ConvNetJS: geometric mean of W1 to W3', 15, mean(ratios(lab, 'simd', 'convnetjs'))),
    least('PyTorch: evaluation of 10,000 images through W1', 1, {
      value: compare(evaluation, 'simd', 'pytorch')?.ratio,
    }),
  ];
}

/** @param {Results} results @returns {Line[]} */
function againstOurselves({ updates, kernels, rules, memory, sizes, seeds }) {
  const w1 = updates.filter(({ id, batch }) => id === 'W1' && batch === 32);
  const share = (/** @type {string[]} */ names) =>
    smallest(kernels.filter(({ name }) => names.includes(name)).map((k) => [k.name, k.share]));
  const rule = (/** @type {string} */ name) => rules.filter((r) => r.rule === name).at(-1);
  const adam = rule('adam');
  const used = memory.map((m) => ({ at: `${m.id}, ${m.rule}, batch ${m.batch}`, ...m }));
  return [
    percent('products at the lab’s shapes, the worst', 80, share(PRODUCTS)),
    percent('convolution, W3’s layers and all passes, the worst', 55, share(CONVOLUTIONS)),
    least('SIMD against scalar: W1 at batch 32', 3.5, smallest(ratios(w1, 'simd', 'scalar'))),
    least('WebAssembly against our native build, the worst cell', 0.8, smallest(native(updates))),
    most('bytes taken by 200 updates', 0, '', largest(used.map((m) => [m.at, m.grown]))),
    most('Adam on 100,000 weights, times its square roots and divisions', 1.5, 'x', {
      value: adam && 1 / adam.share,
    }),
    ...['sgd', 'momentum'].map((name) =>
      percent(`${name} on 100,000 weights, of the copy bandwidth`, 60, {
        value: rule(name)?.share,
      }),
    ),
    most(
      'memory of a run, times the formula, the worst',
      1.1,
      'x',
      largest(used.map((m) => [m.at, m.bytes / m.formula])),
    ),
    most('spusk.wasm, gzip', 60, ' kB', { value: kilo(sizes['spusk.wasm']) }),
    most('spusk.js with one experiment, gzip', 170, ' kB', {
      value: kilo(sizes['spusk.js, one experiment']),
    }),
    least('several seeds on all cores against one core', 1.8, {
      value: seeds?.ratio,
      worst: seeds ? `${seeds.cores} cores, ${seeds.free.toFixed(2)} of them free` : '',
      own: seeds ? (seeds.ratio * seeds.cores) / seeds.free : undefined,
    }),
  ];
}

/** @param {Results} results @returns {Line[]} */
function inBrowser({ browser }) {
  return [
    most('first point on the chart after navigation', 1, ' s', {
      value: browser ? median(browser.firstPoint) : undefined,
      own: browser ? Math.min(...browser.firstPoint) : undefined,
    }),
    most('main thread from frame to frame, 95 %, four runs training', 16.7, ' ms', {
      value: browser?.smooth.p95,
      own: browser?.smooth.p95Cpu,
      worst: browser ? `${browser.smooth.p95Cpu.toFixed(1)} ms of the processor` : '',
    }),
    most('longest task of the main thread meanwhile', 50, ' ms', {
      value: browser?.smooth.longest,
      own: browser?.smooth.longestCpu,
      worst: browser ? `${browser.smooth.longestCpu.toFixed(1)} ms of the processor` : '',
    }),
    percent(
      'updates per second in a worker, of Node’s, the worst',
      90,
      smallest((browser?.workers ?? []).map(({ at, ratio }) => [at, ratio])),
    ),
  ];
}

/** @typedef {{value?: number, worst?: string, own?: number}} Measured */

/** @param {string} text @param {number} bound @param {Measured} measured @returns {Line} */
const least = (text, bound, { value, worst = '', own }) => {
  return { text, sense: 'at least', bound, unit: 'x', value, worst, own };
};

/** @param {string} text @param {number} bound @param {Measured} measured @returns {Line} */
const percent = (text, bound, { value, worst }) => ({
  ...least(text, bound, { value: value && 100 * value, worst }),
  unit: ' %',
});

/**
 * @param {string} text @param {number} bound @param {string} unit @param {Measured} measured
 * @returns {Line}
 */
const most = (text, bound, unit, { value, worst = '', own }) => {
  return { text, sense: 'at most', bound, unit, value, worst, own };
};

/** @param {number | undefined} bytes */
const kilo = (bytes) => bytes && bytes / 1000;

/**
 * The ratios of two contestants, each with its cell.
 * @param {Timed[]} cells
 * @param {Name} ours
 * @param {Name} theirs
 * @returns {[string, number][]}
 */
function ratios(cells, ours, theirs) {
  return cells.flatMap(({ id, rule, batch, race }) => {
    const compared = compare(race, ours, theirs);
    /** @type {[string, number][]} */
    const found = compared ? [[`${id}, ${rule}, batch ${batch}`, compared.ratio]] : [];
    return found;
  });
}

/** Against the faster of the native builds. @param {Timed[]} cells */
function native(cells) {
  const gcc = new Map(ratios(cells, 'simd', 'gcc'));
  return ratios(cells, 'simd', 'clang').map(
    ([at, ratio]) => /** @type {[string, number]} */ ([at, Math.min(ratio, gcc.get(at) ?? ratio)]),
  );
}

/** @param {[string, number][]} list @returns {Measured} */
function smallest(list) {
  const [first] = list.toSorted((a, b) => a[1] - b[1]);
  return first ? { value: first[1], worst: first[0] } : {};
}

/** @param {[string, number][]} list @returns {Measured} */
function largest(list) {
  const last = list.toSorted((a, b) => a[1] - b[1]).at(-1);
  return last ? { value: last[1], worst: last[0] } : {};
}

/** @param {[string, number][]} list @returns {Measured} */
function mean(list) {
  const values = list.map(([, value]) => value);
  return values.length ? { value: geometricMean(values), worst: `${values.length} cells` } : {};
}
