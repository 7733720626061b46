import { kindOf } from '../core/build.js';
import { normaliseSpec } from '../core/spec.js';
import { isDescent } from './descent-session.js';
import { Link } from './link.js';
import { runToEnd } from './run-to-end.js';

/**
 * @typedef {import('./protocol.js').Engine} Engine
 * @typedef {import('./protocol.js').Session} Session
 * @typedef {import('./protocol.js').EngineEvent} EngineEvent
 * @typedef {import('../core/data.js').Split} Split
 */

/**
 * An engine in a worker of its own. If the worker hangs or dies, its sessions end with an error
 * and the next `open` starts a new one.
 * @implements {Engine}
 */
export class WorkerEngine {
  /** @type {() => Link} */ #connect;
  /** @type {Link} */ #link;
  #closed = false;

  /**
   * @param {() => Link} connect starts a worker
   * @param {Link} link the first, which is ready
   * @param {import('../core/catalog.js').Catalog} catalog
   * @param {import('../core/build.js').Build} build of the core
   */
  constructor(connect, link, catalog, build) {
    this.#connect = connect;
    this.#link = link;
    this.catalog = catalog;
    const { core, coreReason } = kindOf(build);
    this.core = core;
    this.coreReason = coreReason;
    this.worker = true;
  }

  /**
   * Starts the first worker; rejects where there can be none.
   * @param {object} options
   * @param {() => import('./protocol.js').WorkerPort} options.startWorker
   * @param {Promise<import('../core/build.js').Build>} options.module
   * @param {Partial<import('./link.js').Patience>} [options.patience]
   */
  static async start({ startWorker, module, patience }) {
    const connect = () => new Link(startWorker(), module, patience);
    const link = connect();
    return new WorkerEngine(connect, link, await link.ready, await module);
  }

  /** @param {unknown} raw */
  async open(raw) {
    // Here already: what is wrong with it need not travel. Of a descent only the core knows.
    const given = isDescent(raw) ? raw : normaliseSpec(raw, this.catalog);
    if (this.#link.death && !this.#closed) {
      this.#link = this.#connect();
      await this.#link.ready;
    }
    const link = this.#link;
    const opened = await link.ask({ type: 'open', spec: given });
    return new RemoteSession({ link, spec: given, ...opened });
  }

  /**
   * @param {object} spec
   * @param {{signal?: AbortSignal}} [options]
   */
  run(spec, options) {
    return runToEnd(this, spec, options);
  }

  close() {
    this.#closed = true;
    this.#link.end('this engine has been closed');
  }
}

/** @implements {Session} */
class RemoteSession {
  /** @type {Link} */ #link;
  /** @type {number} */ #session;

  /**
   * @param {object} options
   * @param {Link} options.link
   * @param {number} options.session
   * @param {import('../core/spec.js').Spec} options.spec
   * @param {import('./protocol.js').Description} options.description
   */
  constructor({ link, session, spec, description }) {
    this.#link = link;
    this.#session = session;
    this.spec = spec;
    this.description = description;
  }

  /**
   * @param {{updates?: number, epochs?: number}} [goal]
   * @returns {AsyncGenerator<EngineEvent, void, void>}
   */
  async *advance(goal) {
    const events = this.#link.stream({ type: 'advance', session: this.#session, goal });
    let over = false;
    const next = async () => {
      const event = await events.take();
      over = event.type !== 'trace';
      return event;
    };
    try {
      while (!over) yield await next();
    } finally {
      // The loop was left early: the worker pauses, and only then is the session free again.
      if (!over) this.pause();
      while (!over) await next();
    }
  }

  pause() {
    this.#link.tell({ type: 'pause', session: this.#session });
  }

  /**
   * @param {import('./protocol.js').SessionMethod} method
   * @param {...any} args
   * @returns {Promise<any>}
   */
  #call(method, ...args) {
    return this.#link.ask({ type: 'call', session: this.#session, method, args });
  }

  /** @param {string} path @param {number} value */
  set(path, value) {
    return this.#call('set', path, value);
  }

  /** @param {Split} split */
  evaluate(split) {
    return this.#call('evaluate', split);
  }

  /** @param {string} name @param {Record<string, any>} [options] */
  probe(name, options) {
    return this.#call('probe', name, options);
  }

  /** @param {Float32Array} inputs */
  predict(inputs) {
    return this.#call('predict', inputs);
  }

  /** @param {Split} split @param {number} [limit] */
  classify(split, limit) {
    return this.#call('classify', split, limit);
  }

  /** @param {Split} split @param {number[]} indices */
  examples(split, indices) {
    return this.#call('examples', split, indices);
  }

  parameters() {
    return this.#call('parameters');
  }

  save() {
    return this.#call('save');
  }

  async dispose() {
    if (this.#link.death) return;
    await this.#call('dispose');
  }
}
