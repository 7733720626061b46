import { blockKind, blocksOf } from './blocks.js';
import { kindOf } from './build.js';
import { readCatalog } from './catalog.js';
import { unpackCheckpoint } from './checkpoint.js';
import { DataSet } from './data.js';
import { Descent } from './descent.js';
import { digest } from './digest.js';
import { Draft } from './draft.js';
import { LabError } from './error.js';
import { instantiate } from './instance.js';
import { Run } from './run.js';
import { normaliseSpec } from './spec.js';
import { Surface } from './surface.js';

/** One instance of the core and the runs in it. */
export class Lab {
  /** @type {import('./instance.js').Core} */ #core;
  /** @type {Set<Run | Descent>} */ #runs = new Set();
  /** The data sets that are alive, so that runs of the same data share them. */
  #sets = /** @type {Map<string, DataSet>} */ (new Map());
  /** The one that was used last is kept alive for the next run. @type {DataSet | null} */
  #kept = null;
  #disposed = false;

  /** @param {import('./build.js').Build} build of the core, prepared in this thread */
  constructor(build) {
    this.#core = instantiate(build);
    const { core, coreReason } = kindOf(build);
    /** What trains: 'wasm', or 'js' where that is not possible. */
    this.core = core;
    /** Why it is not WebAssembly ('missing', 'forbidden', 'wanted'), or ''. */
    this.coreReason = coreReason;
    /** Everything that the core can do. @type {import('./catalog.js').Catalog} */
    this.catalog = readCatalog(this.#core);
  }

  /**
   * A new run; nothing is trained yet. Throws a LabError that names the field that is wrong.
   * @param {unknown} spec
   * @returns {Run}
   */
  createRun(spec) {
    this.#alive();
    return this.#create(normaliseSpec(spec, this.catalog));
  }

  /**
   * The run that `run.save` has made bytes of; it goes on with the same bits.
   * @param {Uint8Array} bytes
   * @returns {Run}
   */
  restore(bytes) {
    this.#alive();
    const saved = unpackCheckpoint(bytes);
    const run = this.createRun(saved.spec);
    try {
      run.takeOver(saved);
    } catch (error) {
      run.dispose();
      throw error;
    }
    return run;
  }

  /**
   * A function of two parameters: its values, gradient and known minima.
   * @param {unknown} surface a name of the catalogue, or {name, ...parameters}
   * @returns {Surface}
   */
  surface(surface) {
    this.#alive();
    return new Surface(this.#core, this.catalog, surface);
  }

  /**
   * A rule on a surface; no step is made yet.
   * @param {unknown} spec {surface, optimizer, schedule, start, noise, seed}
   * @returns {Descent}
   */
  createDescent(spec) {
    this.#alive();
    const descent = new Descent({
      core: this.#core,
      catalog: this.catalog,
      spec,
      onDispose: (ended) => this.#runs.delete(ended),
    });
    this.#runs.add(descent);
    return descent;
  }

  /**
   * Examples of data as a net would see them, without a run.
   * @param {unknown} data the spec's field
   * @param {import('./data.js').Split} split
   * @param {ArrayLike<number>} indices
   * @returns {{shape: number[], values: Float32Array}}
   */
  examples(data, split, indices) {
    this.#alive();
    const set = this.#data(
      normaliseSpec(
        { data, model: [{ layer: Object.keys(this.catalog.layers)[0] }] },
        this.catalog,
      ),
    );
    return { shape: set.shape, values: set.examples(split, indices) };
  }

  /**
   * All examples of data with classes as the core reads them, without a run.
   * @param {unknown} data the spec's field
   * @returns {{shape: number[], classes: number} & Record<'train' | 'test', {x: Float32Array, labels: Int32Array}>}
   *   classes 0: the data have numbers to aim at instead, and no examples are given
   */
  readData(data) {
    this.#alive();
    const model = [{ layer: Object.keys(this.catalog.layers)[0] }];
    const set = this.#data(normaliseSpec({ data, model }, this.catalog));
    const { shape, classes, counts } = set;
    const all = (/** @type {'train' | 'test'} */ split) => {
      if (!classes || !counts[split]) return { x: new Float32Array(), labels: new Int32Array() };
      const index = Uint32Array.from({ length: counts[split] }, (_, i) => i);
      return { x: set.examples(split, index), labels: set.labels(split, index.length) };
    };
    return { shape, classes, train: all('train'), test: all('test') };
  }

  /** Bytes that the core holds now. */
  get liveBytes() {
    this.#alive();
    return this.#core.exports.sp_live_bytes();
  }

  /** Disposes of all runs and of everything else. */
  dispose() {
    if (this.#disposed) return;
    for (const run of [...this.#runs]) run.dispose();
    this.#keep(null);
    this.#disposed = true;
  }

  /** @param {import('./spec.js').Spec} spec */
  #create(spec) {
    const run = new Run({
      core: this.#core,
      catalog: this.catalog,
      spec,
      data: this.#data(spec),
      onDispose: (ended) => this.#runs.delete(ended),
    });
    this.#runs.add(run);
    return run;
  }

  /** @param {import('./spec.js').Spec} spec */
  #data(spec) {
    const key = dataKey(spec);
    const data = this.#sets.get(key) ?? this.#makeData(spec, key);
    this.#keep(data);
    return data;
  }

  /** @param {import('./spec.js').Spec} spec @param {string} key */
  #makeData(spec, key) {
    // Let go first: two large data sets need not fit at once.
    this.#keep(null);
    const draft = new Draft(this.#core, spec);
    try {
      draft.lendBlocks(spec.data);
      const handle = draft.build('sp_data_new');
      const data = new DataSet(this.#core, handle, () => this.#sets.delete(key));
      this.#sets.set(key, data);
      return data;
    } finally {
      draft.free();
    }
  }

  /** @param {DataSet | null} data */
  #keep(data) {
    const before = this.#kept;
    this.#kept = data?.hold() ?? null;
    before?.release();
  }

  #alive() {
    if (this.#disposed) throw new LabError('this lab has been disposed');
  }
}

/**
 * Equal for equal data. Arrays count by their contents, as they may have been changed since.
 * @param {import('./spec.js').Spec} spec
 */
function dataKey({ seed, data, prepare }) {
  const fields = blockKind(data.name)?.fields ?? {};
  const rest = Object.entries(data).filter(([field]) => !Object.hasOwn(fields, field));
  const blocks = blocksOf(data).map(([path, values]) => [path, values.length, digest(values)]);
  return JSON.stringify([seed, rest, data.shape, prepare, blocks]);
}
