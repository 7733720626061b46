import { css, html, nothing } from 'lit';
import { unsafeSVG } from 'lit/directives/unsafe-svg.js';
import { toCsv } from '../chart/csv.js';
import { drawHeatScale, drawImage, drawImages, largest, roomFor } from '../chart/image.js';
import { define } from './define.js';
import { ViewElement } from './view.js';
import './data-table.js';

const WIDTH = 720;
const GAP = 16;

/** @type {Record<string, [number, number]>} rows, columns */
const KEYS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

/**
 * Pictures side by side; the pixel under the pointer is read in all of them.
 *
 * @typedef {import('../experiments/experiment.js').ImagesView} ImagesView
 * @typedef {import('../experiments/experiment.js').Picture} Picture
 * @typedef {import('../experiments/experiment.js').RunRecord} RunRecord
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../chart/image.js').Pixel} Pixel
 * @typedef {import('../chart/theme.js').Scheme} Scheme
 */
export class ImagesElement extends ViewElement {
  static properties = {
    ...ViewElement.properties,
    pixel: { state: true },
  };

  static styles = [
    ...ViewElement.styles,
    css`
      .box {
        display: grid;
        gap: 8px 16px;
      }
      figure {
        margin: 0;
        min-width: 0;
      }
      figcaption {
        margin-top: 4px;
        font-size: var(--fs-small);
        line-height: 1.3;
      }
      .largest {
        color: var(--soft);
      }
      .picture {
        touch-action: pan-y;
        cursor: crosshair;
      }
      .picture svg,
      .scale {
        display: block;
      }
      .scale {
        margin-top: 12px;
      }
      .readout {
        margin-top: 4px;
      }
      @container (max-width: 600px) {
        .readout {
          min-height: calc(3 * 1.45em);
        }
      }
    `,
  ];

  /** @type {Picture[]} */
  #pictures = [];

  constructor() {
    super();
    /** @type {Pixel | null} */
    this.pixel = null;
  }

  willUpdate() {
    const { lab } = this;
    if (!lab || !this.view) return;
    const records = this.runs.length ? this.runs.map((run) => run.toRecord()) : this.#planned(lab);
    this.#pictures = /** @type {ImagesView} */ (this.view).images(records);
  }

