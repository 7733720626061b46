/**
 * Templates as they travel: the white space by which html`…`, svg`…` and css`…` are readable in the
 * source is shortened where a browser does not see it, and comments of style sheets are left out.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'acorn';

/** @typedef {{start: number, end: number}} Range */

/** Stands for `${…}` while a template is one text. */
const HOLE = '\0';

/** @type {import('esbuild').Plugin} */
export const templates = {
  name: 'templates',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]ui[\\/][^\\/]+\.js$/, namespace: 'file' }, async ({ path }) => ({
      contents: shortTemplates(await readFile(path, 'utf8')),
      loader: 'js',
    }));
  },
};

/** @type {Record<string, (template: string) => string>} by tag */
const SHORT = { html: shortMarkup, svg: shortMarkup, css: shortCss };

/**
 * @param {string} source of a module
 * @returns {string} with short templates
 */
export function shortTemplates(source) {
  /** @type {(Range & {text: string})[]} */
  const changes = [];
  for (const { tag, quasi } of taggedTemplates(parse(source, MODULE))) {
    const shorten = SHORT[tag.name];
    if (!shorten) continue;
    /** @type {Range[]} */
    const parts = quasi.quasis;
    const whole = parts.map(({ start, end }) => source.slice(start, end)).join(HOLE);
    const texts = shorten(whole).split(HOLE);
    if (texts.length !== parts.length) throw new Error(`a template has lost a part: ${whole}`);
    changes.push(...parts.map(({ start, end }, k) => ({ start, end, text: texts[k] })));
  }
  let short = '';
  let at = 0;
  for (const { start, end, text } of changes.sort((a, b) => a.start - b.start)) {
    short += source.slice(at, start) + text;
    at = end;
  }
  return short + source.slice(at);
}

const MODULE = /** @type {const} */ ({ ecmaVersion: 'latest', sourceType: 'module' });

/**
 * @param {any} node of a syntax tree
 * @returns {Generator<any>} the tagged templates in it
 */
function* taggedTemplates(node) {
  if (node?.type === 'TaggedTemplateExpression') yield node;
  for (const child of Object.values(node ?? {})) {
    if (typeof child === 'object' && child !== null) yield* taggedTemplates(child);
  }
}

/** A comment, an element whose white space shows, a tag, or text. */
const MARKUP =
  /<!--[^]*?-->|<(pre|textarea)\b[^]*?<\/\1\s*>|<\/?[a-z](?:"[^"]*"|'[^']*'|[^'">])*>|[^<]+|</gi;

/**
 * Lines become spaces, never nothing: between words and inline elements a space shows.
 *
 * @param {string} template
 */
export function shortMarkup(template) {
  return template.replace(MARKUP, (part) => {
    if (part.startsWith('<!--')) return part;
    if (/^<(pre|textarea)\b/i.test(part)) return part;
    const short = part.replace(/\s*\n\s*/g, ' ');
    return part.startsWith('<') ? short.replace(/ >$/, '>') : short;
  });
}

/** Strings stay as they are, and signs in them mean nothing. */
const STRING = /"[^"]*"|'[^']*'/;
const COMMENTS = new RegExp(`${STRING.source}|\\/\\*[^]*?\\*\\/`, 'g');
/** White space, with the signs round it that need none. */
const SPACES = new RegExp(`${STRING.source}|\\s*[{};,]\\s*|:\\s+|\\s+`, 'g');

/** @param {string} template */
export function shortCss(template) {
  return template
    .replace(COMMENTS, (part) => (part.startsWith('/*') ? '' : part))
    .replace(SPACES, (part) => part.trim() || ' ')
    .replace(/;+}/g, '}')
    .trim();
}
