/** Specs: defaults, and what is said of a wrong one. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LabError, openLab, validateSpec } from 'spusk';
import { labError, plane, small } from './specs.js';

const { catalog } = await openLab();
const minimal = { data: { name: 'digits' }, model: [{ layer: 'dense' }] };

test("every default of a spec is the catalogue's", () => {
  const spec = validateSpec(minimal);
  const defaults = (/** @type {any} */ kind) =>
    Object.fromEntries(Object.values(kind.parameters).map((p) => [p.name, p.default]));
  const { run, ...sections } = catalog.settings;
  const first = (/** @type {any} */ group) => ({
    name: Object.keys(group)[0],
    ...defaults(Object.values(group)[0]),
  });
  assert.deepEqual(spec, {
    ...defaults(run),
    data: { name: 'digits', ...defaults(catalog.datasets.digits) },
    model: [{ layer: 'dense', ...defaults(catalog.layers.dense) }],
    loss: first(catalog.losses),
    optimizer: first(catalog.optimizers),
    schedule: first(catalog.schedules),
    ...Object.fromEntries(Object.values(sections).map((kind) => [kind.name, defaults(kind)])),
  });
});

test('a normalised spec is valid and stays as it is; the given one is not touched', () => {
  const given = structuredClone(small);
  const spec = validateSpec(small);
  assert.deepEqual(small, given);
  assert.deepEqual(validateSpec(spec), spec);
  assert.deepEqual(validateSpec(JSON.parse(JSON.stringify(spec))), spec);
});

test('a loss may be a name or an object', () => {
  const named = validateSpec({ ...minimal, loss: 'cross-entropy' });
  assert.deepEqual(named.loss, { name: 'cross-entropy' });
  assert.deepEqual(validateSpec({ ...minimal, loss: { name: 'cross-entropy' } }), named);
});

test('who limits the updates is not stopped by the default number of epochs', () => {
  const stop = (/** @type {any} */ given) => validateSpec({ ...minimal, stop: given }).stop;
  const { epochs } = catalog.settings.stop.parameters;
  assert.equal(stop({}).epochs, epochs.default);
  assert.equal(stop({ updates: 5000 }).epochs, 0);
  assert.equal(stop({ updates: 5000, epochs: 3 }).epochs, 3);
  assert.equal(stop({ epochs: 3 }).updates, 0);
});

test('arrays may be plain lists; they become what the core takes', () => {
  const { trainX, trainY } = plane(3);
  const data = {
    ...plane(3),
    trainX: [...trainX],
    trainY: [...trainY],
    testX: undefined,
    testY: undefined,
  };
  const spec = validateSpec({ ...minimal, data });
  assert.deepEqual(spec.data.trainX, trainX);
  assert.deepEqual(spec.data.trainY, trainY);
});

