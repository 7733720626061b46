import * as v from 'valibot';
import { Draft } from './draft.js';
import { LabError } from './error.js';
import { choice, parameterEntries, parameterSchema, parse, record, show } from './schema.js';
import { pointSchema, Surface, surfaceSchema } from './surface.js';

/**
 * A rule on a function of two parameters.
 *
 * @typedef {object} DescentSpec after validation: every field is there
 * @property {number} seed of the noise
 * @property {import('./spec.js').Named} surface
 * @property {import('./spec.js').Named} optimizer
 * @property {import('./spec.js').Named} schedule
 * @property {[number, number]} start the surface's own if it was left out
 * @property {number} noise standard deviation of what is added to each part of the gradient
 * @property {{updates: number}} stop for schedules that plan ahead; 0: open-ended
 *
 * @typedef {object} Path one array for each column, a row for each point from the start on (of
 *   descents of more than 65,536 updates, for every 2nd, 4th, ... and the present one)
 * @property {Float64Array} update
 * @property {Float64Array} x
 * @property {Float64Array} y
 * @property {Float64Array} value
 * @property {Float64Array} gradNorm of the exact gradient
 */

/** sp_descent_info's questions. */
const INFO = Object.freeze({
  updates: 0,
  divergedAt: 1,
  rows: 2,
  x: 3,
  y: 4,
  value: 5,
  gradNorm: 6,
});

/** sp_descent_column's columns, and what is asked for their present value. */
const COLUMNS = Object.freeze([
  /** @type {const} */ (['update', INFO.updates]),
  /** @type {const} */ (['x', INFO.x]),
  /** @type {const} */ (['y', INFO.y]),
  /** @type {const} */ (['value', INFO.value]),
  /** @type {const} */ (['gradNorm', INFO.gradNorm]),
]);

/** @type {WeakMap<import('./catalog.js').Catalog, import('./schema.js').Schema>} */
const schemas = new WeakMap();

/** @param {import('./catalog.js').Catalog} catalog */
function schemaFor(catalog) {
  let schema = schemas.get(catalog);
  if (!schema) {
    const { optimizers, schedules, settings, descent } = catalog;
    const first = (/** @type {import('./catalog.js').Group} */ group) => ({
      name: Object.keys(group)[0],
    });
    schema = record({
      ...parameterEntries(settings.run),
      surface: surfaceSchema(catalog),
      optimizer: v.optional(choice({ group: optimizers, what: 'optimizer' }), first(optimizers)),
      schedule: v.optional(choice({ group: schedules, what: 'schedule' }), first(schedules)),
      start: v.optional(pointSchema(descent.start)),
      ...parameterEntries(descent.descent),
      stop: v.optional(record({ updates: parameterSchema(settings.stop.parameters.updates) }), {}),
    });
    schemas.set(catalog, schema);
  }
  return schema;
}

/** One descent, made by `lab.createDescent`. */
export class Descent {
  /** @type {import('./instance.js').Core} */ #core;
  /** @type {number} */ #handle;
  /** @type {(descent: Descent) => void} */ #onDispose;

  /**
   * Made by a Lab only.
   * @param {object} options
   * @param {import('./instance.js').Core} options.core
   * @param {import('./catalog.js').Catalog} options.catalog
   * @param {unknown} options.spec
   * @param {(descent: Descent) => void} options.onDispose
   */
  constructor({ core, catalog, spec, onDispose }) {
    const checked = parse(schemaFor(catalog), spec);
    /** The surface that it runs on. */
    this.surface = new Surface(core, catalog, checked.surface);
    const start = checked.start ?? [...this.surface.start];
    /** The spec with all defaults filled in. @type {DescentSpec} */
    this.spec = { ...checked, start };
    const draft = new Draft(core, { ...this.spec, start: { x: start[0], y: start[1] } });
    try {
      this.#handle = draft.build('sp_descent_new');
    } finally {
      draft.free();
    }
    this.#core = core;
    this.#onDispose = onDispose;
  }

  /**
   * Makes n updates.
   * @param {number} [n]
   * @returns {{updates: number, diverged: boolean, divergedAt: number}} updates in all; whether
   *   one could not be made because the value or the gradient was not finite, and which (or -1)
   */
  step(n = 1) {
    if (!Number.isInteger(n) || n < 0) {
      throw new LabError(
        `the number of updates must be a whole number from 0, not ${show(n)}`,
        'n',
      );
    }
    const made = this.#core.exports.sp_descent_step(this.#alive(), n);
    const { progress } = this;
    if (made < n && !progress.diverged) throw new LabError('out of memory: the path is too long');
    return progress;
  }

  get progress() {
    const divergedAt = this.#info(INFO.divergedAt);
    return { updates: this.#info(INFO.updates), diverged: divergedAt >= 0, divergedAt };
  }

  /** Where it is now, and what the surface is like there. */
  get position() {
    return {
      x: this.#info(INFO.x),
      y: this.#info(INFO.y),
      value: this.#info(INFO.value),
      gradNorm: this.#info(INFO.gradNorm),
    };
  }

  /**
   * The points so far; copies.
   * @returns {Path}
   */
  path() {
    const { exports, memory } = this.#core;
    const rows = this.#info(INFO.rows);
    const columns = COLUMNS.map(([name, what], i) => {
      const kept = memory.copy(Float64Array, exports.sp_descent_column(this.#alive(), i), rows);
      return { name, kept, now: this.#info(what) };
    });
    const behind = columns[0].kept[rows - 1] !== columns[0].now;
    const whole = columns.map(({ name, kept, now }) => [
      name,
      behind ? Float64Array.from({ length: rows + 1 }, (_, i) => kept[i] ?? now) : kept,
    ]);
    return Object.fromEntries(whole);
  }

  /** Gives the memory back. Nothing else may be called afterwards, except this again. */
  dispose() {
    if (this.#handle === 0) return;
    this.#core.exports.sp_descent_free(this.#handle);
    this.#handle = 0;
    this.#onDispose(this);
  }

  /** @param {number} what */
  #info(what) {
    return this.#core.exports.sp_descent_info(this.#alive(), what);
  }

  #alive() {
    if (this.#handle === 0) throw new LabError('this descent has been disposed');
    return this.#handle;
  }
}
