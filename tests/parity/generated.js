/**
 * Small runs made from the catalogue, so that every rule, schedule, layer, loss and generator is
 * in at least one of them without being listed here: what is new is compared as soon as it exists.
 */

/** A small fixed sequence of numbers in [0, 1): Park & Miller's generator. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

/** Values other than the defaults for parameters whose defaults would hide or forbid something. */
/** @type {Record<string, object>} */
const CHOSEN = {
  conv2d: { filters: 5, size: 3, stride: 2, padding: 1, dilation: 1 },
  dense: { units: 9 },
  dropout: { rate: 0.3 },
  add: { from: -1 },
  digits: { train: 60, test: 20 },
  'one-cycle': { updates: 40 },
  cosine: { updates: 40 },
  step: { every: 1 },
};

/** Loads no data of its own. */
const NEEDS_BYTES = new Set(['idx', 'cifar', 'csv', 'arrays']);

const FLAT = [{ layer: 'flatten' }, { layer: 'dense', units: 12 }, { layer: 'relu' }];
const HEAD = [{ layer: 'flatten' }, { layer: 'dense', units: 10 }];
const base = {
  data: { name: 'digits', train: 60, test: 20 },
  model: [...FLAT, { layer: 'dense', units: 10 }],
  optimizer: { name: 'sgd', lr: 0.05 },
  batch: { size: 16 },
  evaluate: { every: 10, unit: 'update' },
};

/** A copy of numbers drawn within sane reach of the defaults. @param {any} kind @param {() => number} draw */
function varied(kind, draw) {
  /** @type {Record<string, unknown>} */
  const values = {};
  for (const [name, p] of Object.entries(kind.parameters)) {
    const { default: usual, min, max, whole, options } = /** @type {any} */ (p);
    if (options) values[name] = options[Math.floor(draw() * options.length)];
    else if (name === 'eps_inside' || name === 'centred') values[name] = draw() < 0.5 ? 0 : 1;
    else if (whole || usual === 0) continue;
    else values[name] = Math.min(max, Math.max(min, usual * (0.7 + 0.3 * draw())));
  }
  return values;
}

/**
 * @param {any} catalog of an open lab
 * @returns {Record<string, object>} specs by name
 */
export function generatedSpecs(catalog) {
  const draw = numbers(20260101);
  /** @type {Record<string, object>} */
  const specs = {};

  for (const [name, kind] of Object.entries(catalog.optimizers)) {
    specs[`rule ${name}`] = { ...base, optimizer: { name } };
    specs[`rule ${name}, other numbers`] = {
      ...base,
      optimizer: { name, ...varied(kind, draw) },
      regularisation: { l2: 0.001, l1: 0.0001 },
      clip: { norm: 1, value: 0.5 },
      batch: { size: 7, sampling: 'replacement' },
    };
  }
  for (const name of Object.keys(catalog.schedules)) {
    specs[`schedule ${name}`] = { ...base, schedule: { name, ...CHOSEN[name] } };
    specs[`schedule ${name} after a warm-up`] = {
      ...base,
      schedule: { name, ...CHOSEN[name], warmup: 7, warmup_start: 0.1 },
      batch: { size: 8, growth: 2, growth_every: 1, most: 32, scale_from: 16 },
    };
  }
  for (const name of Object.keys(catalog.layers)) {
    const layer = { layer: name, ...CHOSEN[name] };
    const images = [{ layer: 'conv2d', filters: 1, size: 3, padding: 1 }, layer, ...HEAD];
    if (name === 'dense') specs['layer dense'] = { ...base, model: [...FLAT, layer, ...HEAD] };
    else if (name === 'globalpool') {
      specs[`layer ${name}`] = {
        ...base,
        model: [images[0], layer, { layer: 'dense', units: 10 }],
      };
    } else {
      specs[`layer ${name} on images`] = { ...base, model: images, optimizer: { name: 'adam' } };
    }
    if (!/pool|conv|dense|add/.test(name)) {
      specs[`layer ${name} on vectors`] = { ...base, model: [...FLAT, layer, ...HEAD] };
    }
  }
  for (const init of catalog.layers.dense.parameters.init.options) {
    const dense = { layer: 'dense', units: 10, init };
    specs[`init ${init}`] = { ...base, model: [...FLAT, dense] };
  }
  for (const name of Object.keys(catalog.datasets)) {
    if (NEEDS_BYTES.has(name) || name === 'digits') continue;
    for (const loss of Object.keys(catalog.losses)) {
      for (const units of [1, 2, 10]) {
        const model = [{ layer: 'dense', units: 8 }, { layer: 'tanh' }, { layer: 'dense', units }];
        const data = { name, train: 60, test: 20 };
        specs[`${name} ${loss} ${units}`] = { ...base, data, loss, model };
      }
    }
  }
  for (const loss of ['cross-entropy', 'hinge']) specs[`digits ${loss}`] = { ...base, loss };
  return specs;
}
