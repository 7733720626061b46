import { LitElement, html, nothing } from 'lit';
import { AXES } from '../chart/axes.js';
import { PLAIN, axesOf, curvesModel, noteOf, oneOf } from './curves-model.js';
import { define } from './define.js';
import { figureStyles } from './figure-styles.js';
import { runName } from './names.js';
import { drawingSheet, drawnLine, drawnOn } from './predict-sheet.js';
import './digits.js';
import './display.js';
import './legend.js';
import './switch.js';
import { viewTemplate } from './views.js';

/** What the page's address can say of how curves are drawn. */
const WISHES = /** @type {const} */ (['smooth', 'band', 'log']);

/**
 * The figure: the views of the experiment. Those of curves share axis, cursor, zoom and the way
 * they are shown.
 *
 * @fires spusk-show detail: {axis} or {quantity}
 * @fires spusk-setting detail: {id, value, done}
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../chart/series.js').Axis} Axis
 * @typedef {import('../experiments/experiment.js').AnyView} AnyView
 * @typedef {import('../experiments/experiment.js').View} CurvesView
 * @typedef {import('./curves-model.js').CurvesModel} CurvesModel
 * @typedef {import('./export.js').Exportable} Exportable
 */
export class FigureElement extends LitElement {
  static properties = {
    lab: { attribute: false },
    words: { attribute: false },
    version: { attribute: false },
    axis: {},
    quantity: {},
    smooth: { attribute: false },
    band: {},
    log: { attribute: false },
    scheme: {},
    large: { type: Boolean },
    hide: { attribute: false },
    cursor: { state: true },
    redrawing: { state: true },
    display: { state: true },
  };

  static styles = figureStyles;

  /** What the charts show, of each view once an update. @type {Map<CurvesView, CurvesModel>} */
  #models = new Map();

  constructor() {
    super();
    /** @type {Lab | null} */
    this.lab = null;
    /** @type {Words | null} */
    this.words = null;
    /** Changes when the lab has something new. */
    this.version = 0;
    /** @type {Axis} */
    this.axis = 'epoch';
    this.quantity = 'error';
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    this.large = false;
    /** @type {readonly string[]} parts that are left out (state/parts.js) */
    this.hide = [];
    /** @type {number | null} */
    this.cursor = null;
    /** Whether a prediction that was drawn is drawn once more. */
    this.redrawing = false;
    this.smooth = PLAIN.smooth;
    this.band = PLAIN.band;
    this.log = PLAIN.log;
    /** @type {Readonly<import('./curves-model.js').Display>} */
    this.display = PLAIN;
  }

  /** Brings the reader to the chart on which the prediction is drawn. */
  async draw() {
    const wanted = this.lab && drawnOn(this.lab);
    if (!wanted) return;
    this.redrawing = true;
    this.#show({ axis: wanted.axis });
    this.#show({ quantity: wanted.quantity });
    // What is shown comes back from the lab with the next picture.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    await this.updateComplete;
    const sheet = /** @type {HTMLElement | null} */ (
      this.renderRoot.querySelector('spusk-predict-draw')
    );
    sheet?.focus();
    sheet?.scrollIntoView({ block: 'nearest' });
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    // The cursor moves over what stands there.
    if (changed.size > 1 || !changed.has('cursor')) this.#models.clear();
    // A part of one axis is none of another, and lines of one experiment are none of another's.
    if (changed.has('lab')) this.display = { ...this.display, zoom: null, hidden: [], log: null };
    else if (changed.has('axis')) this.display = { ...this.display, zoom: null };
    if (changed.has('quantity')) this.display = { ...this.display, log: null };
    for (const name of WISHES) {
      if (changed.has(name)) this.display = { ...this.display, [name]: this[name] };
    }
  }

  render() {
    const { lab, words } = this;
    if (!lab || !words) return nothing;
    /** @type {readonly AnyView[]} */
    const views = lab.experiment.views;
    const curves = views.filter(isOfCurves);
    const entries = entriesOf(lab, curves, words);
    const size = views.length === 1 ? 'one' : views.length === 2 ? 'two' : 'many';
    const digits =
      lab.experiment.digits && !this.hide.includes('digits')
        ? html`<spusk-digits
            .words=${words}
            .seen=${lab.digits.seen}
            .places=${lab.digits.count}
            .data=${lab.data}
          ></spusk-digits>`
        : nothing;
    return html`<section aria-label=${words.text('figure.title')}>
      ${curves.length ? this.#switches(curves, entries, { lab, words }) : nothing}
      ${entries.length > 4 ? this.#legend(entries, words) : nothing}
      <div class="views ${size}">
        ${views.map((view) => this.#view(view, lab, words))} ${size === 'many' ? digits : nothing}
      </div>
      ${size === 'many' ? nothing : digits}
      ${this.hide.includes('table') ? nothing : this.#table(curves, { lab, words })}
    </section>`;
  }

