import { css } from 'lit';
import { base, tokens } from './styles.js';

export const headerStyles = [
  base,
  tokens,
  css`
    :host {
      display: block;
      min-height: 50px; /* before its texts have come */
      container-type: inline-size;
      border-bottom: 1px solid var(--line);
      background: var(--paper);
    }
    header {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 16px;
      min-height: 49px;
      padding: 0 var(--side);
    }
    .brand {
      display: inline-flex;
      align-items: center;
      gap: 8px;
      min-height: 44px;
      font-weight: 600;
      color: inherit;
      text-decoration: none;
    }
    .tagline {
      flex: 1;
      color: var(--soft);
    }
    .tools,
    nav {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: 0 16px;
    }
    .action {
      display: inline-flex;
      align-items: center;
      min-height: 44px;
      padding: 0;
      border: 0;
      background: none;
      font-size: var(--fs-small);
      color: var(--soft);
      text-decoration: none;
      cursor: pointer;
    }
    .action:hover {
      color: var(--ink);
      text-decoration: underline;
      text-decoration-color: var(--edge);
      text-underline-offset: 3px;
    }
    .action[aria-current] {
      font-weight: 600;
      color: var(--ink);
    }
    .menu {
      display: none;
      min-width: 44px;
      min-height: 44px;
      font-size: var(--fs-small);
    }
    @container (max-width: 980px) {
      .tagline {
        visibility: hidden;
        height: 0;
        min-width: 0;
        overflow: hidden;
      }
    }
    @container (max-width: 680px) {
      .menu {
        display: block;
      }
      .tools {
        display: none;
        flex-basis: 100%;
        padding-bottom: 8px;
      }
      .tools.open {
        display: flex;
      }
      nav {
        flex-basis: 100%;
      }
    }
  `,
];
