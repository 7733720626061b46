/**
 * A few examples of the test set that at least one of the runs gets wrong, with what each says.
 * An example stays in its place as long as it is still wrong, so that one can look at it.
 *
 * @typedef {import('../engine/protocol.js').Classified} Classified
 * @typedef {import('../engine/protocol.js').Session} Session
 *
 * @typedef {object} Seen
 * @property {number} index in the test set
 * @property {number} label
 * @property {{id: string, rule: string, digit: number, confidence: number}[]} guesses
 * @property {{shape: number[], values: Float32Array}} image
 */

/**
 * @param {Classified[]} answers of each run, to the same examples
 * @param {readonly number[]} shown indices, in their places
 * @param {number} count places
 * @returns {number[]} at most `count` indices
 */
export function pickWrong(answers, shown, count) {
  const { labels } = answers[0];
  const wrong = (/** @type {number} */ i) =>
    answers.filter(({ predicted }) => predicted[i] !== labels[i]).length;
  /** @type {(number | undefined)[]} */
  const places = Array.from({ length: count }, (_, k) => shown[k]);
  const kept = places.map((i) => (i !== undefined && wrong(i) > 0 ? i : undefined));
  const taken = new Set(kept);

  // Those about which the runs disagree tell more than those which all get wrong.
  const disputed = [];
  const lost = [];
  for (let i = 0; i < labels.length; i++) {
    const n = wrong(i);
    if (!n || taken.has(i)) continue;
    if (n < answers.length) disputed.push(i);
    else lost.push(i);
  }
  const fresh = [...disputed, ...lost];
  return kept.map((i) => i ?? fresh.shift()).filter((i) => i !== undefined);
}

/** Milliseconds between two looks while runs train. */
const REST = 350;

export class Digits {
  /** @type {Seen[]} */
  seen = [];
  #count;
  #busy = false;
  #looked = 0;
  /** @type {Map<number, Seen['image']>} */
  #images = new Map();

  /** @param {number} count */
  constructor(count) {
    this.#count = count;
  }

  /** Whether it is time to look again. */
  get rested() {
    return performance.now() - this.#looked > REST;
  }

  /** How many places there are. */
  get count() {
    return this.#count;
  }

  /** Before other data are shown. */
  forget() {
    this.seen = [];
    this.#images = new Map();
  }

  /**
   * Asks the runs again. One question at a time: a call while one is open does nothing.
   *
   * @param {readonly import('./runner.js').Runner[]} runs with the same test set
   * @returns {Promise<boolean>} whether `seen` is new
   */
  async look(runs) {
    this.#looked = performance.now();
    const sessions = runs.flatMap((run) => (run.session ? [run.session] : []));
    if (this.#busy || !sessions.length) return false;
    this.#busy = true;
    try {
      const images = this.#images;
      const answers = await Promise.all(sessions.map((session) => session.classify('test')));
      const shown = this.seen.map(({ index }) => index);
      const picked = pickWrong(answers, shown, this.#count);
      await this.#fetch(sessions[0], picked);
      if (images !== this.#images) return false; // forgotten in between
      this.seen = picked.map((index) => ({
        index,
        label: answers[0].labels[index],
        guesses: answers.map(({ predicted, confidence }, k) => ({
          id: runs[k].id,
          rule: runs[k].rule,
          digit: predicted[index],
          confidence: confidence[index],
        })),
        image: /** @type {Seen['image']} */ (this.#images.get(index)),
      }));
      return true;
    } catch {
      return false; // the session was closed in between
    } finally {
      this.#busy = false;
    }
  }

  /**
   * @param {Session} session
   * @param {number[]} indices
   */
  async #fetch(session, indices) {
    const wanted = indices.filter((index) => !this.#images.has(index));
    if (!wanted.length) return;
    const { shape, values } = await session.examples('test', wanted);
    const size = values.length / wanted.length;
    wanted.forEach((index, k) => {
      this.#images.set(index, { shape, values: values.slice(k * size, (k + 1) * size) });
    });
  }
}
