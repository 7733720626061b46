/**
 * When a lab is drawn anew. What changes with what the learner does, and what the page asks of
 * them, is shown at once; what training brings only so often, however much it is: the rest of the
 * time is for training.
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 */
import { giveWay } from '../chart/turns.js';

/** Milliseconds between two pictures of what moves, and of curves, which get a few rows a second. */
const MOVING = 33;
const GROWING = 80;

export class Pictures {
  /** Changes when there is something new to draw. */
  version = 0;
  #host;
  #timer = 0;
  #drawn = 0;
  /** What is shown at once, as it was when it was drawn. */
  #shown = '';

  /** @param {import('lit').ReactiveControllerHost & {lab: Lab | null}} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  /** Something is new. @param {Lab} lab */
  tell({ experiment, phase, awaits }) {
    const now = `${phase} ${awaits}`;
    if (now !== this.#shown) {
      this.#shown = now;
      this.#draw();
      return;
    }
    if (this.#timer) return;
    const moves = experiment.views.some(({ kind }) => kind === 'surface');
    const pause = moves ? MOVING : GROWING;
    const rest = Math.max(0, this.#drawn + pause - performance.now());
    this.#timer = window.setTimeout(() => {
      giveWay();
      this.#draw();
    }, rest);
  }

  #draw() {
    clearTimeout(this.#timer);
    this.#timer = 0;
    this.#drawn = performance.now();
    this.version++;
    this.#host.requestUpdate();
  }
}
