import { css } from 'lit';

/** Tables of numbers that fold open below one word. */
export const tableStyles = css`
  summary {
    width: fit-content;
    color: var(--soft);
    cursor: pointer;
  }
  summary:hover {
    color: var(--ink);
  }
  table {
    border-collapse: collapse;
  }
  caption {
    text-align: left;
    color: var(--soft);
  }
  th,
  td {
    padding: 4px 16px 4px 0;
    border-bottom: 1px solid var(--line);
    text-align: right;
    white-space: nowrap;
  }
  @media (pointer: coarse), (max-width: 600px) {
    summary {
      min-height: 44px;
      line-height: 44px;
    }
  }
`;
