/**
 * The state of one experiment on the page and all that can be done to it. Knows no DOM; tells by
 * a 'change' event that something is new.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('../experiments/experiment.js').Control} Control
 *
 * @typedef {import('../data/source.js').Source} Source
 *
 * @typedef {'idle' | 'opening' | 'running' | 'paused' | 'finished'} Phase
 * @typedef {keyof typeof PACES} Speed
 *
 * @typedef {object} Entry of the log: what the learner did, and what came of it
 * @property {Date} at
 * @property {'run' | 'pause' | 'step' | 'reset' | 'seed' | 'change' | 'predict' | 'skip' | 'finish' | 'data'} type
 * @property {any} [value]
 *
 * @typedef {object} Step that the learner can make
 * @property {string} id
 * @property {{updates?: number, epochs?: number}} amount
 *
 * @typedef {object} Past an earlier race, for comparison
 * @property {Settings} settings
 * @property {readonly import('./runner.js').Runner[]} runs
 */
import { fitPlans, takesData } from '../data/fit.js';
import { defaultSettings, fitValue } from '../experiments/experiment.js';
import { Digits } from './digits.js';
import { fits } from './guess.js';
import { addMark, changedFields } from './live.js';
import { Measuring } from './measuring.js';
import { Pool } from './pool.js';
import { asProblem, outOfRange } from './problems.js';
import { Race } from './race.js';
import { Results, sameSettings } from './results.js';
import { Sweep } from './sweep.js';

/** Name of the control for the number of starts. */
const SEEDS = 'seeds';
/** To which problems with somebody's own data belong. */
export const DATA = 'data';
const PAST = 2;
const DIGITS = 8;
/** Milliseconds between two looks at the test digits. */
const LOOK = 350;
/** Entries of the log: a slider moved all day does not fill the memory. */
const LOGGED = 2000;
const ONE = { id: 'update', amount: { updates: 1 } };
const STEPS = {
  grid: [{ id: 'cell', amount: { updates: 1 } }],
  descent: [ONE, { id: 'ten', amount: { updates: 10 } }],
  net: [ONE, { id: 'epoch', amount: { epochs: 1 } }],
};
/** @type {Record<'slow' | 'medium' | 'full', import('./race.js').Pace>} */
const PACES = {
  slow: { rows: 3, growth: 0 },
  medium: { rows: 15, growth: 0.7 },
  full: { rows: Infinity, growth: 0 },
};
/** From the slowest on. @type {readonly Speed[]} */
export const SPEEDS = Object.freeze(/** @type {any} */ (Object.keys(PACES)));

export class Lab extends EventTarget {
  /** @type {Race | Sweep | null} */
  race = null;
  /** Whether the run that would answer the prediction waits for it. */
  gate = false;
  /** What an assignment allows; null: everything. @type {import('./assigned.js').Terms | null} */
  terms = null;
  /** @type {Entry[]} oldest first */
  log = [];
  /** @type {Past[]} newest first */
  past = [];
  /** @type {import('./live.js').Mark[]} */
  marks = [];
  /** @type {import('./problems.js').Problem | null} */
  problem = null;
  digits = new Digits(DIGITS);
  /** What runs train on, if not on the experiment's own. @type {Source | null} */
  data = null;
  /** What the next race is to train on. @type {Source | null} */
  #source = null;
  /** Of each data: what was shown on some is no result on others. @type {Map<string, Results>} */
  #resultsOn = new Map();
  /** @type {Settings} with which the race was opened, the number of seeds among them */
  #started = {};
  #pool;
  #lanes;
  #skipped = false;
  /** @type {Speed} */
  #speed;
  /** Whether to train as soon as the race is open. */
  #wanted = false;
  /** @type {Promise<boolean> | null} */
  #preparing = null;
  /** Counts attempts to open a race: only the latest may succeed. */
  #ticket = 0;
  #looked = 0;

