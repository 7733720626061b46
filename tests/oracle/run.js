/**
 * Spusk's side of the comparison with PyTorch: makes the runs that oracle.py asks for, through
 * the public package, and writes down what they did.
 *
 *   node tests/oracle/run.js FOLDER
 *
 * FOLDER/request.json says what is wanted; arrays lie beside it as raw little-endian numbers. The
 * answer lies there too: catalog.json, specs.json (with all defaults), and for case i the files
 * i.weights, i.gradients, i.outputs (float32), i.rates (float64) and i.json (the trace);
 * init-i.weights; surfaces.json.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLab } from 'spusk';

/**
 * @typedef {{f32?: string, i32?: string}} Stored the file of an array
 * @typedef {Record<string, any>} Data fields of the spec's, arrays as Stored
 * @typedef {{data: string, [field: string]: any}} Spec `data` is a name
 * @typedef {object} Request
 * @property {Record<string, Data>} data by name
 * @property {{spec: Spec, start: Stored, updates: number}[]} cases
 * @property {Spec[]} inits only their first weights count
 * @property {{surface: object, shares: [number, number][]}[]} surfaces to be looked at in places
 *   that are given as shares of their windows' sides
 * @property {{stop: {updates: number}, [field: string]: any}[]} paths descents to be made
 */

const folder = process.argv[2];
const path = (/** @type {string} */ name) => join(folder, name);
const json = (/** @type {string} */ name) => JSON.parse(readFileSync(path(name), 'utf8'));

/** @param {string} name @param {unknown} value */
const writeJson = (name, value) => writeFileSync(path(name), JSON.stringify(value));

/** @param {any} value an array as its file, or anything else as it is @returns {any} */
function load(value) {
  const { f32, i32 } = Object(value);
  const file = f32 ?? i32;
  if (!file) return value;
  const { buffer, byteOffset, byteLength } = readFileSync(path(file));
  const bytes = buffer.slice(byteOffset, byteOffset + byteLength);
  return f32 ? new Float32Array(bytes) : new Int32Array(bytes);
}

/** @param {string} name @param {(Float32Array | Float64Array)[]} rows */
const writeRows = (name, rows) =>
  writeFileSync(path(name), Buffer.concat(rows.map((row) => new Uint8Array(row.buffer))));

/** @type {Request} */
const request = json('request.json');
const data = Object.fromEntries(
  Object.entries(request.data).map(([name, fields]) => [
    name,
    Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, load(value)])),
  ]),
);
const lab = await openLab();

/** @param {Spec} spec */
const create = (spec) => lab.createRun({ ...spec, data: data[spec.data] });

/** @param {ReturnType<typeof lab.createRun>} run its spec with all defaults, without the data */
const filled = ({ spec }) => ({ ...spec, data: undefined });

const trained = request.cases.map(({ spec, start, updates }, i) => {
  const run = create(spec);
  run.setParameters(load(start));
  const weights = [run.parameters()];
  const gradients = [];
  const rates = new Float64Array(updates);
  run.step(0); // the row before the first update
  for (let t = 0; t < updates; t++) {
    rates[t] = run.lr;
    run.step(1);
    weights.push(run.parameters());
    gradients.push(run.gradients());
  }
  writeRows(`${i}.weights`, weights);
  writeRows(`${i}.gradients`, gradients);
  writeRows(`${i}.outputs`, [run.predict(data[spec.data].testX)]);
  writeRows(`${i}.rates`, [rates]);
  const columns = Object.entries(run.trace()).map(([name, values]) => [name, [...values]]);
  writeJson(`${i}.json`, Object.fromEntries(columns));
  run.dispose();
  return filled(run);
});

const begun = request.inits.map((spec, i) => {
  const run = create(spec);
  writeRows(`init-${i}.weights`, [run.parameters()]);
  run.dispose();
  return filled(run);
});

const surfaces = request.surfaces.map(({ surface, shares }) => {
  const there = lab.surface(surface);
  const [x0, x1, y0, y1] = there.view;
  const points = shares.map(([i, j]) => [x0 + i * (x1 - x0), y0 + j * (y1 - y0)]);
  return {
    spec: there.spec,
    points,
    values: points.map(([x, y]) => there.value(x, y)),
    gradients: points.map(([x, y]) => there.gradient(x, y)),
    minima: there.minima,
  };
});

const paths = request.paths.map((spec) => {
  const descent = lab.createDescent(spec);
  descent.step(spec.stop.updates);
  const { x, y } = descent.path();
  descent.dispose();
  return { spec: descent.spec, points: [...x].map((_, i) => [x[i], y[i]]) };
});

writeJson('surfaces.json', { surfaces, paths });
writeJson('specs.json', { cases: trained, inits: begun });
writeJson('catalog.json', lab.catalog);
lab.dispose();
