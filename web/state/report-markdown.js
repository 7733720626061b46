/**
 * A report as Markdown. GitHub and Moodle both drop pictures that are written into the text
 * (data addresses), so charts are told by their titles: the numbers stand in the tables, the
 * pictures in the page that can be kept or printed. Pure.
 *
 * @typedef {import('./report-document.js').ReportDocument} ReportDocument
 * @typedef {import('./report-document.js').Block} Block
 */

const MARKS = { yes: '✓', no: '✗', open: '○' };

/**
 * @param {ReportDocument} document
 * @param {{pictures: string}} texts pictures: said in place of the charts
 * @returns {string}
 */
export function toMarkdown({ kicker, title, facts, sections }, { pictures }) {
  const parts = [
    `# ${plain(title)}`,
    `${plain(kicker)} · ${facts.map(plain).join(' · ')}`,
    ...sections.flatMap(({ title: heading, blocks }) => [
      `## ${plain(heading)}`,
      ...blocks.map((block) => blockText(block, pictures)),
    ]),
  ];
  return `${parts.filter(Boolean).join('\n\n')}\n`;
}

/**
 * @param {Block} block
 * @param {string} pictures
 * @returns {string}
 */
function blockText(block, pictures) {
  switch (block.kind) {
    case 'text':
      return plain(block.text);
    case 'words':
      return block.text
        .split(/\r?\n/)
        .map((line) => `> ${plain(line)}`.trimEnd())
        .join('\n');
    case 'link':
      return `<${block.url.replace(/[<>\s]/g, encodeURIComponent)}>`;
    case 'list':
      return block.items
        .map(({ mark, text, note }) =>
          [`- ${mark ? `${MARKS[mark]} ` : ''}${plain(text)}`, note && `  ${plain(note)}`]
            .filter(Boolean)
            .join('  \n'),
        )
        .join('\n');
    case 'table':
      return tableText(block.table);
    case 'charts':
      return [
        ...block.charts.map((chart) => `- ${plain(chart.title)}`),
        ...(pictures ? ['', plain(pictures)] : []),
      ].join('\n');
  }
}

/** @param {import('./report-document.js').Table} table */
function tableText({ head, rows, code = [], numeric = [] }) {
  if (!rows.length) return '';
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(' | ')} |`;
  const cell = (/** @type {string} */ text, /** @type {number} */ i) =>
    code.includes(i) ? `\`${text.replace(/[`|\s]+/g, ' ')}\`` : plain(text);
  return [
    line(head.map(plain)),
    line(head.map((_, i) => (numeric[i] ? '---:' : '---'))),
    ...rows.map((row) => line(row.map(cell))),
  ].join('\n');
}

/** @param {string} text whose letters mean nothing to Markdown */
const plain = (text) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|#~]/g, (letter) => `\\${letter}`)
    .replace(/^(\s*)([-+]|\d+\.)(?=\s)/, '$1\\$2');
