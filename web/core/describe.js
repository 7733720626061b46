/**
 * What a net is made of: its layers with shapes and numbers of parameters, its data, its memory.
 *
 * @typedef {object} LayerInfo
 * @property {string} layer
 * @property {number[]} shape of its output
 * @property {number} parameters
 * @property {number} offset where its parameters begin in the flat arrays
 * @property {number} weights how many of them are weights; the rest is bias
 *
 * @typedef {object} Description
 * @property {number[]} input shape of one example
 * @property {number} classes 0 for regression
 * @property {{train: number, test: number, validation: number}} examples
 * @property {LayerInfo[]} layers
 * @property {number} parameters
 * @property {number} bytes memory of the run
 * @property {number} dataBytes memory of its data, which runs of equal data share
 * @property {number} updatesPerEpoch
 */

/** sp_run_layer_info's questions. */
const LAYER = { channels: 0, height: 1, width: 2, flat: 3, parameters: 4, offset: 5, weights: 6 };

/** sp_run_info's questions. */
const INFO = { parameters: 4, updatesPerEpoch: 6, bytes: 7 };

/**
 * @param {import('./instance.js').Core} core
 * @param {number} run its handle
 * @param {import('./data.js').DataSet} data
 * @returns {Description}
 */
export function describeRun({ exports, memory }, run, data) {
  const layers = Array.from({ length: exports.sp_run_layers(run) }, (_, i) => {
    const info = (/** @type {number} */ what) => exports.sp_run_layer_info(run, i, what);
    const channels = info(LAYER.channels);
    return {
      layer: memory.text(exports.sp_run_layer_name(run, i)),
      shape: info(LAYER.flat) ? [channels] : [channels, info(LAYER.height), info(LAYER.width)],
      parameters: info(LAYER.parameters),
      offset: info(LAYER.offset),
      weights: info(LAYER.weights),
    };
  });
  const info = (/** @type {number} */ what) => exports.sp_run_info(run, what);
  return {
    input: data.shape,
    classes: data.classes,
    examples: data.counts,
    layers,
    parameters: info(INFO.parameters),
    bytes: info(INFO.bytes),
    dataBytes: data.bytes,
    updatesPerEpoch: info(INFO.updatesPerEpoch),
  };
}
