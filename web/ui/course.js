import { LitElement, css, html, nothing } from 'lit';
import { placeInCourse } from '../state/course.js';
import { base, tokens } from './styles.js';
import { define } from './define.js';

/** Above an experiment that belongs to a course: where one is, what to do, what to notice. */
export class CourseElement extends LitElement {
  static properties = {
    words: { attribute: false },
    course: {},
    experiment: {},
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
      aside {
        padding: 16px var(--side) 0;
      }
      p {
        padding: 8px 16px;
        border-left: 3px solid var(--rule-adam);
        background: var(--card);
        font-family: var(--text);
        font-size: var(--fs-text);
      }
      b {
        display: block;
        font-family: var(--face);
        font-size: var(--fs-small);
        font-weight: 600;
        color: var(--soft);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.course = '';
    this.experiment = '';
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
  }

  render() {
    const { words, course, experiment } = this;
    const place = placeInCourse(course, experiment);
    if (!words || !place) return nothing;
    const { step, of } = place;
    return html`<aside aria-label=${words.text('course.title')}>
      <p>
        <b>${words.text('course.title')} · ${words.text('part.place', { n: step, of })}</b>
        ${words.text(`course.${course}.${experiment}`)}
      </p>
    </aside>`;
  }
}

define('spusk-course', CourseElement);
