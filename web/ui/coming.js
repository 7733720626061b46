/**
 * The coming of what a lab's page does not need for what is seen first: it is fetched when the first
 * point is on the chart, or when a while has passed without one.
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 *
 * @typedef {object} Host
 * @property {Lab | null} lab
 * @property {string} data an address
 * @property {boolean} whole whether all of the page is there
 * @property {ParentNode} renderRoot
 */
import { loadRest, restHere } from '#rest';
import { loadParts, loadSources, sourcesOf } from '../experiments/texts.js';
import { loadLocale } from './locales.js';

/** Milliseconds after which the rest of the page comes, even if there is nothing to see yet. */
const PATIENCE = 5000;

export class Coming {
  /** Whether something could not be fetched. */
  lost = false;
  #host;
  #speech;
  #timer = 0;
  /** @type {Promise<void> | null} */
  #under = null;

  /**
   * @param {import('lit').ReactiveControllerHost & Host} host
   * @param {import('./speech.js').Speech} speech what the page says is a part of it
   */
  constructor(host, speech) {
    this.#host = host;
    this.#speech = speech;
    host.addController(this);
  }

  hostDisconnected() {
    clearTimeout(this.#timer);
    this.#timer = 0;
  }

  hostUpdated() {
    const { lab, whole, data, renderRoot } = this.#host;
    if (!lab || this.lost || !renderRoot.querySelector('article')) return;
    if (whole && sourcesOf(lab.experiment.id)) return;
    if (restHere() || isSeen(lab) || data) this.complete();
    else this.#timer ||= window.setTimeout(() => this.complete(), PATIENCE);
  }

  /** Brings what is not there yet. @returns {Promise<void>} */
  complete() {
    return (this.#under ??= this.#bring());
  }

  async #bring() {
    // In a turn of its own: what trains is heard in between.
    await new Promise((resolve) => setTimeout(resolve));
    const { experiment } = this.#speech;
    const { lang } = this.#speech.words;
    const own = experiment ? [loadSources(experiment), loadParts(experiment.id, lang)] : [];
    const come = await Promise.all([loadRest(), loadLocale(lang), ...own]).catch(() => null);
    this.lost = !come;
    this.#host.whole ||= Boolean(come);
    this.#speech.update();
    this.#under = null;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
  }
}

/**
 * Whether a point is on the chart, or none is on its way.
 *
 * @param {Lab} lab
 */
function isSeen({ race, phase, problem }) {
  const busy = phase === 'opening' || phase === 'running';
  if (!busy || problem) return race !== null || problem !== null;
  return race?.runs.some(({ trace }) => trace.length > 0) ?? false;
}
