/**
 * What is printed while the report is open: a sheet at the end of the page, unseen on the screen,
 * beside which nothing of the page is printed. It has a shadow of its own, so the page's styles do
 * not reach it. Style sheets are constructed: a page may forbid others.
 */
import { render } from 'lit';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { sheetStyles } from '../state/report-html.js';

const NAME = 'spusk-report-sheet';

const PAGE = `
@media screen { ${NAME} { display: none !important; } }
@media print {
  html, body {
    display: block !important;
    width: auto !important;
    height: auto !important;
    min-height: 0 !important;
    margin: 0 !important;
    padding: 0 !important;
    overflow: visible !important;
    background: #fff !important;
  }
  body > :not(${NAME}) { display: none !important; }
  ${NAME} { display: block !important; }
}
@page { size: A4; margin: 16mm 16mm 18mm; }
`;

export class Paper {
  /** @type {HTMLElement | null} */
  #sheet = null;
  /** @type {CSSStyleSheet | null} */
  #page = null;

  /**
   * @param {readonly {html: string}[]} parts
   * @param {string} lang
   */
  show(parts, lang) {
    const sheet = this.#sheet ?? this.#begin();
    sheet.lang = lang;
    const body = /** @type {ShadowRoot} */ (sheet.shadowRoot).querySelector('main');
    const text = parts.map(({ html }) => html).join('\n');
    if (body) render(unsafeHTML(text), body);
  }

  remove() {
    this.#sheet?.remove();
    this.#sheet = null;
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== this.#page);
    this.#page = null;
  }

  #begin() {
    const sheet = document.createElement(NAME);
    sheet.setAttribute('aria-hidden', 'true');
    const root = sheet.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [styleSheet(`:host { color-scheme: light; } ${sheetStyles}`)];
    root.append(Object.assign(document.createElement('main'), { className: 'sheet' }));
    this.#page = styleSheet(PAGE);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.#page];
    document.body.append(sheet);
    this.#sheet = sheet;
    return sheet;
  }
}

/** @param {string} text */
function styleSheet(text) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
}
