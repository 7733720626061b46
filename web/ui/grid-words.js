/**
 * What the axes, cells and marks of a grid are called, on the page and in an exported picture.
 *
 * @typedef {import('../experiments/experiment.js').GridView} GridView
 * @typedef {import('../experiments/experiment.js').Axis} Axis
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../chart/grid.js').MapCell} MapCell
 * @typedef {import('../chart/heat-map.js').AxisText} AxisText
 */
export class GridWords {
  #view;
  #words;

  /**
   * @param {GridView} view
   * @param {Words} words
   */
  constructor(view, words) {
    this.#view = view;
    this.#words = words;
  }

  /** @param {MapCell} cell @returns {string} where it is */
  name({ row, column }) {
    const { rows, columns } = this.#view;
    return [
      `${this.axis('rows')} = ${spoken(this.head(rows, row))}`,
      `${this.axis('columns')} = ${spoken(this.head(columns, column))}`,
    ].join(', ');
  }

  /** @param {MapCell} cell @returns {string} how it is */
  state({ stage, value, best, marked }) {
    const words = this.#words;
    if (stage === 'done' && !Number.isFinite(value)) return words.text('grid.diverged');
    if (stage !== 'done') return words.text(`grid.${stage}`);
    const more = best ? [words.text('grid.best')] : marked ? [words.text('grid.marked')] : [];
    return [this.exact(value), ...more].join(', ');
  }

  /** @param {'rows' | 'columns'} which */
  axis(which) {
    return this.#words.text(`axis.${this.#view[which].id}`);
  }

  /**
   * @param {Axis} axis
   * @param {number} value
   * @returns {AxisText} at the head of a row or a column
   */
  head({ format }, value) {
    const words = this.#words;
    if (format !== 'power') return { base: words.number(value) };
    return { base: '2', exponent: words.number(Math.log2(value)).replace('-', '−') };
  }

  /** @param {number} value @returns {string} as it stands in a cell */
  short(value) {
    return this.#view.format === 'percent'
      ? this.#words.number(100 * value, 1, 1)
      : this.#words.significant(value);
  }

  /** @param {number} value @param {number} [digits] */
  exact(value, digits = 1) {
    const words = this.#words;
    return this.#view.format === 'percent'
      ? words.text('unit.percent', { n: words.number(100 * value, digits, digits) })
      : words.number(value, 4);
  }

  /** Of the scale of colours. */
  get ends() {
    const [low, high] = this.#view.range;
    return { low: this.exact(low, 0), high: this.exact(high, 0) };
  }

  /** @returns {import('../chart/heat-map.js').GridTexts} */
  get texts() {
    const words = this.#words;
    const { low, high } = this.ends;
    return {
      rows: this.axis('rows'),
      columns: this.axis('columns'),
      head: (axis, value) => this.head(this.#view[axis], value),
      value: (value) => this.short(value),
      ends: [`≤ ${low}`, `≥ ${high}`],
      marks: {
        best: words.text('grid.best'),
        diverged: words.text('grid.diverged'),
        running: words.text('grid.running'),
        waiting: words.text('grid.waiting'),
      },
    };
  }
}

/** @param {AxisText} text */
const spoken = ({ base, exponent }) => (exponent === undefined ? base : `${base}^${exponent}`);
