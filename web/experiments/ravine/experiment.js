/**
 * Plain descent, momentum and Nesterov's momentum on a quadratic ravine, where theory says how
 * fast each can be.
 */
import { bySeed, medianOf } from '../measure.js';

const START = { x: -2.5, y: 1 };
const STEEP = { condition: 100 };
/** Step sizes times L just below and just above the limit 2. */
const BELOW = { tuned: 0, step: 1.98 };
const ABOVE = { tuned: 0, step: 2.02 };
const EXACT = 0.02; // relative, of a measured rate
const NEAR = 0.01; // "arrived": distance to the minimum, as a share of the start's

/** @typedef {import('../experiment.js').RunRecord} RunRecord */

/**
 * The best step size and decay of each rule for curvatures from 1 to k, and the factor by which
 * the distance to the minimum then shrinks in an update (Polyak, 1964; for Nesterov's momentum
 * Lessard, Recht & Packard, 2016).
 *
 * @param {number} k
 * @returns {Record<string, {lr: number, alpha: number, rate: number}>}
 */
function best(k) {
  const root = Math.sqrt(k);
  const other = Math.sqrt(3 * k + 1);
  const rate = (root - 1) / (root + 1);
  return {
    sgd: { lr: 2 / (k + 1), alpha: 0, rate: (k - 1) / (k + 1) },
    momentum: { lr: 4 / (root + 1) ** 2, alpha: rate ** 2, rate },
    nesterov: { lr: 4 / (3 * k + 1), alpha: (other - 2) / (other + 2), rate: 1 - 2 / other },
  };
}

const RULES = ['sgd', 'momentum', 'nesterov'];

/**
 * The factor per update over the second half of a run, when what the start has left behind is
 * gone.
 *
 * @param {RunRecord} run
 */
function measuredRate({ columns: { distance } }) {
  const end = distance.length - 1;
  const middle = Math.floor(end / 2);
  return (distance[end] / distance[middle]) ** (1 / (end - middle));
}

/** @param {RunRecord} run @returns {number} the update that brings it near, Infinity if none */
function arrival({ columns: { update, distance } }) {
  const at = distance.findIndex((value) => value <= NEAR * distance[0]);
  return at < 0 ? Infinity : update[at];
}

/** @param {RunRecord} run @returns {number} distance at the end over that at the start */
const growth = ({ columns: { distance } }) => distance[distance.length - 1] / distance[0];

/** @param {readonly RunRecord[]} runs */
const arrivals = (runs) => Object.fromEntries(RULES.map((id) => [id, medianOf(runs, id, arrival)]));

/**
 * How far the measured rates are from theory.
 *
 * @param {readonly RunRecord[]} runs
 * @param {string} id
 */
function rates(runs, id) {
  const line = [...bySeed(runs, id).values()];
  const all = line.map((run) => {
    const theory = best(run.spec.surface.condition)[id].rate;
    const measured = measuredRate(run);
    return { theory, measured, off: Math.abs(measured / theory - 1) };
  });
  return all.reduce((worst, one) => (one.off > worst.off ? one : worst));
}

/** @param {string} id @returns {import('../experiment.js').Claim} */
const rateClaim = (id) => ({
  id,
  needs: { Flat: { condition: 10 }, Usual: {}, Steep: STEEP },
  check(sets) {
    const all = Object.entries(sets).map(([name, runs]) => ({ name, ...rates(runs, id) }));
    return {
      holds: all.every(({ off }) => off <= EXACT),
      measured: all.map(({ name, theory, measured }) => ({
        text: `rate${name}`,
        values: { theory, measured },
      })),
    };
  },
});

/** @param {import('../experiment.js').Settings} settings */
const isTuned = ({ tuned }) => tuned === 1;

