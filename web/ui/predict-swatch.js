import { html, svg } from 'lit';

/**
 * A piece of a run's line, as the charts draw it.
 *
 * @param {import('../chart/theme.js').RuleStyle} style
 */
export const swatch = ({ line, dash }) =>
  html`<svg width="24" height="4" viewBox="0 0 24 4" aria-hidden="true">
    ${svg`<path
      d="M0 2h24"
      stroke=${line}
      stroke-width="2.5"
      stroke-dasharray=${dash.join(' ')}
      fill="none"
    />`}
  </svg>`;
