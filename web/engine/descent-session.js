import { digest } from '../core/digest.js';
import { LabError, plainError } from '../core/error.js';
import { tick } from './tick.js';

/**
 * @typedef {import('./protocol.js').Session} Session
 * @typedef {import('./protocol.js').EngineEvent} EngineEvent
 * @typedef {import('./protocol.js').EndEvent} EndEvent
 * @typedef {import('../core/descent.js').Descent} Descent
 */

/** Updates between two looks at the clock, and milliseconds between two turns of the event loop. */
const BATCH = 1000;
const SLICE = 12;
/** Points of the surface along an axis, for level lines. */
const GRID = 96;

/** @param {unknown} spec */
export const isDescent = (spec) => typeof spec === 'object' && spec !== null && 'surface' in spec;

/**
 * A descent on a surface behind the interface of a run. Its trace is its path: update, epoch (the
 * same, as every update uses the whole gradient), x, y, value, gradNorm, and the distance to the
 * nearest minimum that is known.
 * @implements {Session}
 */
export class DescentSession {
  /** @type {Descent} */ #descent;
  #advancing = false;
  #paused = false;
  /** The update of the last row that was told. */
  #told = -1;

  /** @param {Descent} descent is disposed of with the session */
  constructor(descent) {
    this.#descent = descent;
    /** A DescentSpec. @type {any} */
    this.spec = descent.spec;
    const { surface } = descent;
    this.description = {
      input: [2],
      classes: 0,
      examples: { train: 1, test: 0, validation: 0 },
      layers: [],
      parameters: 2,
      bytes: 0,
      dataBytes: 0,
      updatesPerEpoch: 1,
      surface: {
        view: surface.view,
        minima: surface.minima,
        size: GRID,
        values: surface.grid(GRID),
      },
    };
  }

  /**
   * @param {{updates?: number, epochs?: number}} [goal]
   * @returns {AsyncGenerator<EngineEvent, void, void>}
   */
  async *advance(goal) {
    if (this.#advancing) throw new LabError('this session is already training');
    this.#advancing = true;
    this.#paused = false;
    try {
      yield* this.#walk(goal);
    } catch (error) {
      yield { type: 'error', ...plainError(error) };
    } finally {
      this.#advancing = false;
    }
  }

  /**
   * @param {{updates?: number, epochs?: number} | undefined} goal
   * @returns {AsyncGenerator<EngineEvent, void, void>}
   */
  async *#walk(goal) {
    const start = this.#descent.progress.updates;
    const planned = this.spec.stop.updates || Infinity;
    const { updates = Infinity, epochs = Infinity } = goal ?? { updates: planned - start };
    const target = start + Math.max(0, Math.min(updates, Math.round(epochs)));
    /** @type {EndEvent['reason'] | null} */
    let reason = null;
    while (!reason) {
      reason = this.#slice(target);
      if (this.#paused) reason ??= 'paused';
      yield this.#report(start, target);
      if (!reason) await tick();
    }
    const { updates: made, divergedAt } = this.#descent.progress;
    const { x, y } = this.#descent.position;
    const hash = digest(Float32Array.of(x, y));
    yield { type: 'end', reason, hash, updates: made, epoch: made, divergedAt };
  }

  /**
   * Walks for one slice.
   * @param {number} target
   * @returns {EndEvent['reason'] | null}
   */
  #slice(target) {
    for (const deadline = performance.now() + SLICE; performance.now() < deadline;) {
      const { updates, diverged } = this.#descent.progress;
      if (diverged) return 'diverged';
      if (updates >= target) return 'finished';
      this.#descent.step(Math.min(BATCH, target - updates));
    }
    return null;
  }

  /**
   * @param {number} start
   * @param {number} target
   * @returns {import('./protocol.js').TraceEvent}
   */
  #report(start, target) {
    const { updates } = this.#descent.progress;
    const progress = target > start ? Math.min(1, (updates - start) / (target - start)) : 1;
    return { type: 'trace', columns: this.#newRows(), progress, updates, epoch: updates };
  }

  #newRows() {
    const path = this.#descent.path();
    const first = path.update.findIndex((update) => update > this.#told);
    const from = first < 0 ? path.update.length : first;
    const [update, x, y, value, gradNorm] = [
      path.update,
      path.x,
      path.y,
      path.value,
      path.gradNorm,
    ].map((column) => column.slice(from));
    this.#told = update.at(-1) ?? this.#told;
    const { minima } = this.#descent.surface;
    const distance = x.map((_, i) =>
      minima.length ? Math.min(...minima.map(([a, b]) => Math.hypot(x[i] - a, y[i] - b))) : NaN,
    );
    return { update, epoch: update.slice(), x, y, value, gradNorm, distance };
  }

  pause() {
    this.#paused = true;
  }

  async dispose() {
    this.#paused = true;
    this.#descent.dispose();
  }

  async parameters() {
    const { x, y } = this.#descent.position;
    return Float32Array.of(x, y);
  }

  /** The value here stands for the loss. @returns {Promise<{loss: number, error: number}>} */
  async evaluate() {
    return { loss: this.#descent.position.value, error: NaN };
  }

  set = refuse;
  probe = refuse;
  predict = refuse;
  classify = refuse;
  examples = refuse;
  save = refuse;
}

/** @returns {Promise<never>} */
async function refuse() {
  throw new LabError('a descent has no data, and it cannot be changed on the way');
}
