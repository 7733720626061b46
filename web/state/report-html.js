/**
 * A report as HTML: what the dialog shows, what is printed, and a page of its own to keep. Pure.
 *
 * @typedef {import('./report-document.js').ReportDocument} ReportDocument
 * @typedef {import('./report-document.js').Section} Section
 * @typedef {import('./report-document.js').Block} Block
 */

/** Black on white whatever the page round it: A4, charts and rows in one piece. */
export const sheetStyles = `
.sheet {
  max-width: 720px;
  margin: 0 auto;
  color: #000;
  background: #fff;
  font: 400 11pt/1.45 'Source Serif 4', Georgia, 'Times New Roman', serif;
  overflow-wrap: anywhere;
  font-variant-numeric: tabular-nums;
}
.sheet h1 { margin: 0 0 6px; font-size: 20pt; line-height: 1.2; font-weight: 600; }
.sheet h2 { margin: 20px 0 6px; font: 600 12pt/1.3 'IBM Plex Sans', Arial, sans-serif; color: #000; break-after: avoid; }
.sheet p { margin: 0 0 6px; }
.sheet .kicker, .sheet .facts, .sheet .note, .sheet table { font-family: 'IBM Plex Sans', Arial, sans-serif; font-size: 9pt; }
.sheet .facts { margin: 0 0 4px; padding-bottom: 10px; border-bottom: 1.5pt solid #000; }
.sheet .facts span + span::before { content: ' · '; white-space: pre; }
.sheet .words { white-space: pre-wrap; }
.sheet ul { margin: 0; padding: 0; list-style: none; }
.sheet li { padding: 4px 0 4px 22px; border-bottom: 0.5pt solid #bbb; break-inside: avoid; }
.sheet li .mark { float: left; width: 22px; margin-left: -22px; font-family: sans-serif; }
.sheet .note { display: block; color: #444; }
.sheet .scroll { overflow-x: auto; }
.sheet table { border-collapse: collapse; line-height: 1.3; }
.sheet th, .sheet td { padding: 2px 12px 2px 0; border-bottom: 0.5pt solid #bbb; text-align: left; vertical-align: top; }
.sheet th, .sheet td { overflow-wrap: normal; hyphens: auto; }
.sheet th { font-weight: 600; }
.sheet th.n, .sheet td.n { text-align: right; }
.sheet td.n { white-space: nowrap; }
.sheet tr { break-inside: avoid; }
.sheet thead { display: table-header-group; }
.sheet .code { font-family: 'IBM Plex Mono', Menlo, Consolas, monospace; white-space: nowrap; }
.sheet .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(280px, 100%), 1fr)); gap: 12px 20px; }
.sheet figure { margin: 0; break-inside: avoid; }
.sheet figure.wide { grid-column: 1 / -1; }
.sheet figure svg { display: block; width: 100%; height: auto; }
.sheet a { color: #000; }
@page { size: A4; margin: 16mm 16mm 18mm; }
@media print {
  .sheet { max-width: none; }
  .sheet .scroll { overflow: visible; }
  .sheet table { font-size: 8pt; }
  .sheet th, .sheet td { padding-right: 8px; }
}
`;

/** @type {Record<string, string>} */
const MARKS = { yes: '✓', no: '✗', open: '○' };

/**
 * @param {ReportDocument} document
 * @returns {{id: string, html: string}[]} parts that change by themselves, one below the other
 */
export function htmlParts({ kicker, title, facts, sections }) {
  const head = [
    `<p class="kicker">${escape(kicker)}</p>`,
    `<h1>${escape(title)}</h1>`,
    `<p class="facts">${facts.map((fact) => `<span>${escape(fact)}</span>`).join('')}</p>`,
  ].join('');
  return [{ id: 'head', html: head }, ...sections.map(sectionHtml)];
}

/** @param {Section} section */
const sectionHtml = ({ id, title, blocks }) => ({
  id,
  html: `<section id="report-${id}"><h2>${escape(title)}</h2>${blocks.map(blockHtml).join('')}</section>`,
});

/** @param {Block} block @returns {string} */
function blockHtml(block) {
  switch (block.kind) {
    case 'text':
      return `<p>${escape(block.text)}</p>`;
    case 'words':
      return `<p class="words">${escape(block.text)}</p>`;
    case 'link':
      return `<p><a href="${escape(block.url)}">${escape(block.url)}</a></p>`;
    case 'list':
      return `<ul>${block.items
        .map(
          ({ mark, text, note }) =>
            `<li>${mark ? `<span class="mark">${MARKS[mark]}</span>` : ''}${escape(text)}${
              note ? `<span class="note">${escape(note)}</span>` : ''
            }</li>`,
        )
        .join('')}</ul>`;
    case 'table':
      return tableHtml(block.table);
    case 'charts':
      return `<div class="charts">${block.charts
        .map(
          ({ title, svg }) =>
            `<figure${isWide(svg) ? ' class="wide"' : ''} role="img" aria-label="${escape(title)}">${bare(svg)}</figure>`,
        )
        .join('')}</div>`;
  }
}

/** @param {import('./report-document.js').Table} table */
function tableHtml({ head, rows, code = [], numeric = [] }) {
  const cell = (/** @type {string} */ tag, /** @type {string} */ text, /** @type {number} */ i) => {
    const names = [numeric[i] && 'n', tag === 'td' && code.includes(i) && 'code'].filter(Boolean);
    const name = names.length ? ` class="${names.join(' ')}"` : '';
    return `<${tag}${name}>${escape(text)}</${tag}>`;
  };
  const line = (/** @type {string} */ tag, /** @type {string[]} */ cells) =>
    `<tr>${cells.map((text, i) => cell(tag, text, i)).join('')}</tr>`;
  const body = rows.map((row) => line('td', row)).join('');
  // What is wider than the page is scrolled, with the keyboard too.
  return `<div class="scroll" tabindex="0"><table><thead>${line('th', head)}</thead><tbody>${body}</tbody></table></div>`;
}

/**
 * @param {ReportDocument} document
 * @returns {string} a page that needs nothing else
 */
export const toHtmlPage = (document) => `<!doctype html>
<html lang="${escape(document.lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(document.title)}</title>
<style>
body { margin: 24px 16px; background: #fff; }
@media print { body { margin: 0; } }
${sheetStyles}</style>
</head>
<body>
<main class="sheet">${htmlParts(document)
  .map(({ html }) => html)
  .join('\n')}</main>
</body>
</html>
`;

/** Whether letters would get too small in half of the width. @param {string} svg */
const isWide = (svg) => Number(/<svg[^>]* width="(\d+)/.exec(svg)?.[1]) > 500;

/** @param {string} svg a file of its own @returns {string} as it may stand in HTML */
const bare = (svg) => svg.replace(/^\s*(<\?xml[^>]*\?>)?\s*(<!DOCTYPE[^>]*>)?\s*/i, '');

/** @type {Record<string, string>} */
const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** @param {string} text */
const escape = (text) => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]);
