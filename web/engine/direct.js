import { Lab } from '../core/lab.js';
import { DescentSession, isDescent } from './descent-session.js';
import { runToEnd } from './run-to-end.js';
import { LocalSession } from './session.js';

/** @typedef {import('./protocol.js').Engine} Engine */

/**
 * An engine in this process: trains in slices between which the event loop turns. The worker runs
 * this too, and a page does where workers are forbidden.
 * @implements {Engine}
 */
export class DirectEngine {
  /** @type {Lab} */ #lab;

  /** @param {import('../core/build.js').Build} build of the core, prepared in this thread */
  constructor(build) {
    this.#lab = new Lab(build);
    this.catalog = this.#lab.catalog;
    this.core = this.#lab.core;
    this.coreReason = this.#lab.coreReason;
    this.worker = false;
  }

  /** @param {unknown} spec */
  async open(spec) {
    return isDescent(spec)
      ? new DescentSession(this.#lab.createDescent(spec))
      : new LocalSession(this.#lab.createRun(spec));
  }

  /**
   * @param {object} spec
   * @param {{signal?: AbortSignal}} [options]
   */
  run(spec, options) {
    return runToEnd(this, spec, options);
  }

  close() {
    this.#lab.dispose();
  }
}
