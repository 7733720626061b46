/** The runs whose weights must have the same bits everywhere, each of 300 updates. */

const digits = { name: 'digits', train: 500, test: 100 };
const evaluate = { every: 100, unit: 'update' };

const mlp = [
  { layer: 'flatten' },
  { layer: 'dense', units: 64 },
  { layer: 'relu' },
  { layer: 'dropout', rate: 0.5 },
  { layer: 'dense', units: 10 },
];

const conv = [
  { layer: 'conv2d', filters: 8, size: 5 },
  { layer: 'relu' },
  { layer: 'maxpool', size: 2 },
  { layer: 'conv2d', filters: 6, size: 3, stride: 2, padding: 1 },
  { layer: 'relu' },
  { layer: 'dropout', rate: 0.25 },
  { layer: 'flatten' },
  { layer: 'dense', units: 10 },
];

const rules = [
  { name: 'sgd', lr: 0.05 },
  { name: 'momentum', lr: 0.01, alpha: 0.9 },
  { name: 'adam', lr: 0.001 },
];

export const updates = 300;

/** @type {Record<string, object>} */
export const specs = Object.fromEntries(
  Object.entries({ mlp, conv }).flatMap(([net, model]) =>
    rules.map((optimizer) => [
      `${net}-${optimizer.name}`,
      { seed: 7, data: digits, model, optimizer, evaluate, batch: { size: 32 } },
    ]),
  ),
);
