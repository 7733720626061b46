import { css } from 'lit';
import { base, buttons, tokens } from './styles.js';

export const shareStyles = [
  base,
  buttons,
  tokens,
  css`
    dialog {
      width: min(920px, calc(100vw - 32px));
      max-width: none;
      max-height: calc(100dvh - 32px);
      margin: auto;
      padding: 0;
      border: 1px solid var(--edge);
      border-radius: var(--radius);
      background: var(--paper);
      color: var(--ink);
      overflow: auto;
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 45%);
    }
    .inside {
      padding: 16px 24px 24px;
    }
    .head,
    .row {
      display: flex;
      justify-content: space-between;
      align-items: baseline;
      gap: 0 16px;
    }
    h1 {
      margin: 0;
      font-family: var(--text);
      font-size: var(--fs-head);
      font-weight: 600;
      line-height: 1.3;
    }
    .plain {
      min-height: 44px;
      font-size: var(--fs-small);
    }
    /* Its outline has the focus when the dialog opens. */
    #close {
      margin-right: -8px;
      padding: 0 8px;
    }
    .columns {
      display: grid;
      gap: 24px 40px;
      margin-top: 8px;
    }
    .fields {
      display: grid;
      gap: 16px;
      align-content: start;
    }
    .field {
      display: grid;
      grid-template-columns: minmax(0, 1fr) auto;
      align-items: start;
      gap: 4px 12px;
    }
    label,
    b,
    .field p,
    .told {
      grid-column: 1 / -1;
      font-size: var(--fs-small);
      font-weight: 400;
      color: var(--soft);
    }
    b {
      font-weight: 600;
      color: var(--ink);
    }
    .field .button {
      justify-self: start;
    }
    textarea {
      width: 100%;
      padding: 8px 12px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--card);
      font: 400 var(--fs-small) / 1.5 var(--code);
      color: inherit;
      overflow-wrap: anywhere;
      resize: vertical;
      /* All of it is to be seen where a browser can do that. */
      field-sizing: content;
      max-height: 10em;
    }
    .told:empty {
      display: none;
    }
    .code {
      aspect-ratio: 1;
    }
    .code svg {
      display: block;
      width: 100%;
      height: 100%;
      border-radius: var(--radius);
    }
    @media (min-width: 760px) {
      .columns {
        grid-template-columns: minmax(0, 1fr) 320px;
      }
    }
    /* The code for the projector: as large as the window allows. */
    .large {
      width: calc(100vw - 32px);
    }
    .large .fields {
      display: none;
    }
    .large .columns {
      grid-template-columns: minmax(0, 1fr);
      justify-items: center;
    }
    .large .qr {
      width: min(100%, calc(100dvh - 190px));
    }
  `,
];
