import { css } from 'lit';
import { base, buttons } from './styles.js';

/** The line about the data among the settings, and the dialog behind it. */
export const dataStyles = [
  base,
  buttons,
  css`
    :host {
      display: block;
      margin-top: 8px;
      font-size: var(--fs-small);
      color: var(--soft);
    }
    .line {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 12px;
    }
    .problem {
      color: var(--no);
    }
    dialog {
      width: min(620px, calc(100vw - 24px));
      max-height: calc(100dvh - 24px);
      padding: 0;
      border: 1px solid var(--edge);
      border-radius: var(--radius);
      background: var(--paper);
      color: var(--ink);
      font-size: var(--fs);
    }
    dialog::backdrop {
      background: rgb(0 0 0 / 45%);
    }
    .inside {
      display: grid;
      gap: 16px;
      padding: 16px 24px 24px;
    }
    .head {
      display: flex;
      align-items: baseline;
      justify-content: space-between;
      gap: 16px;
    }
    h1 {
      margin: 0;
      font-family: var(--text);
      font-size: var(--fs-head);
      font-weight: 600;
      line-height: 1.2;
    }
    #close {
      min-height: 44px;
      margin-right: -8px;
      padding: 0 8px;
    }
    .soft {
      font-size: var(--fs-small);
      color: var(--soft);
    }
    .zone {
      display: grid;
      gap: 12px;
      padding: 16px;
      border: 1px dashed var(--edge);
      border-radius: var(--radius);
    }
    .zone.over {
      border-style: solid;
      border-color: var(--ink);
      background: var(--card);
    }
    .buttons {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
    }
    ul {
      display: grid;
      gap: 4px;
      margin: 4px 0 0;
      padding-left: 1.1em;
      font-size: var(--fs-small);
      color: var(--soft);
    }
    .busy {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 4px 12px;
    }
    progress {
      flex: 1 1 100%;
      width: 100%;
      height: 8px;
      accent-color: var(--ink);
    }
    .result {
      display: grid;
      gap: 12px;
      padding-top: 12px;
      border-top: 2px solid var(--ink);
    }
    .samples {
      display: flex;
      flex-wrap: wrap;
      gap: 8px;
      margin: 0;
      padding: 0;
      list-style: none;
    }
    .samples li {
      width: calc(44px * var(--scale));
      overflow: hidden;
      font-size: var(--fs-small);
      text-align: center;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    canvas {
      display: block;
      width: calc(44px * var(--scale));
      height: calc(44px * var(--scale));
      border-radius: 4px;
      object-fit: contain;
      background: #000;
    }
    .options {
      display: flex;
      flex-wrap: wrap;
      gap: 8px 16px;
    }
    select {
      min-height: calc(32px * var(--scale));
      max-width: 100%;
      margin-left: 8px;
      padding: 0 8px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--card);
      color: inherit;
      font: inherit;
    }
    @media (pointer: coarse), (max-width: 600px) {
      .plain,
      select {
        min-height: 44px;
      }
      .line {
        align-items: center;
      }
      .inside {
        padding: 12px 16px 16px;
      }
    }
  `,
];
