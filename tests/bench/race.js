/**
 * Contestants in turn on the same work: A B C A B C ..., so that whatever slows the machine down
 * slows all of them. Ratios are taken round by round; what is told of them is the median, with the
 * quartiles as their spread.
 */
import { Contestant } from './contestants.js';
import { median, quantile } from './statistics.js';

/**
 * @typedef {import('./contestants.js').Name} Name
 * @typedef {import('./workloads.js').Cell} Cell
 *
 * @typedef {object} Effort
 * @property {number} rounds
 * @property {number} slice seconds of one contestant's turn, at least; one unit of work is not cut
 * @property {number} warm seconds of work before anything counts
 *
 * @typedef {object} Outcome of one contestant in a cell
 * @property {number[]} seconds for one update (or evaluation), round by round
 * @property {string} cannot why it did not take part, else ''
 *
 * @typedef {Partial<Record<Name, Outcome>>} Race
 */

/** Work that takes so many seconds at a time is repeated as seldom as the medians allow. */
const LONG = 0.4;
const LEAST_ROUNDS = 5;

export class Arena {
  /** @type {Map<Name, Contestant>} */ #at = new Map();

  /** The contestant, started if it is not there. @param {Name} name @returns {Contestant} */
  get(name) {
    let contestant = this.#at.get(name);
    if (!contestant) this.#at.set(name, (contestant = new Contestant(name)));
    return contestant;
  }

  /**
   * @param {Cell} cell
   * @param {Name[]} names
   * @param {Effort} effort
   * @returns {Promise<Race>}
   */
  async race(cell, names, effort) {
    /** @type {Race} */
    const race = {};
    const racing = [];
    for (const name of names) {
      const contestant = this.get(name);
      const cannot = await contestant.prepare(cell);
      const outcome = { seconds: /** @type {number[]} */ ([]), cannot };
      race[name] = outcome;
      if (cannot) continue;
      const n = await warmUp(contestant, effort);
      racing.push({ contestant, outcome, ...n });
    }
    for (let round = 0; round < effort.rounds; round++) {
      for (const { contestant, outcome, n, each } of racing) {
        if (each > LONG && round >= LEAST_ROUNDS) continue;
        outcome.seconds.push((await contestant.run(n)) / n);
      }
    }
    return race;
  }

  close() {
    for (const contestant of this.#at.values()) contestant.close();
    this.#at.clear();
  }
}

/**
 * Works until the engine has compiled all that it wants to.
 * @param {Contestant} contestant
 * @param {Effort} effort
 * @returns {Promise<{n: number, each: number}>} how many updates fill a slice, seconds of one
 */
async function warmUp(contestant, { slice, warm }) {
  let n = 1;
  let each = Infinity;
  for (let worked = 0, first = true; worked < warm || n * each < slice * 0.7; first = false) {
    const seconds = await contestant.run(n);
    worked += seconds;
    each = seconds / n;
    // The first time may be slower by much.
    n = Math.max(1, Math.min(Math.ceil(slice / each), first ? 4 : 8 * n));
    if (each > (first ? LONG : slice)) break;
  }
  return { n, each };
}

/**
 * How many times as fast `ours` is as `theirs`, over the rounds in which both worked.
 * @param {Race} race
 * @param {Name} ours
 * @param {Name} theirs
 * @returns {{ratio: number, low: number, high: number, best: number} | null} median, quartiles,
 *   and the ratio of the two best times; null if one of them did not take part
 */
export function compare(race, ours, theirs) {
  const a = race[ours]?.seconds ?? [];
  const b = race[theirs]?.seconds ?? [];
  const ratios = a.slice(0, b.length).map((seconds, round) => b[round] / seconds);
  if (ratios.length === 0) return null;
  return {
    ratio: median(ratios),
    low: quantile(ratios, 0.25),
    high: quantile(ratios, 0.75),
    best: Math.min(...b) / Math.min(...a),
  };
}
