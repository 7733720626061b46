/** Where the core cannot be WebAssembly with vectors: it is another build, and the bits are equal. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { serve } from '../../web/tools/serve.js';
import { specs, updates } from '../parity/specs.js';
import { launchChromium } from './chromium.js';
import { ANSWER } from './find-program.js';

const golden = JSON.parse(readFileSync(new URL('../parity/golden.json', import.meta.url), 'utf8'));
const spec = { ...specs['mlp-sgd'], stop: { updates } };
const hash = golden['mlp-sgd'];

/** @type {import('puppeteer-core').Browser} */
let browser;
before(async () => {
  browser = await launchChromium();
});
after(() => browser.close());

/**
 * Trains through spusk.js in a page with these rules.
 * @param {{policy?: string, change?: () => void}} options change: runs before the page's scripts
 */
async function train({ policy, change = () => {} }) {
  /** @type {Record<string, string>} */
  const headers = policy ? { 'Content-Security-Policy': policy } : {};
  const site = await serve({ port: 0, headers });
  const page = await browser.newPage();
  /** @type {string[]} */
  const loaded = [];
  page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
  try {
    await page.evaluateOnNewDocument(change);
    // A page with nothing else on it.
    await page.goto(new URL('licenses.txt', site.url).href, { timeout: ANSWER });
    const told = await page.evaluate(
      async (module, given) => {
        const { openEngine } = await import(module);
        const engine = await openEngine();
        const { core, coreReason, worker } = engine;
        let last;
        for await (const event of engine.run(given)) last = event;
        engine.close();
        return { core, coreReason, worker, hash: last.hash ?? last.message };
      },
      new URL('spusk.js', site.url).href,
      spec,
    );
    return { ...told, loaded };
  } finally {
    await page.close();
    await site.close();
  }
}

test('a policy with wasm-unsafe-eval and blob workers: WebAssembly in a worker', async () => {
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src blob:";
  const { loaded, ...told } = await train({ policy });
  assert.deepEqual(told, { core: 'wasm', coreReason: '', worker: true, hash });
  // spusk.js has all that it needs inside.
  assert.deepEqual(
    loaded.filter((path) => path.startsWith('/spusk')),
    ['/spusk.js'],
  );
});

test('the same without worker-src: WebAssembly on the page', async () => {
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
  const { core, worker, hash: got } = await train({ policy });
  assert.deepEqual({ core, worker, hash: got }, { core: 'wasm', worker: false, hash });
});

test('without wasm-unsafe-eval: JavaScript, in a worker where there may be one', async () => {
  for (const [rest, worker] of /** @type {[string, boolean][]} */ ([
    ['; worker-src blob:', true],
    ['', false],
  ])) {
    const { loaded, ...told } = await train({
      policy: `default-src 'self'; script-src 'self'${rest}`,
    });
    assert.deepEqual(told, { core: 'js', coreReason: 'forbidden', worker, hash });
    assert.ok(loaded.includes('/spusk-core.js'));
  }
});

test('without WebAssembly: JavaScript', async () => {
  const {
    core,
    coreReason,
    hash: got,
  } = await train({
    change: () => Reflect.deleteProperty(globalThis, 'WebAssembly'),
  });
  assert.deepEqual({ core, coreReason, hash: got }, { core: 'js', coreReason: 'missing', hash });
});

test('WebAssembly without vectors: the build without, from beside the module', async () => {
  const {
    loaded,
    core,
    hash: got,
  } = await train({
    change: () => {
      WebAssembly.validate = () => false;
    },
  });
  assert.deepEqual({ core, hash: got }, { core: 'wasm', hash });
  assert.ok(loaded.includes('/spusk-scalar.wasm'));
});

test('the site loads one build of the core, as a file', async () => {
  const site = await serve({ port: 0 });
  const page = await browser.newPage();
  try {
    /** @type {string[]} */
    const loaded = [];
    page.on('request', (request) => loaded.push(new URL(request.url()).pathname));
    const core = page.waitForResponse((response) => /\.wasm$/.test(response.url()));
    await page.goto(site.url, { timeout: ANSWER });
    await core;
    await page.waitForNetworkIdle();
    const cores = loaded.filter((path) => /\.wasm$|spusk-core/.test(path));
    assert.equal(cores.length, 1, String(cores));
    assert.match(cores[0], /^\/assets\/spusk-[A-Z0-9]{8}\.wasm$/);
  } finally {
    await page.close();
    await site.close();
  }
});
