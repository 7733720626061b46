/** What is known without a race: memory, sizes, kernels alone. */
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { openLab } from 'spusk';
import { moduleWithOne } from '../../../web/tools/module.js';
import { IMAGES, idxFiles, rules, shaped, specOf, workloads } from '../workloads.js';

const root = new URL('../../../', import.meta.url);
const FLOAT = 4;
const STATES = { sgd: 0, adam: 2 };
const TESTS = 512;
/** The experiment of the smallest spusk.js. */
const ONE = 'sgd-vs-adam';

/**
 * @typedef {object} Memory of a run and its data, in bytes
 * @property {string} id
 * @property {string} rule
 * @property {number} batch
 * @property {number} bytes as run.describe() says
 * @property {number} formula weights x (2 + state vectors) + activations + data
 * @property {number} grown by 200 updates
 */

/** @param {number[]} batchSizes @returns {Promise<Memory[]>} */
export async function measureMemory(batchSizes) {
  const lab = await openLab();
  const list = [];
  for (const load of workloads) {
    const train = idxFiles(load.side, IMAGES);
    const test = idxFiles(load.side, TESTS);
    const data = {
      name: 'idx',
      trainImages: train.images,
      trainLabels: train.labels,
      testImages: test.images,
      testLabels: test.labels,
    };
    for (const rule of rules) {
      for (const batch of batchSizes) {
        const run = lab.createRun({ ...specOf({ workload: load, rule, batch }), data });
        const { bytes, dataBytes, parameters } = run.describe();
        run.step(1);
        const before = lab.liveBytes;
        run.step(200);
        list.push({
          id: load.id,
          rule,
          batch,
          bytes: bytes + dataBytes,
          formula: formula(load, rule, batch, parameters),
          grown: lab.liveBytes - before,
        });
        run.dispose();
      }
    }
  }
  lab.dispose();
  return list;
}

/**
 * @param {import('../workloads.js').Workload} load
 * @param {import('../workloads.js').Rule} rule
 * @param {number} batch
 * @param {number} parameters
 */
function formula(load, rule, batch, parameters) {
  const size = (/** @type {number[]} */ shape) => shape.reduce((a, b) => a * b);
  const pixels = load.side ** 2;
  const activations = shaped(load).reduce((sum, { to }) => sum + size(to), pixels);
  const data = (IMAGES + TESTS) * (pixels + FLOAT); // bytes of images, and labels
  return FLOAT * (parameters * (2 + STATES[rule]) + batch * activations) + data;
}

/** Bytes as they travel. @returns {Promise<Record<string, number>>} */
export async function measureSizes() {
  const names = ['spusk.wasm', 'spusk.js', 'spusk-scalar.wasm', 'spusk-core.js', 'spusk.html'];
  const sizes = names.map(async (name) => {
    const bytes = await readFile(new URL(`web/dist/${name}`, root));
    return /** @type {const} */ ([name, gzipSync(bytes, { level: 9 }).length]);
  });
  const one = gzipSync(await moduleWithOne(ONE), { level: 9 }).length;
  return { ...Object.fromEntries(await Promise.all(sizes)), 'spusk.js, one experiment': one };
}

/** @typedef {import('../kernels.js').Result} KernelResult */

/**
 * Products and convolutions as a share of the machine's limit: time-kernels.js, in its own process.
 * @returns {Promise<KernelResult[]>}
 */
export async function measureKernels() {
  const script = fileURLToPath(new URL('../time-kernels.js', import.meta.url));
  const built = fileURLToPath(new URL('.build/bench/kernels.wasm', root));
  const child = spawn(process.execPath, [script, built], { stdio: ['ignore', 'pipe', 'inherit'] });
  const results = [];
  for await (const line of createInterface({ input: child.stdout })) results.push(JSON.parse(line));
  return results;
}
