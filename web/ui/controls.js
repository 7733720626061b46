import { LitElement, css, html, nothing } from 'lit';
import { base } from './styles.js';
import { define } from './define.js';
import './slider.js';
import './switch.js';

/**
 * The settings of an experiment, each on a slider, and behind them what each means.
 *
 * @fires spusk-setting detail: {id, value, done}
 *
 * @typedef {import('../experiments/experiment.js').Control} Control
 * @typedef {import('../state/problems.js').Problem} Problem
 */
export class ControlsElement extends LitElement {
  static properties = {
    controls: { attribute: false },
    fixed: { attribute: false },
    settings: { attribute: false },
    rules: { attribute: false },
    problem: { attribute: false },
    folded: { type: Boolean },
    words: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
      }
      h2 {
        margin-bottom: 4px;
      }
      details {
        margin-top: 8px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      summary {
        width: fit-content;
        cursor: pointer;
      }
      summary:hover {
        color: var(--ink);
      }
      summary h2 {
        display: inline;
        font: inherit;
        color: inherit;
      }
      .named {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 12px;
        min-height: calc(31px * var(--scale));
        padding: 4px 0;
      }
      .named .label {
        min-width: max(calc(86px * var(--scale)), var(--label));
      }
      .set {
        margin-top: 8px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      dl {
        margin: 8px 0 0;
      }
      dt {
        font-weight: 600;
        color: var(--ink);
      }
      dd {
        margin: 0 0 8px;
      }
      @media (pointer: coarse), (max-width: 600px) {
        summary {
          min-height: 44px;
          line-height: 44px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Control[]} */
    this.controls = [];
    /** @type {readonly Control[]} those that are shown and cannot be moved */
    this.fixed = [];
    /** @type {import('../experiments/experiment.js').Settings} */
    this.settings = {};
    /** @type {Record<string, string>} rule of each run, by the run's id */
    this.rules = {};
    /** @type {Problem | null} */
    this.problem = null;
    this.folded = false;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    const title = words.text('settings.title');
    this.style.setProperty('--label', this.#room(words));
    const content = this.#content(words);
    return this.folded
      ? html`<details class="all">
          <summary><h2>${title}</h2></summary>
          ${content}
        </details>`
      : html`<h2>${title}</h2>
          ${content}`;
  }

  /**
   * All tracks begin in one line: where the longest name ends, as far as that is known without
   * measuring; the longest of all has two lines.
   *
   * @param {import('../state/words.js').Words} words
   */
  #room(words) {
    const sliders = this.controls.filter(({ named }) => !named);
    const longest = Math.max(0, ...sliders.map(({ id }) => words.text(`control.${id}`).length));
    return `${Math.min(longest, LONG)}ch`;
  }

  /** @param {import('../state/words.js').Words} words */
  #content(words) {
    const all = [...this.controls, ...this.fixed];
    return html`${this.controls.map((control) => this.#slider(control, words))}
      ${this.fixed.length ? html`<p class="set">${words.text('settings.fixed')}</p>` : nothing}
      ${this.fixed.map(
        (control) =>
          html`<div class="named" id=${control.id}>
            <span class="label">${words.text(`control.${control.id}`)}</span>
            <span>${formatSetting(control, this.settings[control.id], words)}</span>
          </div>`,
      )}
      <details>
        <summary>${words.text('settings.help')}</summary>
        <dl>
          ${all.map(
            ({ id }) =>
              html`<dt>${words.text(`control.${id}`)}</dt>
                <dd>${words.text(`control.${id}.help`)}</dd>`,
          )}
        </dl>
      </details>`;
  }

  /**
   * @param {Control} control
   * @param {import('../state/words.js').Words} words
   */
  #slider(control, words) {
    const { id, run } = control;
    const label = words.text(`control.${id}`);
    const own = this.problem?.control === id ? this.problem : null;
    if (control.named) {
      return html`<div class="named">
        <span class="label">${label}</span>
        <spusk-switch
          id=${id}
          .label=${label}
          .value=${String(this.settings[id])}
          .options=${(control.values ?? []).map((value) => ({
            value: String(value),
            text: formatSetting(control, value, words),
          }))}
          @spusk-choose=${(/** @type {CustomEvent} */ { detail }) =>
            this.#tell({ id, value: Number(detail), done: true })}
        ></spusk-switch>
      </div>`;
    }
    return html`<spusk-slider
      id=${id}
      .label=${label}
      .fieldLabel=${words.text('settings.exact', { label })}
      .values=${valuesOf(control)}
      .value=${this.settings[id]}
      ?disabled=${control.idle?.(this.settings) ?? false}
      .color=${run ? `var(--rule-${this.rules[run]}, var(--ink))` : ''}
      .format=${(/** @type {number} */ value) => formatSetting(control, value, words)}
      .parse=${(/** @type {string} */ text) => readSetting(control, text, words)}
      .problem=${own ? (own.message ?? words.text(own.text, own.values)) : ''}
      @spusk-input=${(/** @type {CustomEvent} */ { detail }) => this.#tell({ id, ...detail })}
    ></spusk-slider>`;
  }

  /** @param {{id: string, value: unknown, done: boolean}} detail */
  #tell(detail) {
    this.dispatchEvent(new CustomEvent('spusk-setting', { detail }));
  }
}

/** So many letters of a name stand beside its track. */
const LONG = 19;

/** Ten round numbers to the decade, near enough to equal ratios. */
const ROUND = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8];

/** @type {WeakMap<Control, readonly number[]>} */
const lists = new WeakMap();

/**
 * @param {Control} control
 * @returns {readonly number[]} what the slider can reach, rising
 */
function valuesOf(control) {
  let list = lists.get(control);
  if (!list) {
    list = listValues(control);
    lists.set(control, list);
  }
  return list;
}

/** @param {Control} control */
function listValues({ kind, values, min = 0, max = 1, step = 1 }) {
  if (kind === 'choice') return values ?? [];
  const list = [];
  if (kind === 'linear') {
    const count = Math.round((max - min) / step);
    for (let i = 0; i <= count; i++) list.push(Number((min + i * step).toPrecision(12)));
    return list;
  }
  for (let decade = Math.floor(Math.log10(min)); decade <= Math.log10(max); decade++) {
    for (const digit of ROUND) {
      const value = Number(`${digit}e${decade}`);
      if (value >= min && value <= max) list.push(value);
    }
  }
  return list;
}

/**
 * @param {Control} control
 * @param {number} value
 * @param {import('../state/words.js').Words} words
 */
export function formatSetting({ id, kind, off, named }, value, words) {
  if (off && value === 0) return words.text('settings.off');
  if (named) return words.text(`control.${id}.${value}`);
  return kind === 'log' ? words.significant(value) : words.number(value);
}

/**
 * @param {Control} control
 * @param {string} text
 * @param {import('../state/words.js').Words} words
 */
function readSetting({ off }, text, words) {
  const isOff = off && text.trim().toLowerCase() === words.text('settings.off');
  return isOff ? 0 : words.parse(text);
}

define('spusk-controls', ControlsElement);
