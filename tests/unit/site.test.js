/** What the site keeps and gives away: marks of what is done, and what Share says. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Done } from '../../web/state/done.js';
import { placeOf, shareTexts } from '../../web/state/share.js';

/** @param {string | null} [text] */
function storage(text = null) {
  return {
    text,
    getItem: () => text,
    setItem(/** @type {string} */ _, /** @type {string} */ value) {
      text = value;
      this.text = value;
    },
  };
}

test('what is done is kept, whatever is found in the storage', () => {
  for (const text of [null, '', '{', '7', 'null', '{"a":1}', '[1,null,{}]']) {
    const kept = storage(text);
    const done = new Done(() => kept);
    assert.equal(done.has('ravine'), false);
    done.add('ravine');
    done.add('ravine');
    assert.ok(done.has('ravine'));
    assert.equal(kept.text, '["ravine"]', String(text));
    assert.ok(new Done(() => kept).has('ravine'));
  }
});

test('another tab loses nothing, and a storage that throws costs nothing', () => {
  const kept = storage();
  const [one, other] = [new Done(() => kept), new Done(() => kept)];
  one.add('ravine');
  other.add('dropout');
  assert.deepEqual(JSON.parse(kept.text ?? ''), ['ravine', 'dropout']);
  const forbidden = new Done(() => {
    throw new Error('forbidden');
  });
  forbidden.add('ravine');
  assert.ok(forbidden.has('ravine'));
});

test('what Share gives says the same in three forms, and quotes what it must', () => {
  const { link, frame, element } = shareTexts({
    place: placeOf('https://a.example/lab/index.html?experiment=x'),
    author: {
      experiment: 'ravine',
      lang: 'ru',
      hide: ['code', 'table'],
      course: 'intro',
      settings: { step: 1.5 },
    },
    learner: { theme: 'dark', settings: { condition: 50 } },
    title: 'A "title" & <more>',
  });
  assert.equal(
    link,
    'https://a.example/lab/?experiment=ravine&lang=ru&hide=code,table&step=1.5#theme=dark&condition=50',
  );
  const all = 'experiment=ravine&lang=ru&theme=dark&hide=code,table&step=1.5&condition=50';
  const source = `https://a.example/lab/embed.html?${all}`.replaceAll('&', '&amp;');
  assert.ok(
    frame.startsWith(`<iframe src="${source}" title="A &quot;title&quot; &amp; &lt;more>"`),
  );
  assert.ok(
    element.startsWith('<script type="module" src="https://a.example/lab/spusk.js"></script>'),
  );
  assert.ok(
    element.includes('<spusk-lab experiment="ravine" lang="ru" theme="dark" hide="code,table">'),
  );
  assert.ok(element.includes('{"settings":{"step":1.5,"condition":50}}'));
});

test('the page as one file shares itself', () => {
  const { page, frame } = placeOf('file:///home/me/spusk.html', true);
  assert.equal(page, 'file:///home/me/spusk.html');
  assert.equal(frame, page);
});
