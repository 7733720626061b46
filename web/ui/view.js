/**
 * What all pictures that are no curves have in common: their properties, their width in pixels
 * (they are drawn anew for each, so that letters keep their size), their title, and the frame of
 * an export.
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../chart/theme.js').Scheme} Scheme
 */
import { LitElement, css } from 'lit';
import { sheetWithTitle } from '../chart/sheet.js';
import { tokens } from '../chart/theme.js';
import { measureIn } from './measure.js';
import { base } from './styles.js';

export class ViewElement extends LitElement {
  static properties = {
    view: { attribute: false },
    lab: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    scheme: {},
    large: { type: Boolean },
    width: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
      }
      h3 {
        margin: 0;
        font-family: var(--face);
        font-size: var(--fs);
        font-weight: 600;
        line-height: 1.3;
        /* The figure puts the menu of the export there. */
        padding-right: calc(84px * var(--scale));
      }
      .sub {
        font-size: var(--fs-small);
        line-height: 1.3;
        color: var(--soft);
        text-wrap: pretty;
      }
      .box {
        margin-top: 8px;
        background: var(--paper);
        forced-color-adjust: none;
      }
      .box > svg {
        display: block;
        overflow: visible;
      }
      .readout {
        min-height: 1.45em;
        font-size: var(--fs-small);
        color: var(--soft);
      }
    `,
  ];

  /** @type {ResizeObserver | null} */
  #observer = null;

  constructor() {
    super();
    /** @type {any} the view of its kind */
    this.view = null;
    /** @type {Lab | null} */
    this.lab = null;
    /** @type {Words | null} */
    this.words = null;
    /** Changes when the lab has something new. */
    this.version = 0;
    /** @type {Scheme} */
    this.scheme = 'light';
    this.large = false;
    /** Of the picture, in pixels; 0 before it is laid out. */
    this.width = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#observer = new ResizeObserver(([{ contentRect }]) => {
      this.width = Math.floor(contentRect.width);
    });
    this.#observer.observe(this);
    // Texts that are drawn have another width in another face.
    document.fonts?.addEventListener('loadingdone', this.#redraw);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    document.fonts?.removeEventListener('loadingdone', this.#redraw);
  }

  #redraw = () => this.requestUpdate();

  /** What the picture is called, also in exports. */
  get title() {
    return this.words?.text(`view.${this.view?.id}.title`) ?? '';
  }

  /** Of what it is and how it was measured. */
  get subtitle() {
    return this.words?.text(`view.${this.view?.id}`) ?? '';
  }

  /** The runs that are shown, none before there are any. */
  get runs() {
    return this.lab?.race?.runs ?? [];
  }

  /** @param {Scheme} scheme */
  styleFor(scheme) {
    const { paper, card, ink, soft, line, edge } = tokens[scheme];
    const measure = measureIn(getComputedStyle(this).fontFamily);
    return { paper, card, ink, soft, line, edge, scale: this.large ? 1.5 : 1, measure };
  }

  /**
   * @param {object} picture
   * @param {string} picture.svg
   * @param {number} picture.width
   * @param {number} picture.height
   * @param {string} picture.description
   * @param {Scheme} scheme
   * @returns {string} a complete file
   */
  sheet(picture, scheme) {
    const { title, subtitle } = this;
    return sheetWithTitle({ ...picture, title, subtitle, style: this.styleFor(scheme) });
  }
}
