import { LitElement, css, html, nothing } from 'lit';
import { mixed } from '../state/guess.js';
import { base, buttons } from './styles.js';
import { define } from './define.js';
import { itemsOf } from './verdict-rows.js';

/**
 * What the learner expects, said before the run that answers it: the question, the way to answer
 * it (its kind), and what is to be done then. A curve is drawn on the chart itself
 * (predict-draw.js); here stands only how.
 *
 * @fires spusk-predict detail: the value, as the kind wants it
 * @fires spusk-test runs what was predicted
 * @fires spusk-skip detail: {asked}, whether somebody wanted to run before
 * @fires spusk-draw wants to draw the curve, or to draw it again
 *
 * @typedef {import('../experiments/experiment.js').AnyPrediction} AnyPrediction
 * @typedef {import('../state/words.js').Words} Words
 */
export class PredictionElement extends LitElement {
  static properties = {
    lab: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    scheme: {},
    draft: { state: true },
    changing: { state: true },
    asked: { state: true },
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: block;
      }
      fieldset {
        min-width: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }
      legend {
        margin-bottom: 8px;
        padding: 0;
        font-family: var(--face);
        font-size: var(--fs-small);
        font-weight: 600;
        line-height: 1.4;
        text-wrap: pretty;
      }
      .how {
        margin-bottom: 8px;
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 16px;
        margin-top: 8px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      .foot:empty {
        display: none;
      }
      .foot .button {
        font-size: var(--fs);
      }
      .waits {
        flex-basis: 100%;
      }
      .waits .plain {
        white-space: nowrap;
      }
      .asked {
        font-weight: 600;
        color: var(--ink);
      }
      .plain {
        font-size: inherit;
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
    /** @type {import('../state/lab.js').Lab | null} */
    this.lab = null;
    /** @type {Words | null} */
    this.words = null;
    /** Changes when the lab has something new. */
    this.version = 0;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    /** @type {any} what is not yet confirmed */
    this.draft = null;
    /** Whether one that was confirmed is thought over. */
    this.changing = false;
    /** Whether somebody wanted to run without saying what they expect. */
    this.asked = false;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    const { lab } = this;
    if (changed.has('lab')) {
      this.draft = lab?.experiment.predict ? firstDraft(lab.experiment.predict) : null;
      this.changing = false;
    }
    if (!lab?.gated) this.asked = false;
    if (this.#settled()) this.changing = false;
  }

  render() {
    const { lab, words } = this;
    const predict = lab?.experiment.predict;
    if (!lab || !words || !predict) return nothing;
    return html`<fieldset>
      <legend>${words.text('predict')}</legend>
      ${this.#body(lab, predict, words)}
      <div class="foot">
        ${predict.kind !== 'choice' ? this.#buttons(lab, predict, words) : nothing}${this.#waits(lab, words)}
      </div>
    </fieldset>`;
  }

  /** Somebody wants to run what waits for this: says so, and brings them here. */
  async ask() {
    this.asked = true;
    await this.updateComplete;
    await this.#focus(this.lab?.experiment.predict?.kind === 'draw' ? '#draw' : '.kind');
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }

  /** Leads on from a prediction that was made elsewhere: to the run that tests it. */
  async offer() {
    this.requestUpdate();
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('#test'))?.focus();
  }

  /** Whether the prediction stands, and its outcome is known or on its way. */
  #settled() {
    const { lab } = this;
    return Boolean(lab?.results.guess) && !this.#open();
  }

