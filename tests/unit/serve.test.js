import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { serve } from '../../web/tools/serve.js';

/** @type {string} */
let folder;
/** @type {import('../../web/tools/serve.js').Serving} */
let serving;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spusk-serve-'));
  await mkdir(join(folder, 'root/a b'), { recursive: true });
  await writeFile(join(folder, 'root/index.html'), '<p>start</p>');
  await writeFile(join(folder, 'root/core.wasm'), 'wasm');
  await writeFile(join(folder, 'root/a b/part.js'), 'export {};');
  await writeFile(join(folder, 'secret.txt'), 'secret');
  await mkdir(join(folder, 'root-beside'));
  await writeFile(join(folder, 'root-beside/secret.txt'), 'secret');
  serving = await serve({ root: join(folder, 'root'), port: 0, headers: { 'X-Extra': 'yes' } });
});

after(async () => {
  await serving.close();
  await rm(folder, { recursive: true });
});

/**
 * A request whose path goes out as it stands here (fetch would tidy it up).
 * @param {string} path
 * @param {string} [method]
 * @returns {Promise<{status: number | undefined, headers: Record<string, any>, text: string}>}
 */
function get(path, method = 'GET') {
  const { hostname, port } = new URL(serving.url);
  return new Promise((done, fail) => {
    request({ hostname, port, path, method }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += chunk));
      response.on('end', () =>
        done({ status: response.statusCode, headers: response.headers, text }),
      );
    })
      .on('error', fail)
      .end();
  });
}

test('files come with the right type, and the folder with its index.html', async () => {
  const start = await get('/?lang=ru');
  assert.equal(start.status, 200);
  assert.equal(start.text, '<p>start</p>');
  assert.equal(start.headers['content-type'], 'text/html; charset=utf-8');
  assert.equal(start.headers['x-extra'], 'yes');
  assert.equal((await get('/core.wasm')).headers['content-type'], 'application/wasm');
  const part = await get('/a%20b/part.js');
  assert.equal(part.headers['content-type'], 'text/javascript; charset=utf-8');
  assert.equal(part.text, 'export {};');
});

test('nothing outside of the folder is served', async () => {
  const paths = [
    '/../secret.txt',
    '/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/a%20b/../../secret.txt',
    '/../root-beside/secret.txt',
    '//etc/hostname',
    '/%00',
    '/%zz',
    '/missing.html',
    '/a%20b',
  ];
  for (const path of paths) {
    const { status, text } = await get(path);
    assert.equal(status, 404, path);
    assert.doesNotMatch(text, /secret/);
  }
});

test('a method other than GET and HEAD is refused', async () => {
  assert.equal((await get('/', 'POST')).status, 405);
  const head = await get('/', 'HEAD');
  assert.equal(head.status, 200);
  assert.equal(head.text, '');
  assert.equal(head.headers['content-length'], '12');
});

test('a port that is taken is left for the next free one', async () => {
  const taken = Number(new URL(serving.url).port);
  const other = await serve({ root: folder, port: taken });
  const port = Number(new URL(other.url).port);
  await other.close();
  assert.ok(port > taken && port <= taken + 50, `${taken} then ${port}`);
});
