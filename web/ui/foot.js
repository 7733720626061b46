import { LitElement, css, html, nothing } from 'lit';
import { headOf } from '../experiments/heads.js';
import { experiments } from '../experiments/index.js';
import { placeInCourse } from '../state/course.js';
import { writeQuery } from '../state/url.js';
import { base, tokens } from './styles.js';
import { define } from './define.js';

/** The way on from an experiment: to its neighbours, and to the next page of a course. */
export class FootElement extends LitElement {
  static properties = {
    words: { attribute: false },
    experiment: {},
    course: {},
    carried: { attribute: false },
    scheme: { reflect: true },
  };

  static styles = [
    base,
    tokens,
    css`
      :host {
        display: block;
        container-type: inline-size;
        background: var(--paper);
      }
      nav {
        display: grid;
        gap: 0 40px;
        padding: 8px var(--side) 48px;
      }
      a {
        display: block;
        padding: 12px 0;
        border-top: 1px solid var(--line);
        color: inherit;
        text-decoration: none;
      }
      a:hover .question {
        text-decoration: underline;
        text-decoration-color: var(--edge);
        text-underline-offset: 3px;
      }
      small {
        display: block;
        font-size: var(--fs-small);
        color: var(--soft);
      }
      .question {
        font-family: var(--text);
        font-size: var(--fs-text);
        line-height: 1.4;
      }
      .onward {
        grid-column: 1 / -1;
        border-top: 2px solid var(--ink);
      }
      .onward .question {
        font-weight: 600;
      }
      @container (min-width: 880px) {
        nav {
          grid-template-columns: 1fr 1fr;
          padding-bottom: 64px;
        }
        .next {
          grid-column: 2;
          text-align: right;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.experiment = '';
    this.course = '';
    /** @type {Partial<import('../state/url.js').PageState>} what goes along to other pages */
    this.carried = {};
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
  }

  render() {
    const { words } = this;
    const at = experiments.findIndex(({ id }) => id === this.experiment);
    if (!words || at < 0) return nothing;
    const place = placeInCourse(this.course, this.experiment);
    return html`<nav aria-label=${words.text('foot.label')}>
      ${place ? this.#onward(place) : nothing} ${this.#neighbour(at - 1, 'previous')}
      ${this.#neighbour(at + 1, 'next')}
    </nav>`;
  }

  /** @param {NonNullable<ReturnType<typeof placeInCourse>>} place */
  #onward({ next, step, of }) {
    const words = /** @type {import('../state/words.js').Words} */ (this.words);
    const course = this.course;
    if (!next) {
      return html`<a class="onward" href=${writeQuery(this.carried) || '?'}>
        <small>${words.text('course.end')}</small>
        <span class="question">${words.text('course.all')}</span>
      </a>`;
    }
    const query = writeQuery({ ...this.carried, experiment: next, course });
    return html`<a class="onward" href=${query}>
      <small>${words.text('course.next', { n: step + 1, of })}</small>
      <span class="question">${words.phrase(headOf(next, words.lang).question)}</span>
    </a>`;
  }

  /**
   * @param {number} at
   * @param {'previous' | 'next'} way
   */
  #neighbour(at, way) {
    const words = /** @type {import('../state/words.js').Words} */ (this.words);
    const experiment = experiments[at];
    if (!experiment) return nothing;
    const query = writeQuery({ ...this.carried, experiment: experiment.id });
    return html`<a class=${way} href=${query}>
      <small>${words.text(`foot.${way}`)}</small>
      <span class="question">${words.phrase(headOf(experiment.id, words.lang).question)}</span>
    </a>`;
  }
}

define('spusk-foot', FootElement);