  render() {
    const { words, width } = this;
    if (!words || !this.view) return nothing;
    const count = Math.max(1, this.#pictures.length);
    const size = Math.max(0, Math.floor((width - (count - 1) * GAP) / count));
    const room = roomFor(this.#pictures);
    return html`<h3 id="title">${this.title}</h3>
      <p class="sub" id="sub">${this.subtitle}</p>
      <div class="box" style="grid-template-columns:repeat(${count},minmax(0,1fr))">
        ${this.#pictures.map((picture) => this.#figure(picture, { size, room }, words))}
      </div>
      ${this.#scale(words)}
      <p class="readout" role="status">${this.pixel ? this.#told(this.pixel, words) : nothing}</p>
      <spusk-data-table
        .label=${words.text('table.numbers')}
        .caption=${`${this.title}, ${this.subtitle}`}
        .content=${() => this.#table(words)}
      ></spusk-data-table>`;
  }

  /**
   * @param {Picture} picture
   * @param {{size: number, room: number}} options
   * @param {Words} words
   */
  #figure(picture, { size, room }, words) {
    const style = this.styleFor(this.scheme);
    const drawn = size ? drawImage(picture, { size, room, pixel: this.pixel, style }) : '';
    const most =
      picture.scale === 'heat' && picture.values.length
        ? words.text('images.largest', { value: words.significant(largest(picture.values), 3) })
        : '';
    return html`<figure>
      <div
        class="picture"
        role="img"
        tabindex="0"
        aria-label=${this.#alternative(picture, words)}
        @pointermove=${(/** @type {PointerEvent} */ event) => this.#onPointer(event, picture, room)}
        @pointerdown=${(/** @type {PointerEvent} */ event) => this.#onPointer(event, picture, room)}
        @pointerleave=${() => (this.pixel = null)}
        @keydown=${(/** @type {KeyboardEvent} */ event) => this.#onKey(event, picture)}
        @blur=${() => (this.pixel = null)}
      >
        <svg aria-hidden="true" width=${size} height=${size}>${unsafeSVG(drawn)}</svg>
      </div>
      <figcaption>
        ${words.text(`image.${picture.id}`)} <span class="largest">${most}</span>
      </figcaption>
    </figure>`;
  }

  /** @param {Words} words */
  #scale(words) {
    if (!this.#pictures.some(({ scale }) => scale === 'heat')) return nothing;
    const style = this.styleFor(this.scheme);
    const width = 200 * style.scale;
    const ends = this.#ends(words);
    const drawn = drawHeatScale({ left: 0.5, top: 0.5, width: width - 1, ends, style });
    return html`<svg
      class="scale"
      role="img"
      aria-label=${words.text('images.scale')}
      width=${width}
      height=${26 * style.scale}
    >
      ${unsafeSVG(drawn)}
    </svg>`;
  }

  /** @param {{scheme?: Scheme}} [options] @returns {string} a complete file */
  svg({ scheme = this.scheme } = {}) {
    const { words } = this;
    if (!words || !this.view) return '';
    const pictures = this.#pictures.map((picture) => ({
      ...picture,
      caption: words.text(`image.${picture.id}`),
    }));
    const style = this.styleFor(scheme);
    const drawn = drawImages(pictures, { width: WIDTH, style, ends: this.#ends(words) });
    const description = this.#pictures.map((one) => this.#alternative(one, words)).join('. ');
    return this.sheet({ ...drawn, width: WIDTH, description }, scheme);
  }

  /** @returns {string} a line for each pixel of each picture */
  csv() {
    const rows = this.#pictures.flatMap(({ id, shape: [, columns], values }) =>
      Array.from(values, (value, i) => [id, Math.floor(i / columns), i % columns, value]),
    );
    return toCsv(['picture', 'row', 'column', 'value'], rows);
  }

  /**
   * Records of the runs that will be, with nothing in them yet.
   *
   * @param {import('../state/lab.js').Lab} lab
   * @returns {RunRecord[]}
   */
  #planned({ experiment, settings, seed }) {
    const empty = { columns: {}, divergedAt: -1, hash: '', probes: {} };
    return experiment
      .specs({ settings, seed })
      .map(({ id, rule, spec, cell }) => ({ ...empty, id, rule, spec, cell, seed }));
  }

  /** @param {Words} words @returns {[string, string]} */
  #ends(words) {
    return [words.number(0), words.text('images.most')];
  }

  /** @param {Picture} picture @param {Words} words */
  #alternative({ id, shape: [rows, columns], values, box }, words) {
    const name = words.text(`image.${id}`);
    if (!values.length) return `${name}: ${words.text('images.waiting')}`;
    const size = words.text('images.size', { rows, columns });
    if (!box) return `${name}: ${size}`;
    const [top, left, bottom, right] = box.map((side) => side + 1);
    return `${name}: ${size}. ${words.text('images.box', { top, bottom, left, right })}`;
  }

  /** @param {Pixel} pixel @param {Words} words */
  #told({ row, column }, words) {
    const values = this.#pictures
      .filter(
        ({ values: all, shape: [rows, columns] }) => all.length && row < rows && column < columns,
      )
      .map(({ id, shape, values: all }) => {
        const value = all[row * shape[1] + column];
        return `${words.text(`image.${id}`)} ${value ? words.significant(value, 2) : words.number(0)}`;
      });
    const where = words.text('images.pixel', { row: row + 1, column: column + 1 });
    return `${where}: ${values.join('; ')}`;
  }

  /** @param {Words} words @returns {import('./data-table.js').TableContent} */
  #table(words) {
    const columns = Math.max(0, ...this.#pictures.map(({ shape }) => shape[1]));
    const head = ['', ...Array.from({ length: columns }, (_, i) => words.number(i + 1))];
    const rows = this.#pictures
      .filter(({ values }) => values.length)
      .flatMap(({ id, shape: [height, width], values }) =>
        Array.from({ length: height }, (_, row) => [
          words.text('images.row', { name: words.text(`image.${id}`), row: row + 1 }),
          ...Array.from(Array.from(values).slice(row * width, (row + 1) * width), (value) =>
            value ? words.significant(value, 2) : '0',
          ),
        ]),
      );
    return { head, rows };
  }

  /**
   * @param {PointerEvent} event
   * @param {Picture} picture
   * @param {number} room
   */
  #onPointer({ currentTarget, clientX, clientY }, { shape: [rows, columns], values }, room) {
    const element = /** @type {HTMLElement} */ (currentTarget).querySelector('svg');
    const box = element?.getBoundingClientRect();
    if (!box || !values.length) return;
    const unit = box.width / (Math.max(rows, columns) + 2 * room);
    const row = Math.floor((clientY - box.top) / unit - room);
    const column = Math.floor((clientX - box.left) / unit - room);
    const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
    this.pixel = isInside ? { row, column } : null;
  }

  /** @param {KeyboardEvent} event @param {Picture} picture */
  #onKey(event, { shape: [rows, columns], values }) {
    if (event.ctrlKey || event.metaKey || event.altKey || !values.length) return;
    const move = KEYS[event.key];
    if (move) {
      const from = this.pixel ?? { row: Math.floor(rows / 2), column: Math.floor(columns / 2) };
      this.pixel = {
        row: Math.min(rows - 1, Math.max(0, from.row + move[0])),
        column: Math.min(columns - 1, Math.max(0, from.column + move[1])),
      };
    } else if (event.key === 'Escape' && this.pixel) this.pixel = null;
    else return;
    event.preventDefault();
  }
}

define('spusk-images', ImagesElement);
