import { css } from 'lit';
import { base } from './styles.js';

/** How the views of an experiment stand beside each other. */
export const figureStyles = [
  base,
  css`
    :host {
      display: block;
      min-width: 0;
    }
    .switches {
      display: flex;
      flex-wrap: wrap;
      align-items: baseline;
      gap: 0 16px;
      margin-bottom: 12px;
      font-size: var(--fs-small);
      color: var(--soft);
    }
    .band {
      display: flex;
      flex-wrap: wrap;
      gap: 0 16px;
      margin-left: auto;
    }
    .plain {
      font-size: inherit;
    }
    spusk-legend {
      margin: -4px 0 12px;
    }
    .views {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 24px 32px;
    }
    .view {
      position: relative;
      min-width: 0;
      --export-room: 5em;
    }
    .view spusk-export {
      position: absolute;
      top: 0;
      right: 0;
    }
    .one {
      --aspect: 10 / 9;
    }
    /* One below the other, and wider than on a phone: three of them need not fill two screens. */
    @container (min-width: 420px) and (max-width: 559.98px) {
      .views {
        --aspect: 8 / 5;
      }
    }
    @container (min-width: 560px) {
      .two,
      .many {
        grid-template-columns: repeat(2, minmax(0, 1fr));
      }
      .one {
        --aspect: 16 / 10;
      }
      .view.images,
      .view.grid {
        grid-column: 1 / -1;
      }
      /* One chart beside pictures as wide as the figure is as wide as they are. */
      .two .images + .curves {
        grid-column: 1 / -1;
        --aspect: 5 / 2;
      }
      /* Two rows stand beside the settings of a screen of 860 px. */
      .many {
        --aspect: 10 / 7;
      }
      /* Nothing stands beside the last of three. */
      .many > .view:last-child:nth-child(odd) {
        grid-column: 1 / -1;
        --aspect: 11 / 4;
      }
    }
    spusk-digits,
    spusk-table {
      margin-top: 16px;
    }
    .many spusk-digits {
      align-self: center;
      margin-top: 0;
    }
    /* In the smallest frame the first chart is what is seen first; what is done to all of them comes
       next, and then the others. */
    @media (max-height: 560px) {
      @container (max-width: 559.98px) {
        section {
          display: flex;
          flex-direction: column;
        }
        .views {
          --aspect: 5 / 3;
          display: contents;
        }
        .view:first-child {
          order: -1;
          margin-bottom: 8px;
        }
        .view ~ .view {
          margin-top: 12px;
        }
        spusk-legend {
          margin: 0;
        }
        .many spusk-digits {
          align-self: auto;
          margin-top: 16px;
        }
      }
    }
    @media (pointer: coarse), (max-width: 600px) {
      .band {
        margin-left: 0;
        min-height: 32px;
        align-items: center;
      }
      .plain {
        min-height: 44px;
      }
    }
  `,
];