/** @type {import('../experiment.js').Experiment} */
export const experiment = {
  id: 'ravine',
  part: 'C',
  number: 10,
  topics: ['L11', 'L12', 'L13'],

  controls: [
    { id: 'condition', kind: 'log', min: 2, max: 200, default: 20 },
    { id: 'tuned', kind: 'choice', values: [0, 1], named: true, default: 1 },
    // Times L: the limit is 2, wherever the ravine's walls stand.
    { id: 'step', kind: 'linear', min: 0.05, max: 2.5, step: 0.01, default: 1, idle: isTuned },
    { id: 'alpha', kind: 'linear', min: 0, max: 0.99, step: 0.01, default: 0.6, idle: isTuned },
    { id: 'x', kind: 'linear', min: -3, max: 3, step: 0.01, default: START.x },
    { id: 'y', kind: 'linear', min: -3, max: 3, step: 0.01, default: START.y },
  ],
  seeds: { default: 1, max: 10 },
  speed: 'medium',

  specs({ settings: { condition, tuned, step, alpha, x, y }, seed }) {
    const settings = best(condition);
    // The first seed starts where the learner says, the others turned away from there by the
    // golden angle.
    const turn = (seed - 1) * Math.PI * (3 - Math.sqrt(5));
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
    // At its best a rule goes on until float knows no difference any more from the minimum.
    const long = (/** @type {number} */ rate) => Math.ceil(60 / -Math.log(rate));
    return RULES.map((rule) => {
      const { lr, alpha: decay, rate } = settings[rule];
      const own = tuned ? { lr, alpha: decay } : { lr: step / condition, alpha };
      return {
        id: rule,
        rule,
        spec: {
          seed,
          surface: { name: 'ravine', condition, angle: 20 },
          optimizer: rule === 'sgd' ? { name: rule, lr: own.lr } : { name: rule, ...own },
          start: [cos * x - sin * y, sin * x + cos * y],
          stop: { updates: tuned ? long(rate) : 600 },
        },
      };
    });
  },

  views: [
    {
      id: 'path',
      kind: 'surface',
      start: ['x', 'y'],
      surface: ({ condition }) => ({ name: 'ravine', condition, angle: 20 }),
    },
    {
      id: 'loss',
      kind: 'curves',
      columns: { loss: 'value', distance: 'distance' },
      top: { loss: 100, distance: 10 },
      logarithmic: ['loss', 'distance'],
      ends: { update: 100 },
    },
  ],

  predict: {
    kind: 'choice',
    options: ['same', 'half', 'fewer', 'never'],
    settings: STEEP,
    outcome(runs) {
      const { sgd, momentum } = arrivals(runs);
      if (!Number.isFinite(momentum)) return 'never';
      if (momentum > 0.75 * sgd) return 'same';
      return momentum > 0.25 * sgd ? 'half' : 'fewer';
    },
  },

  claims: [
    rateClaim('sgd'),
    rateClaim('momentum'),
    rateClaim('nesterov'),
    {
      id: 'limit',
      needs: { below: BELOW, above: ABOVE },
      check({ below, above }) {
        const factors = {
          below: Math.max(...[...bySeed(below, 'sgd').values()].map(growth)),
          above: Math.min(...[...bySeed(above, 'sgd').values()].map(growth)),
        };
        return {
          holds: factors.below < 0.001 && factors.above > 1000,
          measured: [{ text: 'growth', values: factors }],
        };
      },
    },
    {
      id: 'sooner',
      needs: { runs: STEEP },
      check({ runs }) {
        const all = arrivals(runs);
        return {
          holds: all.momentum < all.sgd / 4 && all.nesterov < all.sgd / 4,
          measured: [{ text: 'arrivals', values: all }],
        };
      },
    },
  ],

  sources: [
    { rule: 'sgd', file: 'optim/sgd.c', mark: 'w[i] -=' },
    { rule: 'momentum', file: 'optim/momentum.c', mark: 'h[i] =' },
    { rule: 'nesterov', file: 'optim/nesterov.c', mark: 'at[i] =' },
  ],
};
