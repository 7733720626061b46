/**
 * Markdown with TeX formulas -> HTML with MathML, when building; nothing of it runs in the page.
 *
 * A text is split at its headings, so that a component can put each part where it belongs:
 *
 *   # Why does Adam win?              title
 *   An introduction.                  lead
 *   ## What happens {#why}            sections.why = { title, html }; without {#id} the id is made
 *   Momentum $h$ is ...               of the title's letters, and then differs between languages
 *
 * `$...$` is a formula in the line, `$$...$$` one on a line of its own.
 */
import MarkdownIt from 'markdown-it';
import temml from 'temml';
import { typeset } from './typeset.js';

/**
 * @typedef {import('../experiments/texts.js').Text} Text
 * @typedef {import('markdown-it').default} Markdown
 */

const HEADING = /^(#{1,2})\s+(.*?)(?:\s+\{#([\w-]+)\})?\s*$/;
const FENCE = /^\s{0,3}(```|~~~)/;

/**
 * @param {string} source
 * @returns {Text}
 */
export function renderText(source) {
  const md = createMarkdown();
  /** @type {Text} */
  const text = { title: '', lead: '', sections: {} };
  for (const part of splitAtHeadings(source)) {
    const html = md.render(part.body).trim();
    const title = md.renderInline(part.title);
    if (part.level === 0) {
      text.lead += html;
    } else if (part.level === 1) {
      if (text.title) throw new Error(`a second title: ${part.title}`);
      text.title = title;
      text.lead += html;
    } else {
      const id = part.id || slug(part.title);
      if (id in text.sections) throw new Error(`two sections have the same id: ${id}`);
      text.sections[id] = { title, html };
    }
  }
  return text;
}

/**
 * @param {string} source
 * @returns {{level: number, title: string, id: string, body: string}[]}
 */
function splitAtHeadings(source) {
  const parts = [{ level: 0, title: '', id: '', body: '' }];
  let fenced = false;
  for (const line of source.split(/\r?\n/)) {
    if (FENCE.test(line)) fenced = !fenced;
    const heading = fenced ? null : HEADING.exec(line);
    if (heading) {
      const [, marks, title, id = ''] = heading;
      parts.push({ level: marks.length, title, id, body: '' });
    } else {
      parts[parts.length - 1].body += line + '\n';
    }
  }
  return parts;
}

/** @param {string} title */
function slug(title) {
  return title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}

/** @returns {Markdown} */
function createMarkdown() {
  const md = new MarkdownIt({ html: false, linkify: false, typographer: false });
  md.inline.ruler.after('escape', 'math', inlineMath);
  md.block.ruler.after('fence', 'math', blockMath, {
    alt: ['paragraph', 'reference', 'blockquote', 'list'],
  });
  md.core.ruler.push('typeset', ({ tokens }) => {
    for (const { children } of tokens) if (children) typesetInline(children);
  });
  md.renderer.rules.math = (tokens, index) => toMathML(tokens[index].content, false);
  md.renderer.rules.math_block = (tokens, index) => {
    const formulas = splitAtQuads(tokens[index].content).map((tex) => toMathML(tex, true));
    return `<div class="formula" tabindex="0">${formulas.join('')}</div>\n`;
  };
  return md;
}

/**
 * Lines of the source are no lines of the page: their ends are spaces like others, and what stands
 * on both sides of one is set together.
 *
 * @param {import('markdown-it').Token[]} children
 */
function typesetInline(children) {
  for (const token of children.filter(({ type }) => type === 'softbreak')) {
    Object.assign(token, { type: 'text', content: ' ' });
  }
  for (const [i, token] of children.entries()) {
    if (token.type !== 'text') continue;
    const next = children[i + 1];
    if (next?.type === 'text') {
      next.content = token.content + next.content;
      token.content = '';
    } else {
      token.content = typeset(token.content);
    }
  }
}

/**
 * What stands in a row, far apart, are formulas of their own: on a narrow page they stand below
 * each other.
 *
 * @param {string} tex
 */
function splitAtQuads(tex) {
  const parts = [''];
  let depth = 0;
  for (const piece of tex.split(/(\\(?:begin|end|left|right)\b|(?:\\qquad\s*)+|\\.|[{}])/)) {
    if (/^(\{|\\begin|\\left)$/.test(piece)) depth++;
    if (/^(\}|\\end|\\right)$/.test(piece)) depth--;
    if (depth === 0 && piece.startsWith('\\qquad')) parts.push('');
    else parts[parts.length - 1] += piece;
  }
  return parts.map((part) => part.trim());
}

/**
 * @param {string} tex
 * @param {boolean} displayMode
 */
function toMathML(tex, displayMode) {
  const mathml = temml.renderToString(tex, { displayMode, throwOnError: true, annotate: false });
  // Style attributes are forbidden by a strict Content-Security-Policy; this one is the default.
  return mathml.replace(' style="display:block math;"', '');
}

/** @type {import('markdown-it/lib/parser_inline.mjs').RuleInline} */
function inlineMath(state, silent) {
  const { src, pos } = state;
  // "5$ and 6$": an opening dollar stands after no digit and close to its formula, a closing one
  // close to its formula and before no digit.
  if (/\d/.test(src[pos - 1] ?? '')) return false;
  if (src[pos] !== '$' || src[pos + 1] === '$' || /\s/.test(src[pos + 1] ?? ' ')) return false;
  let end = pos + 1;
  while (end < src.length && src[end] !== '$') end += src[end] === '\\' ? 2 : 1;
  if (end >= src.length || /\s/.test(src[end - 1]) || /\d/.test(src[end + 1] ?? '')) return false;
  if (!silent) state.push('math', 'math', 0).content = src.slice(pos + 1, end);
  state.pos = end + 1;
  return true;
}

/** @type {import('markdown-it/lib/parser_block.mjs').RuleBlock} */
function blockMath(state, startLine, endLine, silent) {
  /** @param {number} line */
  const lineText = (line) =>
    state.src.slice(state.bMarks[line] + state.tShift[line], state.eMarks[line]).trim();
  const first = lineText(startLine);
  if (!first.startsWith('$$')) return false;
  let last = startLine;
  if (first.length < 4 || !first.endsWith('$$')) {
    do last++;
    while (last < endLine && !lineText(last).endsWith('$$'));
    if (last >= endLine) return false;
  }
  if (silent) return true;
  const lines = [];
  for (let line = startLine; line <= last; line++) lines.push(lineText(line));
  const token = state.push('math_block', 'math', 0);
  token.content = lines.join('\n').slice(2, -2).trim();
  token.block = true;
  token.map = [startLine, last + 1];
  state.line = last + 1;
  return true;
}
