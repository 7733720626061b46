/**
 * Runs side by side: opens a session for each plan, lets all train abreast (from row to row of the
 * trace), and keeps what they measured. Knows sessions (engine/protocol.js) and nothing of the page.
 *
 * Every run is a pure function of its spec and of the changes made on the way: a change is
 * made at one and the same update in all runs that it concerns, even in those which are behind.
 *
 * @typedef {import('../engine/protocol.js').Engine} Engine
 * @typedef {import('../engine/protocol.js').Session} Session
 * @typedef {import('../engine/protocol.js').EngineEvent} EngineEvent
 *
 * @typedef {object} Plan
 * @property {string} id
 * @property {string} rule
 * @property {number} seed
 * @property {Record<string, any>} spec
 *
 * @typedef {{path: string, value: number}} Field
 *
 * @typedef {object} Change
 * @property {string} cause what it was made by: two of the same cause may become one
 * @property {number} at update before which it was made
 * @property {Map<string, Field[]>} fields by the id of the line
 */
import { Trace } from './trace.js';

/** One run; read by everybody, written by Race. */
export class Runner {
  /** @param {Plan} plan */
  constructor({ id, rule, seed, spec }) {
    this.id = id;
    this.rule = rule;
    this.seed = seed;
    /** With the changes made so far; with all defaults as soon as the session is open. */
    this.spec = spec;
    this.trace = new Trace();
    this.updates = 0;
    this.epoch = 0;
    this.hash = '';
    this.divergedAt = -1;
    /** @type {'opening' | 'ready' | 'over' | 'failed'} */
    this.status = 'opening';
    this.problem = '';
    /** @type {Session | null} */
    this.session = null;
    /** The update at which the work that is under way ends. */
    this.heading = 0;
    /** @type {Set<Change>} the race's changes which this run has made */
    this.made = new Set();
    this.closed = false;
  }

  get alive() {
    return this.status === 'ready' || this.status === 'opening';
  }
}

export class Race extends EventTarget {
  /** @type {Change[]} rising in `at` for each line */
  changes = [];
  #stopped = false;
  /** The runs that are under way; those which have arrived are not waited for. */
  #active = new Set(/** @type {Runner[]} */ ([]));
  /** @type {Promise<unknown> | null} */
  #drive = null;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {Plan[]} plans the seed that is shown first stands first */
  constructor(plans) {
    super();
    this.runs = plans.map((plan) => new Runner(plan));
  }

  get running() {
    return this.#drive !== null;
  }

  /** @returns {number} updates of the run that is furthest */
  get updates() {
    return Math.max(0, ...this.runs.map((run) => run.updates));
  }

  /** @returns {boolean} every run has reached the end that its spec plans */
  get finished() {
    return this.runs.every((run) => !run.alive || reached(run, planned(run)));
  }

