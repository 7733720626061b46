import { LabError } from '../core/error.js';
import { Queue } from './queue.js';

/**
 * @typedef {import('./protocol.js').WorkerPort} WorkerPort
 * @typedef {import('./protocol.js').ToWorker} ToWorker
 * @typedef {import('./protocol.js').FromWorker} FromWorker
 * @typedef {import('./protocol.js').EngineEvent} EngineEvent
 * @typedef {import('../core/build.js').Build} Build
 *
 * @typedef {object} Patience in milliseconds
 * @property {number} start for a new worker to say that it is ready
 * @property {number} silence before a worker that owes an answer is asked whether it is alive
 * @property {number} grace for it to say so; one long update must fit in
 *
 * @typedef {{resolve: (value: any) => void, reject: (error: LabError) => void}} Waiting
 */

/** @type {Patience} */
const PATIENCE = { start: 15000, silence: 15000, grace: 15000 };

/**
 * The line to one worker: questions with answers, streams of events, and a watchdog that ends a
 * worker which does not answer any more. A link that is dead stays dead.
 */
export class Link {
  /** @type {WorkerPort} */ #port;
  /** @type {Patience} */ #patience;
  /** @type {Map<number, Waiting>} */ #questions = new Map();
  /** @type {Map<number, Queue<EngineEvent>>} */ #streams = new Map();
  #asked = 0;
  #heard = 0;
  #pinged = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */ #timer;
  /** @type {Waiting & {promise: Promise<import('../core/catalog.js').Catalog>}} */ #ready;
  /** Why the worker is gone; null while it lives. @type {LabError | null} */
  death = null;

  /**
   * @param {WorkerPort} port a new worker
   * @param {Build | Promise<Build>} module the core, which may be on its way while the worker starts
   * @param {Partial<Patience>} [patience]
   */
  constructor(port, module, patience) {
    this.#port = port;
    this.#patience = { ...PATIENCE, ...patience };
    this.#ready = deferred();
    port.onMessage((message) => this.#receive(message));
    port.onFailure((reason) => this.end(`the training worker failed: ${reason}`));
    this.#start(module);
  }

  /** @param {Build | Promise<Build>} module */
  async #start(module) {
    /** @type {ReturnType<typeof setTimeout> | undefined} */
    let late;
    try {
      const init = { type: /** @type {const} */ ('init'), module: await module };
      if (this.death) return;
      late = setTimeout(() => this.end('the training worker did not start'), this.#patience.start);
      this.#port.post(init);
    } catch (error) {
      this.end(`the training worker cannot be given the core: ${error}`);
    }
    await this.#ready.promise.catch(() => {});
    clearTimeout(late);
    this.#watch();
  }

  /** When the worker is ready: its catalogue. */
  get ready() {
    return this.#ready.promise;
  }

  /**
   * A question; the promise is its answer.
   * @param {Record<string, any>} message without its id
   * @returns {Promise<any>}
   */
  ask(message) {
    if (this.death) return Promise.reject(this.death);
    const question = deferred();
    const id = ++this.#asked;
    this.#questions.set(id, question);
    this.#post({ ...message, id });
    return question.promise;
  }

  /**
   * A message that is answered by events until one of type end or error.
   * @param {Record<string, any>} message without its id
   * @returns {Queue<EngineEvent>}
   */
  stream(message) {
    /** @type {Queue<EngineEvent>} */
    const queue = new Queue();
    if (this.death) {
      queue.push({ type: 'error', message: this.death.message, path: '' });
      return queue;
    }
    const id = ++this.#asked;
    this.#streams.set(id, queue);
    this.#post({ ...message, id });
    return queue;
  }

  /** A message without an answer. @param {ToWorker} message */
  tell(message) {
    if (!this.death) this.#port.post(message);
  }

  /**
   * Ends the worker. Whoever waits for it is told why.
   * @param {string} reason
   */
  end(reason) {
    if (this.death) return;
    const death = new LabError(reason);
    this.death = death;
    clearTimeout(this.#timer);
    this.#port.terminate();
    this.#ready.reject(death);
    for (const { reject } of this.#questions.values()) reject(death);
    for (const queue of this.#streams.values()) {
      queue.push({ type: 'error', message: reason, path: '' });
    }
    this.#questions.clear();
    this.#streams.clear();
  }

  /** @param {any} message */
  #post(message) {
    if (!this.#timer) this.#heard = performance.now();
    this.#watch();
    try {
      this.#port.post(message);
    } catch (error) {
      // Something in the message cannot be cloned: the sender's mistake, not the worker's.
      const text = error instanceof Error ? error.message : String(error);
      this.#settle(message.id, { error: { message: text, path: '' } });
    }
  }

  /** @param {FromWorker} message */
  #receive(message) {
    this.#heard = performance.now();
    this.#pinged = false;
    if (message.type === 'ready') this.#ready.resolve(message.catalog);
    else if (message.type === 'failed') this.end(message.message);
    else if (message.type === 'reply') this.#settle(message.id, message);
    else if (message.type === 'event') {
      const { id, event } = message;
      this.#streams.get(id)?.push(event);
      if (event.type !== 'trace') this.#streams.delete(id);
    }
    this.#watch();
  }

  /**
   * @param {number} id
   * @param {{value?: any, error?: import('./protocol.js').PlainError}} answer
   */
  #settle(id, { value, error }) {
    const question = this.#questions.get(id);
    this.#questions.delete(id);
    if (error) question?.reject(new LabError(error.message, error.path));
    else question?.resolve(value);
  }

  /** Sets or clears the watchdog, by whether the worker owes anything. */
  #watch() {
    const owes = this.#questions.size > 0 || this.#streams.size > 0;
    this.#port.keepAlive(owes);
    if (!owes) {
      clearTimeout(this.#timer);
      this.#timer = undefined;
    } else if (!this.#timer && !this.death) {
      this.#timer = setTimeout(() => this.#check(), this.#patience.silence);
    }
  }

  /**
   * Asks first and ends only then: after the machine slept, this may run before the messages
   * that have long been there.
   */
  #check() {
    const { silence, grace } = this.#patience;
    const quiet = performance.now() - this.#heard;
    let wait = silence - quiet;
    if (quiet >= silence && this.#pinged) {
      this.end('the training worker did not answer any more and was ended');
      return;
    }
    if (quiet >= silence) {
      this.#pinged = true;
      this.tell({ type: 'ping' });
      wait = grace;
    }
    this.#timer = setTimeout(() => this.#check(), Math.max(wait, 1));
  }
}

/** @returns {any} a promise with its ends */
function deferred() {
  /** @type {any} */
  const all = {};
  all.promise = new Promise((resolve, reject) => Object.assign(all, { resolve, reject }));
  all.promise.catch(() => {}); // whoever awaits it still sees the failure
  return all;
}
