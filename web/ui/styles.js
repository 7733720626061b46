/**
 * What all components share: type, spacing, focus. Colours come from chart/theme.js as custom
 * properties of <spusk-lab>, which reach into the components inside it.
 */
import { css, unsafeCSS } from 'lit';
import { themeProperties } from '../chart/theme.js';

/** For the outermost element: everything that has a value. */
export const tokens = css`
  :host {
    ${unsafeCSS(themeProperties('light'))}
    --scale: var(--spusk-scale, 1);
    --fs-tiny: calc(12px * var(--scale));
    --fs-small: calc(13px * var(--scale));
    --fs: calc(15px * var(--scale));
    --fs-text: calc(17px * var(--scale));
    --fs-head: calc(22px * var(--scale));
    --fs-title: calc(32px * var(--scale));
    --radius: 6px;
    /* What stands below each other on a page has the same edges. */
    --page: calc(1184px * var(--scale));
    --side: max(clamp(16px, 2.6cqi, 24px), calc((100cqi - var(--page)) / 2));
    /* Where the page names no face these stay without a value, and font-family is inherited. */
    --face: var(--spusk-face);
    --text: var(--spusk-text, var(--face));
    --code: var(--spusk-code, ui-monospace, 'Cascadia Code', Menlo, monospace);
    color-scheme: light;
  }
  :host([scheme='dark']) {
    ${unsafeCSS(themeProperties('dark'))}
    color-scheme: dark;
  }
  @media print {
    :host([scheme]) {
      ${unsafeCSS(themeProperties('light'))}
      color-scheme: light;
    }
  }
`;

export const base = css`
  :host {
    box-sizing: border-box;
    font-family: var(--face);
    font-size: var(--fs);
    font-weight: 400;
    line-height: 1.45;
    color: var(--ink);
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    /* Not inherited: what stands in a <details> would inherit from inside the browser. */
    box-sizing: border-box;
  }
  button,
  input,
  /* In a page without a doctype a table inherits none of these. */
  table {
    font: inherit;
    color: inherit;
    font-variant-numeric: inherit;
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
    border-radius: 2px;
  }
  h2 {
    margin: 0;
    font-family: var(--face);
    font-size: var(--fs-small);
    font-weight: 600;
    line-height: 1.3;
    color: var(--soft);
  }
  p {
    margin: 0;
  }
  .unseen {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .plain {
    padding: 0;
    border: 0;
    background: none;
    color: var(--soft);
    text-decoration: underline;
    text-decoration-color: var(--edge);
    text-underline-offset: 3px;
    cursor: pointer;
  }
  .plain:hover {
    color: var(--ink);
  }
`;

/** Buttons with a border, as those below the prediction. */
export const buttons = css`
  .button {
    min-height: calc(40px * var(--scale));
    padding: 0 16px;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    border: 1px solid var(--line);
    border-radius: var(--radius);
    background: var(--card);
    font-weight: 600;
    cursor: pointer;
    white-space: nowrap;
  }
  .button:hover {
    border-color: var(--edge);
  }
  .button:disabled {
    color: var(--soft);
    cursor: default;
    border-color: var(--line);
  }
  .button.main {
    border-color: var(--ink);
    background: var(--ink);
    color: var(--paper);
  }
  .button:focus-visible {
    border-radius: var(--radius);
  }
  .button svg {
    flex: none;
    fill: currentcolor;
  }
  @media (pointer: coarse), (max-width: 600px) {
    .button {
      min-height: 44px;
    }
  }
  @media (forced-colors: active) {
    .button.main {
      border-width: 3px;
      background: ButtonFace;
      color: ButtonText;
    }
  }
`;
