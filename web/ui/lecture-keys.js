import { isCovered, isFree } from './keys.js';

/**
 * Keys for a lecture, on a lab that is large: space runs and pauses, right one update, shift and
 * right one epoch, R back to the start.
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 *
 * @typedef {object} Host
 * @property {boolean} large
 * @property {Lab | null} lab
 */
export class LectureKeys {
  #host;
  #ask;

  /**
   * @param {import('lit').ReactiveControllerHost & Host} host
   * @param {() => void} ask brings the reader to what a run waits for
   */
  constructor(host, ask) {
    this.#host = host;
    this.#ask = ask;
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener('keydown', this.#onKey);
  }

  hostDisconnected() {
    document.removeEventListener('keydown', this.#onKey);
  }

  /** @param {KeyboardEvent} event */
  #onKey = (event) => {
    const { lab, large } = this.#host;
    if (!large || !lab || !isFree(event) || isCovered()) return;
    if (lab.gated && [' ', 'ArrowRight'].includes(event.key)) this.#ask();
    else if (event.key === ' ') toggle(lab);
    else if (event.key === 'ArrowRight') lab.step(event.shiftKey ? { epochs: 1 } : { updates: 1 });
    else if (event.key.toLowerCase() === 'r') lab.reset();
    else return;
    event.preventDefault();
  };
}

/** @param {Lab} lab */
const toggle = (lab) => (lab.phase === 'running' ? lab.pause() : lab.run());
