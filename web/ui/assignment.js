import { LitElement, css, html, nothing } from 'lit';
import { LONGEST_NAME } from '../report/seed-of.js';
import { base, buttons, tokens } from './styles.js';
import { define } from './define.js';

/**
 * Above an experiment that a teacher has set: what it is, by when, which questions; and, where
 * the starts depend on it, who works.
 *
 * @fires spusk-name detail: the name or number that was entered
 */
export class AssignmentElement extends LitElement {
  static properties = {
    words: { attribute: false },
    assigned: { attribute: false },
    scheme: { reflect: true },
    changing: { state: true },
    asked: { state: true },
  };

  static styles = [
    base,
    buttons,
    tokens,
    css`
      :host {
        display: block;
        container-type: inline-size;
        background: var(--paper);
      }
      aside {
        display: grid;
        gap: 8px 40px;
        padding: 16px var(--side);
        border-bottom: 1px solid var(--line);
      }
      .kicker {
        font-size: var(--fs-small);
        color: var(--soft);
      }
      .kicker b {
        font-weight: 600;
        color: var(--ink);
      }
      .title {
        font-family: var(--text);
        font-size: var(--fs-head);
        font-weight: 600;
        line-height: 1.3;
        overflow-wrap: anywhere;
        text-wrap: balance;
      }
      .what {
        margin-top: 8px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      ol {
        margin: 4px 0 0;
        padding-left: 1.4em;
        max-width: 65ch;
        font-family: var(--text);
        font-size: var(--fs);
        overflow-wrap: anywhere;
      }
      .who {
        display: grid;
        gap: 8px;
        align-content: start;
        justify-items: start;
      }
      .row {
        width: 100%;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 4px 12px;
      }
      label {
        display: block;
        font-size: var(--fs-small);
        font-weight: 600;
      }
      input {
        flex: 1 1 180px;
        min-width: 0;
        max-width: 280px;
        min-height: 40px;
        padding: 0 12px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--card);
      }
      .soft {
        font-size: var(--fs-small);
        color: var(--soft);
      }
      .asked {
        font-weight: 600;
        color: var(--ink);
      }
      .plain {
        font-size: var(--fs-small);
      }
      @media (pointer: coarse), (max-width: 600px) {
        input,
        .plain {
          min-height: 44px;
        }
      }
      @container (min-width: 880px) {
        aside.two {
          grid-template-columns: minmax(0, 1fr) 368px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** @type {import('../state/assigned.js').Assigned | null} */
    this.assigned = null;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    /** Whether a name that was given is thought over. */
    this.changing = false;
    /** Whether somebody wanted to run before. */
    this.asked = false;
  }

  render() {
    const { words, assigned } = this;
    if (!words || !assigned) return nothing;
    const { title, due, questions } = assigned.assignment;
    return html`<aside
      aria-label=${words.text('assign.title')}
      class=${assigned.personal ? 'two' : ''}
    >
      <div>
        <p class="kicker">
          ${words.text('assign.title')}${due ? html` · <b>${words.text('assign.due', { due })}</b>` : nothing}
        </p>
        <p class="title">${title}</p>
        ${
          questions.length
            ? html`<p class="what">${words.text('assign.questions.where')}</p>
                <ol>
                  ${questions.map((question) => html`<li>${question}</li>`)}
                </ol>`
            : nothing
        }
      </div>
      ${assigned.personal ? this.#who(assigned, words) : nothing}
    </aside>`;
  }

  /** Somebody wants to run what waits for the name: says so, and brings them here. */
  async ask() {
    this.asked = true;
    await this.updateComplete;
    const field = /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('#student'));
    field?.focus();
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches;
    this.scrollIntoView({ block: 'nearest', behavior: calm ? 'auto' : 'smooth' });
  }

  /**
   * @param {import('../state/assigned.js').Assigned} assigned
   * @param {import('../state/words.js').Words} words
   */
  #who({ seed, student }, words) {
    if (seed !== null && !this.changing) {
      return html`<div class="who">
        <p class="soft" role="status">
          ${words.text('assign.seed.is', { student, seed: String(seed) })}
        </p>
        <button type="button" class="plain" id="change" @click=${() => this.#change()}>
          ${words.text('assign.name.change')}
        </button>
      </div>`;
    }
    const why = seed === null ? (this.asked ? 'asked' : 'waits') : 'anew';
    return html`<form
      class="who"
      @submit=${(/** @type {SubmitEvent} */ event) => this.#enter(event)}
    >
      <label for="student">${words.text('assign.name')}</label>
      <div class="row">
        <input
          id="student"
          name="student"
          autocomplete="off"
          maxlength=${LONGEST_NAME}
          aria-describedby="why"
          .value=${student}
        />
        <button class="button main" id="enter">${words.text('assign.name.enter')}</button>
      </div>
      <p id="why" role="status" class=${why === 'asked' ? 'soft asked' : 'soft'}>
        ${words.text(`assign.name.${why}`)}
      </p>
    </form>`;
  }

  async #change() {
    this.changing = true;
    await this.updateComplete;
    /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('#student'))?.select();
  }

  /** @param {SubmitEvent} event */
  async #enter(event) {
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('#student'));
    if (!field.value.trim()) {
      this.ask();
      return;
    }
    this.changing = false;
    this.asked = false;
    this.dispatchEvent(new CustomEvent('spusk-name', { detail: field.value }));
    this.requestUpdate();
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('#change'))?.focus();
  }
}

define('spusk-assignment', AssignmentElement);
