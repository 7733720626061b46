import { css } from 'lit';
import { base, buttons, tokens } from './styles.js';

/**
 * How the parts of a lab stand on the page. It measures its own width, not the window's, because
 * a course page may give it any column.
 */
export const layout = [
  base,
  buttons,
  tokens,
  css`
    :host {
      display: block;
      background: var(--paper);
    }
    /* Whatever the style sheets of the page make of the element, it goes no further. */
    .room {
      all: initial;
      display: block;
      box-sizing: border-box;
      direction: ltr;
      color-scheme: inherit;
      container-type: inline-size;
      font-family: var(--face);
      font-size: var(--fs);
      line-height: 1.45;
      font-variant-numeric: tabular-nums;
      color: var(--ink);
      -webkit-text-size-adjust: 100%;
      text-size-adjust: 100%;
    }
    :host([dropping]) {
      outline: 2px dashed var(--ink);
      outline-offset: -8px;
    }
    :host([large]) {
      --scale: 1.5;
      --left: 490px;
    }
    :host([large]) spusk-assignment {
      --scale: 1.5;
    }
    .page {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      grid-template-areas: 'head' 'predict' 'run' 'figure' 'verdict' 'work' 'settings' 'why';
      gap: 16px 40px;
      padding: 24px var(--side) 48px;
    }
    .coming {
      min-height: 100vh;
    }
    .head {
      grid-area: head;
    }
    .predict {
      grid-area: predict;
    }
    .run {
      grid-area: run;
    }
    .settings {
      grid-area: settings;
      /* As wide as its own column, not as the page. */
      container-type: inline-size;
    }
    .figure {
      grid-area: figure;
      /* Its charts stand as its own width has it. */
      container-type: inline-size;
    }
    .verdict {
      grid-area: verdict;
    }
    .work {
      grid-area: work;
      display: flex;
      flex-wrap: wrap;
      justify-content: space-between;
      align-items: start;
      gap: 12px 40px;
    }
    .work > :first-child {
      flex: 1;
      min-width: min(100%, 400px);
    }
    .work > [open]:first-child {
      flex-basis: 100%;
    }
    .why {
      grid-area: why;
    }
    .kicker {
      margin-bottom: 8px;
      font-size: var(--fs-small);
      color: var(--soft);
    }
    h1 {
      margin: 0 0 12px;
      font-family: var(--text);
      font-size: var(--fs-title);
      font-weight: 600;
      line-height: 1.18;
      letter-spacing: -0.005em;
      text-wrap: balance;
    }
    .lead,
    .prose {
      font-family: var(--text);
      font-size: var(--fs-text);
      font-weight: 400;
      line-height: 1.5;
      text-wrap: pretty;
    }
    .notice {
      margin-top: 8px;
      font-size: var(--fs-small);
      color: var(--no);
    }
    .notice.slow {
      color: var(--soft);
    }
    .why {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 32px 40px;
      padding-top: 12px;
    }
    .prose {
      max-width: 65ch;
    }
    .prose p,
    .prose ul {
      margin: 8px 0 12px;
    }
    .prose ul {
      padding-left: 1.1em;
    }
    .prose li {
      margin-bottom: 8px;
    }
    .prose h2:not(:first-child) {
      margin-top: 24px;
    }
    .prose table {
      margin: 8px 0 16px;
      border-collapse: collapse;
      font-family: var(--face);
      font-size: var(--fs-small);
      font-weight: 400;
      line-height: 1.4;
    }
    .prose th,
    .prose td {
      padding: 4px 24px 4px 0;
      border-bottom: 1px solid var(--line);
      text-align: right;
    }
    .prose th {
      font-weight: 400;
      color: var(--soft);
    }
    .about {
      margin-top: 12px;
      font-size: var(--fs-small);
      color: var(--soft);
    }
    .surprise {
      margin-top: 12px;
    }
    .surprise summary {
      width: fit-content;
      font-size: var(--fs-small);
      font-weight: 600;
      color: var(--soft);
      cursor: pointer;
    }
    .surprise summary:hover {
      color: var(--ink);
    }
    .surprise[open] .prose {
      padding-left: 16px;
      border-left: 2px solid var(--line);
    }
    @media (pointer: coarse), (max-width: 600px) {
      .surprise summary {
        min-height: 44px;
        line-height: 44px;
      }
    }
    spusk-source {
      position: sticky;
      top: 16px;
      align-self: start;
    }
    /* Only what is letters: roots and brackets are drawn in a face made for them. */
    mn,
    mtext {
      font-family: var(--text);
    }
    /* Several in a row: where there is no room beside each other they stand below each other. */
    .formula {
      display: flex;
      flex-wrap: wrap;
      justify-content: safe center;
      align-items: baseline;
      gap: 12px 2.5em;
      margin: 16px 0;
      overflow-x: auto;
      overflow-y: hidden;
    }
    /* In the smallest frame of a course page (360 by 420): question, run, one chart; below it what
       can be changed, and then the rest. */
    @media (max-height: 560px) {
      @container (max-width: 599.98px) {
        :host(:not([large])) .page {
          display: flex;
          flex-direction: column;
          gap: 8px;
          padding-top: 8px;
        }
        :host(:not([large])) .head {
          display: contents;
        }
        :host(:not([large])) h1 {
          order: 1;
          margin: 0;
          font-size: var(--fs-head);
        }
        :host(:not([large])) .notice {
          order: 2;
          margin: 0;
        }
        :host(:not([large])) .asking .predict {
          order: 3;
        }
        :host(:not([large])) .run {
          order: 4;
        }
        :host(:not([large])) .figure {
          order: 5;
        }
        :host(:not([large])) .settings {
          order: 6;
        }
        :host(:not([large])) .kicker,
        :host(:not([large])) .lead {
          order: 7;
          margin: 0;
        }
        :host(:not([large])) .predict {
          order: 8;
          margin-bottom: 8px;
        }
        :host(:not([large])) .verdict {
          order: 9;
        }
        :host(:not([large])) .work {
          order: 10;
        }
        :host(:not([large])) .why {
          order: 11;
        }
      }
    }
    /* In the usual frame of a course page too the charts are seen at once. */
    @container (min-width: 600px) and (max-width: 879.98px) {
      :host(:not([large])) .page {
        grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
        grid-template-rows: auto auto auto 1fr auto auto auto;
        grid-template-areas:
          'head figure'
          'predict figure'
          'run figure'
          'settings figure'
          'verdict verdict'
          'work work'
          'why why';
        column-gap: 24px;
        padding-top: 16px;
      }
      :host(:not([large])) h1 {
        margin-bottom: 8px;
        font-size: var(--fs-head);
      }
      :host(:not([large])) .lead {
        font-size: var(--fs);
        line-height: 1.4;
      }
    }
    @container (min-width: 880px) {
      .page {
        grid-template-columns: minmax(0, var(--left, 368px)) minmax(0, 1fr);
        grid-template-rows: auto auto auto 1fr auto auto auto;
        grid-template-areas:
          'head figure'
          'predict figure'
          'run figure'
          'settings figure'
          'verdict verdict'
          'work work'
          'why why';
        padding-bottom: 64px;
      }
      .why {
        grid-template-columns: minmax(0, 520fr) minmax(0, 616fr);
      }
    }
  `,
];
