import { LitElement, css, html, nothing } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { drawSmall } from '../chart/small.js';
import { tokens } from '../chart/theme.js';
import { settingName } from '../state/compare-table.js';
import { difference } from '../state/difference.js';
import { base } from './styles.js';
import { define } from './define.js';

const COLUMNS = /** @type {const} */ (['testError', 'trainError']);
const WIDTH = 420;
const HEIGHT = 180;

/**
 * One cell of a grid, opened: the curves of its runs, the settings in which they differ from the
 * others, and the hashes of their weights.
 *
 * @fires spusk-close
 *
 * @typedef {import('../state/runner.js').Runner} Runner
 * @typedef {import('../state/words.js').Words} Words
 */
export class RunPanelElement extends LitElement {
  static properties = {
    heading: {},
    runs: { attribute: false },
    all: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    scheme: {},
    large: { type: Boolean },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        margin-top: 8px;
        padding-top: 8px;
        border-top: 1px solid var(--line);
        font-size: var(--fs-small);
      }
      header {
        display: flex;
        align-items: baseline;
        justify-content: space-between;
        gap: 16px;
      }
      h4 {
        margin: 0;
        font-weight: 600;
      }
      .plain {
        flex: none;
      }
      .content {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: 8px 32px;
        margin-top: 8px;
      }
      .curve {
        display: block;
        max-width: 100%;
        height: auto;
        background: var(--paper);
        forced-color-adjust: none;
      }
      dl {
        display: grid;
        grid-template-columns: auto auto;
        gap: 4px 16px;
        margin: 4px 0 0;
      }
      dt {
        color: var(--soft);
      }
      dd {
        margin: 0;
      }
      .code {
        font-family: var(--code);
      }
      @media (pointer: coarse), (max-width: 600px) {
        .plain {
          min-height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.heading = '';
    /** @type {readonly Runner[]} of the cell, one for each seed */
    this.runs = [];
    /** @type {readonly Runner[]} of the whole grid */
    this.all = [];
    /** @type {Words | null} */
    this.words = null;
    this.version = 0;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    this.large = false;
  }

  render() {
    const { words, runs } = this;
    if (!words) return nothing;
    return html`<section aria-label=${this.heading}>
      <header>
        <h4>${this.heading}</h4>
        <button class="plain" @click=${() => this.dispatchEvent(new CustomEvent('spusk-close'))}>
          ${words.text('grid.close')}
        </button>
      </header>
      <div class="content">
        ${runs[0]?.trace.length ? this.#curve(runs[0], words) : nothing}
        <dl>
          ${this.#settings(runs[0]).map(
            ({ path, value }) =>
              html`<dt>${settingName(path, words)}</dt>
                <dd>${words.number(value, 8)}</dd>`,
          )}
          ${runs.map((run) => this.#told(run, words))}
        </dl>
      </div>
    </section>`;
  }

  /** @param {Runner} run @param {Words} words */
  #curve(run, words) {
    const { soft, ink, paper, card, line, edge } = tokens[this.scheme];
    const scale = this.large ? 1.5 : 1;
    const lines = COLUMNS.map((column, i) => ({
      column,
      color: [ink, soft][i],
      dash: ['', '4 3'][i],
    }))
      .filter(({ column }) => run.trace.column(column).some(Number.isFinite))
      .map(({ column, color, dash }) => {
        const y = run.trace.column(column);
        const last = words.number(100 * (y.at(-1) ?? NaN), 1, 1);
        const name = `${words.text(`grid.${column}`)} ${last}`;
        return { name, color, dash: dash || undefined, x: run.trace.column('epoch'), y };
      });
    const [width, height] = [WIDTH * scale, HEIGHT * scale];
    const drawn = drawSmall(lines, {
      ...{ width, height, style: { soft, ink, paper, card, line, edge, scale } },
      formatX: (value, last) =>
        last ? words.text('axis.epoch.tick', { n: value }) : words.number(value),
      formatY: (value, last) =>
        last ? words.text('unit.percent', { n: 100 * value }) : words.number(100 * value),
    });
    const told = lines.map(({ name }) => `${name} %`).join(', ');
    return html`<svg
      class="curve"
      role="img"
      aria-label=${told}
      viewBox=${`0 0 ${width} ${height}`}
      width=${width}
    >
      ${unsafeSVG(drawn)}
    </svg>`;
  }

  /** @param {Runner} run @param {Words} words */
  #told(run, words) {
    const seed = `${words.text('table.seed')} ${words.number(run.seed)}`;
    const state =
      run.divergedAt >= 0
        ? words.text('chart.diverged', { update: run.divergedAt })
        : words.text('surface.updates', { n: run.updates });
    return html`<dt>${seed}</dt>
      <dd>${state} <span class="code">${run.hash}</span></dd>
      ${
        run.problem
          ? html`<dt></dt>
              <dd>${run.problem}</dd>`
          : nothing
      }`;
  }

  /**
   * The numbers in which the cells differ, as this one has them.
   *
   * @param {Runner | undefined} run
   */
  #settings(run) {
    if (!run) return [];
    const plain = (/** @type {Runner} */ { spec }) => ({ ...spec, seed: 0 });
    const paths = new Set(
      this.all
        .flatMap((other) => difference(plain(other), plain(run)) ?? [])
        .map(({ path }) => path),
    );
    return [...paths].map((path) => ({ path, value: valueOf(run.spec, path) }));
  }
}

/** @param {any} spec @param {string} path @returns {number} */
const valueOf = (spec, path) => path.split('.').reduce((node, key) => node?.[key], spec);

define('spusk-run-panel', RunPanelElement);
