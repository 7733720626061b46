/**
 * Engines for the runs of races: as many workers as the machine has cores, so that the page, which
 * draws meanwhile, need not wait long for its turn.
 *
 * @typedef {import('../engine/protocol.js').Engine} Engine
 */
export class Pool {
  /** @type {Map<number, Promise<Engine>>} */
  #engines = new Map();
  #openEngine;
  #cores;

  /**
   * @param {object} options
   * @param {() => Engine | Promise<Engine>} options.openEngine
   * @param {number} [options.cores]
   */
  constructor({ openEngine, cores = 2 }) {
    this.#openEngine = openEngine;
    this.#cores = cores;
  }

  /**
   * The runs that are shown first have a core each as long as there are enough; those of another
   * seed share one, and with it their data, which are made once.
   *
   * @param {number} index place of the run in its race
   * @param {number} lines how many runs a seed has
   * @returns {Promise<Engine>}
   */
  engine(index, lines) {
    return this.core(index < lines ? index : Math.floor(index / lines));
  }

  /**
   * @param {number} index
   * @returns {Promise<Engine>} the same for indices that are a multiple of the cores apart
   */
  core(index) {
    return this.#get(index % Math.max(2, this.#cores));
  }

  async close() {
    const engines = [...this.#engines.values()];
    this.#engines.clear();
    for (const engine of await Promise.allSettled(engines)) {
      if (engine.status === 'fulfilled') engine.value.close();
    }
  }

  /** @param {number} core */
  #get(core) {
    let engine = this.#engines.get(core);
    if (!engine) {
      engine = Promise.resolve().then(this.#openEngine);
      // One that could not start is tried again the next time.
      engine.catch(() => this.#engines.delete(core));
      this.#engines.set(core, engine);
    }
    return engine;
  }
}
