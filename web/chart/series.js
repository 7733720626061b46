/**
 * From runs to what a chart shows: one line for each plan, the middle over its seeds with a band.
 * Pure; knows neither canvas nor page. A line that grows is not worked out again: rows are added.
 *
 * @typedef {'epoch' | 'update' | 'examples' | 'seconds'} Axis
 *
 * @typedef {'none' | 'range' | 'quartiles' | 'deviation'} BandKind the line is the median; with a
 *   standard deviation it is the mean
 *
 * @typedef {object} Traced a run as far as it is
 * @property {string} id
 * @property {string} rule
 * @property {number} [shade]
 * @property {number} seed
 * @property {{length: number, column(name: string): Float64Array}} trace
 * @property {number} divergedAt -1 if it did not
 * @property {boolean} alive whether it may still get further
 *
 * @typedef {object} Series never changed: when runs grow there is a new one
 * @property {string} id
 * @property {string} rule
 * @property {number} [shade]
 * @property {Float64Array} x
 * @property {Float64Array} y the middle of the seeds that came so far
 * @property {Float64Array} low NaN without a band
 * @property {Float64Array} high
 * @property {Float64Array} update of each point, whatever x is
 * @property {number} seeds how many runs are behind the line
 * @property {{x: number, y: number, update: number} | null} diverged last finite point of the
 *   first run that diverged
 */

/**
 * How the band is made if nobody says: of few runs the quartiles say little, so all are inside.
 *
 * @param {number} seeds
 * @param {BandKind | 'auto'} [wanted]
 * @returns {BandKind}
 */
export function bandKind(seeds, wanted = 'auto') {
  if (seeds < 2) return 'none';
  if (wanted !== 'auto') return wanted;
  if (seeds < 3) return 'none';
  return seeds <= 5 ? 'range' : 'quartiles';
}

/** @type {WeakMap<Traced, Map<string, Line>>} by the first run of a line */
const lines = new WeakMap();

/**
 * @param {object} options
 * @param {readonly Traced[]} options.runs
 * @param {string} options.column
 * @param {Axis} options.axis
 * @param {BandKind | 'auto'} [options.band]
 * @returns {Series[]} one for each id, in the order of the runs; the same objects as before for
 *   lines that have not grown
 */
export function buildSeries({ runs, column, axis, band = 'auto' }) {
  /** @type {Map<string, Traced[]>} */
  const groups = new Map();
  for (const run of runs) groups.set(run.id, [...(groups.get(run.id) ?? []), run]);
  return [...groups.values()].map((group) => {
    const [first] = group;
    const known = lines.get(first) ?? new Map();
    lines.set(first, known);
    const kind = bandKind(group.length, band);
    const key = [column, axis, kind, group.length].join();
    let line = known.get(key);
    if (!line?.isOf(group)) {
      line = new Line({ runs: group, column, axis, kind });
      known.set(key, line);
    }
    return line.series();
  });
}

const FIELDS = /** @type {const} */ (['x', 'y', 'low', 'high', 'update']);

/** One line, and how far its runs have been read. */
class Line {
  #runs;
  #column;
  #axis;
  #kind;
  /** @type {number[]} the next row of each run */
  #next;
  /** @type {Record<typeof FIELDS[number], Float64Array>} longer than needed */
  #rows;
  #length = 0;
  #stamp = '';
  /** @type {Series | null} */
  #series = null;

