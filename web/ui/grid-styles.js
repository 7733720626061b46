import { css } from 'lit';

/** The table of a grid: its cells are buttons. */
export const gridStyles = css`
  table {
    width: 100%;
    border-spacing: 2px;
    border-collapse: separate;
    table-layout: fixed;
    font-size: var(--fs-small);
  }
  th {
    padding: 0;
    font-weight: 400;
    color: var(--soft);
  }
  thead th {
    height: 22px;
    padding-bottom: 4px;
    text-align: center;
  }
  tbody th[scope='row'] {
    padding-right: 8px;
    text-align: right;
  }
  .turned {
    width: 22px;
  }
  .sides {
    width: calc(36px * var(--scale));
  }
  .turned span {
    display: inline-block;
    writing-mode: vertical-rl;
    transform: rotate(180deg);
    white-space: nowrap;
  }
  sup {
    font-size: 0.75em;
    line-height: 0;
  }
  td {
    padding: 0;
  }
  td button {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    width: 100%;
    height: calc(36px * var(--scale));
    padding: 0;
    border: 0;
    border-radius: 0;
    background: none;
    cursor: pointer;
    overflow: hidden;
  }
  button.waiting {
    outline: 1px solid var(--line);
    outline-offset: -1px;
  }
  button.running {
    outline: 1.5px dashed var(--soft);
    outline-offset: -1.5px;
  }
  button svg {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
  }
  button.best {
    font-weight: 700;
  }
  button.best::after {
    content: '';
    position: absolute;
    inset: 1px;
    border: 3px solid #000;
  }
  button[aria-pressed='true'] {
    outline: 3px solid var(--ink);
    outline-offset: 0;
    z-index: 1;
    overflow: visible;
  }
  button:focus-visible {
    outline: 3px solid var(--ink);
    outline-offset: 1px;
    border-radius: 0;
    z-index: 2;
    overflow: visible;
  }
  .progress {
    float: right;
  }
  .scale {
    margin-top: 8px;
  }
  @container (max-width: 600px) {
    table {
      border-spacing: 1px;
      font-size: var(--fs-tiny);
    }
    .turned {
      width: 18px;
    }
    .sides {
      width: 26px;
    }
    tbody th[scope='row'] {
      padding-right: 4px;
    }
    td button {
      height: 44px;
      letter-spacing: -0.02em;
    }
  }
`;