  #open() {
    return this.lab !== null && isOpen(this.lab);
  }

  /**
   * @param {import('../state/lab.js').Lab} lab
   * @param {AnyPrediction} predict
   * @param {Words} words
   */
  #body(lab, predict, words) {
    const { guess } = lab.results;
    const fixed = Boolean(guess) && !this.changing;
    switch (predict.kind) {
      case 'rank':
        return html`<spusk-predict-rank
          class="kind"
          .items=${itemsOf({ lab, ids: predict.items, words, scheme: this.scheme })}
          .order=${fixed ? guess?.value : this.draft}
          .fixed=${fixed}
          .words=${words}
          @spusk-order=${(/** @type {CustomEvent} */ { detail }) => (this.draft = detail)}
        ></spusk-predict-rank>`;
      case 'number':
        return html`<spusk-predict-number
          class="kind"
          .predict=${predict}
          .value=${fixed ? guess?.value : this.draft}
          .fixed=${fixed}
          .words=${words}
          @spusk-number=${(/** @type {CustomEvent} */ { detail }) => (this.draft = detail)}
        ></spusk-predict-number>`;
      case 'draw':
        return html`<p class="how">
          ${words.text(guess ? 'predict.draw.done' : 'predict.draw.how', {
            chart: words.text(`view.${predict.view}.${firstQuantity(lab, predict.view)}`),
          })}
        </p>`;
      default:
        return html`<spusk-predict-choice
          class="kind"
          .options=${predict.options.map((value) => ({
            value,
            text: words.text(`predict.${value}`),
          }))}
          .chosen=${guess?.value ?? null}
          .fixed=${this.#settled()}
          .testable=${this.#open()}
          .busy=${lab.phase === 'opening'}
          .words=${words}
          @spusk-predict=${(/** @type {CustomEvent} */ { detail }) => this.#say(detail)}
          @spusk-test=${() => this.#fire('spusk-test')}
        ></spusk-predict-choice>`;
    }
  }

  /**
   * @param {import('../state/lab.js').Lab} lab
   * @param {AnyPrediction} predict
   * @param {Words} words
   */
  #buttons(lab, predict, words) {
    const { kind } = predict;
    const guess = Boolean(lab.results.guess);
    const drawing = kind === 'draw';
    if (!guess || this.changing) {
      if (drawing && !this.#open()) return nothing;
      return html`<button
        type="button"
        class="button main"
        id=${drawing ? 'draw' : 'confirm'}
        @click=${() => (drawing ? this.#fire('spusk-draw') : this.#say(this.draft))}
      >
        ${words.text(drawing ? 'predict.draw.start' : `predict.${kind}.confirm`)}
      </button>`;
    }
    if (!this.#open()) return nothing;
    return html`<button
        type="button"
        class="button main"
        id="test"
        ?disabled=${lab.phase === 'opening'}
        @click=${() => this.#fire('spusk-test')}
      >
        ${words.text('predict.test')}
      </button>
      <button type="button" class="plain" id="change" @click=${() => this.#change(lab, drawing)}>
        ${words.text(drawing ? 'predict.draw.again' : 'predict.change')}
      </button>`;
  }

  /**
   * @param {import('../state/lab.js').Lab} lab
   * @param {Words} words
   */
  #waits(lab, words) {
    if (lab.awaits !== 'prediction') return nothing;
    const required = lab.terms?.required;
    const asked = required ? 'predict.asked.required' : 'predict.asked';
    return html`<p class="waits">
      <span role="status" class=${this.asked ? 'asked' : ''}
        >${words.text(this.asked ? asked : 'predict.waits')}</span
      >
      ${
        required
          ? nothing
          : html`<button
              type="button"
              class="plain"
              id="skip"
              @click=${() => this.#fire('spusk-skip', { asked: this.asked })}
            >
              ${words.text('predict.skip')}
            </button>`
      }
    </p>`;
  }

  /** @param {any} value */
  async #say(value) {
    const focused = Boolean(this.shadowRoot?.activeElement?.matches('#confirm'));
    this.changing = false;
    this.#fire('spusk-predict', value);
    // The button that was pressed goes; what follows stands in its place.
    if (focused) await this.offer();
  }

  /**
   * @param {import('../state/lab.js').Lab} lab
   * @param {boolean} drawing
   */
  async #change(lab, drawing) {
    if (drawing) {
      this.#fire('spusk-draw');
      return;
    }
    this.draft = lab.results.guess?.value;
    this.changing = true;
    await this.updateComplete;
    await this.#focus('.kind');
  }

  /** @param {string} selector */
  async #focus(selector) {
    const place = /** @type {LitElement | null} */ (this.renderRoot.querySelector(selector));
    // What can take the focus is there when it has rendered as well.
    await place?.updateComplete;
    place?.focus();
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

/**
 * Whether a run could still tell what comes out.
 *
 * @param {import('../state/lab.js').Lab} lab
 */
export function isOpen(lab) {
  const { predict } = lab.experiment;
  if (!predict) return false;
  return lab.results.outcome(lab.series) === null && !lab.isRunning(predict.settings);
}

/**
 * @param {AnyPrediction} predict
 * @returns {any} what is shown before the learner has done anything
 */
function firstDraft(predict) {
  if (predict.kind === 'rank') return mixed(predict.items);
  if (predict.kind !== 'number') return null;
  const { min, max, step } = predict;
  return Number((min + Math.round((max - min) / 2 / step) * step).toPrecision(12));
}

/**
 * @param {import('../state/lab.js').Lab} lab
 * @param {string} id of a view of curves
 */
function firstQuantity(lab, id) {
  const view = lab.experiment.views.find((one) => one.id === id);
  return view && 'columns' in view ? Object.keys(view.columns)[0] : '';
}

define('spusk-prediction', PredictionElement);
