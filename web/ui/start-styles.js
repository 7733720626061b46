import { css } from 'lit';
import { base, tokens } from './styles.js';

/** How the start page stands: one column on a phone, three of experiments on a wide screen. */
export const startStyles = [
  base,
  tokens,
  css`
    :host {
      display: block;
      container-type: inline-size;
      min-height: 100vh;
      background: var(--paper);
    }
    :host([large]) {
      --scale: 1.5;
    }
    .page {
      padding: 24px var(--side) 64px;
    }
    a {
      color: inherit;
    }
    .notice {
      margin-bottom: 16px;
      color: var(--no);
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
    .lead {
      max-width: 46ch;
      font-family: var(--text);
      font-size: var(--fs-text);
      line-height: 1.5;
      text-wrap: pretty;
    }
    .hero {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 24px 64px;
    }
    section + section {
      margin-top: 40px;
    }
    section > h2 {
      padding-bottom: 8px;
      border-bottom: 2px solid var(--ink);
      font-size: var(--fs);
      color: var(--ink);
    }
    ol,
    ul {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 0 40px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .course ol {
      counter-reset: step;
      gap: 16px 40px;
      padding-top: 16px;
    }
    .course li {
      counter-increment: step;
      position: relative;
      padding-left: 24px;
    }
    .course li::before {
      content: counter(step);
      position: absolute;
      left: 0;
      font-weight: 600;
      line-height: calc(1.35 * var(--fs-text));
      color: var(--soft);
    }
    .course a {
      display: inline-block;
      font-family: var(--text);
      font-size: var(--fs-text);
      font-weight: 600;
      line-height: 1.35;
      text-decoration-color: var(--edge);
      text-underline-offset: 3px;
    }
    .course p {
      margin-top: 4px;
      color: var(--soft);
      text-wrap: pretty;
    }
    .part a {
      display: grid;
      grid-template-columns: 96px minmax(0, 1fr);
      align-items: center;
      gap: 16px;
      height: 100%;
      padding: 16px 0 4px;
      text-decoration: none;
    }
    .part a:hover .question {
      text-decoration: underline;
      text-decoration-color: var(--edge);
      text-underline-offset: 3px;
    }
    .drawing {
      height: 64px;
      color: var(--soft);
    }
    .question {
      display: block;
      font-family: var(--text);
      font-size: var(--fs-text);
      line-height: 1.35;
      text-wrap: pretty;
    }
    .done {
      font-size: var(--fs-small);
      color: var(--ok);
    }
    @media (pointer: coarse), (max-width: 600px) {
      .course a {
        padding: 8px 0;
      }
      .course li::before {
        top: 8px;
      }
    }
    @container (min-width: 600px) {
      .part ul {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
    }
    @container (min-width: 880px) {
      .page {
        padding-block: 48px 80px;
      }
      .hero {
        grid-template-columns: minmax(0, 1fr) minmax(0, 520px);
        align-items: center;
      }
      .course ol {
        grid-template-columns: repeat(3, minmax(0, 1fr));
      }
      section + section {
        margin-top: 48px;
      }
    }
    @container (min-width: 1120px) {
      .part ul {
        grid-template-columns: repeat(3, minmax(0, 1fr));
      }
    }
  `,
];
