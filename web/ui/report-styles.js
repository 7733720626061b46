import { css, unsafeCSS } from 'lit';
import { sheetStyles } from '../state/report-html.js';
import { base, buttons } from './styles.js';

/** How the dialog of the report looks; the sheet in it looks as it is printed. */
export const reportStyles = [
  base,
  buttons,
  unsafeCSS(sheetStyles),
  css`
    :host {
      display: block;
    }
    dialog {
      width: 100%;
      height: 100%;
      max-width: none;
      max-height: none;
      margin: 0;
      padding: 0 24px 32px;
      border: 0;
      background: var(--paper);
      color: var(--ink);
      overflow-y: auto;
    }
    .bar {
      position: sticky;
      top: 0;
      z-index: 1;
      display: flex;
      justify-content: space-between;
      align-items: center;
      gap: 16px;
      max-width: 1216px;
      min-height: 56px;
      margin: 0 auto;
      background: var(--paper);
    }
    .bar h1 {
      margin: 0;
      font-size: var(--fs-text);
      font-weight: 600;
    }
    .columns {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 24px 40px;
      max-width: 1216px;
      margin: 0 auto;
    }
    label {
      display: block;
      margin-bottom: 16px;
      font-weight: 600;
    }
    input,
    textarea {
      display: block;
      width: 100%;
      margin-top: 4px;
      padding: 8px 12px;
      border: 1px solid var(--edge);
      border-radius: var(--radius);
      background: var(--card);
      color: inherit;
      font: inherit;
      font-weight: 400;
    }
    input {
      min-height: 44px;
    }
    textarea {
      resize: vertical;
    }
    #by-hand {
      font-family: var(--code);
      font-size: var(--fs-small);
    }
    .soft {
      margin-bottom: 12px;
      font-size: var(--fs-small);
      color: var(--soft);
    }
    .actions {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin-bottom: 12px;
    }
    .framed {
      margin-top: 12px;
    }
    .framed a {
      color: inherit;
    }
    #copy-text {
      margin-top: 8px;
    }
    #close {
      min-width: 44px;
      min-height: 44px;
      margin-right: -8px;
      padding: 0 8px;
    }
    article.sheet {
      box-sizing: border-box;
      width: 100%;
      padding: 32px;
      border: 1px solid var(--line);
      color-scheme: light;
    }
    @media (max-width: 600px) {
      dialog {
        padding-inline: 16px;
      }
      article.sheet {
        padding: 16px;
      }
    }
    @media (min-width: 900px) {
      .columns {
        grid-template-columns: 368px minmax(0, 1fr);
      }
      form {
        position: sticky;
        top: 64px;
        align-self: start;
        /* Its end can be reached where the window is low, as that of a frame. */
        max-height: calc(100vh - 88px);
        margin: -4px;
        padding: 4px;
        overflow-y: auto;
      }
    }
  `,
];
