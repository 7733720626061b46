/**
 * Opens races. Somebody may ask for another one before the first is open: only the latest counts.
 *
 * @typedef {import('./runner.js').Plan} Plan
 */
import { areCells } from './plans.js';
import { Pool } from './pool.js';
import { Race } from './race.js';
import { Sweep } from './sweep.js';

export class Opening {
  /** The attempt that is under way, and whether it will succeed. @type {Promise<boolean> | null} */
  pending = null;
  #pool;
  #lanes;
  /** Counts attempts. */
  #ticket = 0;

  /**
   * @param {object} options
   * @param {() => any} options.openEngine
   * @param {number} options.cores
   */
  constructor({ openEngine, cores }) {
    this.#pool = new Pool({ openEngine, cores });
    this.#lanes = cores;
  }

  /** How many runs of a sweep go at once. */
  get lanes() {
    return this.#lanes;
  }

  /** @param {number} lane of a sweep */
  engineFor(lane) {
    return this.#pool.core(lane);
  }

  /**
   * Of an attempt that another one has overtaken nothing is told.
   *
   * @param {() => Plan[]} plans
   * @param {object} told
   * @param {(race: Race | Sweep) => void} told.ready
   * @param {(error: unknown) => void} told.refused it cannot be opened
   * @param {() => void} told.settled after one of these
   * @returns {Promise<boolean>} false also if another has overtaken this one
   */
  open(plans, { ready, refused, settled }) {
    const ticket = ++this.#ticket;
    const isLatest = () => ticket === this.#ticket;
    this.pending = this.#open(plans, isLatest, { ready, refused }).finally(() => {
      if (!isLatest()) return;
      this.pending = null;
      settled();
    });
    return this.pending;
  }

  /** What is under way is for nobody any more. */
  abandon() {
    this.#ticket++;
  }

  async close() {
    await this.#pool.close();
  }

  /**
   * @param {() => Plan[]} plans
   * @param {() => boolean} isLatest
   * @param {{ready: (race: Race | Sweep) => void, refused: (error: unknown) => void}} told
   */
  async #open(plans, isLatest, { ready, refused }) {
    /** @type {Race | Sweep | undefined} */
    let race;
    try {
      const begun = this.#begin(plans());
      race = begun.race;
      await begun.opened;
    } catch (error) {
      race?.close();
      if (isLatest()) refused(error);
      return false;
    }
    if (!isLatest()) {
      race.close();
      return false;
    }
    ready(race);
    return true;
  }

  /** @param {Plan[]} plans */
  #begin(plans) {
    if (areCells(plans)) {
      const sweep = new Sweep(plans, this.#lanes);
      return { race: sweep, opened: sweep.open((lane) => this.engineFor(lane)) };
    }
    const lines = plans.filter(({ seed }) => seed === plans[0].seed).length;
    const race = new Race(plans);
    return { race, opened: race.open((index) => this.#pool.engine(index, lines)) };
  }
}
