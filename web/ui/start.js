import { LitElement, html, nothing } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { drawingOf } from '../experiments/drawn.js';
import { headOf } from '../experiments/heads.js';
import { experiments, findExperiment } from '../experiments/index.js';
import { COURSES } from '../state/course.js';
import { writeQuery } from '../state/url.js';
import { define } from './define.js';
import { noticeText } from './notice.js';
import { startStyles } from './start-styles.js';

/** Runs small on the page. */
const FLAGSHIP = 'sgd-vs-adam';
const COURSE = 'intro';
const PARTS = /** @type {const} */ (['A', 'B', 'C', 'D']);

/**
 * The start page: one sentence, the flagship running, a course for newcomers, and all experiments
 * in the order of the lecture.
 */
export class StartElement extends LitElement {
  static properties = {
    words: { attribute: false },
    done: { attribute: false },
    carried: { attribute: false },
    notices: { attribute: false },
    scheme: { reflect: true },
    large: { type: Boolean, reflect: true },
  };

  static styles = startStyles;

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** @type {(id: string) => boolean} whether an experiment has shown its verdict */
    this.done = () => false;
    /** @type {Partial<import('../state/url.js').PageState>} what goes along to other pages */
    this.carried = {};
    /** @type {import('../state/url.js').Notice[]} */
    this.notices = [];
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    this.large = false;
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    return html`<div class="page">
      ${this.notices.map((notice) => this.#notice(notice, words))}
      <section class="hero">
        <div>
          <h1>${words.text('start.sentence')}</h1>
          <p class="lead">${words.text('start.how')}</p>
        </div>
        <spusk-glimpse
          .words=${words}
          .experiment=${FLAGSHIP}
          .href=${writeQuery({ ...this.carried, experiment: FLAGSHIP })}
        ></spusk-glimpse>
      </section>
      ${this.#course(words)} ${PARTS.map((part) => this.#part(part, words))}
    </div>`;
  }

  /**
   * @param {import('../state/url.js').Notice} notice
   * @param {import('../state/words.js').Words} words
   */
  #notice(notice, words) {
    const { name, value, near } = notice;
    const text =
      name === 'experiment'
        ? words.text('problem.experiment', { value })
        : noticeText(notice, words, true);
    return html`<p class="notice" role="alert">
      ${text}
      ${
        near
          ? html`${words.text('problem.near')}
              <a href=${writeQuery({ ...this.carried, experiment: near })}
                >${words.phrase(headOf(near, words.lang).question)}</a
              >`
          : nothing
      }
    </p>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #course(words) {
    const ids = COURSES[COURSE].filter(findExperiment);
    return html`<section class="course">
      <h2>${words.text('course.title')}</h2>
      <ol>
        ${ids.map((experiment) => {
          const query = writeQuery({ ...this.carried, experiment, course: COURSE });
          return html`<li>
            <a href=${query}>${words.phrase(headOf(experiment, words.lang).question)}</a>
            <p>${words.text(`course.${COURSE}.${experiment}`)}</p>
          </li>`;
        })}
      </ol>
    </section>`;
  }

  /**
   * @param {(typeof PARTS)[number]} part
   * @param {import('../state/words.js').Words} words
   */
  #part(part, words) {
    const own = experiments.filter((experiment) => experiment.part === part);
    if (!own.length) return nothing;
    return html`<section class="part">
      <h2>${words.text(`part.${part}`)}</h2>
      <ul role="list">
        ${own.map(({ id }) => this.#line(id, words))}
      </ul>
    </section>`;
  }

  /**
   * @param {string} experiment
   * @param {import('../state/words.js').Words} words
   */
  #line(experiment, words) {
    return html`<li>
      <a href=${writeQuery({ ...this.carried, experiment })}>
        <span class="drawing">${unsafeHTML(drawingOf(experiment))}</span>
        <span>
          <span class="question">${words.phrase(headOf(experiment, words.lang).question)}</span>
          ${
            this.done(experiment)
              ? html`<small class="done">✓ ${words.text('start.done')}</small>`
              : nothing
          }
        </span>
      </a>
    </li>`;
  }
}

define('spusk-start', StartElement);
