import { css } from 'lit';
import { base, buttons } from './styles.js';

/** The sheet on which the expected curve is drawn. */
export const drawStyles = [
  base,
  buttons,
  css`
    :host {
      position: absolute;
      inset: 0;
      z-index: 1;
      display: block;
      pointer-events: none;
    }
    .sheet {
      position: absolute;
      pointer-events: auto;
      cursor: crosshair;
      touch-action: none;
      border: 1px dashed var(--edge);
      border-radius: var(--radius);
    }
    .curve {
      position: absolute;
      inset: 0;
      width: 100%;
      height: 100%;
      overflow: visible;
      pointer-events: none;
    }
    .curve path {
      fill: none;
      stroke: var(--ink);
      stroke-width: 2.5;
      stroke-dasharray: 7 4;
      stroke-linejoin: round;
      stroke-linecap: round;
      vector-effect: non-scaling-stroke;
    }
    .hint {
      position: absolute;
      inset: 0;
      display: grid;
      place-content: center;
      padding: 16px;
      text-align: center;
      text-wrap: balance;
      color: var(--soft);
      pointer-events: none;
    }
    .hint strong {
      display: block;
      font-size: var(--fs-text);
      color: var(--ink);
    }
    .hint span {
      font-size: var(--fs-small);
    }
    .handle {
      position: absolute;
      width: 14px;
      height: 14px;
      margin: -7px;
      border: 2px solid var(--ink);
      border-radius: 50%;
      background: var(--paper);
      opacity: 0;
      pointer-events: none;
    }
    .sheet:has(.handle:focus-visible) .handle {
      opacity: 1;
    }
    .handle:focus-visible {
      border-radius: 50%;
      background: var(--ink);
    }
    .readout {
      position: absolute;
      padding: 4px 8px;
      border: 1px solid var(--line);
      border-radius: var(--radius);
      background: var(--card);
      font-size: var(--fs-small);
      white-space: nowrap;
      pointer-events: none;
      visibility: hidden;
    }
    .sheet:has(.handle:focus-visible) .readout {
      visibility: visible;
    }
    .bar {
      position: absolute;
      right: 8px;
      display: flex;
      flex-wrap: wrap;
      justify-content: flex-end;
      align-items: center;
      gap: 4px 12px;
      max-width: calc(100% - 16px);
      font-size: var(--fs-small);
      pointer-events: none;
    }
    .bar > * {
      pointer-events: auto;
    }
    .bar .go {
      padding: 4px 8px;
      background: var(--paper);
      color: var(--soft);
      pointer-events: none;
    }
    .plain {
      padding: 4px 8px;
      background: var(--paper);
      font-size: inherit;
    }
    @media (pointer: coarse), (max-width: 600px) {
      .plain {
        min-height: 44px;
      }
    }
    @media (forced-colors: active) {
      .curve path {
        stroke: CanvasText;
      }
    }
  `,
];
