/**
 * Runs side by side: opens a session for each plan, lets all train abreast (from row to row of the
 * trace), and keeps what they measured. Knows sessions (engine/protocol.js) and nothing of the page.
 *
 * Every run is a pure function of its spec and of the changes made on the way: a change is
 * made at one and the same update in all runs that it concerns, even in those which are behind.
 *
 * @typedef {import('../engine/protocol.js').Engine} Engine
 * @typedef {import('../engine/protocol.js').Session} Session
 *
 * @typedef {{path: string, value: number}} Field
 *
 * @typedef {object} Change
 * @property {string} cause what it was made by: two of the same cause may become one
 * @property {number} at update before which it was made
 * @property {Map<string, Field[]>} fields by the id of the line
 *
 * @typedef {object} Pace how fast a run may go
 * @property {number} rows of the trace in a second
 * @property {number} growth the more rows there are the faster: so many of them in a second, if
 *   that is more; what happens early is slow enough to see, and the rest does not take all day
 */
import { Runner, planned, reached } from './runner.js';

/** @typedef {import('./runner.js').Plan} Plan */
/** @typedef {import('./runner.js').Target} Target */

/** Into how many pieces a run is cut that has no rows to stop at, at full speed. */
const PIECES = 60;
/** How often in a second a descent tells where it is. */
const PICTURES = 30;

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
  /** @type {Map<Runner, Promise<void>>} looks before the first update that are under way */
  #looking = new Map();
  #openOthers = () => {};
  /** @type {Pace} */
  #pace = { rows: Infinity, growth: 0 };

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
    return this.runs.every((run) => run.arrived);
  }

  /**
   * Opens the runs of the first seed; those of the others follow when it has shown something.
   * Rejects when one of the first seed cannot be opened; of the other seeds one that fails is a run
   * that failed.
   *
   * @param {(index: number) => Promise<Engine>} engineFor the engine of a run, by its place
   */
  async open(engineFor) {
    const open = (/** @type {Runner} */ run) => this.#open(run, engineFor(this.runs.indexOf(run)));
    const isFirst = (/** @type {Runner} */ run) => run.seed === this.runs[0].seed;
    const others = this.runs.filter((run) => !isFirst(run));
    this.#openOthers = () => {
      for (const run of others.splice(0)) open(run);
    };
    const errors = await Promise.all(this.runs.filter(isFirst).map(open));
    const error = errors.find((e) => e);
    if (error) throw error;
  }

  /**
   * Trains all runs so much further than the furthest of their line, or to the planned end.
   * Resolves when they are there, or when pause() has stopped them.
   *
   * @param {{updates?: number, epochs?: number}} [amount]
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

  /** @param {Pace} pace */
  setPace(pace) {
    this.#pace = pace;
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
        run.begin(session);
        this.#looking.set(run, this.#lookAtStart(run));
        this.#tell();
      }
      return null;
    } catch (error) {
      this.#fail(run, error);
      return error;
    }
  }

  /**
   * @param {string} id
   * @param {{updates?: number, epochs?: number}} [amount]
   * @returns {Target | undefined} undefined: the planned end
   */
  #target(id, amount) {
    if (!amount) return undefined;
    const line = this.runs.filter((run) => run.id === id);
    const { updates, epochs = 1 } = amount;
    return updates !== undefined
      ? { updates: Math.max(...line.map((run) => run.updates)) + updates }
      : { epochs: Math.max(...line.map((run) => run.epoch)) + epochs };
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
        await this.#looking.get(run);
        await this.#makeChanges(run);
        if (this.#stopped) break;
        const began = performance.now();
        const { length } = run.trace;
        run.heading = this.#nextStop(run, target ?? planned(run));
        const goal = { updates: run.heading - run.updates };
        for await (const event of run.session.advance(goal)) {
          run.take(event);
          if (run.trace.length) this.#openOthers();
          this.#tell();
        }
        await this.#rest(run, began, run.trace.length - length);
      } catch (error) {
        this.#fail(run, error);
      }
      run.heading = run.updates;
      this.#tell();
    }
    if (!run.alive) this.#openOthers();
    try {
      await run.lookAtEnd(() => this.#tell());
    } catch (error) {
      if (!run.closed) run.fail(error);
    }
    this.#active.delete(run);
    this.#tell();
  }

  /** @param {Runner} run */
  async #lookAtStart(run) {
    try {
      await run.lookAtStart(() => this.#tell());
    } catch (error) {
      if (!run.closed) this.#fail(run, error);
    }
  }

  /**
   * Waits until the row that follows is due. A change of pace, or a pause, ends the wait.
   *
   * @param {Runner} run
   * @param {number} began when the last row was begun
   * @param {number} rows how many came since
   */
  async #rest(run, began, rows) {
    for (;;) {
      const rest = began + (1000 * rows) / this.#rate(run) - performance.now();
      if (this.#stopped || rest <= 0) return;
      const wakened = new Promise((resolve) => this.#waiting.push(() => resolve(undefined)));
      /** @type {ReturnType<typeof setTimeout> | undefined} */
      let timer;
      const over = new Promise((resolve) => (timer = setTimeout(resolve, rest)));
      await Promise.race([wakened, over]);
      clearTimeout(timer);
    }
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
    const stride = this.#stride(run);
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

  /**
   * Updates from row to row of the trace. A descent has a row for each update, and would spend
   * its time on the way to the worker and back.
   *
   * @param {Runner} run
   */
  #stride(run) {
    const { every = 1, unit = 'epoch' } = run.spec.evaluate ?? {};
    if ('surface' in run.spec) {
      const { updates = PIECES } = run.spec.stop ?? {};
      const rate = this.#rate(run);
      return Math.max(1, Math.ceil(Number.isFinite(rate) ? rate / PICTURES : updates / PIECES));
    }
    return unit === 'epoch' ? every * updatesPerEpoch(run) : every;
  }

  /** @param {Runner} run @returns {number} rows in a second */
  #rate({ trace }) {
    return Math.max(this.#pace.rows, this.#pace.growth * trace.length);
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
        run.made.delete(change);
        this.changes = this.changes.filter((c) => c !== change);
        this.dispatchEvent(new CustomEvent('refused', { detail: { change, error } }));
      }
    }
  }

  /**
   * @param {Runner} run
   * @param {unknown} error
   */
  #fail(run, error) {
    run.fail(error);
    this.#tell();
  }

  /** Something is new: for those who look on, and for runs that wait for others. */
  #tell() {
    for (const wake of this.#waiting.splice(0)) wake();
    this.dispatchEvent(new Event('change'));
  }
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
