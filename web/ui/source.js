import { LitElement, css, html } from 'lit';
import { classMap } from 'lit/directives/class-map.js';
import { styleMap } from 'lit/directives/style-map.js';
import { base } from './styles.js';
import { define } from './define.js';
import './switch.js';

/**
 * The C that ran: the real text of the file, with one line marked in the colour of its run.
 *
 * @typedef {object} SourceText
 * @property {string} [rule] whose colour marks the line
 * @property {string} name
 * @property {string} file
 * @property {string} text
 * @property {string} mark
 */
export class SourceElement extends LitElement {
  static properties = {
    sources: { attribute: false },
    words: { attribute: false },
    shown: { state: true },
  };

  static styles = [
    base,
    css`
      :host {
        display: block;
        min-width: 0;
        container-type: inline-size;
      }
      header {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: baseline;
        gap: 0 16px;
      }
      code {
        font-family: inherit;
      }
      pre {
        margin: 8px 0 0;
        padding: 12px 0;
        border: 1px solid var(--line);
        border-radius: var(--radius);
        background: var(--card);
        font: 400 var(--fs-tiny) / 1.6 var(--code);
        tab-size: 4;
      }
      /* A line that is too long goes on below, further in. */
      .line {
        display: block;
        padding: 0 12px 0 calc(12px + var(--hang));
        min-height: 1.6em;
        text-indent: calc(-1 * var(--hang));
        white-space: pre-wrap;
        overflow-wrap: anywhere;
      }
      .arrow {
        white-space: nowrap;
      }
      /* The spaces that bring the end of a comment to the edge of the file. */
      @container (max-width: 560px) {
        .edge {
          white-space: normal;
        }
      }
      .marked {
        background: color-mix(in srgb, var(--own) 16%, transparent);
        box-shadow: inset 3px 0 var(--own);
      }
      .comment {
        color: var(--soft);
      }
      .word {
        font-weight: 600;
      }
      @media (forced-colors: active) {
        .marked {
          outline: 2px solid;
          outline-offset: -2px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {SourceText[]} */
    this.sources = [];
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    this.shown = '';
  }

  render() {
    const { words } = this;
    const source = this.sources.find(({ file }) => file === this.shown) ?? this.sources.at(-1);
    if (!words || !source) return html``;
    return html`<header>
        <h2>${words.text('source.title')} <code>c_src/${source.file}</code></h2>
        ${
          this.sources.length > 1
            ? html`<spusk-switch
                .label=${words.text('source.choose')}
                .value=${source.file}
                .options=${this.sources.map(({ file, name }) => ({ value: file, text: name }))}
                @spusk-choose=${(/** @type {CustomEvent} */ e) => (this.shown = e.detail)}
              ></spusk-switch>`
            : ''
        }
      </header>
      <pre
        role="region"
        aria-label=${`c_src/${source.file}`}
        style=${styleMap({ '--own': `var(--rule-${source.rule}, var(--ink))` })}
      ><code>${excerpt(source.text, source.mark).map(
        (tokens) =>
          html`<span
            class=${classMap({ line: true, marked: textOf(tokens).includes(source.mark) })}
            style=${styleMap({ '--hang': `${hangOf(textOf(tokens))}ch` })}
            >${tokens.map(({ kind, text }) => (kind ? html`<span class=${kind}>${text}</span>` : text))}</span
          >`,
      )}</code></pre>`;
  }
}

/** @typedef {{kind: '' | 'comment' | 'word' | 'arrow' | 'edge', text: string}} Token */

/** @param {Token[]} tokens */
const textOf = (tokens) => tokens.map(({ text }) => text).join('');

/**
 * @param {string} line
 * @returns {number} letters by which what does not fit goes on further in: below the text of a
 *   comment, further in than code
 */
function hangOf(line) {
  const [comment] = line.match(/^ ?[/ ]\* */) ?? [];
  return comment ? comment.length : line.search(/\S|$/) + 4;
}

const TOKEN =
  /(\/\*[\s\S]*?\*\/|\/\/.*)|\b(static|const|void|for|if|else|return|float|double|int|size_t|bool|enum|struct|typedef)\b/g;

/** Where no line may break, and what the file has to the right of a formula to close a comment. */
const APART = /(->| {2,}(?=\*\/))/;

/**
 * What a reader of the formula needs: the comment at the head of the file, and the function that
 * contains the mark with the comment above it.
 *
 * @param {string} text
 * @param {string} mark
 * @returns {Token[][]} lines
 */
function excerpt(text, mark) {
  const head = text.match(/^\/\*[\s\S]*?\*\//)?.[0] ?? '';
  const functions = text.matchAll(/^(?:\/\*(?:(?!\*\/)[\s\S])*\*\/\n)?\w[^\n;=]*\([\s\S]*?^}/gm);
  const [own] = [...functions].map(([part]) => part).filter((part) => part.includes(mark));
  return highlight([head, own ?? text].filter(Boolean).join('\n'));
}

/** From so many letters on a line of prose ended because it was full. */
const FULL = 80;

/**
 * Prose in a comment, whose lines end where the file's do, as paragraphs that end where the page's
 * do. Formulas and tables stand further in and keep their lines.
 *
 * @param {string} comment
 */
function flowing(comment) {
  const lines = comment.split('\n');
  /** @type {string[]} */
  const shown = [];
  for (const [i, line] of lines.entries()) {
    const before = lines[i - 1] ?? '';
    const joins = before.length >= FULL && isProse(before) && isProse(line);
    if (joins) shown[shown.length - 1] += ` ${line.replace(/^ *\* /, '')}`;
    else shown.push(line);
  }
  return shown.join('\n');
}

/** @param {string} line */
const isProse = (line) => /^ *\/?\* \S/.test(line);

/**
 * @param {string} text
 * @returns {Token[][]} lines
 */
function highlight(text) {
  /** @type {Token[]} */
  const tokens = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    tokens.push({ kind: '', text: text.slice(at, match.index) });
    tokens.push(
      match[1] ? { kind: 'comment', text: flowing(match[1]) } : { kind: 'word', text: match[0] },
    );
    at = match.index + match[0].length;
  }
  tokens.push({ kind: '', text: text.slice(at) });

  /** @type {Token[][]} */
  const lines = [[]];
  for (const token of tokens) {
    for (const [k, part] of token.text.split('\n').entries()) {
      if (k) lines.push([]);
      for (const [j, piece] of part.split(APART).entries()) {
        const apart = piece === '->' ? 'arrow' : 'edge';
        const kind = j % 2 ? apart : token.kind;
        if (piece) lines[lines.length - 1].push({ kind, text: piece });
      }
    }
  }
  return lines;
}

define('spusk-source', SourceElement);
