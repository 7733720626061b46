/**
 * TensorFlow.js in Node: node tfjs.js wasm | cpu
 * The batch is ready-made and the same for all updates. The net is written in its core operations,
 * which costs less for each update than its layers do.
 */
import { createRequire } from 'node:module';
import { CLASSES, STEP, shaped } from '../workloads.js';
import { Cannot, answer } from './answer.js';

// Their CommonJS builds: Node cannot load the others.
const load = createRequire(import.meta.url);
const tf = load('@tensorflow/tfjs-core');
load('@tensorflow/tfjs-backend-cpu');
load('@tensorflow/tfjs-backend-wasm');
load('@tensorflow/tfjs-layers'); // brings the gradients of all operations
const backend = process.argv[2];
await tf.setBackend(backend);
await tf.ready();

/**
 * A layer as a function of its input, and its weights.
 * @param {import('../workloads.js').Shaped} layer
 * @returns {{weights: any[], apply: (x: any) => any}}
 */
function build({ layer, from, to, size = 0, rate = 0 }) {
  if (layer === 'dense') {
    const w = tf.variable(tf.randomNormal([from[0], to[0]], 0, Math.sqrt(2 / from[0])));
    const b = tf.variable(tf.zeros([to[0]]));
    return { weights: [w, b], apply: (x) => tf.add(tf.matMul(x, w), b) };
  }
  if (layer === 'conv2d') {
    const fan = size * size * from[2];
    const shape = [size, size, from[2], to[2]];
    const w = tf.variable(tf.randomNormal(shape, 0, Math.sqrt(2 / fan)));
    const b = tf.variable(tf.zeros([to[2]]));
    return { weights: [w, b], apply: (x) => tf.add(tf.conv2d(x, w, 1, 'valid'), b) };
  }
  /** @type {Record<string, (x: any) => any>} */
  const plain = {
    flatten: (x) => tf.reshape(x, [-1, to[0]]),
    relu: (x) => tf.relu(x),
    maxpool: (x) => tf.maxPool(x, size, size, 'valid'),
    dropout: (x) => tf.dropout(x, rate),
  };
  return { weights: [], apply: plain[layer] };
}

await answer(({ workload, rule, batch }) => {
  tf.disposeVariables();
  const layers = shaped(workload).map(build);
  const weights = layers.flatMap((layer) => layer.weights);
  const optimizer = rule === 'adam' ? tf.train.adam(STEP) : tf.train.sgd(STEP);
  const x = tf.randomUniform([batch, workload.side, workload.side, 1]);
  const labels = Array.from({ length: batch }, (_, i) => (i * 7) % CLASSES);
  const y = tf.cast(tf.oneHot(tf.tensor1d(labels, 'int32'), CLASSES), 'float32');
  const loss = () =>
    tf.losses.softmaxCrossEntropy(
      y,
      layers.reduce((out, layer) => layer.apply(out), x),
    );
  const update = () => optimizer.minimize(loss, false, weights);
  try {
    update();
  } catch (error) {
    const missing = /Kernel '(\w+)' not registered/.exec(String(error));
    if (missing) throw new Cannot(`its ${backend} backend has no ${missing[1]}`);
    throw error;
  }
  return (n) => {
    for (let i = 0; i < n; i++) update();
  };
});
