import { LitElement, css, html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { inTurn } from '../chart/turns.js';
import { base } from './styles.js';
import { define } from './define.js';
import { paint } from './paint.js';

/** Letters of a class that has a name. */
const SHORT = 3;

/**
 * Digits of the test set that are still classified wrong, with what each run says.
 *
 * @typedef {import('../state/digits.js').Seen} Seen
 */
export class DigitsElement extends LitElement {
  static properties = {
    seen: { attribute: false },
    places: { type: Number },
    words: { attribute: false },
    data: { attribute: false },
  };

  static styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-start;
        gap: 8px 12px;
      }
      p {
        width: calc(96px * var(--scale));
        font-size: var(--fs-small);
        line-height: 1.3;
        color: var(--soft);
      }
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: 8px 12px;
        /* The height is kept while nothing is known yet. */
        min-height: calc((54px + 22px) * var(--scale));
        margin: 0;
        padding: 0;
        list-style: none;
      }
      canvas {
        display: block;
        width: calc(54px * var(--scale));
        height: calc(54px * var(--scale));
        border-radius: 4px;
        image-rendering: auto;
        background: #000;
      }
      .empty {
        width: calc(54px * var(--scale));
        height: calc(54px * var(--scale));
        border: 1px dashed var(--line);
        border-radius: 4px;
      }
      .says {
        display: flex;
        justify-content: center;
        gap: 8px;
        height: calc(22px * var(--scale));
        font: 400 var(--fs-small) / 1.7 var(--code);
      }
      @container (max-width: 600px) {
        p {
          width: 100%;
        }
        ul {
          display: grid;
          grid-template-columns: repeat(4, 64px);
          justify-content: space-between;
          width: 100%;
          min-height: calc(2 * (64px + 22px * var(--scale)) + 8px);
        }
        canvas,
        .empty {
          width: 64px;
          height: 64px;
        }
      }
      .right {
        font-weight: 600;
        text-decoration: underline;
        text-decoration-thickness: 2px;
        text-underline-offset: 3px;
      }
    `,
  ];

  /** What is on each canvas. @type {WeakMap<HTMLCanvasElement, Seen['image']>} */
  #painted = new WeakMap();

  constructor() {
    super();
    /** @type {Seen[]} */
    this.seen = [];
    /** How many there is room for. */
    this.places = 0;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** Whose images they are, if not the generated digits. @type {import('../data/source.js').Source | null} */
    this.data = null;
  }

  render() {
    const { words } = this;
    if (!words) return html``;
    return html`<p id="title">${words.text(this.data ? 'digits.title.own' : 'digits.title')}</p>
      <ul aria-labelledby="title">
        ${
          this.seen.length
            ? nothing
            : Array.from(
                { length: this.places },
                () => html`<li class="empty" aria-hidden="true"></li>`,
              )
        }
        ${this.seen.map((seen) => this.#place(seen))}
      </ul>`;
  }

  /**
   * What is in a place changes often, so the place stays: a new canvas takes long.
   *
   * @param {Seen} seen
   */
  #place(seen) {
    const sentence = this.#sentence(seen);
    return html`<li title=${sentence}>
      <canvas role="img" aria-label=${sentence} data-index=${seen.index}></canvas>
      <div class="says" aria-hidden="true">
        ${seen.guesses.map(
          ({ rule, digit }) =>
            html`<span
              class=${digit === seen.label ? 'right' : 'wrong'}
              style=${styleMap({ color: `var(--rule-${rule}, var(--ink))` })}
              >${this.#name(digit).slice(0, SHORT)}</span
            >`,
        )}
      </div>
    </li>`;
  }

  /** In turn with the charts, as soon as there is something that may wait. */
  async scheduleUpdate() {
    if (this.hasUpdated) await new Promise((resolve) => inTurn(() => resolve(undefined)));
    super.scheduleUpdate();
  }

  updated() {
    this.renderRoot.querySelectorAll('canvas').forEach((canvas, k) => {
      const { image } = this.seen[k];
      if (this.#painted.get(canvas) === image) return;
      this.#painted.set(canvas, image);
      paint(canvas, image);
    });
  }

  /** @param {number} digit */
  #name(digit) {
    return this.data?.className(digit) ?? String(digit);
  }

  /** @param {Seen} seen */
  #sentence({ label, guesses }) {
    const words = /** @type {import('../state/words.js').Words} */ (this.words);
    const own = Boolean(this.data);
    const says = guesses.map(({ rule, digit, confidence }) =>
      words.text(own ? 'digits.says.own' : 'digits.says', {
        rule: words.text(`rule.${rule}`),
        digit: this.#name(digit),
        confidence,
      }),
    );
    return [
      words.text(own ? 'digits.label.own' : 'digits.label', { label: this.#name(label) }),
      ...says,
    ].join(' ');
  }
}

define('spusk-digits', DigitsElement);