  /**
   * Opens all runs. Rejects when one of the first seed cannot be opened; of the other seeds one
   * that fails is a run that failed.
   *
   * @param {(index: number) => Promise<Engine>} engineFor the engine of a run, by its place
   */
  async open(engineFor) {
    const errors = await Promise.all(
      this.runs.map((run, index) => this.#open(run, engineFor(index))),
    );
    const error = errors.find((e, index) => e && this.runs[index].seed === this.runs[0].seed);
    if (error) throw error;
  }

  /**
   * Trains all runs so much further than the furthest of their line, or to the planned end.
   * Resolves when they are there, or when pause() has stopped them.
   *
   * @param {{updates: number} | {epochs: number}} [amount]
   */
  async advance(amount) {
    if (this.#drive) return;
    this.#stopped = false;
    const targets = this.runs.map((run) => this.#target(run.id, amount));
    this.#active = new Set(this.runs);
    this.#drive = Promise.all(this.runs.map((run, index) => this.#train(run, targets[index])));
    this.#tell();
    await this.#drive;
    this.#drive = null;
    this.#tell();
  }

  /** Resolves when everything stands still. */
  async pause() {
    this.#stopped = true;
    for (const run of this.runs) run.session?.pause();
    this.#tell();
    await this.#drive;
  }

  /**
   * Changes fields of the runs of some lines. A 'refused' event tells if a run does not take it;
   * then no run has it.
   *
   * @param {string} cause
   * @param {Map<string, Field[]>} fields
   * @returns {Change}
   */
  change(cause, fields) {
    const runs = this.runs.filter((run) => fields.has(run.id) && run.alive);
    const at = Math.max(0, ...runs.map((run) => Math.max(run.updates, run.heading)));
    const last = this.changes.at(-1);
    if (last?.cause === cause && last.at === at && !runs.some((run) => run.made.has(last))) {
      last.fields = fields; // a slider on its way
      this.#tell();
      return last;
    }
    const change = { cause, at, fields };
    this.changes.push(change);
    this.#tell();
    return change;
  }

  /** Ends all sessions; what was measured stays. */
  async close() {
    for (const run of this.runs) run.closed = true;
    await this.pause();
    await Promise.allSettled(this.runs.map((run) => run.session?.dispose()));
  }

  /**
   * @param {Runner} run
   * @param {Promise<Engine>} engine
   * @returns {Promise<unknown>} what went wrong
   */
  async #open(run, engine) {
    try {
      const session = await (await engine).open(run.spec);
      if (run.closed) {
        await session.dispose();
      } else {
        run.session = session;
        run.spec = structuredClone(session.spec);
        run.status = 'ready';
      }
      return null;
    } catch (error) {
      this.#fail(run, error);
      return error;
    }
  }

  /**
   * @param {string} id
   * @param {{updates: number} | {epochs: number}} [amount]
   * @returns {Target | undefined} undefined: the planned end
   */
  #target(id, amount) {
    if (!amount) return undefined;
    const line = this.runs.filter((run) => run.id === id);
    return 'updates' in amount
      ? { updates: Math.max(...line.map((run) => run.updates)) + amount.updates }
      : { epochs: Math.max(...line.map((run) => run.epoch)) + amount.epochs };
  }

  /**
   * @param {Runner} run
   * @param {Target} [target]
   */
  async #train(run, target) {
    while (!this.#stopped && run.alive && !(run.session && reached(run, target ?? planned(run)))) {
      if (!run.session || !this.#abreast(run)) {
        await new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
        continue;
      }
      try {
        await this.#makeChanges(run);
        if (this.#stopped) break;
        run.heading = this.#nextStop(run, target ?? planned(run));
        const goal = { updates: run.heading - run.updates };
        for await (const event of run.session.advance(goal)) this.#take(run, event);
      } catch (error) {
        this.#fail(run, error);
      }
      run.heading = run.updates;
      this.#tell();
    }
    this.#active.delete(run);
    this.#tell();
  }

  /**
   * Whether the others are as far as this one.
   *
   * @param {Runner} run
   */
  #abreast(run) {
    return [...this.#active].every((other) => !other.alive || other.epoch >= run.epoch - 1e-9);
  }

  /**
   * The end of the next piece of work: the next row of the trace, the target, or a change.
   *
   * @param {Runner} run
   * @param {Target} target
   */
  #nextStop(run, target) {
    const { every = 1, unit = 'epoch' } = run.spec.evaluate ?? {};
    const stride = unit === 'epoch' ? every * updatesPerEpoch(run) : every;
    const row = (Math.floor(run.updates / stride) + 1) * stride;
    const end =
      'updates' in target
        ? target.updates
        : run.updates + Math.ceil((target.epochs - run.epoch) * updatesPerEpoch(run) - 1e-6);
    const changes = this.changes
      .filter((c) => c.fields.has(run.id) && !run.made.has(c) && c.at > run.updates)
      .map((c) => c.at);
    return Math.max(run.updates + 1, Math.min(row, end, ...changes));
  }

  /** @param {Runner} run */
  async #makeChanges(run) {
    for (const change of [...this.changes]) {
      const fields = change.fields.get(run.id);
      if (!fields || run.made.has(change) || change.at > run.updates) continue;
      run.made.add(change);
      try {
        for (const { path, value } of fields) {
          await run.session?.set(path, value);
          setField(run.spec, path, value);
        }
      } catch (error) {
        this.changes = this.changes.filter((c) => c !== change);
        this.dispatchEvent(new CustomEvent('refused', { detail: { change, error } }));
      }
    }
  }

  /**
   * @param {Runner} run
   * @param {EngineEvent} event
   */
  #take(run, event) {
    if (event.type === 'error') {
      this.#fail(run, new Error(event.message));
      return;
    }
    run.updates = event.updates;
    run.epoch = event.epoch;
    if (event.type === 'trace') run.trace.append(event.columns);
    else run.hash = event.hash;
    if (event.type === 'end' && (event.reason === 'diverged' || event.reason === 'stopped')) {
      run.status = 'over';
      run.divergedAt = event.divergedAt;
    }
    this.#tell();
  }

  /**
   * @param {Runner} run
   * @param {unknown} error
   */
  #fail(run, error) {
    run.status = 'failed';
    run.problem = error instanceof Error ? error.message : String(error);
    this.#tell();
  }

  /** Something is new: for those who look on, and for runs that wait for others. */
  #tell() {
    for (const wake of this.#waiting.splice(0)) wake();
    this.dispatchEvent(new Event('change'));
  }
}

/** @typedef {{updates: number} | {epochs: number}} Target counted from the start */

/**
 * @param {Runner} run
 * @returns {Target}
 */
function planned(run) {
  const { updates, epochs = 10 } = run.spec.stop ?? {};
  return updates ? { updates } : { epochs };
}

/**
 * @param {Runner} run
 * @param {Target} target
 */
function reached(run, target) {
  if ('updates' in target) return run.updates >= target.updates;
  return run.epoch >= target.epochs - 1e-9;
}

/** @param {Runner} run whose session is open */
function updatesPerEpoch(run) {
  const { examples } = /** @type {Session} */ (run.session).description;
  return Math.ceil(examples.train / (run.spec.batch?.size ?? examples.train));
}

/**
 * @param {any} spec
 * @param {string} path such as "model.3.rate"
 * @param {number} value
 */
function setField(spec, path, value) {
  const keys = path.split('.');
  const last = /** @type {string} */ (keys.pop());
  const place = keys.reduce((node, key) => node?.[key], spec);
  if (place) place[last] = value;
}
