import * as v from 'valibot';
import { LabError } from './error.js';
import { mustBe, nameSchema, parameterEntries, parse, record } from './schema.js';

/**
 * Looks into a run which do not disturb it. Which there are, and their options with defaults and
 * ranges, is in the catalogue's group `probes`; what they find is in probe-results.js.
 *
 * @typedef {import('./probe-results.js').ProbeResults} ProbeResults
 * @typedef {import('./memory.js').NumbersConstructor} NumbersConstructor
 */

/** sp_probe_result_info's questions, and what it answers to the first. */
const TYPE = 0;
const COUNT = 1;
const NUMBER = 0;
const TEXT = 4;
/** @type {Record<number, NumbersConstructor>} */
const ARRAYS = { 1: Float32Array, 2: Float64Array, 3: Int32Array };

const NO_MEMORY = 2;

/** @param {unknown} value */
const isNumbers = (value) =>
  (ArrayBuffer.isView(value) && !(value instanceof DataView)) ||
  (Array.isArray(value) && value.every((x) => typeof x === 'number'));

/** One list of numbers, or several of them in a row. */
const floats = v.pipe(
  v.custom(
    (value) => isNumbers(value) || (Array.isArray(value) && value.every(isNumbers)),
    mustBe('a Float32Array or a list of them'),
  ),
  v.transform((value) => (value instanceof Float32Array ? value : joined(value))),
);

/** @param {any} lists */
function joined(lists) {
  if (isNumbers(lists)) return Float32Array.from(lists);
  const length = lists.reduce((/** @type {number} */ n, /** @type {any} */ l) => n + l.length, 0);
  const all = new Float32Array(length);
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return all;
}

const indices = v.pipe(
  v.custom(isNumbers, mustBe('a list of the numbers of examples')),
  v.transform((value) => Array.from(/** @type {number[]} */ (value))),
  v.check(
    (list) => list.every((i) => Number.isInteger(i) && i >= 0 && i < 2 ** 32),
    'must be whole numbers from 0',
  ),
  v.transform((list) => Uint32Array.from(list)),
);

/** What becomes of the core's results before they are handed out. @type {Record<string, (found: any) => object>} */
const finish = {
  arithmetic: ({ names, values, ...rest }) => ({
    ...rest,
    terms: names.split('|').map((/** @type {string} */ name, /** @type {number} */ i) => ({
      name,
      value: values[i],
    })),
  }),
};

/** A run's probes. */
export class Prober {
  /** @type {import('./instance.js').Core} */ #core;
  /** @type {import('./catalog.js').Catalog} */ #catalog;
  /** @type {() => number} */ #run;
  /** Those under way, with the copies of arrays that they were lent. @type {Map<number, number[]>} */
  #open = new Map();

  /**
   * @param {import('./instance.js').Core} core
   * @param {import('./catalog.js').Catalog} catalog
   * @param {() => number} run its handle; throws if it is gone
   */
  constructor(core, catalog, run) {
    this.#core = core;
    this.#catalog = catalog;
    this.#run = run;
  }

  /**
   * Looks in parts of about 128 examples, between which the run may train: the probe keeps to the
   * weights that it began with. Yields how much is done, 0 to 1.
   * @template {keyof ProbeResults} K
   * @param {K} name
   * @param {Record<string, any>} [options]
   * @returns {Generator<number, ProbeResults[K], void>}
   */
  *parts(name, options = {}) {
    const names = Object.keys(this.#catalog.probes);
    parse(record({ probe: nameSchema(names, 'probe') }), { probe: name });
    const kind = names.indexOf(name);
    const given = parse(this.#schema(kind, name), options, 'options');
    const { exports } = this.#core;
    const probe = exports.sp_probe_new(this.#run(), kind);
    if (probe === 0) throw new LabError('out of memory');
    this.#open.set(probe, []);
    try {
      for (const [option, value] of Object.entries(given)) this.#set(probe, option, value);
      this.#check(probe, exports.sp_probe_begin(probe));
      while (exports.sp_probe_some(probe) === 1) {
        yield exports.sp_probe_progress(probe);
        this.#run(); // a run that is gone may not be looked into
      }
      return this.#results(probe, name);
    } finally {
      this.#close(probe);
    }
  }

  /** Frees probes that were left half-way. */
  dispose() {
    for (const probe of [...this.#open.keys()]) this.#close(probe);
  }

  /** @param {number} kind @param {string} name */
  #schema(kind, name) {
    const { exports, memory } = this.#core;
    const blocks = memory.text(exports.sp_probe_blocks(kind)).split('|').filter(Boolean);
    return record({
      ...parameterEntries(this.#catalog.probes[name]),
      ...Object.fromEntries(
        blocks.map((block) => [block, v.optional(block === 'indices' ? indices : floats)]),
      ),
    });
  }

  /** @param {number} probe @param {string} option @param {any} value */
  #set(probe, option, value) {
    const { exports, memory } = this.#core;
    if (value === undefined) return;
    const status = memory.lend(option, option, (o) => {
      if (typeof value === 'number') return exports.sp_probe_number(probe, o, value);
      if (typeof value === 'string') {
        return memory.lend(value, option, (t) => exports.sp_probe_text(probe, o, t));
      }
      const block = memory.put(value, option);
      this.#open.get(probe)?.push(block);
      return exports.sp_probe_block(probe, o, block, value.byteLength);
    });
    this.#check(probe, status);
  }

  /** @param {number} probe @param {number} status */
  #check(probe, status) {
    if (status === 0) return;
    const { exports, memory } = this.#core;
    const path = memory.text(exports.sp_probe_error_path(probe));
    const message = memory.text(exports.sp_probe_error_message(probe));
    const lack = exports.sp_probe_error_status(probe) === NO_MEMORY && !/memory/.test(message);
    throw new LabError(lack ? `out of memory: ${message}` : message, path);
  }

  /** @param {number} probe @param {string} name @returns {any} */
  #results(probe, name) {
    const { exports, memory } = this.#core;
    /** @type {Record<string, unknown>} */
    const found = {};
    for (let i = 0; i < exports.sp_probe_results(probe); i++) {
      const type = exports.sp_probe_result_info(probe, i, TYPE);
      const count = exports.sp_probe_result_info(probe, i, COUNT);
      const at = exports.sp_probe_result(probe, i);
      const key = memory.text(exports.sp_probe_result_name(probe, i));
      if (type === NUMBER) [found[key]] = memory.copy(Float64Array, at, 1);
      else if (type === TEXT) found[key] = memory.text(at);
      else found[key] = memory.copy(ARRAYS[type], at, count);
    }
    return finish[name]?.(found) ?? found;
  }

  /** @param {number} probe */
  #close(probe) {
    const blocks = this.#open.get(probe);
    if (!blocks) return;
    this.#open.delete(probe);
    this.#core.exports.sp_probe_free(probe);
    for (const block of blocks) this.#core.memory.free(block);
  }
}
