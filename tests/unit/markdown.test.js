import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderText } from '../../web/tools/markdown.js';

test('a text is split into title, lead and sections', () => {
  const text = renderText(
    '# A *title*\n\nLead.\n\n## Why {#why}\n\nBecause.\n\n## Что дальше\n\nДа.\n',
  );
  assert.equal(text.title, 'A <em>title</em>');
  assert.equal(text.lead, '<p>Lead.</p>');
  assert.deepEqual(Object.keys(text.sections), ['why', 'что-дальше']);
  assert.deepEqual(text.sections.why, { title: 'Why', html: '<p>Because.</p>' });
});

test('headings inside code are code', () => {
  const text = renderText('## A {#a}\n\n```sh\n## not a heading $x$\n```\n');
  assert.deepEqual(Object.keys(text.sections), ['a']);
  assert.match(text.sections.a.html, /## not a heading \$x\$/);
});

test('formulas become MathML, in the line and on their own', () => {
  const { lead } = renderText('Take $\\eta$.\n\n$$\nw \\leftarrow w - h\n$$\n\n$$ a $$\n');
  assert.match(lead, /<p>Take <math><mi>η<\/mi><\/math>\.<\/p>/);
  assert.equal(lead.match(/<div class="formula" tabindex="0"><math display="block"/g)?.length, 2);
  assert.doesNotMatch(lead, /style=|\$/);
});

test('formulas in a row are several, so that they can stand below each other', () => {
  const row =
    '$$ a = \\left( b \\qquad c \\right), \\qquad\\qquad \\text{d \\qquad e} \\qquad f $$';
  const { lead } = renderText(row);
  assert.equal(lead.match(/<math display="block"/g)?.length, 3);
  assert.equal(lead.match(/<div/g)?.length, 1);
});

test('money is no formula', () => {
  assert.equal(renderText('5$ and 6$, \\$x$ too').lead, '<p>5$ and 6$, $x$ too</p>');
});

test('no line ends where a reader would stumble', () => {
  const set = (/** @type {string} */ source) =>
    renderText(source)
      .lead.replace(/<math>.*?<\/math>/g, 'M')
      .replaceAll('\u00a0', '~');
  assert.equal(set("Adam's 10 epochs, 5 %, m = 32"), '<p>Adam’s 10~epochs, 5~%, m~=~32</p>');
  assert.equal(set('1 − 2/√(3k + 1), (a)/(b)'), '<p>1~−~2/\u2060√(3k~+~1), (a)/\u2060(b)</p>');
  assert.equal(set('и в $x$ — не\nтак же'), '<p>и~в~M~— не~так~же</p>');
  assert.equal(set('`a = 1` и *b*'), '<p><code>a = 1</code> и~<em>b</em></p>');
});

test('what cannot be meant is an error', () => {
  assert.throws(() => renderText('$\\frac{1}{2$'), /Expected|ParseError/);
  assert.throws(() => renderText('## A {#a}\n## B {#a}\n'), /same id: a/);
  assert.throws(() => renderText('# A\n# B\n'), /second title: B/);
});

test('markup of the author is shown, not run', () => {
  assert.equal(renderText('<b onclick=x>').lead, '<p>&lt;b onclick=x&gt;</p>');
});
