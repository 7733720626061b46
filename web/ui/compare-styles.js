import { css, unsafeCSS } from 'lit';
import { base } from './styles.js';
import { tableStyles } from './table-styles.js';

/** Where runs are columns, in widths of a letter: of what a number is called, and of the number. */
const CALLED = 8.5;
const NUMBER = 5.75;

/** @param {number} room widths of a letter @returns {number} runs that stand beside each other */
export const runsBeside = (room) => Math.max(1, Math.floor((room - CALLED) / NUMBER));

/** How runs look in numbers. */
export const compareStyles = [
  base,
  tableStyles,
  css`
    :host {
      display: block;
      min-width: 0;
      font-size: var(--fs-small);
    }
    .scroll {
      /* What is placed in it is cut off with it. */
      position: relative;
      max-height: 480px;
      margin-top: 8px;
      overflow: auto;
    }
    th {
      font-weight: 400;
    }
    .first {
      text-align: left;
    }
    thead button {
      padding: 0;
      border: 0;
      background: none;
      font-weight: 600;
      text-align: inherit;
      cursor: pointer;
    }
    thead button:hover {
      text-decoration: underline;
      text-underline-offset: 3px;
    }
    .way {
      /* Numbers end where their heading does. */
      position: absolute;
    }
    .earlier {
      color: var(--soft);
    }
    .order {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 12px;
      margin-top: 8px;
      color: var(--soft);
    }
    select {
      max-width: 100%;
      min-height: calc(32px * var(--scale));
      padding: 0 8px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--card);
      color: var(--ink);
      font: inherit;
    }
    .turned {
      table-layout: fixed;
      /* All that stand below each other have columns of the same width. */
      --all: min(100%, ${unsafeCSS(CALLED)}em + 9em * var(--runs) / var(--part));
      width: calc(${unsafeCSS(CALLED)}em + (var(--all) - ${unsafeCSS(CALLED)}em) * var(--part));
      margin-top: 8px;
    }
    .turned + .turned {
      margin-top: 24px;
    }
    .turned th,
    .turned td {
      padding-right: 0;
      white-space: normal;
      overflow-wrap: break-word;
      vertical-align: bottom;
    }
    .turned .first {
      width: ${unsafeCSS(CALLED)}em;
      padding-right: 12px;
    }
    .turned .run {
      padding-left: 8px;
      font-weight: 600;
    }
    .turned caption {
      padding-bottom: 8px;
    }
    .turned .pin {
      text-align: right;
    }
    .turned tbody tr:last-child > * {
      border: 0;
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
      margin-top: 8px;
    }
    textarea {
      display: block;
      width: 100%;
      margin-top: 8px;
      border: 1px solid var(--edge);
      border-radius: var(--radius);
      background: var(--card);
      color: inherit;
      font: 400 var(--fs-small) / 1.4 var(--code);
    }
    .plain {
      font-size: inherit;
    }
    .plain[aria-pressed='true'] {
      color: var(--ink);
      font-weight: 600;
    }
    @media (pointer: coarse), (max-width: 600px) {
      .plain,
      thead button,
      select {
        min-width: 44px;
        min-height: 44px;
      }
    }
  `,
];
