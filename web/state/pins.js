/**
 * Lines of the comparison that the learner keeps: they survive new runs and a reset.
 *
 * @typedef {import('./compare.js').Line} Line
 */

export const MOST = 8;

export class Pins extends EventTarget {
  /** @type {Line[]} oldest first */
  lines = [];

  /** @param {Line} line */
  has(line) {
    return this.lines.some((one) => one.runs[0] === line.runs[0]);
  }

  /**
   * @param {Line} line
   * @returns {boolean} false if there are as many as there can be
   */
  add(line) {
    if (this.has(line)) return true;
    if (this.lines.length >= MOST) return false;
    this.lines = [...this.lines, { ...line, place: 'pinned' }];
    this.dispatchEvent(new Event('change'));
    return true;
  }

  /** @param {Line} line */
  remove(line) {
    this.lines = this.lines.filter((one) => one.runs[0] !== line.runs[0]);
    this.dispatchEvent(new Event('change'));
  }
}

/** @type {WeakMap<object, Pins>} */
const all = new WeakMap();

/**
 * @param {object} lab
 * @returns {Pins} of this lab, gone when it is
 */
export function pinsOf(lab) {
  let pins = all.get(lab);
  if (!pins) {
    pins = new Pins();
    all.set(lab, pins);
  }
  return pins;
}