  /**
   * @param {readonly CurvesView[]} curves
   * @param {{lab: Lab, words: Words}} options
   */
  #table(curves, { lab, words }) {
    return html`<spusk-table
      .words=${words}
      .runs=${lab.race?.runs ?? []}
      .version=${this.version}
      .note=${noteOf(lab.seeds, this.display, words)}
      .curves=${curves.length > 0}
      .models=${() => curves.map((view) => this.#model(view, lab, words))}
    ></spusk-table>`;
  }

  /**
   * @param {readonly CurvesView[]} curves
   * @param {readonly import('./legend.js').Entry[]} entries
   * @param {{lab: Lab, words: Words}} options
   */
  #switches(curves, entries, { lab, words }) {
    const axes = AXES.filter((axis) => curves.some((view) => axesOf(view).includes(axis)));
    const quantities = [...new Set(curves.flatMap(({ columns }) => Object.keys(columns)))];
    const model = this.#model(curves[0], lab, words);
    return html`<div class="switches">
      ${this.#choice('axis', axes, oneOf(axes, this.axis), words)}
      ${this.#choice('quantity', quantities, oneOf(quantities, this.quantity), words)}
      <span class="band">
        ${
          lab.past.length
            ? html`<button class="plain" id="clear" @click=${() => lab.forgetPast()}>
                ${words.text('figure.clear')}
              </button>`
            : nothing
        }
        <span>${noteOf(lab.seeds, this.display, words)}</span>
        <spusk-display
          .words=${words}
          .display=${this.display}
          .seeds=${lab.seeds}
          .log=${model.log}
          .entries=${entries}
          .scheme=${this.scheme}
          @spusk-display=${(/** @type {CustomEvent} */ { detail }) => this.#set(detail)}
        ></spusk-display>
      </span>
    </div>`;
  }

  /**
   * @param {'axis' | 'quantity'} what
   * @param {readonly string[]} values
   * @param {string} value
   * @param {Words} words
   */
  #choice(what, values, value, words) {
    if (values.length < 2) return nothing;
    return html`<spusk-switch
      id=${what}
      .label=${words.text(`figure.${what}`)}
      .value=${value}
      .options=${values.map((v) => ({
        value: v,
        text: words.text(what === 'axis' ? `axis.${v}` : `quantity.${v}`),
      }))}
      @spusk-choose=${(/** @type {CustomEvent} */ { detail }) => this.#show({ [what]: detail })}
    ></spusk-switch>`;
  }

  /**
   * @param {readonly import('./legend.js').Entry[]} entries
   * @param {Words} words
   */
  #legend(entries, words) {
    return html`<spusk-legend
      .entries=${entries}
      .hidden_=${this.display.hidden}
      .words=${words}
      .scheme=${this.scheme}
      @spusk-lines=${(/** @type {CustomEvent} */ { detail }) => this.#set({ hidden: detail })}
    ></spusk-legend>`;
  }

  /**
   * A view with what is done to any of them.
   *
   * @param {AnyView} view
   * @param {Lab} lab
   * @param {Words} words
   */
  #view(view, lab, words) {
    const element = this.#element(view, lab, words);
    if (element === nothing) return nothing;
    const heading = isOfCurves(view)
      ? this.#model(view, lab, words).title
      : words.text(`view.${view.id}.title`);
    return html`<div class="view ${view.kind}">
      ${element}
      <spusk-export
        .words=${words}
        .name="${lab.experiment.id}-${view.id}"
        .heading=${heading}
        .source=${() =>
          /** @type {(Element & Exportable) | null} */ (
            this.renderRoot.querySelector(`#${view.id}`)
          )}
      ></spusk-export>
    </div>`;
  }

  /**
   * @param {AnyView} view
   * @param {Lab} lab
   * @param {Words} words
   */
  #element(view, lab, words) {
    const { version, scheme, large } = this;
    switch (view.kind) {
      case 'curves':
        return html`<spusk-chart
          id=${view.id}
          .model=${this.#model(view, lab, words)}
          .lab=${lab}
          .words=${words}
          .display=${this.display}
          .cursor=${this.cursor}
          .scheme=${scheme}
          .large=${large}
          @spusk-cursor=${(/** @type {CustomEvent} */ { detail }) => (this.cursor = detail)}
          .drawn=${drawnLine({ ...this.#drawing(view, lab, words), scheme: this.scheme })}
          @spusk-zoom=${(/** @type {CustomEvent} */ { detail }) => this.#set({ zoom: detail })}
          >${drawingSheet({
            ...this.#drawing(view, lab, words),
            done: () => (this.redrawing = false),
          })}</spusk-chart
        >`;
      default:
        return viewTemplate(view, { lab, words, version, scheme, large }, ({ detail }) =>
          this.dispatchEvent(new CustomEvent('spusk-setting', { detail })),
        );
    }
  }

  /**
   * @param {CurvesView} view
   * @param {Lab} lab
   * @param {Words} words
   */
  #drawing(view, lab, words) {
    const { axis, quantity } = this;
    return { lab, words, view: view.id, shown: { axis, quantity }, again: this.redrawing };
  }

  /**
   * @param {CurvesView} view
   * @param {Lab} lab
   * @param {Words} words
   */
  #model(view, lab, words) {
    const { axis, quantity, display } = this;
    const known = this.#models.get(view);
    const model = known ?? curvesModel({ view, lab, words, axis, quantity, display });
    this.#models.set(view, model);
    return model;
  }

  /** @param {Partial<import('./curves-model.js').Display>} what */
  #set(what) {
    this.display = { ...this.display, ...what };
    const wishes = Object.entries(what).filter(([name]) => WISHES.some((wish) => wish === name));
    if (wishes.length) this.#show(Object.fromEntries(wishes));
  }

  /** @param {Record<string, unknown>} detail */
  #show(detail) {
    this.dispatchEvent(new CustomEvent('spusk-show', { detail }));
  }
}

/**
 * @param {AnyView} view
 * @returns {view is CurvesView}
 */
const isOfCurves = (view) => view.kind === 'curves';

/**
 * @param {Lab} lab
 * @param {readonly CurvesView[]} curves
 * @param {Words} words
 * @returns {import('./legend.js').Entry[]} the lines of all charts
 */
function entriesOf(lab, curves, words) {
  if (!curves.length) return [];
  return lab.plans
    .filter(({ id }) => curves.some(({ runs }) => runs?.includes(id) ?? true))
    .map(({ id, rule, shade }) => ({ id, rule, shade, name: runName(words, { id, rule }) }));
}

define('spusk-figure', FigureElement);
