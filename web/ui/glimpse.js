import { LitElement, css, html, nothing, svg } from 'lit';
import { buildSeries } from '../chart/series.js';
import { ruleStyle } from '../chart/theme.js';
import { openEngine } from '../engine/index.js';
import { headOf } from '../experiments/heads.js';
import { findExperiment } from '../experiments/index.js';
import { Lab } from '../state/lab.js';
import { base, buttons } from './styles.js';
import { define } from './define.js';
import { runName } from './names.js';

const CALM = '(prefers-reduced-motion: reduce)';
/** Units of the drawing; it is stretched to its place. */
const WIDTH = 400;
const HEIGHT = 200;
const TOP = 0.6;
const TICKS = [0, 0.2, 0.4, 0.6];

/** An experiment of learning curves, running small on the start page: the test error, one seed. */
export class GlimpseElement extends LitElement {
  static properties = {
    words: { attribute: false },
    experiment: {},
    href: {},
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      figure {
        margin: 0;
      }
      figcaption {
        margin-bottom: 16px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      b {
        display: block;
        font-size: var(--fs);
        font-weight: 600;
        color: var(--ink);
      }
      .box {
        position: relative;
        height: calc(210px * var(--scale));
        margin-left: calc(44px * var(--scale));
      }
      svg {
        display: block;
        width: 100%;
        height: 100%;
        overflow: hidden;
      }
      .grid {
        stroke: var(--line);
        vector-effect: non-scaling-stroke;
      }
      .curve {
        fill: none;
        stroke-width: 2;
        stroke-linejoin: round;
        vector-effect: non-scaling-stroke;
      }
      .tick {
        position: absolute;
        right: 100%;
        padding-right: 8px;
        font-size: var(--fs-small);
        line-height: 1;
        color: var(--soft);
        transform: translateY(-50%);
        white-space: nowrap;
      }
      .below {
        display: flex;
        justify-content: space-between;
        margin: 8px 0 0 calc(44px * var(--scale));
        font-size: var(--fs-small);
        color: var(--soft);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px 12px;
        min-height: 44px;
        margin-top: 8px;
      }
      .name {
        display: inline-flex;
        align-items: center;
        gap: 8px;
        min-width: 8em;
        font-weight: 600;
      }
      .name svg {
        width: 28px;
        height: 4px;
      }
      .button {
        margin-left: auto;
      }
      a {
        color: inherit;
        text-decoration-color: var(--edge);
        text-underline-offset: 3px;
      }
    `,
  ];

  /** @type {Lab | null} */
  #lab = null;

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.experiment = '';
    /** Where the whole experiment is. */
    this.href = '';
  }

  connectedCallback() {
    super.connectedCallback();
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#lab?.close();
    this.#lab = null;
  }

  willUpdate() {
    const experiment = findExperiment(this.experiment);
    if (this.#lab || !experiment || !this.isConnected) return;
    const cores = navigator.hardwareConcurrency;
    this.#lab = new Lab({ experiment, openEngine, cores, seeds: 1 });
    this.#lab.addEventListener('change', () => this.requestUpdate());
    if (!matchMedia(CALM).matches) this.#lab.run();
  }

  render() {
    const lab = this.#lab;
    const { words } = this;
    if (!lab || !words) return nothing;
    const series = buildSeries({ runs: lab.race?.runs ?? [], column: 'testError', axis: 'epoch' });
    const [{ spec }] = lab.experiment.specs({ settings: lab.settings, seed: 1 });
    const end = spec.stop.epochs;
    return html`<figure>
      <figcaption>
        <b>${words.text('view.test.error')}</b>
        ${words.text('start.live')}
      </figcaption>
      <div class="box">
        ${TICKS.map((tick) => {
          const top = `${100 * (1 - tick / TOP)}%`;
          return html`<span class="tick" style="top: ${top}"
            >${words.text('unit.percent', { n: 100 * tick })}</span
          >`;
        })}
        <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
          ${TICKS.map((tick) => {
            const y = HEIGHT * (1 - tick / TOP);
            return svg`<line class="grid" x1="0" x2=${WIDTH} y1=${y} y2=${y}></line>`;
          })}
          ${series.map((line) => this.#curve(line, end))}
        </svg>
      </div>
      <div class="below">
        <span>0</span>
        <span>${words.text('axis.epoch.tick', { n: end })}</span>
      </div>
      <div class="row">
        ${lab.experiment
          .specs({ settings: lab.settings, seed: 1 })
          .map((plan) => this.#name(plan, series, words))}
        ${this.#button(lab, words)}
      </div>
      <a href=${this.href}>${words.phrase(headOf(this.experiment, words.lang).question)}</a>
    </figure>`;
  }

  /**
   * @param {import('../chart/series.js').Series} line
   * @param {number} end
   */
  #curve({ rule, x, y }, end) {
    let path = '';
    for (let i = 0; i < x.length; i++) {
      const across = (WIDTH * x[i]) / end;
      const down = HEIGHT * (1 - y[i] / TOP);
      path += `${i ? 'L' : 'M'}${across.toFixed(1)} ${down.toFixed(1)}`;
    }
    const dash = ruleStyle(rule, 'light').dash.join(' ');
    return svg`<path class="curve" d=${path} stroke-dasharray=${dash || 'none'}
      style="stroke: var(--rule-${rule})"></path>`;
  }

  /**
   * @param {{id: string, rule: string}} plan
   * @param {import('../chart/series.js').Series[]} series
   * @param {import('../state/words.js').Words} words
   */
  #name({ id, rule }, series, words) {
    const error = series.find((line) => line.id === id)?.y.at(-1);
    const dash = ruleStyle(rule, 'light').dash.join(' ');
    const n =
      error === undefined ? '' : words.text('unit.percent', { n: words.number(100 * error, 1, 1) });
    return html`<span class="name" style="color: var(--rule-${rule})">
      <svg viewBox="0 0 28 4" aria-hidden="true">
        <line
          x1="0"
          x2="28"
          y1="2"
          y2="2"
          stroke="currentcolor"
          stroke-width="2"
          stroke-dasharray=${dash || 'none'}
        ></line>
      </svg>
      ${runName(words, { id, rule })} ${n}
    </span>`;
  }

  /**
   * @param {Lab} lab
   * @param {import('../state/words.js').Words} words
   */
  #button(lab, words) {
    const { phase } = lab;
    const runs = phase === 'running' || phase === 'opening';
    const keys = { idle: 'start', paused: 'continue', finished: 'again' };
    const key = runs ? 'pause' : keys[/** @type {keyof typeof keys} */ (phase)];
    return html`<button class="button" @click=${() => (runs ? lab.pause() : lab.run())}>
      ${words.text(`run.${key}`)}
    </button>`;
  }
}

define('spusk-glimpse', GlimpseElement);
