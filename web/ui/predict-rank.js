import { LitElement, css, html, nothing, svg } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { repeat } from 'lit/directives/repeat.js';
import { styleMap } from 'lit/directives/style-map.js';
import { moved } from '../state/guess.js';
import { base } from './styles.js';
import { define } from './define.js';
import { scaleOf } from './point-in.js';
import { swatch } from './predict-swatch.js';

/**
 * A prediction by putting runs in order: dragged, moved by arrow keys, or by a button for each
 * direction.
 *
 * @fires spusk-order detail: the ids in their new order
 *
 * @typedef {object} Item
 * @property {string} id
 * @property {string} name
 * @property {import('../chart/theme.js').RuleStyle} style
 */
export class PredictRankElement extends LitElement {
  static properties = {
    items: { attribute: false },
    order: { attribute: false },
    fixed: { type: Boolean },
    words: { attribute: false },
    said: { state: true },
    drag: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
      }
      .best {
        margin: 8px 0 4px;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        position: relative;
        display: flex;
        align-items: stretch;
        min-height: calc(40px * var(--scale));
        margin-top: 8px;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        transition: transform 120ms;
      }
      li:hover {
        border-color: var(--edge);
      }
      li.held {
        z-index: 1;
        border-color: var(--ink);
        box-shadow: inset 0 0 0 1px var(--ink);
        transition: none;
      }
      li.fixed {
        border-color: var(--line);
        background: none;
      }
      .settling li {
        transition: none;
      }
      .item {
        flex: 1;
        min-width: 0;
        display: flex;
        align-items: center;
        gap: 12px;
        padding: 0 4px 0 0;
        border: 0;
        background: none;
        text-align: left;
        cursor: grab;
      }
      .held .item {
        cursor: grabbing;
      }
      .item:focus-visible,
      .move:focus-visible {
        border-radius: var(--radius);
      }
      .grip {
        align-self: stretch;
        display: grid;
        place-items: center;
        width: calc(30px * var(--scale));
        color: var(--edge);
        touch-action: none;
      }
      .fixed .item {
        padding-left: 12px;
        cursor: default;
      }
      .place {
        min-width: 1ch;
        color: var(--soft);
      }
      svg {
        display: block;
        flex: none;
        fill: currentcolor;
      }
      .move {
        display: grid;
        place-items: center;
        width: calc(32px * var(--scale));
        padding: 0;
        border: 0;
        background: none;
        color: var(--soft);
        cursor: pointer;
      }
      .move:hover {
        color: var(--ink);
      }
      .move:disabled {
        color: var(--line);
        cursor: default;
      }
      .move svg {
        fill: none;
        stroke: currentcolor;
        stroke-width: 2;
      }
      @media (pointer: coarse), (max-width: 600px) {
        li {
          min-height: 46px;
        }
        .grip,
        .move {
          width: 44px;
        }
      }
      @media (prefers-reduced-motion: reduce) {
        li {
          transition: none;
        }
      }
      @media (forced-colors: active) {
        li.held {
          border-width: 3px;
        }
      }
    `,
  ];

  /** What has the focus after a move: moving an element in the document takes it away. */
  #focus = '';

  constructor() {
    super();
    /** @type {Item[]} */
    this.items = [];
    /** @type {string[]} */
    this.order = [];
    this.fixed = false;
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.said = '';
    /** @type {{from: number, to: number, start: number, by: number, pitch: number, scale: number} | null} */
    this.drag = null;
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    return html`<p class="best" id="best">${words.text('predict.best')}</p>
      <ol aria-labelledby="best">
        ${repeat(
          this.order,
          (id) => id,
          (id, place) => this.#row(id, place, words),
        )}
      </ol>
      <span class="unseen" id="how">${words.text('predict.rank.how')}</span>
      <span class="unseen" role="status">${this.said}</span>`;
  }

  updated() {
    if (!this.#focus) return;
    const target = /** @type {HTMLElement | null} */ (
      this.renderRoot.querySelector(`#${this.#focus}:not(:disabled)`)
    );
    // A button at the end of its way is disabled: the item itself goes on from there.
    const item = this.#focus.replace(/^(up|down)-/, 'item-');
    (
      target ?? /** @type {HTMLElement | null} */ (this.renderRoot.querySelector(`#${item}`))
    )?.focus();
    this.#focus = '';
  }

  focus() {
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('.item'))?.focus();
  }

  /**
   * @param {string} id
   * @param {number} place
   * @param {import('../state/words.js').Words} words
   */
  #row(id, place, words) {
    const item = this.items.find((one) => one.id === id);
    if (!item) return nothing;
    const values = { name: item.name, place: place + 1, of: this.order.length };
    if (this.fixed) {
      return html`<li class="fixed">
        <span class="item">
          <span class="place">${place + 1}</span>${swatch(item.style)}<span>${item.name}</span>
        </span>
      </li>`;
    }
    const held = this.drag?.from === place;
    return html`<li
      class=${classMap({ held })}
      style=${styleMap({ transform: this.#shift(place) })}
    >
      <button
        type="button"
        class="item"
        id=${`item-${id}`}
        aria-describedby="how"
        @keydown=${(/** @type {KeyboardEvent} */ event) => this.#key(event, place)}
        @pointerdown=${(/** @type {PointerEvent} */ event) => this.#take(event, place)}
        @pointermove=${this.#pull}
        @pointerup=${() => this.#drop(true)}
        @pointercancel=${() => this.#drop(false)}
      >
        <span class="grip">${GRIP}</span>
        <span class="place" aria-hidden="true">${place + 1}</span>${swatch(item.style)}
        <span aria-hidden="true">${item.name}</span>
        <span class="unseen">${words.text('predict.rank.item', values)}</span>
      </button>
      ${this.#button('up', place, place - 1, words)}${this.#button('down', place, place + 1, words)}
    </li>`;
  }

  /**
   * Reached by pointer and by what reads the page; with the keyboard the arrow keys are nearer.
   *
   * @param {'up' | 'down'} way
   * @param {number} from
   * @param {number} to
   * @param {import('../state/words.js').Words} words
   */
  #button(way, from, to, words) {
    const id = this.order[from];
    const name = this.items.find((item) => item.id === id)?.name;
    return html`<button
      type="button"
      class="move"
      id=${`${way}-${id}`}
      tabindex="-1"
      aria-label=${words.text(`predict.rank.${way}`, { name })}
      ?disabled=${to < 0 || to >= this.order.length}
      @click=${() => this.#move(from, to, `${way}-${id}`)}
    >
      ${ARROWS[way]}
    </button>`;
  }

  /**
   * @param {number} from
   * @param {number} to
   * @param {string} focus
   */
  #move(from, to, focus) {
    const { order } = this;
    if (to < 0 || to >= order.length) return;
    const name = this.items.find(({ id }) => id === order[from])?.name ?? '';
    this.said =
      this.words?.text('predict.rank.item', { name, place: to + 1, of: order.length }) ?? '';
    this.#focus = focus;
    this.dispatchEvent(new CustomEvent('spusk-order', { detail: moved(order, from, to) }));
  }

  /**
   * @param {KeyboardEvent} event
   * @param {number} place
   */
  #key(event, place) {
    const last = this.order.length - 1;
    /** @type {Record<string, number>} */
    const ways = { ArrowUp: place - 1, ArrowDown: place + 1, Home: 0, End: last };
    if (event.key === 'Escape') this.#drop(false);
    if (!(event.key in ways)) return;
    event.preventDefault();
    event.stopPropagation();
    if (!this.drag) this.#move(place, ways[event.key], `item-${this.order[place]}`);
  }

  /**
   * @param {PointerEvent} event
   * @param {number} place
   */
  #take(event, place) {
    const target = /** @type {HTMLElement} */ (event.target);
    // A finger beside the grip scrolls the page.
    if (event.button !== 0 || (event.pointerType !== 'mouse' && !target.closest('.grip'))) return;
    const item = /** @type {HTMLElement} */ (event.currentTarget);
    item.setPointerCapture(event.pointerId);
    const rows = [...this.renderRoot.querySelectorAll('li')].map((row) => row.offsetTop);
    const pitch = (rows[rows.length - 1] - rows[0]) / (rows.length - 1);
    this.drag = {
      from: place,
      to: place,
      start: event.clientY,
      by: 0,
      pitch,
      scale: scaleOf(item),
    };
  }

  /** @param {PointerEvent} event */
  #pull(event) {
    const { drag } = this;
    if (!drag) return;
    const last = this.order.length - 1;
    const by = Math.min(
      (last - drag.from) * drag.pitch,
      Math.max(-drag.from * drag.pitch, (event.clientY - drag.start) / drag.scale),
    );
    this.drag = { ...drag, by, to: drag.from + Math.round(by / drag.pitch) };
  }

  /** @param {boolean} done */
  #drop(done) {
    const { drag } = this;
    this.drag = null;
    if (done && drag && drag.to !== drag.from) {
      // The rows are already where they belong: they must not travel there once more.
      const list = this.renderRoot.querySelector('ol');
      list?.classList.add('settling');
      requestAnimationFrame(() => requestAnimationFrame(() => list?.classList.remove('settling')));
      this.#move(drag.from, drag.to, `item-${this.order[drag.from]}`);
    }
  }

  /**
   * How far a row is from its place while one is dragged.
   *
   * @param {number} place
   * @returns {string | null}
   */
  #shift(place) {
    const { drag } = this;
    if (!drag) return null;
    const { from, to, by, pitch } = drag;
    if (place === from) return `translateY(${by}px)`;
    if (place > from && place <= to) return `translateY(${-pitch}px)`;
    return place < from && place >= to ? `translateY(${pitch}px)` : null;
  }
}

const GRIP = html`<svg width="8" height="14" viewBox="0 0 8 14" aria-hidden="true">
  ${[2, 7, 12].map((y) => [2, 6].map((x) => svg`<circle cx=${x} cy=${y} r="1.3" />`))}
</svg>`;

const arrow = (/** @type {string} */ path) =>
  html`<svg width="12" height="8" viewBox="0 0 12 8" aria-hidden="true">
    ${svg`<path d=${path} />`}
  </svg>`;
const ARROWS = { up: arrow('M1 7l5-5 5 5'), down: arrow('M1 1l5 5 5-5') };

define('spusk-predict-rank', PredictRankElement);
