import { css } from 'lit';
import { shareStyles } from './share-styles.js';

/** How the dialog in which an assignment is composed looks: as Share, and as a form. */
export const assignStyles = [
  ...shareStyles,
  css`
    dialog {
      width: min(1080px, calc(100vw - 32px));
    }
    form {
      display: grid;
      gap: 16px;
      align-content: start;
    }
    .entry,
    fieldset {
      display: grid;
      gap: 4px;
      min-width: 0;
      margin: 0;
      padding: 0;
      border: 0;
    }
    .entry label,
    legend {
      padding: 0;
      font-size: var(--fs-small);
      font-weight: 600;
      color: var(--ink);
    }
    .hint {
      font-size: var(--fs-small);
      color: var(--soft);
    }
    input:not([type='checkbox'], [type='radio'], [type='file']),
    select,
    .entry textarea {
      width: 100%;
      min-width: 0;
      min-height: 40px;
      padding: 8px 12px;
      border: 1px solid var(--edge);
      border-radius: var(--radius);
      background: var(--card);
      color: inherit;
      font: inherit;
    }
    .entry textarea {
      font: inherit;
      line-height: 1.45;
    }
    [aria-invalid='true'] {
      border: 2px solid var(--no);
    }
    .wrong {
      font-size: var(--fs-small);
      color: var(--no);
      overflow-wrap: anywhere;
    }
    .control {
      display: grid;
      grid-template-columns: minmax(0, 1fr) 132px;
      gap: 4px 12px;
      align-items: center;
      margin-top: 4px;
    }
    .control .wrong {
      grid-column: 1 / -1;
    }
    .control .check,
    .parts .check,
    .entry .check,
    fieldset > .check {
      grid-column: auto;
    }
    .check {
      display: flex;
      align-items: center;
      gap: 8px;
      min-height: 32px;
      margin: 0;
      font-size: var(--fs);
      font-weight: 400;
      color: var(--ink);
    }
    .check input {
      flex: none;
      width: 18px;
      height: 18px;
      margin: 0;
      accent-color: var(--ink);
    }
    .check input:not([type='checkbox'], [type='radio']) {
      flex: 0 1 132px;
      width: 132px;
      height: auto;
    }
    .parts {
      display: grid;
      grid-template-columns: repeat(auto-fill, minmax(160px, 1fr));
      gap: 0 16px;
    }
    .given {
      display: grid;
      gap: 16px;
      align-content: start;
    }
    .given h2 {
      color: var(--ink);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    a.button {
      color: inherit;
      text-decoration: none;
    }
    a.button.main {
      color: var(--paper);
    }
    @media (pointer: coarse), (max-width: 600px) {
      .check,
      input:not([type='checkbox'], [type='radio'], [type='file']),
      select {
        min-height: 44px;
      }
    }
    @media (min-width: 860px) {
      .columns {
        grid-template-columns: minmax(0, 1fr) 340px;
      }
      .given {
        position: sticky;
        top: 16px;
      }
    }
  `,
];