  /**
   * @param {object} options
   * @param {Experiment} options.experiment
   * @param {() => any} options.openEngine
   * @param {number} [options.cores]
   * @param {Settings} [options.settings] as far as they differ from the defaults
   * @param {number} [options.seed]
   * @param {number} [options.seeds]
   */
  constructor({ experiment, openEngine, cores = 2, settings, seed = 1, seeds }) {
    super();
    this.experiment = experiment;
    /** @type {Settings} */
    this.settings = { ...defaultSettings(experiment), ...settings };
    this.seed = seed;
    this.seeds = seeds ?? experiment.seeds.default;
    /** @type {Control[]} those of the experiment, and the number of seeds */
    this.controls = [...experiment.controls, seedsControl(experiment)];
    this.results = this.#resultsFor(null);
    this.#pool = new Pool({ openEngine, cores });
    this.#lanes = cores;
    this.measuring = new Measuring({
      experiment,
      specs: (options) => fitPlans(experiment.specs(options), this.data),
      results: () => this.results,
      engineFor: (lane) => this.#pool.core(lane),
      lanes: cores,
      tell: () => this.#tell(),
    });
    this.#speed = experiment.speed ?? 'full';
  }

  /** @returns {boolean} whether it can run on somebody's own data */
  get takesData() {
    return takesData(this.experiment);
  }

