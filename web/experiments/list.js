/** All experiments, one line each; `number` says in which order a learner meets them. */
export { experiment as batchSize } from './batch-size/experiment.js';
export { experiment as smallBatches } from './small-batches/experiment.js';
export { experiment as ravine } from './ravine/experiment.js';
export { experiment as sgdVsAdam } from './sgd-vs-adam/experiment.js';
export { experiment as dropout } from './dropout/experiment.js';
export { experiment as receptiveField } from './receptive-field/experiment.js';