  /**
   * @param {object} options
   * @param {readonly Traced[]} options.runs all seeds
   * @param {string} options.column
   * @param {Axis} options.axis
   * @param {BandKind} options.kind
   */
  constructor({ runs, column, axis, kind }) {
    this.#runs = runs;
    this.#column = column;
    this.#axis = axis;
    this.#kind = kind;
    this.#next = runs.map(() => 0);
    this.#rows = /** @type {Record<typeof FIELDS[number], Float64Array>} */ (
      Object.fromEntries(FIELDS.map((field) => [field, new Float64Array(64)]))
    );
  }

  /** @param {readonly Traced[]} runs */
  isOf(runs) {
    return (
      runs.length === this.#runs.length &&
      runs.every((run, k) => run === this.#runs[k] && run.trace.length >= this.#next[k])
    );
  }

  /** @returns {Series} */
  series() {
    const stamp = this.#runs
      .map(({ trace, alive, divergedAt }) => `${trace.length} ${alive} ${divergedAt}`)
      .join();
    if (this.#series && stamp === this.#stamp) return this.#series;
    this.#stamp = stamp;
    this.#read();
    const { id, rule, shade } = this.#runs[0];
    const shown = (/** @type {typeof FIELDS[number]} */ field) =>
      this.#rows[field].subarray(0, this.#length);
    this.#series = {
      id,
      rule,
      shade,
      x: shown('x'),
      y: shown('y'),
      low: shown('low'),
      high: shown('high'),
      update: shown('update'),
      seeds: this.#runs.length,
      diverged: divergence(this.#runs, this.#column, this.#axis),
    };
    return this.#series;
  }

  /**
   * Adds the updates at which all runs were measured, but for those which ended before: a median
   * of other seeds from row to row would jump.
   */
  #read() {
    const readers = this.#runs.map(({ trace, alive }) => ({
      update: trace.column('update'),
      x: trace.column(this.#axis),
      y: trace.column(this.#column),
      alive,
    }));
    const next = this.#next;
    const xs = new Float64Array(readers.length);
    const ys = new Float64Array(readers.length);
    for (;;) {
      let update = Infinity;
      for (let k = 0; k < readers.length; k++) {
        const here = readers[k].update[next[k]];
        if (here < update) update = here;
        else if (here === undefined && readers[k].alive) return; // it may still measure here
      }
      if (update === Infinity) return;

      let complete = true;
      let [m, n] = [0, 0];
      for (let k = 0; k < readers.length; k++) {
        const at = next[k];
        const { update: updates, x, y } = readers[k];
        if (updates[at] > update) complete = false;
        if (updates[at] !== update) continue;
        next[k]++;
        insert(xs, m++, x[at]);
        if (Number.isFinite(y[at])) insert(ys, n++, y[at]);
      }
      if (complete && n) this.#add(quantile(xs, m, 0.5), ys, n, update);
    }
  }

  /**
   * @param {number} x
   * @param {Float64Array} ys sorted
   * @param {number} n how many of them count
   * @param {number} update
   */
  #add(x, ys, n, update) {
    const at = this.#length++;
    if (at === this.#rows.x.length) {
      for (const field of FIELDS) {
        const grown = new Float64Array(2 * at);
        grown.set(this.#rows[field]);
        this.#rows[field] = grown;
      }
    }
    const { x: xRow, y, low, high, update: updates } = this.#rows;
    xRow[at] = x;
    updates[at] = update;
    y[at] = quantile(ys, n, 0.5);
    low[at] = high[at] = NaN;
    if (this.#kind === 'range') {
      low[at] = ys[0];
      high[at] = ys[n - 1];
    } else if (this.#kind === 'quartiles') {
      low[at] = quantile(ys, n, 0.25);
      high[at] = quantile(ys, n, 0.75);
    } else if (this.#kind === 'deviation') {
      const [mean, deviation] = moments(ys, n);
      y[at] = mean;
      low[at] = mean - deviation;
      high[at] = mean + deviation;
    }
  }
}

/**
 * Puts a value into its place among the first n of a sorted array.
 *
 * @param {Float64Array} sorted
 * @param {number} n
 * @param {number} value
 */
function insert(sorted, n, value) {
  let at = n;
  while (at > 0 && sorted[at - 1] > value) {
    sorted[at] = sorted[at - 1];
    at--;
  }
  sorted[at] = value;
}

/**
 * @param {Float64Array} sorted
 * @param {number} n how many of them count
 * @param {number} q in [0, 1]
 * @returns {number} linear between neighbours, as experiments/measure.js has it for any list
 */
function quantile(sorted, n, q) {
  const at = q * (n - 1);
  const low = Math.floor(at);
  const high = Math.ceil(at);
  if (low === high) return sorted[low];
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/**
 * @param {Float64Array} values
 * @param {number} n how many of them count
 * @returns {[number, number]} mean and standard deviation (of the sample: n - 1)
 */
function moments(values, n) {
  let mean = 0;
  for (let k = 0; k < n; k++) mean += values[k] / n;
  let squares = 0;
  for (let k = 0; k < n; k++) squares += (values[k] - mean) ** 2;
  return [mean, n > 1 ? Math.sqrt(squares / (n - 1)) : NaN];
}

/**
 * @param {readonly Traced[]} runs
 * @param {string} column
 * @param {Axis} axis
 * @returns {Series['diverged']}
 */
function divergence(runs, column, axis) {
  const run = runs.find((r) => r.divergedAt >= 0);
  if (!run) return null;
  const y = run.trace.column(column);
  const at = y.findLastIndex(Number.isFinite);
  if (at < 0) return null;
  return { x: run.trace.column(axis)[at], y: y[at], update: run.divergedAt };
}

/**
 * @param {ArrayLike<number>} sorted rising
 * @param {number} value
 * @returns {number} index of the first that is not smaller, the length if there is none
 */
export function atOrAfter(sorted, value) {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * @param {ArrayLike<number>} sorted rising
 * @param {number} value
 * @returns {number} index of the nearest, -1 of nothing
 */
export function nearest(sorted, value) {
  const at = Math.min(atOrAfter(sorted, value), sorted.length - 1);
  return at > 0 && value - sorted[at - 1] < sorted[at] - value ? at - 1 : at;
}
