/**
 * ConvNetJS in Node. It takes one example at a time, and sums gradients over the batch; it has no
 * Adam. The examples are ready-made.
 */
import { createRequire } from 'node:module';
import { CLASSES, STEP, random, shaped } from '../workloads.js';
import { Cannot, answer } from './answer.js';

const convnetjs = createRequire(import.meta.url)('convnetjs');

/**
 * Its list of layers: activation and dropout belong to the layer before them, and the softmax
 * brings the last dense layer.
 * @param {import('../workloads.js').Workload} workload
 */
function definitions(workload) {
  /** @type {any[]} */
  const list = [{ type: 'input', out_sx: workload.side, out_sy: workload.side, out_depth: 1 }];
  for (const { layer, units, filters, size, rate } of shaped(workload)) {
    if (layer === 'dense') list.push({ type: 'fc', num_neurons: units });
    else if (layer === 'conv2d') list.push({ type: 'conv', sx: size, filters, stride: 1 });
    else if (layer === 'maxpool') list.push({ type: 'pool', sx: size, stride: size });
    else if (layer === 'relu') list.at(-1).activation = 'relu';
    else if (layer === 'dropout') list.at(-1).drop_prob = rate;
  }
  return [...list.slice(0, -1), { type: 'softmax', num_classes: CLASSES }];
}

await answer(({ workload, rule, batch }) => {
  if (rule !== 'sgd') throw new Cannot('it has no Adam');
  const net = new convnetjs.Net();
  net.makeLayers(definitions(workload));
  const options = { method: 'sgd', learning_rate: STEP, momentum: 0, batch_size: batch };
  const trainer = new convnetjs.SGDTrainer(net, options);
  const next = random();
  const examples = Array.from({ length: batch }, () => {
    const x = new convnetjs.Vol(workload.side, workload.side, 1);
    for (let i = 0; i < x.w.length; i++) x.w[i] = (next() >>> 24) / 255;
    return { x, y: next() % CLASSES };
  });
  return (n) => {
    for (let i = 0; i < n; i++) for (const { x, y } of examples) trainer.train(x, y);
  };
});
