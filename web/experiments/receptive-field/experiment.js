/**
 * A stack of convolutions and pools, and which pixels one place of its last map depends on.
 */
import { median } from '../measure.js';

/** Pixels that hold nine tenths of a gradient spread evenly, as a share of all. */
const EVEN = 0.9;
const SIDE = 28;

/** Stacks other than the default, over which the formula is tested as well. */
const PLAIN = { kernel1: 3, kernel2: 3, kernel3: 3, pool1: 1, pool2: 1 };
const STRIDED = { stride1: 2, pool1: 1 };

/**
 * @typedef {import('../experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiment.js').Settings} Settings
 *
 * @typedef {object} Field what the probe found
 * @property {Float32Array} image mean |gradient| of each pixel
 * @property {[number, number, number, number]} box by formula: first row and column, last ones
 * @property {[number, number, number, number]} support by measuring
 * @property {number} size by formula
 * @property {number} pixels with a gradient
 * @property {number} pixels90 that hold 90 % of it
 * @property {number} share90 of the formula's
 */

/** @param {RunRecord} run @param {'untrained' | 'trained'} when @returns {Field} */
const fieldOf = (run, when) => /** @type {any} */ (run.probes)[when];

/**
 * Layers up to the last map; pads, so that a place stays where it is.
 *
 * @param {Settings} settings
 */
function stack({ kernel1, stride1, pool1, kernel2, pool2, kernel3 }) {
  const block = (
    /** @type {number} */ filters,
    /** @type {number} */ size,
    /** @type {number} */ stride,
    /** @type {number} */ pool,
  ) => [
    { layer: 'conv2d', filters, size, stride, padding: (size - 1) / 2 },
    { layer: 'relu' },
    ...(pool > 1 ? [{ layer: 'maxpool', size: pool }] : []),
  ];
  return [
    ...block(8, kernel1, stride1, pool1),
    ...block(8, kernel2, 1, pool2),
    ...block(8, kernel3, 1, 1),
  ];
}

/** @param {RunRecord} run @returns {[number, number]} height and width of an image */
const sidesOf = ({ example }) => /** @type {any} */ (example?.shape?.slice(-2)) ?? [SIDE, SIDE];

/** @param {RunRecord} run @returns {Float32Array} the example, without its colours */
function greyOf(run) {
  const [height, width] = sidesOf(run);
  const values = run.example?.values;
  if (!values) return new Float32Array(0);
  const channels = values.length / (height * width);
  return Float32Array.from({ length: height * width }, (_, i) => {
    let sum = 0;
    for (let at = i; at < values.length; at += height * width) sum += values[at];
    return sum / channels;
  });
}

/** @param {RunRecord} run */
function supportFits(run) {
  const { box, support } = fieldOf(run, 'untrained');
  const [height, width] = sidesOf(run);
  // What lies beyond the image has no gradient to measure.
  const inside = Array.from(box, (side, i) =>
    Math.min(Math.max(side, 0), (i % 2 ? width : height) - 1),
  );
  return inside.every((side, i) => side === support[i]);
}

/** @type {import('../experiment.js').Experiment} */
export const experiment = {
  id: 'receptive-field',
  part: 'D',
  number: 23,
  topics: ['L1', 'L19'],

  controls: [
    { id: 'kernel1', kind: 'choice', values: [1, 3, 5, 7], default: 5 },
    { id: 'stride1', kind: 'choice', values: [1, 2], default: 1 },
    { id: 'pool1', kind: 'choice', values: [1, 2], named: true, default: 2 },
    { id: 'kernel2', kind: 'choice', values: [1, 3, 5, 7], default: 3 },
    { id: 'pool2', kind: 'choice', values: [1, 2], named: true, default: 2 },
    { id: 'kernel3', kind: 'choice', values: [1, 3, 5, 7], default: 3 },
  ],
  seeds: { default: 1, max: 5 },

  specs({ settings, seed }) {
    const layers = stack(settings);
    const look = { name: 'receptiveField', options: { layer: layers.length - 1, examples: 64 } };
    return [
      {
        id: 'net',
        rule: 'adam',
        spec: {
          seed,
          data: { name: 'digits', train: 1000, test: 500 },
          model: [...layers, { layer: 'dense', units: 10 }],
          loss: 'cross-entropy',
          optimizer: { name: 'adam', lr: 0.003 },
          batch: { size: 32 },
          evaluate: { every: 8, unit: 'update', examples: 200 },
          stop: { epochs: 2 },
        },
        probes: { untrained: { ...look, at: 'start' }, trained: { ...look, at: 'end' } },
        example: { split: 'test', index: 0 },
      },
    ];
  },

  views: [
    {
      id: 'field',
      kind: 'images',
      images: ([run]) => [
        {
          id: 'digit',
          shape: sidesOf(run),
          values: greyOf(run),
          scale: 'ink',
          box: run.probes?.untrained?.box,
        },
        .../** @type {const} */ (['untrained', 'trained']).map((when) => ({
          id: when,
          shape: sidesOf(run),
          values: run.probes?.[when]?.image ?? [],
          scale: /** @type {const} */ ('heat'),
          box: run.probes?.[when]?.box,
        })),
      ],
    },
    {
      id: 'test',
      kind: 'curves',
      columns: { error: 'testError', loss: 'testLoss' },
      top: { error: 0.9, loss: 2.5 },
    },
  ],

  predict: {
    kind: 'number',
    min: 1,
    max: SIDE,
    step: 1,
    close: 0,
    settings: {},
    outcome: ([run]) => fieldOf(run, 'untrained').size,
  },

  claims: [
    {
      id: 'support',
      needs: { usual: {}, plain: PLAIN, strided: STRIDED },
      check(sets) {
        const runs = Object.values(sets).flat();
        const right = runs.filter(supportFits).length;
        const sizes = Object.entries(sets).map(([name, [run]]) => [
          name,
          fieldOf(run, 'untrained').size,
        ]);
        return {
          holds: runs.length > 0 && right === runs.length,
          measured: [
            { text: 'wins', values: { wins: right, seeds: runs.length } },
            { text: 'sizes', values: Object.fromEntries(sizes) },
          ],
        };
      },
    },
    {
      id: 'centre',
      needs: { runs: {} },
      check({ runs }) {
        const shares = (/** @type {'untrained' | 'trained'} */ when) =>
          runs.map((run) => fieldOf(run, when).share90);
        const all = [...shares('untrained'), ...shares('trained')];
        return {
          holds: all.every((share) => share < EVEN),
          measured: [
            {
              text: 'shares',
              values: {
                untrained: median(shares('untrained')),
                trained: median(shares('trained')),
              },
            },
          ],
        };
      },
    },
  ],

  sources: [
    { file: 'nn/conv2d.c', mark: 'sp_conv_forward' },
    { file: 'lab/probe_field.c', mark: 'f[i + 1].high +=' },
  ],
};
