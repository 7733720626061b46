/**
 * Many runs one after another, as many at once as there are engines: the cells of a grid. Has the
 * interface of a race, but nothing is abreast; one step is one more run.
 *
 * @typedef {import('../engine/protocol.js').Engine} Engine
 */
import { Runner } from './runner.js';

export class Sweep extends EventTarget {
  /** Nothing can be changed on the way. @type {import('./race.js').Change[]} */
  changes = [];
  #lanes;
  /** @type {Engine[]} */
  #engines = [];
  /** Runs that were begun and paused. @type {Set<Runner>} */
  #held = new Set();
  #stopped = false;
  #closed = false;
  /** @type {Promise<unknown> | null} */
  #drive = null;

  /**
   * @param {import('./runner.js').Plan[]} plans in the order in which they run
   * @param {number} lanes how many at once
   */
  constructor(plans, lanes) {
    super();
    this.runs = plans.map((plan) => new Runner(plan));
    this.#lanes = Math.max(1, Math.min(lanes, plans.length));
  }

  get running() {
    return this.#drive !== null;
  }

  /** @returns {number} updates of all runs together */
  get updates() {
    return this.runs.reduce((sum, run) => sum + run.updates, 0);
  }

  get finished() {
    return this.runs.every((run) => run.arrived);
  }

  /**
   * Starts the engines, and opens the first run: a spec that is wrong is told at once.
   *
   * @param {(lane: number) => Promise<Engine>} engineFor
   */
  async open(engineFor) {
    const lanes = Array.from({ length: this.#lanes }, (_, lane) => engineFor(lane));
    this.#engines = await Promise.all(lanes);
    await this.#begin(this.runs[0], this.#engines[0]);
    this.#held.add(this.runs[0]);
  }

  /**
   * Trains until all runs have ended, or one more of them.
   *
   * @param {{updates?: number, epochs?: number}} [amount] whatever it is, one more run
   */
  async advance(amount) {
    if (this.#drive) return;
    this.#stopped = false;
    let left = amount ? 1 : Infinity;
    // Those that are begun go on first, each in its own engine.
    const begun = [...this.#held];
    const queue = this.runs.filter((run) => run.alive && !run.arrived && !this.#held.has(run));
    const take = () => {
      if (this.#stopped || left <= 0) return undefined;
      left--;
      return begun.shift() ?? queue.shift();
    };
    const lanes = this.#engines.map(async (engine) => {
      for (let run = take(); run; run = take()) await this.#train(run, engine);
    });
    this.#drive = Promise.all(lanes);
    this.#tell();
    await this.#drive;
    this.#drive = null;
    this.#tell();
  }

  async pause() {
    this.#stopped = true;
    for (const run of this.#held) run.session?.pause();
    this.#tell();
    await this.#drive;
  }

  /** A sweep goes as fast as it can. */
  setPace() {}

  /** @returns {never} */
  change() {
    throw new Error('a sweep cannot be changed on the way');
  }

  async close() {
    this.#closed = true;
    for (const run of this.runs) run.closed = true;
    await this.pause();
    await Promise.allSettled([...this.#held].map((run) => run.session?.dispose()));
  }

  /**
   * @param {Runner} run
   * @param {Engine} engine
   */
  async #train(run, engine) {
    try {
      if (!run.session) await this.#begin(run, engine);
      if (this.#closed) return;
      this.#held.add(run);
      // Paused while it was opened: it stays for the next time.
      if (this.#stopped || !run.session) return;
      for await (const event of run.session.advance(rest(run))) {
        run.take(event);
        this.#tell();
      }
      if (!run.arrived) return;
      await run.lookAtEnd(() => this.#tell());
      await run.session.dispose();
    } catch (error) {
      if (!this.#closed) run.fail(error);
    }
    this.#held.delete(run);
    run.session = null;
    this.#tell();
  }

  /**
   * @param {Runner} run
   * @param {Engine} engine
   */
  async #begin(run, engine) {
    const session = await engine.open(run.spec);
    if (this.#closed) {
      await session.dispose();
      return;
    }
    run.begin(session);
    await run.lookAtStart(() => this.#tell());
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * @param {Runner} run
 * @returns {{updates: number} | {epochs: number} | undefined} what is left to the planned end
 */
function rest({ updates, epoch, spec }) {
  if (!updates) return undefined;
  const { updates: all, epochs = 10 } = spec.stop ?? {};
  return all ? { updates: all - updates } : { epochs: epochs - epoch };
}