/** @type {[name: string, spec: any, path: string, message: RegExp | string][]} */
const wrong = [
  ['nothing', undefined, '', /^the spec is missing/],
  ['null', null, '', 'the spec must be an object, not null'],
  ['a number', 5, '', 'the spec must be an object, not 5'],
  ['a list', [], '', 'the spec must be an object, not a list of 0'],
  ['a function', () => 1, '', 'the spec must be an object, not a function'],
  ['nothing in it', {}, 'data', /^data is missing/],
  ['no model', { data: { name: 'digits' } }, 'model', /^model is missing/],
  ['an unknown field', { ...minimal, sed: 1 }, 'sed', 'unknown field: sed (did you mean seed?)'],
  [
    'another spelling',
    { ...minimal, regularization: {} },
    'regularization',
    /did you mean regularisation\?/,
  ],
  [
    'a misspelt necessary field',
    { data: minimal.data, modell: [] },
    'modell',
    /did you mean model\?/,
  ],
  [
    'a far field',
    { ...minimal, xyzzy: 1 },
    'xyzzy',
    /^unknown field: xyzzy \(there is seed, data,/,
  ],
  [
    'a negative seed',
    { ...minimal, seed: -1 },
    'seed',
    /^seed must be a whole number from 0 to .*, not -1$/,
  ],
  ['a fraction of a seed', { ...minimal, seed: 1.5 }, 'seed', /, not 1.5$/],
  ['a text for a number', { ...minimal, seed: '1' }, 'seed', /, not "1"$/],
  ['NaN', { ...minimal, seed: NaN }, 'seed', /, not NaN$/],
  ['infinity', { ...minimal, seed: Infinity }, 'seed', /, not Infinity$/],
  ['null for a number', { ...minimal, seed: null }, 'seed', /, not null$/],
  [
    'an unknown rule',
    { ...minimal, optimizer: { name: 'adamm' } },
    'optimizer.name',
    'unknown optimizer: adamm (did you mean adam?)',
  ],
  [
    'a rule in capitals',
    { ...minimal, optimizer: { name: 'Adam' } },
    'optimizer.name',
    /did you mean adam\?/,
  ],
  [
    "a rule of an object's own",
    { ...minimal, optimizer: { name: 'constructor' } },
    'optimizer.name',
    /^unknown optimizer: constructor/,
  ],
  [
    'a rule that is a number',
    { ...minimal, optimizer: { name: 3 } },
    'optimizer.name',
    'name must be the name of an optimizer, not 3',
  ],
  [
    'a rule without a name',
    { ...minimal, optimizer: { lr: 1 } },
    'optimizer.name',
    /^name is missing/,
  ],
  [
    'a rule as text',
    { ...minimal, optimizer: 'adam' },
    'optimizer',
    /^optimizer must be an object with the name of an optimizer, not "adam"$/,
  ],
  ['a rule as list', { ...minimal, optimizer: [] }, 'optimizer', /not a list of 0$/],
  [
    'a parameter of another rule',
    { ...minimal, optimizer: { name: 'sgd', beta1: 0.9 } },
    'optimizer.beta1',
    /^unknown field: beta1/,
  ],
  [
    'a misspelt parameter',
    { ...minimal, optimizer: { name: 'adam', beta_1: 0.9 } },
    'optimizer.beta_1',
    /did you mean beta1\?/,
  ],
  [
    'a step size below 0',
    { ...minimal, optimizer: { name: 'sgd', lr: -0.1 } },
    'optimizer.lr',
    'lr must be a number from 0 to 1000, not -0.1',
  ],
  [
    'a step size in words',
    { ...minimal, optimizer: { name: 'sgd', lr: 'fast' } },
    'optimizer.lr',
    /not "fast"$/,
  ],
  [
    'an unknown schedule',
    { ...minimal, schedule: { name: 'powr' } },
    'schedule.name',
    /did you mean power\?/,
  ],
  ['an unknown loss', { ...minimal, loss: 'cross-entopy' }, 'loss', /did you mean cross-entropy\?/],
  [
    'an unknown loss in an object',
    { ...minimal, loss: { name: 'crossentropy' } },
    'loss.name',
    /did you mean cross-entropy\?/,
  ],
  ['a loss that is a number', { ...minimal, loss: 1 }, 'loss', /^loss must be/],
  [
    'a model that is no list',
    { ...minimal, model: { layer: 'dense' } },
    'model',
    /must be a list of layers/,
  ],
  ['a model without layers', { ...minimal, model: [] }, 'model', /at least one layer/],
  ['a layer as text', { ...minimal, model: ['dense'] }, 'model.0', /^layer 0 must be an object/],
  [
    'a layer without a name',
    { ...minimal, model: [{ units: 3 }] },
    'model.0.layer',
    /^layer is missing: there is dense/,
  ],
  [
    'an unknown layer',
    { ...minimal, model: [{ layer: 'dense' }, { layer: 'dropot' }] },
    'model.1.layer',
    /did you mean dropout\?/,
  ],
  [
    "a layer's unknown field",
    { ...minimal, model: [{ layer: 'dense', unit: 3 }] },
    'model.0.unit',
    /did you mean units\?/,
  ],
  [
    'half a unit',
    { ...minimal, model: [{ layer: 'dense', units: 2.5 }] },
    'model.0.units',
    /^units must be a whole number from 1 to \d+, not 2.5$/,
  ],
  [
    'a rate of 1',
    { ...minimal, model: [{ layer: 'dropout', rate: 1 }] },
    'model.0.rate',
    /^rate must be a number from 0 to 0.99, not 1$/,
  ],
  [
    'an unknown option',
    { ...minimal, batch: { sampling: 'shufle' } },
    'batch.sampling',
    /^sampling must be one of shuffle, replacement, not "shufle"$/,
  ],
  [
    'an option as number',
    { ...minimal, batch: { sampling: 0 } },
    'batch.sampling',
    /one of shuffle, replacement, not 0$/,
  ],
  [
    'an empty batch',
    { ...minimal, batch: { size: 0 } },
    'batch.size',
    /^size must be a whole number from 1/,
  ],
  [
    'an unknown unit',
    { ...minimal, evaluate: { unit: 'epochs' } },
    'evaluate.unit',
    /one of epoch, update/,
  ],
  [
    'an unknown data set',
    { ...minimal, data: { name: 'digit' } },
    'data.name',
    'unknown data set: digit (did you mean digits?)',
  ],
  [
    'data as text',
    { ...minimal, data: 'digits' },
    'data',
    /^data must be an object with the name of a data set/,
  ],
  [
    'no training images',
    { ...minimal, data: { name: 'digits', train: 0 } },
    'data.train',
    /from 1 to/,
  ],
  [
    'idx without files',
    { ...minimal, data: { name: 'idx' } },
    'data.trainImages',
    'trainImages is missing',
  ],
  [
    'idx with a path',
    { ...minimal, data: { name: 'idx', trainImages: 'train.gz' } },
    'data.trainImages',
    /a Uint8Array with the bytes of a file, not "train.gz"$/,
  ],
  [
    'arrays without a shape',
    { ...minimal, data: { ...plane(), shape: undefined } },
    'data.shape',
    /^shape is missing/,
  ],
  [
    'arrays of two sides',
    { ...minimal, data: { ...plane(), shape: [28, 28] } },
    'data.shape',
    /\[channels, height, width\] or \[numbers\]/,
  ],
  [
    'arrays of no side',
    { ...minimal, data: { ...plane(), shape: [0] } },
    'data.shape',
    /whole number from 1/,
  ],
  [
    'arrays of text',
    { ...minimal, data: { ...plane(), trainX: 'abc' } },
    'data.trainX',
    /a Float32Array or another list of numbers, not "abc"$/,
  ],
  [
    'arrays with text inside',
    { ...minimal, data: { ...plane(), trainX: [1, '2'] } },
    'data.trainX',
    /list of numbers/,
  ],
  [
    'a bare buffer',
    { ...minimal, data: { ...plane(), trainX: new ArrayBuffer(8) } },
    'data.trainX',
    /Float32Array/,
  ],
  [
    'inputs without labels',
    { ...minimal, data: { ...plane(), testY: undefined } },
    'data.testY',
    'testY is missing',
  ],
  [
    'no labels at all',
    { ...minimal, data: { ...plane(), trainY: undefined } },
    'data.trainY',
    /^trainY is missing/,
  ],
  [
    'a height for arrays',
    { ...minimal, data: { ...plane(), height: 3 } },
    'data.height',
    /^unknown field: height/,
  ],
];

for (const [name, spec, path, message] of wrong) {
  test(`wrong: ${name}`, () => assert.throws(() => validateSpec(spec), labError(path, message)));
}

test('a long or hostile value does not make a long message', () => {
  const long = 'x'.repeat(1e6);
  const specs = [
    { ...minimal, optimizer: { name: long } },
    { ...minimal, seed: long },
    { ...minimal, loss: long },
    { ...minimal, [long]: 1 },
  ];
  for (const spec of specs) {
    try {
      validateSpec(spec);
      assert.fail('it was accepted');
    } catch (error) {
      assert.ok(error instanceof LabError && error.message.length < 400);
    }
  }
});

test('a key that JSON makes of a prototype is an unknown field', () => {
  const spec = JSON.parse(
    '{"data":{"name":"digits"},"model":[{"layer":"dense"}],"__proto__":{"x":1}}',
  );
  assert.throws(() => validateSpec(spec), labError('__proto__', /^unknown field/));
});
