/**
 * An unbounded queue between somebody who pushes and a loop that takes.
 * @template T
 */
export class Queue {
  /** @type {T[]} */ #items = [];
  /** @type {((item: T) => void) | null} */ #waiting = null;

  /** @param {T} item */
  push(item) {
    if (this.#waiting) {
      this.#waiting(item);
      this.#waiting = null;
    } else {
      this.#items.push(item);
    }
  }

  /** The next item, when there is one. @returns {Promise<T>} */
  take() {
    if (this.#items.length > 0) return Promise.resolve(/** @type {T} */ (this.#items.shift()));
    return new Promise((resolve) => (this.#waiting = resolve));
  }
}
