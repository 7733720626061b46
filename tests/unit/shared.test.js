/** What page and worker both run travels once: a function whose text is the worker's script. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import vm from 'node:vm';
import { transform } from '../../web/node_modules/esbuild/lib/main.js';
import { buildModule, bundling } from '../../web/tools/module.js';

const wasm = readFileSync(new URL('../../web/dist/spusk.wasm', import.meta.url));

/** A page that shows what the plugin gives it. */
const PAGE = `
  import source from 'worker:./engine/worker.js';
  import { LabError } from './core/error.js';
  import { Lab } from './core/lab.js';
  import { normaliseSpec } from './core/spec.js';
  export { LabError, Lab, normaliseSpec, source };`;

async function page() {
  const { outputFiles } = await buildModule(bundling(), PAGE);
  return outputFiles[0].text;
}

/** @param {string} text of a module */
const run = (text) => import(`data:text/javascript,${encodeURIComponent(text)}`);

/**
 * Runs a worker's script in a world that has only what a worker has.
 *
 * @param {string} source
 * @returns {Promise<any[]>} what it posts until it is ready, or has failed
 */
function work(source) {
  return new Promise((resolve, reject) => {
    /** @type {any[]} */
    const posted = [];
    /** @type {((event: {data: any}) => void)[]} */
    const listeners = [];
    const self = {
      postMessage(/** @type {any} */ message) {
        posted.push(message);
        if (message.type !== 'pong') resolve(posted);
      },
      addEventListener(/** @type {string} */ type, /** @type {any} */ listener) {
        if (type === 'message') listeners.push(listener);
      },
    };
    const world = { self, WebAssembly, TextDecoder, TextEncoder, performance, setTimeout };
    try {
      vm.runInNewContext(source, world);
      const send = (/** @type {any} */ data) => listeners.forEach((hear) => hear({ data }));
      send({ type: 'ping' });
      send({ type: 'init', module: new WebAssembly.Module(wasm) });
    } catch (error) {
      reject(error);
    }
  });
}

test('the worker’s script needs nothing but itself', async () => {
  const { source } = await run(await page());
  const [pong, ready] = await work(source);
  assert.equal(pong.type, 'pong');
  assert.equal(ready.type, 'ready', ready.message);
  assert.ok('adam' in ready.catalog.optimizers);
});

test('it still is one when another bundler has lowered it for older browsers', async () => {
  const { code } = await transform(await page(), { target: 'es2020', minify: true, format: 'esm' });
  const { source } = await run(code);
  const [, ready] = await work(source);
  assert.equal(ready.type, 'ready', ready.message);
});

test('the page has the same modules from it, once', async () => {
  const text = await page();
  const { LabError, Lab, normaliseSpec } = await run(text);
  const lab = new Lab(new WebAssembly.Module(wasm));
  assert.throws(() => normaliseSpec({ optimizer: 'adamm' }, lab.catalog), LabError);
  const spoken = 'this lab has been disposed';
  assert.equal(text.split(spoken).length - 1, 1);
});
