/**
 * What somebody expected of the runs, whether it came true, and how near it was. Pure.
 *
 * @typedef {import('../experiments/experiment.js').AnyPrediction} AnyPrediction
 * @typedef {import('../experiments/experiment.js').Ranking} Ranking
 * @typedef {import('../experiments/experiment.js').Estimate} Estimate
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('../experiments/experiment.js').Curve} Curve
 *
 * @typedef {'choice' | 'rank' | 'number' | 'draw'} Kind
 * @typedef {string | string[] | number | Curve} Value an option, ids of runs in their order, a
 *   number, or a curve
 *
 * @typedef {object} Guess
 * @property {Kind} kind
 * @property {any} value
 * @property {Date} at
 * @property {boolean} before whether the answer was still unknown on this page
 *
 * @typedef {{kind: 'choice' | 'draw', right: boolean, expected: string, outcome: string}}
 *   OptionComparison
 * @typedef {{kind: 'rank', right: boolean, expected: string[], outcome: string[],
 *   pairs: {right: number, all: number}}} RankComparison
 * @typedef {{kind: 'number', right: boolean, expected: number, outcome: number}} NumberComparison
 * @typedef {OptionComparison | RankComparison | NumberComparison} Comparison
 */

/**
 * @param {AnyPrediction} predict
 * @param {any} value from wherever
 * @returns {boolean} whether it is something that one may expect here
 */
export function fits(predict, value) {
  switch (predict.kind) {
    case 'rank':
      return (
        Array.isArray(value) &&
        value.length === predict.items.length &&
        predict.items.every((id) => value.includes(id))
      );
    case 'number':
      return typeof value === 'number' && value >= predict.min && value <= predict.max;
    case 'draw':
      return isCurve(value);
    default:
      return predict.options.includes(value);
  }
}

/** @param {any} value */
function isCurve(value) {
  const { x = [], y = [] } = value ?? {};
  const [xs, ys] = [Array.from(x), Array.from(y)];
  return (
    xs.length > 1 &&
    xs.length === ys.length &&
    [...xs, ...ys].every(Number.isFinite) &&
    xs.slice(1).every((at, i) => at > xs[i])
  );
}

/**
 * @param {object} options
 * @param {AnyPrediction} options.predict
 * @param {any} options.value what was expected
 * @param {readonly RunRecord[]} options.runs those that answer it
 * @returns {Comparison}
 */
export function compare({ predict, value, runs }) {
  const all = [...runs];
  switch (predict.kind) {
    case 'rank': {
      const outcome = predict.outcome(all);
      const pairs = pairsInOrder(value, outcome);
      return { kind: 'rank', right: pairs.right === pairs.all, expected: value, outcome, pairs };
    }
    case 'number': {
      const outcome = predict.outcome(all);
      // What was typed and what was measured are decimal fractions: 0.3 off is not 0.2 + 0.1 off.
      const right = Math.abs(value - outcome) <= predict.close + 1e-9;
      return { kind: 'number', right, expected: value, outcome };
    }
    case 'draw': {
      const expected = predict.read(value, all);
      const outcome = predict.read(predict.outcome(all), all);
      return { kind: 'draw', right: expected === outcome, expected, outcome };
    }
    default: {
      const outcome = predict.outcome(all);
      return { kind: 'choice', right: value === outcome, expected: value, outcome };
    }
  }
}

/**
 * How many pairs stand in the same order in both (Kendall).
 *
 * @param {readonly string[]} order
 * @param {readonly string[]} other the same items
 * @returns {{right: number, all: number}}
 */
export function pairsInOrder(order, other) {
  const places = order.map((id) => other.indexOf(id));
  const right = places.reduce(
    (sum, place, i) => sum + places.slice(i + 1).filter((later) => later > place).length,
    0,
  );
  return { right, all: (order.length * (order.length - 1)) / 2 };
}

/**
 * An order to begin with that says nothing: neither the given one, which is often the answer, nor
 * its reverse, which is often the misconception.
 *
 * @template T
 * @param {readonly T[]} items
 * @returns {T[]}
 */
export function mixed(items) {
  const middle = Math.floor(items.length / 2);
  // From the middle on, now one from the back half, now one from the front.
  const back = items.slice(middle);
  const front = items.slice(0, middle).reverse();
  return back.flatMap((item, i) => (i < front.length ? [item, front[i]] : [item]));
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {number} from
 * @param {number} to
 * @returns {T[]} with one item moved, to the end if beyond it
 */
export function moved(items, from, to) {
  const rest = items.filter((_, i) => i !== from);
  const place = Math.max(0, Math.min(rest.length, to));
  return [...rest.slice(0, place), items[from], ...rest.slice(place)];
}
