/**
 * One experiment on the page: what is set (setup.js), what ran, and all that can be done to it.
 * Knows no DOM; tells by a 'change' event that something is new.
 *
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 * @typedef {import('../experiments/experiment.js').Control} Control
 *
 * @typedef {import('../data/source.js').Source} Source
 *
 * @typedef {'idle' | 'opening' | 'running' | 'paused' | 'finished'} Phase
 * @typedef {import('./speeds.js').Speed} Speed
 *
 * @typedef {object} Past an earlier race, for comparison
 * @property {Settings} settings
 * @property {readonly import('./runner.js').Runner[]} runs
 */
import { fitPlans } from '../data/fit.js';
import { defaultSettings, fitValue, withDefaults } from '../experiments/experiment.js';
import { Digits } from './digits.js';
import { awaitedBy, guessOf, reservedBy } from './gate.js';
import { addMark, changedFields } from './live.js';
import { note } from './log.js';
import { Measuring, missingSets } from './measuring.js';
import { Opening } from './opening.js';
import { plansOf } from './plans.js';
import { DATA, asProblem, outOfRange } from './problems.js';
import { Results, sameSettings } from './results.js';
import { Setup } from './setup.js';
import { PACES } from './speeds.js';

const PAST = 2;
const DIGITS = 8;

export class Lab extends Setup {
  /** @type {import('./race.js').Race | import('./sweep.js').Sweep | null} */
  race = null;
  /** Whether the run that would answer the prediction waits for it. */
  gate = false;
  /** Whether the learner wants to run without a prediction. */
  skipped = false;
  /** @type {import('./log.js').Entry[]} oldest first */
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
  #opening;
  /** @type {Speed} */
  #speed;
  /** Whether to train as soon as the race is open, which is on its way. */
  #wanted = false;
  /** The race that trains, until what it has shown is noted. @type {Lab['race']} */
  #training = null;
  /** Its end. */
  #trained = Promise.resolve();

  /**
   * @param {object} options
   * @param {Experiment} options.experiment
   * @param {() => any} options.openEngine
   * @param {number} [options.cores]
   * @param {Settings} [options.settings] as far as they differ from the defaults
   * @param {number} [options.seed]
   * @param {number} [options.seeds]
   */
  constructor({ experiment, openEngine, cores = 2, settings, seed, seeds }) {
    super({ experiment, settings, seed, seeds });
    this.results = this.#resultsFor(null);
    this.#opening = new Opening({ openEngine, cores });
    this.measuring = new Measuring({
      experiment,
      specs: (options) => fitPlans(experiment.specs(options), this.data),
      results: () => this.results,
      engineFor: (lane) => this.#opening.engineFor(lane),
      lanes: cores,
      tell: () => this.#tell(),
    });
    this.#speed = experiment.speed ?? 'full';
  }

  /** @returns {Phase} */
  get phase() {
    if (this.#wanted) return 'opening';
    if (!this.race) return 'idle';
    if (this.race.running || this.race === this.#training) return 'running';
    if (this.race.finished) return 'finished';
    return this.race.updates > 0 ? 'paused' : 'idle';
  }

  /** @returns {Settings} with which the race was opened, the number of seeds among them */
  get started() {
    return this.#started;
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

  get awaits() {
    return awaitedBy(this);
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

  /** Resolves when nothing trains any more: what runs then may begin at once. */
  async pause() {
    if (this.phase === 'running') this.#note('pause');
    this.#wanted = false;
    await this.race?.pause();
    await this.#trained;
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
    if (!this.race && !this.#opening.pending) await this.#prepare();
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
    this.put(id, fitted);
    const under = this.phase === 'running' || this.phase === 'paused';
    if (control.live && under) {
      if (fitted !== before[id]) this.#changeLive(control, before);
    } else if (done && (this.race || this.#opening.pending) && !this.#isStarted()) {
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
    this.settings = withDefaults(this.experiment, settings);
    this.#tell();
    if (this.gated) return;
    if (this.race && this.phase !== 'finished' && this.#isStarted()) await this.run();
    else await this.#restart('', true);
  }

  /**
   * @param {Settings} settings as far as they differ from the defaults
   * @returns {boolean} whether runs with just these are under way
   */
  isRunning(settings) {
    const asked = withDefaults(this.experiment, settings);
    const shown = Boolean(this.race?.updates) && this.phase !== 'finished';
    return shown && !this.marks.length && sameSettings(asked, this.#started);
  }

  /**
   * @param {import('./results.js').GuessValue} value an option, an order, a number or a curve,
   *   as the prediction's kind wants it
   */
  predict(value) {
    const guess = guessOf(this, value);
    if (!guess) return;
    this.results.guess = guess;
    // The report holds the one against the other.
    this.#note('predict', { value, before: guess.before }, guess.at);
    this.#tell();
  }

  /** Runs without a prediction. */
  skipPrediction() {
    if (this.terms?.required) return;
    this.skipped = true;
    this.#note('skip');
    this.#tell();
  }

  async close() {
    this.#opening.abandon();
    await this.measuring.close();
    await this.race?.close();
    await this.#opening.close();
  }

  /** @param {{updates?: number, epochs?: number}} [amount] */
  async #advance(amount) {
    if (this.race?.running) return;
    this.#wanted = true;
    const open = this.#opening.pending ?? (this.race ? true : this.#prepare());
    if (!(await open) || !this.#wanted) {
      // Another one may have overtaken it, which trains when it is open.
      if (!this.#opening.pending) this.#wanted = false;
      this.#tell();
      return;
    }
    this.#wanted = false;
    const race = /** @type {NonNullable<Lab['race']>} */ (this.race);
    if (race.running) return;
    this.#training = race;
    this.#trained = race.advance(amount).then(() => {
      if (race === this.#training) this.#training = null;
    });
    await this.#trained;
    if (race !== this.race) return;
    if (race.finished && this.#comparable()) {
      this.results.add(this.settings, this.series, race.runs);
    }
    if (race.finished) {
      this.#note('finish', race.updates);
      this.#measureRest();
    }
    this.#tell();
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
    const { settings, series, values } = this;
    const source = this.#source;
    /** @param {Parameters<Experiment['specs']>[0]} options */
    const specs = (options) => fitPlans(this.experiment.specs(options), source);
    const preparing = this.#opening.open(() => plansOf(specs, settings, series), {
      ready: (race) => this.#begin(race, { values, source }),
      refused: (error) => this.#say(asProblem(error, control)),
      settled: () => this.#tell(),
    });
    this.#tell();
    return preparing;
  }

  /**
   * @param {NonNullable<Lab['race']>} race
   * @param {{values: Settings, source: Source | null}} from
   */
  #begin(race, { values, source }) {
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
    const race = /** @type {import('./race.js').Race} */ (this.race);
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
    if (!sameSettings(defaultSettings(this.experiment), this.settings)) return;
    const sets = missingSets(this.results, this.series, reservedBy(this));
    this.measuring.measure(sets, this.series);
  }

  #onProgress() {
    if (this.digits.rested) this.#look();
    this.#tell();
  }

  async #look() {
    if (!this.experiment.digits || this.data?.isImage === false) return;
    if (await this.digits.look(this.leaders)) this.#tell();
  }

  /** @param {import('./problems.js').Problem} problem */
  #say(problem) {
    this.problem = problem;
    this.#tell();
  }

  /** @param {import('./log.js').Entry['type']} type @param {any} [value] @param {Date} [at] */
  #note(type, value, at) {
    note(this.log, type, value, at);
  }

  #tell() {
    this.dispatchEvent(new Event('change'));
  }
}
