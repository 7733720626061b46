/**
 * Engines for the runs of races: the runs that are shown first have a worker each for
 * themselves, the other seeds share about as many as the machine has cores.
 *
 * @typedef {import('../engine/protocol.js').Engine} Engine
 */
export class Pool {
  /** @type {Map<string, Promise<Engine>>} */
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
   * @param {number} index place of the run in its race
   * @param {number} lines how many runs a seed has
   * @returns {Promise<Engine>}
   */
  engine(index, lines) {
    if (index < lines) return this.#get(`line ${index}`);
    return this.core(Math.floor(index / lines));
  }

  /**
   * @param {number} index
   * @returns {Promise<Engine>} the same for indices that are a multiple of the cores apart
   */
  core(index) {
    return this.#get(`core ${index % Math.max(2, this.#cores)}`);
  }

  async close() {
    const engines = [...this.#engines.values()];
    this.#engines.clear();
    for (const engine of await Promise.allSettled(engines)) {
      if (engine.status === 'fulfilled') engine.value.close();
    }
  }

  /** @param {string} name */
  #get(name) {
    let engine = this.#engines.get(name);
    if (!engine) {
      engine = Promise.resolve().then(this.#openEngine);
      // One that could not start is tried again the next time.
      engine.catch(() => this.#engines.delete(name));
      this.#engines.set(name, engine);
    }
    return engine;
  }
}
