import { LitElement, css, html, svg } from 'lit';
import { base, buttons } from './styles.js';
import { define } from './define.js';

const RUN = svg`<path d="M2 1v10l8-5z" />`;
const PAUSE = svg`<path d="M1 1h3.5v10H1zM6.5 1H10v10H6.5z" />`;

/**
 * Run or pause, one update, one epoch, back to the start.
 *
 * @fires spusk-run
 * @fires spusk-pause
 * @fires spusk-step detail: {updates: 1} or {epochs: 1}
 * @fires spusk-reset
 */
export class TransportElement extends LitElement {
  static properties = {
    phase: {},
    words: { attribute: false },
  };

  static styles = [
    base,
    buttons,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 5px;
      }
      .main {
        /* As wide as its longest word, so that nothing moves when it changes. */
        min-width: calc(100px * var(--scale));
      }
      .button {
        flex: 0 1 auto;
        padding: 0 10px;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/lab.js').Phase} */
    this.phase = 'idle';
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
        class="button main"
        part="run"
        id="run"
        @click=${() => this.#fire(running ? 'spusk-pause' : 'spusk-run')}
      >
        <svg width="11" height="12" viewBox="0 0 11 12" aria-hidden="true">
          ${running ? PAUSE : RUN}
        </svg>
        ${words.text(key)}
      </button>
      <button
        class="button"
        id="update"
        ?disabled=${running}
        @click=${() => this.#fire('spusk-step', { updates: 1 })}
      >
        ${words.text('run.update')}
      </button>
      <button
        class="button"
        id="epoch"
        ?disabled=${running}
        @click=${() => this.#fire('spusk-step', { epochs: 1 })}
      >
        ${words.text('run.epoch')}
      </button>
      <button
        class="button"
        id="reset"
        title=${words.text('run.reset.why')}
        @click=${() => this.#fire('spusk-reset')}
      >
        ${words.text('run.reset')}
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
