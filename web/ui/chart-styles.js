import { css } from 'lit';
import { base } from './styles.js';

/** Of a chart with curves; figure.js says by --aspect how high it is. */
export const chartStyles = [
  base,
  css`
    :host {
      display: block;
      min-width: 0;
    }
    h3 {
      margin: 0;
      padding-right: var(--export-room, 0);
      font-family: var(--face);
      font-size: var(--fs);
      font-weight: 600;
      line-height: 1.3;
    }
    .sub {
      font-size: var(--fs-small);
      line-height: 1.3;
      color: var(--soft);
      text-wrap: pretty;
    }
    .frame {
      position: relative;
      aspect-ratio: var(--aspect, 10 / 9);
      margin-top: 12px;
    }
    .box {
      position: absolute;
      inset: 0;
      touch-action: pan-y;
    }
    .box:focus-visible {
      outline-offset: 4px;
    }
    canvas {
      position: absolute;
      inset: 0;
    }
    .waits {
      position: absolute;
      display: grid;
      place-content: center;
      font-size: var(--fs-small);
      text-align: center;
      text-wrap: balance;
      color: var(--soft);
    }
    .selection {
      position: absolute;
      border: solid var(--edge);
      border-width: 0 1px;
      background: color-mix(in srgb, var(--edge) 16%, transparent);
      pointer-events: none;
    }
    .zoom {
      position: absolute;
      /* Between the subtitle and the plot, where no name of a line can be. */
      top: -12px;
      right: 0;
      z-index: 1;
      line-height: 1.3;
      font-size: var(--fs-small);
    }
    .values {
      position: absolute;
      top: 8px;
      left: 0;
      z-index: 2;
      padding: 8px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--card);
      font-size: var(--fs-small);
      line-height: 1.4;
      pointer-events: none;
      white-space: nowrap;
    }
    .values table {
      border-collapse: collapse;
    }
    .values caption {
      text-align: left;
      color: var(--soft);
    }
    .values th {
      padding: 0;
      font-weight: 600;
      text-align: left;
    }
    .values td {
      padding: 0 0 0 12px;
      text-align: right;
    }
    .values .band {
      color: var(--soft);
    }
    @media print {
      /* Paper has another width, and nothing draws anew for it. */
      canvas {
        width: 100% !important;
        height: 100% !important;
      }
    }
    @media (pointer: coarse), (max-width: 600px) {
      .zoom {
        top: -24px;
        min-height: 44px;
      }
    }
  `,
];
