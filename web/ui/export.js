import { LitElement, css, html, nothing } from 'lit';
import { base } from './styles.js';
import { saveBlob } from './copy.js';
import { define } from './define.js';
import { Dropdown } from './dropdown.js';
import { rasterize } from './rasterize.js';

/** @typedef {{svg(options?: {scheme?: 'light' | 'dark'}): string, csv(): string}} Exportable */

/**
 * "Export: PNG · SVG · CSV" of one view.
 *
 * Where the page around forbids downloads nothing happens and nothing can be asked, so a page in a
 * frame says what to do then.
 */
export class ExportElement extends LitElement {
  static properties = {
    source: { attribute: false },
    name: {},
    heading: {},
    words: { attribute: false },
    said: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        font-size: var(--fs-small);
      }
      details {
        position: relative;
      }
      summary {
        width: fit-content;
        margin-left: auto;
        color: var(--soft);
        line-height: 1.5;
        cursor: pointer;
        list-style: none;
        text-decoration: underline;
        text-decoration-color: var(--edge);
        text-underline-offset: 3px;
      }
      summary::-webkit-details-marker {
        display: none;
      }
      summary:hover {
        color: var(--ink);
      }
      .menu {
        position: absolute;
        top: calc(100% + 4px);
        right: 0;
        z-index: 4;
        max-width: 280px;
        padding: 8px 12px;
        border: 1px solid var(--edge);
        border-radius: var(--radius);
        background: var(--card);
      }
      .kinds {
        display: flex;
        gap: 16px;
      }
      .said {
        width: 250px;
        margin-top: 8px;
        line-height: 1.4;
        color: var(--soft);
      }
      @media (pointer: coarse), (max-width: 600px) {
        summary {
          min-height: 44px;
          padding-left: 16px;
        }
        .plain {
          min-width: 44px;
          min-height: 44px;
        }
      }
    `,
  ];

  #dropdown = new Dropdown(this);

  constructor() {
    super();
    /** @type {() => Exportable | null} the view, when it is asked for */
    this.source = () => null;
    /** Of the file, without its ending. */
    this.name = 'chart';
    /** Of the view. */
    this.heading = '';
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** What became of the last export: a text and what to put in. */
    this.said = { text: '', file: '' };
  }

  render() {
    const { words, said } = this;
    if (!words) return nothing;
    const label = (/** @type {string} */ kind) =>
      words.text('export.kind', { kind: kind.toUpperCase(), title: this.heading });
    return html`<details @keydown=${this.#dropdown.onKey}>
      <summary>${words.text('export.title')}</summary>
      <div class="menu">
        <div class="kinds">
          ${['png', 'svg', 'csv'].map(
            (kind) =>
              html`<button
                class="plain"
                id=${kind}
                aria-label=${label(kind)}
                @click=${() => this.#export(kind)}
              >
                ${kind.toUpperCase()}
              </button>`,
          )}
        </div>
        <p class=${said.text ? 'said' : 'unseen'} aria-live="polite">
          ${
            said.text
              ? html`${words.text(said.text, said)}
                ${
                  said.file && isFramed()
                    ? html`${words.text('export.framed')}
                        <a href=${location.href} target="_blank" rel="noopener"
                          >${words.text('export.open')}</a
                        >`
                    : nothing
                }`
              : nothing
          }
        </p>
      </div>
    </details>`;
  }

  /** @param {string} kind */
  async #export(kind) {
    const source = this.source();
    if (!source) return;
    const file = `${this.name}.${kind}`;
    try {
      if (kind === 'csv') saveBlob(file, new Blob(['\ufeff', source.csv()], { type: 'text/csv' }));
      else if (kind === 'svg') saveBlob(file, new Blob([source.svg()], { type: 'image/svg+xml' }));
      else saveBlob(file, await rasterize(source.svg(), { scale: 2 }));
      this.said = { text: downloadsForbidden() ? 'export.forbidden' : 'export.saved', file };
    } catch {
      this.said = { text: 'export.failed', file: '' };
    }
  }
}

const isFramed = () => window.self !== window.top;

/** Whether it is certain: of a frame from elsewhere a page learns nothing. */
function downloadsForbidden() {
  try {
    const { sandbox } = /** @type {HTMLIFrameElement} */ (window.frameElement) ?? {};
    return Boolean(sandbox?.length) && !sandbox.contains('allow-downloads');
  } catch {
    return false;
  }
}

define('spusk-export', ExportElement);
