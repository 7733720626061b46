import { LitElement, css, html, nothing, svg } from 'lit';
import { SPEEDS } from '../state/speeds.js';
import { base, buttons } from './styles.js';
import { define } from './define.js';
import './switch.js';

const RUN = svg`<path d="M2 1v10l8-5z" />`;
const PAUSE = svg`<path d="M1 1h3.5v10H1zM6.5 1H10v10H6.5z" />`;

/**
 * Run or pause, a step or two, speed, back to the start, new seed.
 *
 * @fires spusk-run
 * @fires spusk-pause
 * @fires spusk-step detail: {updates: 1}, {epochs: 1} and so on
 * @fires spusk-speed detail: slow, medium or full
 * @fires spusk-reset
 * @fires spusk-seed
 */
export class TransportElement extends LitElement {
  static properties = {
    phase: {},
    speed: {},
    steps: { attribute: false },
    paced: { type: Boolean },
    leading: { type: Boolean },
    seeding: { type: Boolean },
    words: { attribute: false },
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      #run {
        /* As wide as its longest word, so that nothing moves when it changes. */
        min-width: calc(100px * var(--scale));
      }
      .button {
        flex: 0 1 auto;
        padding: 0 12px;
      }
      .more {
        display: flex;
        flex-wrap: wrap;
        align-items: baseline;
        gap: 0 16px;
        width: 100%;
        font-size: var(--fs-small);
      }
      #speed {
        margin-right: auto;
      }
      .plain {
        font-size: inherit;
      }
      @media (pointer: coarse), (max-width: 600px) {
        .more {
          align-items: center;
        }
        .plain {
          min-height: 44px;
        }
      }
      /* Also the longest words on one line. */
      @media (max-width: 380px) {
        .button {
          padding: 0 8px;
          font-size: var(--fs-small);
        }
        #run {
          min-width: 84px;
        }
        .more {
          gap: 0 8px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/lab.js').Phase} */
    this.phase = 'idle';
    /** @type {import('../state/speeds.js').Speed} */
    this.speed = 'full';
    /** @type {readonly import('../state/plans.js').Step[]} */
    this.steps = [];
    /** Whether there is a speed to choose. */
    this.paced = true;
    /** Whether to run is the next step; else something on the page comes first. */
    this.leading = true;
    /** Whether the learner may have other starts. */
    this.seeding = true;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
  }

  render() {
    const { words, phase } = this;
    if (!words) return html``;
    const running = phase === 'running' || phase === 'opening';
    const key = running
      ? 'run.pause'
      : { paused: 'run.continue', finished: 'run.again', idle: 'run.start' }[phase];
    return html`<button
        class=${this.leading ? 'button main' : 'button'}
        part="run"
        id="run"
        @click=${() => this.#fire(running ? 'spusk-pause' : 'spusk-run')}
      >
        <svg width="11" height="12" viewBox="0 0 11 12" aria-hidden="true">
          ${running ? PAUSE : RUN}
        </svg>
        ${words.text(key)}
      </button>
      ${this.steps.map(({ id, amount }) => this.#step(id, amount))}
      <div class="more">
        ${
          !this.paced
            ? nothing
            : html`<spusk-switch
                id="speed"
                .label=${words.text('run.speed')}
                .value=${this.speed}
                .options=${SPEEDS.map((value) => ({ value, text: words.text(`speed.${value}`) }))}
                @spusk-choose=${(/** @type {CustomEvent} */ { detail }) =>
                  this.#fire('spusk-speed', detail)}
              ></spusk-switch>`
        }
        <button
          class="plain"
          id="reset"
          title=${words.text('run.reset.why')}
          @click=${() => this.#fire('spusk-reset')}
        >
          ${words.text('run.reset')}
        </button>
        ${
          this.seeding
            ? html`<button
                class="plain"
                id="seed"
                title=${words.text('run.seed.why')}
                @click=${() => this.#fire('spusk-seed')}
              >
                ${words.text('run.seed')}
              </button>`
            : nothing
        }
      </div>`;
  }

  /**
   * @param {string} id
   * @param {object} amount
   */
  #step(id, amount) {
    const running = this.phase === 'running' || this.phase === 'opening';
    return html`<button
      class="button"
      id=${id}
      ?disabled=${running}
      @click=${() => this.#fire('spusk-step', amount)}
    >
      ${this.words?.text(`run.${id}`)}
    </button>`;
  }

  /**
   * @param {string} name
   * @param {unknown} [detail]
   */
  #fire(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

define('spusk-transport', TransportElement);
