/**
 * Real digits: 8,000 images of MNIST for training and 2,000 for testing, against what PyTorch
 * reaches on them with the same settings (its own initial weights, batches of 32, whole test set).
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { runAll } from 'spusk';

const folder =
  process.env.SPUSK_MNIST ??
  fileURLToPath(new URL('../../../shared/data/mnist10k', import.meta.url));

/** @param {string} name @returns {Promise<Uint8Array>} */
const read = async (name) =>
  Uint8Array.from(gunzipSync(await readFile(`${folder}/${name}-ubyte.gz`)));

/** Fan-in of both is PyTorch's: uniform on +-1/sqrt(inputs), biases too. */
const init = 'uniform';
const dense = [
  { layer: 'dense', units: 128, init },
  { layer: 'relu' },
  { layer: 'dense', units: 10, init },
];
const conv = [
  { layer: 'conv2d', filters: 8, size: 5, init },
  { layer: 'relu' },
  { layer: 'maxpool', size: 2 },
  { layer: 'conv2d', filters: 16, size: 5, init },
  { layer: 'relu' },
  { layer: 'maxpool', size: 2 },
  { layer: 'dense', units: 10, init },
];

/**
 * PyTorch's mean test error in percent, as a range, over the seeds. `noise` is two standard errors
 * of a mean of so many seeds: runs of one setting scatter by about 0.4 points.
 */
const settings = [
  {
    name: 'adam 0.001',
    model: dense,
    optimizer: { name: 'adam', eps_inside: 0 },
    epochs: 10,
    seeds: 5,
    torch: [5.5, 6.5],
    noise: 0.4,
  },
  {
    name: 'sgd 0.1',
    model: dense,
    optimizer: { name: 'sgd', lr: 0.1 },
    epochs: 10,
    seeds: 5,
    torch: [7, 7.5],
    noise: 0.4,
  },
  {
    name: 'sgd 0.01',
    model: dense,
    optimizer: { name: 'sgd', lr: 0.01 },
    epochs: 10,
    seeds: 5,
    torch: [10.5, 11],
    noise: 0.4,
  },
  {
    name: 'conv, adam 0.001',
    model: conv,
    optimizer: { name: 'adam', eps_inside: 0 },
    epochs: 6,
    seeds: 3,
    torch: [3, 4],
    noise: 0.5,
  },
];

test(
  'MNIST: test errors as PyTorch reaches them',
  { skip: !existsSync(folder) && 'no data' },
  async (t) => {
    const data = {
      name: 'idx',
      trainImages: await read('train-images-idx3'),
      trainLabels: await read('train-labels-idx1'),
      testImages: await read('t10k-images-idx3'),
      testLabels: await read('t10k-labels-idx1'),
    };
    const plan = settings.flatMap(({ seeds, ...setting }) =>
      Array.from({ length: seeds }, (_, i) => ({ ...setting, seed: i + 1 })),
    );
    const specs = plan.map(({ model, optimizer, epochs, seed }) => {
      return {
        seed,
        data,
        model,
        optimizer,
        batch: { size: 32 },
        stop: { epochs },
        evaluate: { every: epochs },
      };
    });
    /** @type {Map<string, number[]>} */
    const errors = new Map(settings.map(({ name }) => [name, []]));
    for await (const { index, final, error } of runAll(specs, { evaluate: ['test'] })) {
      assert.equal(error, null);
      errors.get(plan[index].name)?.push(100 * Number(final.test?.error));
    }
    for (const { name, torch, noise } of settings) {
      const each = errors.get(name) ?? [];
      const mean = each.reduce((a, b) => a + b, 0) / each.length;
      const row = each
        .map((x) => x.toFixed(2))
        .sort()
        .join(' ');
      t.diagnostic(`${name}: ${mean.toFixed(2)} % (${row}); PyTorch ${torch.join(' to ')} %`);
      assert.ok(mean > torch[0] - noise && mean < torch[1] + noise, `${name}: ${mean} %`);
    }
  },
);
