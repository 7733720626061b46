/**
 * Which experiments have shown their verdict, kept from visit to visit where the browser lets us;
 * elsewhere as long as the page is open. Nothing but their ids is kept. Pure.
 */
const KEY = 'spusk-done';
const MOST = 100;

export class Done {
  /** @type {Set<string>} */
  #ids;
  #open;

  /** @param {() => Pick<Storage, 'getItem' | 'setItem'>} open may throw: storage may be forbidden */
  constructor(open) {
    this.#open = open;
    this.#ids = new Set(this.#read());
  }

  /** @param {string} id */
  has(id) {
    return this.#ids.has(id);
  }

  /** @param {string} id */
  add(id) {
    if (this.#ids.has(id)) return;
    // Another tab may have added some meanwhile.
    this.#ids = new Set([...this.#read(), ...this.#ids, id]);
    try {
      this.#open().setItem(KEY, JSON.stringify([...this.#ids].slice(-MOST)));
    } catch {
      // Then it is known until the page closes.
    }
  }

  /** @returns {string[]} */
  #read() {
    try {
      const ids = JSON.parse(this.#open().getItem(KEY) ?? '[]');
      return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string').slice(-MOST) : [];
    } catch {
      return [];
    }
  }
}