  /** @returns {Phase} */
  get phase() {
    if (this.#preparing && this.#wanted) return 'opening';
    if (!this.race) return 'idle';
    if (this.race.running) return 'running';
    if (this.race.finished) return 'finished';
    return this.race.updates > 0 ? 'paused' : 'idle';
  }

  get series() {
    return { seed: this.seed, seeds: this.seeds };
  }

  /** @returns {Settings} with which the race was opened, the number of seeds among them */
  get started() {
    return this.#started;
  }

  /** @returns {boolean} whether runs are the cells of a grid, one after another */
  get sweeping() {
    const [plan] = this.experiment.specs({ settings: this.settings, seed: this.seed });
    return Boolean(plan?.cell);
  }

  /** @returns {readonly Step[]} a run of a grid; of a descent, which has no epochs, ten updates */
  get steps() {
    const [plan] = this.experiment.specs({ settings: this.settings, seed: this.seed });
    if (plan?.cell) return STEPS.grid;
    return 'surface' in plan.spec ? STEPS.descent : STEPS.net;
  }

  get speed() {
    return this.#speed;
  }

  /** @param {Speed} speed */
  setSpeed(speed) {
    this.#speed = speed;
    this.race?.setPace(PACES[speed]);
    this.#tell();
  }

  /** Whether something must come before what would run now. */
  get gated() {
    return this.awaits !== '';
  }

  /**
   * What must come before a run: the learner's name, or the prediction of what would run.
   *
   * @returns {'' | 'name' | 'prediction'}
   */
  get awaits() {
    if (this.terms && !this.terms.named) return 'name';
    return this.#awaitsPrediction ? 'prediction' : '';
  }

  get #awaitsPrediction() {
    const { predict } = this.experiment;
    if (!this.gate || !predict || this.results.guess || this.#skipped) return false;
    if (this.terms?.required) return true;
    const asked = { ...defaultSettings(this.experiment), ...predict.settings };
    return sameSettings(asked, this.settings) && this.results.outcome(this.series) === null;
  }

  /** @returns {Settings} of all controls */
  get values() {
    return { ...this.settings, seeds: this.seeds };
  }

  /** @returns {Record<string, string>} the rule of each run, by the run's id */
  get rules() {
    const plans = this.experiment.specs({ settings: this.settings, seed: this.seed });
    return Object.fromEntries(plans.map(({ id, rule }) => [id, rule]));
  }

  /** The runs of the first seed. */
  get leaders() {
    return this.race?.runs.filter((run) => run.seed === this.race?.runs[0].seed) ?? [];
  }

  /** To the planned end; a finished race starts again. Does nothing while it is gated. */
  async run() {
    if (this.gated) return;
    if (this.phase === 'finished') this.#drop();
    this.#note('run', { ...this.values, seed: this.seed });
    await this.#advance();
  }

  /**
   * Does nothing while it is gated.
   *
   * @param {{updates?: number, epochs?: number}} amount of a grid, whatever it is, one run
   */
  async step(amount) {
    if (this.gated) return;
    this.#note('step', amount);
    await this.#advance(amount);
  }

  async pause() {
    if (this.phase === 'running') this.#note('pause');
    this.#wanted = false;
    await this.race?.pause();
  }

  /** Other weights, data and order: the starts that follow those which are shown. */
  async newSeed() {
    if (this.terms) return;
    const under = this.phase !== 'idle';
    this.seed += this.seeds;
    this.#note('seed', this.seed);
    this.digits.forget();
    if (under) await this.#restart('');
    else await this.#prepare();
  }

  /** Opens the runs, so that there is something to see, and trains none. */
  async prepare() {
    if (!this.race && !this.#preparing) await this.#prepare();
  }

  /** Back to the same start; everything that was drawn goes. */
  async reset() {
    this.#note('reset');
    this.#wanted = false;
    this.past = [];
    this.#drop();
    this.problem = null;
    this.digits.forget();
    await this.#prepare();
  }

  /**
   * From now on trains on somebody's own data, or again on the experiment's. If they do not fit,
   * what runs goes on, and the problem says why.
   *
   * @param {Source | null} source
   * @returns {Promise<boolean>} whether they fit
   */
  async useData(source) {
    if (source === this.data) return true;
    if (this.terms) return false;
    const goOn = this.#wanted || this.phase === 'running' || this.phase === 'finished';
    this.#source = source;
    if (this.problem?.control === DATA) this.problem = null;
    if (!(await this.#prepare(DATA)) && this.problem?.control === DATA) {
      this.#source = this.data;
      return false;
    }
    this.#note('data', source?.digest ?? '');
    // Nobody waits for the end of the run.
    if (goOn && !this.gated) this.#advance();
    return true;
  }

  /** Clears the curves of earlier races. */
  forgetPast() {
    this.past = [];
    this.#tell();
  }

  /**
   * A control has moved. One that cannot act on runs under way starts a new race when it comes
   * to rest (`done`); the old one stays, pale.
   *
   * @param {string} id
   * @param {unknown} value
   * @param {boolean} [done]
   */
  async change(id, value, done = true) {
    if (this.terms && !this.terms.open.includes(id)) return;
    const control = /** @type {Control} */ (this.controls.find((c) => c.id === id));
    const fitted = fitValue(control, value);
    if (fitted === undefined) {
      this.#say(outOfRange(control, value));
      return;
    }
    if (this.problem?.control === id) this.problem = null;
    if (done) this.#note('change', { id, value: fitted });
    const before = this.values;
    if (id === SEEDS) this.seeds = fitted;
    else this.settings = { ...this.settings, [id]: fitted };
    const under = this.phase === 'running' || this.phase === 'paused';
    if (control.live && under) {
      if (fitted !== before[id]) this.#changeLive(control, before);
    } else if (done && (this.race || this.#preparing) && !this.#isStarted()) {
      await this.#restart(id);
    }
    this.#tell();
  }

  /**
   * Runs with these settings, from the same start.
   *
   * @param {Settings} settings as far as they differ from the defaults
   */
  async runWith(settings) {
    if (!this.allows(settings)) return;
    this.settings = { ...defaultSettings(this.experiment), ...settings };
    this.#tell();
    if (this.gated) return;
    if (this.race && this.phase !== 'finished' && this.#isStarted()) await this.run();
    else await this.#restart('', true);
  }

  /**
   * @param {Settings} settings as far as they differ from the defaults
   * @returns {boolean} whether they move nothing that is closed
   */
  allows(settings) {
    const asked = { ...defaultSettings(this.experiment), ...settings };
    const { open } = this.terms ?? { open: Object.keys(asked) };
    return Object.keys(asked).every((id) => open.includes(id) || asked[id] === this.settings[id]);
  }

  /**
   * @param {Settings} settings as far as they differ from the defaults
   * @returns {boolean} whether runs with just these are under way
   */
  isRunning(settings) {
    const asked = { ...defaultSettings(this.experiment), ...settings };
    const shown = Boolean(this.race?.updates) && this.phase !== 'finished';
    return shown && !this.marks.length && sameSettings(asked, this.#started);
  }

  /**
   * @param {import('./results.js').GuessValue} value an option, an order, a number or a curve,
   *   as the prediction's kind wants it
   */
  predict(value) {
    const { predict } = this.experiment;
    if (!predict || !fits(predict, value)) return;
    const known = this.results.hasSeen(predict.settings);
    const before = !known && !this.isRunning(predict.settings);
    const { kind } = predict;
    // The report holds the one against the other.
    const at = new Date();
    this.results.guess = { kind, value, at, before };
    this.#note('predict', { value, before }, at);
    this.#tell();
  }

  /** Runs without a prediction. */
  skipPrediction() {
    if (this.terms?.required) return;
    this.#skipped = true;
    this.#note('skip');
    this.#tell();
  }

  async close() {
    this.#ticket++;
    await this.measuring.close();
    await this.race?.close();
    await this.#pool.close();
  }

  /** @param {{updates?: number, epochs?: number}} [amount] */
  async #advance(amount) {
    if (this.race?.running) return;
    this.#wanted = true;
    const open = this.#preparing ?? (this.race ? true : this.#prepare());
    if (!(await open) || !this.#wanted) return;
    this.#wanted = false;
    const race = /** @type {Race | Sweep} */ (this.race);
    if (race.running) return;
    await race.advance(amount);
    if (race !== this.race) return;
    if (race.finished && this.#comparable()) {
      this.results.add(this.settings, this.series, race.runs);
    }
    if (race.finished) {
      this.#note('finish', race.updates);
      this.#measureRest();
    }
    await this.#look();
    this.#tell();
  }

  /**
   * A new race for the settings. When it cannot be opened the old one stays as it was.
   *
   * @param {string} [control] to which a message belongs
   * @returns {Promise<boolean>} false also if another has overtaken this one
   */
  #prepare(control = '') {
    const ticket = ++this.#ticket;
    const preparing = this.#open(ticket, control).finally(() => {
      if (ticket !== this.#ticket) return;
      this.#preparing = null;
      this.#tell();
    });
    this.#preparing = preparing;
    this.#tell();
    return preparing;
  }

  /**
   * @param {number} ticket
   * @param {string} control
   */
  async #open(ticket, control) {
    const { values } = this;
    const source = this.#source;
    /** @type {Race | Sweep | undefined} */
    let race;
    try {
      const opening = this.#openRace(this.#plans(source));
      race = opening.race;
      await opening.opened;
    } catch (error) {
      race?.close();
      if (ticket === this.#ticket) this.#say(asProblem(error, control));
      return false;
    }
    if (ticket !== this.#ticket) {
      race.close();
      return false;
    }
    this.problem = null;
    this.#retire(values);
    if (source !== this.data) this.#turnTo(source);
    this.#started = values;
    this.race = race;
    race.setPace(PACES[this.#speed]);
    race.addEventListener('change', () => this.#onProgress());
    race.addEventListener('refused', (event) => {
      const { change, error } = /** @type {CustomEvent} */ (event).detail;
      this.#say(asProblem(error, change.cause));
    });
    return true;
  }

  /** @param {Source | null} source */
  #plans(source) {
    const { settings } = this;
    const seeds = Array.from({ length: this.seeds }, (_, k) => this.seed + k);
    return seeds.flatMap((seed) =>
      fitPlans(this.experiment.specs({ settings, seed }), source).map((p) => ({ ...p, seed })),
    );
  }

  /** @param {Source | null} source */
  #turnTo(source) {
    this.data = source;
    this.results = this.#resultsFor(source);
    this.past = [];
    this.digits.forget();
    this.measuring.close();
  }

  /** @param {Source | null} source */
  #resultsFor(source) {
    const key = source?.digest ?? '';
    const results = this.#resultsOn.get(key) ?? new Results(this.experiment);
    this.#resultsOn.set(key, results);
    return results;
  }

  /** @param {import('./runner.js').Plan[]} plans */
  #openRace(plans) {
    if (plans.some(({ cell }) => cell)) {
      const sweep = new Sweep(plans, this.#lanes);
      return { race: sweep, opened: sweep.open((lane) => this.#pool.core(lane)) };
    }
    const lines = plans.length / this.seeds;
    const race = new Race(plans);
    return { race, opened: race.open((index) => this.#pool.engine(index, lines)) };
  }

  /**
   * @param {string} control
   * @param {boolean} [run] even if nothing ran before
   */
  async #restart(control, run = false) {
    const goOn = run || this.#wanted || this.phase === 'running' || this.phase === 'finished';
    await this.race?.pause();
    const opened = this.#prepare(control);
    if (goOn) await this.#advance();
    else await opened;
  }

  /**
   * @param {Control} control
   * @param {Settings} before
   */
  #changeLive({ id }, before) {
    const race = /** @type {Race} */ (this.race);
    const { at } = race.change(id, changedFields(this.experiment, before, this.settings));
    const mark = { control: id, at, from: before[id], to: this.settings[id] };
    this.marks = addMark(this.marks, mark, Math.max(2, race.updates / 25));
  }

  /**
   * The race that was shown becomes the newest of the past, if it shows something of its own.
   *
   * @param {Settings} next values of the controls for the race that follows
   */
  #retire(next) {
    const { race } = this;
    if (!race) return;
    if (race.updates > 0 && !(sameSettings(this.#started, next) && !this.marks.length)) {
      this.past = [{ settings: this.#started, runs: race.runs }, ...this.past].slice(0, PAST);
    }
    this.#drop();
  }

  /** Forgets the race. */
  #drop() {
    this.race?.close();
    this.race = null;
    this.marks = [];
  }

  #isStarted() {
    return !this.marks.length && sameSettings(this.values, this.#started);
  }

  /** Whether what the race shows belongs to its settings alone. */
  #comparable() {
    const runs = this.race?.runs ?? [];
    return this.#isStarted() && runs.every((run) => run.status !== 'failed');
  }

  /**
   * What the claims need besides the usual runs is measured when these have ended; but for the
   * runs that answer a prediction, which the learner starts.
   */
  #measureRest() {
    const { predict } = this.experiment;
    const usual = defaultSettings(this.experiment);
    if (!sameSettings(usual, this.settings)) return;
    const awaited = predict && this.gate && !this.#skipped;
    const asked = awaited ? { ...usual, ...predict.settings } : null;
    const missing = new Map(
      this.results
        .verdicts(this.series)
        .flatMap((verdict) => verdict.missing)
        .filter((set) => !asked || !sameSettings(asked, { ...usual, ...set }))
        .map((set) => [JSON.stringify(Object.entries(set).sort()), set]),
    );
    this.measuring.measure([...missing.values()], this.series);
  }

  #onProgress() {
    if (performance.now() - this.#looked > LOOK) this.#look();
    this.#tell();
  }

  async #look() {
    if (!this.experiment.digits || this.data?.isImage === false) return;
    this.#looked = performance.now();
    if (await this.digits.look(this.leaders)) this.#tell();
  }

  /** @param {import('./problems.js').Problem} problem */
  #say(problem) {
    this.problem = problem;
    this.#tell();
  }

  /**
   * @param {Entry['type']} type
   * @param {any} [value]
   * @param {Date} [at]
   */
  #note(type, value, at = new Date()) {
    if (this.log.length < LOGGED) this.log.push({ at, type, value });
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * @param {Experiment} experiment
 * @returns {Control}
 */
function seedsControl({ seeds }) {
  return { id: SEEDS, kind: 'linear', min: 1, max: seeds.max, step: 1, default: seeds.default };
}
