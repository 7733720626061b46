/** Templates as they travel: shorter, and the same to a browser. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortCss, shortMarkup, shortTemplates } from '../../web/tools/templates.js';

const HOLE = '\0';

test('lines of markup become spaces, which show between words and inline elements', () => {
  assert.equal(shortMarkup('<p>\n  one\n  <b>two</b>\n</p>'), '<p> one <b>two</b> </p>');
  assert.equal(shortMarkup('a  b'), 'a  b');
  assert.equal(shortMarkup(`${HOLE}\n  ${HOLE}`), `${HOLE} ${HOLE}`);
});

test('tags lose their lines, and keep what an unquoted value needs before its end', () => {
  assert.equal(
    shortMarkup(`<a\n  href=${HOLE}\n  title="x\n  > y"\n>z</a\n>`),
    `<a href=${HOLE} title="x > y">z</a>`,
  );
  assert.equal(shortMarkup(`<line x1=${HOLE}\n/>`), `<line x1=${HOLE} />`);
});

test('where white space shows it stays', () => {
  for (const kept of ['<pre\n a="1">\n x\n</pre>', '<textarea>\n\n</textarea>', '<!-- \n -->']) {
    assert.equal(shortMarkup(kept), kept);
  }
  assert.equal(shortMarkup('<pre>\n</pre>\n<p>\n</p>'), '<pre>\n</pre> <p> </p>');
});

test('style sheets lose comments and the spaces that mean nothing', () => {
  assert.equal(
    shortCss("\n  :host {\n    color: red; /* it's red */\n    margin: 0 auto;\n  }\n"),
    ':host{color:red;margin:0 auto}',
  );
  assert.equal(shortCss('a,\n.b .c > d {\n  e: f;\n}'), 'a,.b .c > d{e:f}');
  assert.equal(shortCss('@media (min-width: 1px) {\n  a {\n  }\n}'), '@media (min-width:1px){a{}}');
  assert.equal(
    shortCss("a::before { content: ' · ; /* x */ '; }"),
    "a::before{content:' · ; /* x */ '}",
  );
  assert.equal(shortCss('width: calc(1px + 2px)'), 'width:calc(1px + 2px)');
  assert.equal(shortCss(`${HOLE}\n\n  a { ${HOLE} }`), `${HOLE} a{${HOLE}}`);
});

test('only templates with these tags are changed, also those inside of others', () => {
  const source = [
    'const a = html`<p>\n  ${b.map((c) => html`<i>\n  ${c}\n  \\n</i>`)}\n</p>`;',
    'const d = css`\n  a {\n  }\n`;',
    'const e = `\n  x\n`;',
    'const f = raw`\n  y\n`;',
  ].join('\n');
  assert.equal(
    shortTemplates(source),
    [
      'const a = html`<p> ${b.map((c) => html`<i> ${c} \\n</i>`)} </p>`;',
      'const d = css`a{}`;',
      'const e = `\n  x\n`;',
      'const f = raw`\n  y\n`;',
    ].join('\n'),
  );
});
