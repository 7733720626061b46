import * as v from 'valibot';
import { LabError } from './error.js';
import { choice, mustBe, nameSchema, parse, record, show } from './schema.js';

/**
 * @typedef {[number, number]} Point
 * @typedef {[number, number, number, number]} Window x0, x1, y0, y1
 */

/** sp_surface_info's questions. */
const VIEW = 0;
const START = 4;
const MINIMA = 6;
const FIRST_MINIMUM = 7;

/** Points of a grid along an axis, at most. */
const MOST = 2048;

/**
 * The name of a surface, or {name, ...parameters}.
 * @param {import('./catalog.js').Catalog} catalog
 * @returns {import('./schema.js').Schema}
 */
export function surfaceSchema(catalog) {
  const group = catalog.surfaces;
  const whole = choice({ group, what: 'surface' });
  const name = v.pipe(
    nameSchema(Object.keys(group), 'surface'),
    v.transform((given) => v.parse(whole, { name: given })),
  );
  return v.lazy((input) => (typeof input === 'string' ? name : whole));
}

/** A function of two parameters, from the core's table. */
export class Surface {
  /** @type {import('./instance.js').Core} */ #core;
  /** Its number in the table. @type {number} */ #kind;
  /** @type {Float64Array} */ #parameters;

  /**
   * Made by a Lab only.
   * @param {import('./instance.js').Core} core
   * @param {import('./catalog.js').Catalog} catalog
   * @param {unknown} input a name, or {name, ...parameters}
   */
  constructor(core, catalog, input) {
    const entry = record({ surface: surfaceSchema(catalog) });
    const { surface } = parse(entry, { surface: input });
    this.#core = core;
    this.#kind = Object.keys(catalog.surfaces).indexOf(surface.name);
    const names = Object.keys(catalog.surfaces[surface.name].parameters);
    this.#parameters = Float64Array.from(names, (name) => surface[name]);
    /** Name and all parameters. @type {import('./spec.js').Named} */
    this.spec = Object.freeze(surface);
    const info = (/** @type {number} */ what) => core.exports.sp_surface_info(this.#kind, what);
    /** The window to look through. @type {Readonly<Window>} */
    this.view = Object.freeze([info(VIEW), info(VIEW + 1), info(VIEW + 2), info(VIEW + 3)]);
    /** A good place to start from. @type {Readonly<Point>} */
    this.start = Object.freeze([info(START), info(START + 1)]);
    /** The minima that are known. @type {ReadonlyArray<Readonly<Point>>} */
    this.minima = Object.freeze(
      Array.from({ length: info(MINIMA) }, (_, i) => {
        const at = FIRST_MINIMUM + 2 * i;
        return Object.freeze(/** @type {Point} */ ([info(at), info(at + 1)]));
      }),
    );
  }

  /** @param {number} x @param {number} y */
  value(x, y) {
    const { exports, memory } = this.#core;
    return memory.lend(this.#parameters, 'surface', (p) =>
      exports.sp_surface_value(this.#kind, p, Number(x), Number(y), 0),
    );
  }

  /** @param {number} x @param {number} y @returns {Point} */
  gradient(x, y) {
    const { exports, memory } = this.#core;
    const [dx, dy] = memory.lend(this.#parameters, 'surface', (p) =>
      memory.collect(Float64Array, 2, 'surface', (g) => {
        exports.sp_surface_value(this.#kind, p, Number(x), Number(y), g);
      }),
    );
    return [dx, dy];
  }

  /**
   * Values on a grid, borders included, for level lines: the one at x0 + i (x1 - x0) / (nx - 1)
   * and y0 + j (y1 - y0) / (ny - 1) is number j * nx + i.
   * @param {number} [nx]
   * @param {number} [ny]
   * @param {Readonly<Window>} [window]
   * @returns {Float64Array}
   */
  grid(nx = 100, ny = nx, window = this.view) {
    for (const [name, n] of Object.entries({ nx, ny })) {
      if (Number.isInteger(n) && n >= 2 && n <= MOST) continue;
      throw new LabError(`${name} must be a whole number from 2 to ${MOST}, not ${show(n)}`, name);
    }
    const sides = Float64Array.from(window);
    if (sides.length !== 4 || !sides.every(Number.isFinite)) {
      throw new LabError('window must be [x0, x1, y0, y1]', 'window');
    }
    const { exports, memory } = this.#core;
    return memory.lend(this.#parameters, 'surface', (p) =>
      memory.lend(sides, 'window', (w) =>
        memory.collect(Float64Array, nx * ny, 'grid', (values) => {
          exports.sp_surface_grid(this.#kind, p, w, nx, ny, values);
        }),
      ),
    );
  }
}

/**
 * Two numbers, each within its parameter's range.
 * @param {import('./catalog.js').Kind} kind with the parameters x and y
 * @returns {import('./schema.js').Schema}
 */
export function pointSchema({ parameters: { x, y } }) {
  const message = mustBe(`[x, y], numbers from ${x.min} to ${x.max}`);
  const fits = (/** @type {unknown} */ n, /** @type {import('./catalog.js').Parameter} */ p) =>
    typeof n === 'number' && n >= p.min && n <= p.max;
  return v.custom(
    (value) => Array.isArray(value) && value.length === 2 && fits(value[0], x) && fits(value[1], y),
    message,
  );
}
