/**
 * The places in which a lab has to work, each as a page that a lecturer might have: other
 * origins, frames without rights, strict headers, browsers that lack something.
 */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launchBrowser, not } from './browsers.js';
import { LISTEN, got, script, whole } from './host.js';
import { find, press, until } from './lab.js';
import { FRAME, LAB, trainHere, trainOn } from './one-lab.js';
import { onHost } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const DIST = new URL('../../web/dist/', import.meta.url);

/** The hashes of one epoch, as they are where nothing is in the way. @type {string[]} */
let wanted;
const at = onHost(launchBrowser, async (here) => {
  wanted = (await trainOn(here)).hashes;
  assert.equal(wanted.length, 2);
});

/**
 * A lab in a frame, which is asked by messages, since nothing else reaches into it.
 *
 * @param {string} frame the tag
 * @returns {Promise<string[]>}
 */
function inFrame(frame) {
  return at.visit(whole({ body: LISTEN + frame }), async (page) => {
    const sees = (/** @type {(message: any) => boolean} */ wished) =>
      until(
        () => got(page),
        (all) => all.some(wished),
      );
    await sees(({ event }) => event === 'ready');
    const ask = (
      /** @type {number} */ id,
      /** @type {string} */ command,
      /** @type {any[]} */ args,
    ) =>
      page.evaluate(
        (message) => document.querySelector('iframe')?.contentWindow?.postMessage(message, '*'),
        { type: 'spusk', v: 1, id, command, args },
      );
    await ask(1, 'epoch', []);
    await sees(({ event, id }) => event === 'reply' && id === 1);
    await ask(2, 'exportData', ['json']);
    const all = await sees(({ event, id }) => event === 'reply' && id === 2);
    const { value } = all.find((/** @type {any} */ message) => message.id === 2);
    return value.runs.map((/** @type {any} */ run) => run.hash);
  });
}

test('in a frame of another origin', async () => {
  for (const file of ['embed.html', 'spusk.html', 'index.html']) {
    const hashes = await inFrame(`<iframe src="${at.host.spusk}${file}?${FRAME}"></iframe>`);
    assert.deepEqual(hashes, wanted, file);
  }
});

test('in a frame with sandbox="allow-scripts": no storage, no address of its own', async () => {
  for (const file of ['embed.html', 'spusk.html']) {
    const src = `${at.host.spusk}${file}?${FRAME}`;
    const hashes = await inFrame(`<iframe sandbox="allow-scripts" src="${src}"></iframe>`);
    assert.deepEqual(hashes, wanted, file);
  }
});

test('from the disk: spusk.html, and beside a page that shows it in a frame', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spusk-stick-'));
  try {
    await copyFile(new URL('spusk.html', DIST), join(folder, 'spusk.html'));
    const own = `${pathToFileURL(join(folder, 'spusk.html'))}?${FRAME}`;
    const { hashes } = await at.open(own, (page) => page.evaluate(trainHere));
    assert.deepEqual(hashes, wanted);
    const course = join(folder, 'course.html');
    const frame = `<iframe src="spusk.html?${FRAME}"></iframe>`;
    await writeFile(course, whole({ body: LISTEN + frame }));
    await at.open(`${pathToFileURL(course)}`, (page) =>
      until(
        () => got(page),
        (all) => ['ready', 'height'].every((name) => all.some(({ event }) => event === name)),
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

const STRICT = `default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src LAB; script-src 'self' LAB`;

test("strict headers with 'wasm-unsafe-eval' and blob workers: as everywhere", async () => {
  const policy = `${STRICT} 'wasm-unsafe-eval'; worker-src blob:`;
  const { hashes, said, ground, columns } = await trainOn(at, { policy });
  assert.deepEqual([hashes, said], [wanted, []]);
  // Its style sheets hold too, although none may stand in the page.
  assert.equal(ground, 'rgb(251, 250, 247)');
  assert.match(columns, /^\d+(\.\d+)?px \d+(\.\d+)?px$/);
});

test('without worker-src it trains on the page, and says nothing', async () => {
  const { hashes, said } = await trainOn(at, { policy: `${STRICT} 'wasm-unsafe-eval'` });
  assert.deepEqual([hashes, said], [wanted, []]);
});

test("without 'wasm-unsafe-eval' it trains as JavaScript, and says which header to ask for", async () => {
  const { hashes, said } = await trainOn(at, { policy: `${STRICT}; worker-src blob:` });
  assert.deepEqual(hashes, wanted);
  assert.equal(said.length, 1);
  assert.match(said[0], /Content-Security-Policy.*'wasm-unsafe-eval' in script-src/);
});

/** Counts the workers that could be started. */
const COUNT = `<script>
  window.started = 0;
  window.Worker = class extends Worker {
    constructor(...args) {
      super(...args);
      window.started++;
    }
  };
</script>`;

/**
 * @template T
 * @param {string} policy
 * @param {string} body
 * @param {(page: Page) => Promise<T>} work
 */
const under = (policy, body, work) => {
  const html = whole({ head: COUNT, body: body + script(at.host.spusk) });
  return at.visit({ html, headers: { 'Content-Security-Policy': policy } }, work);
};

for (const [names, workers] of /** @type {const} */ ([
  ['lit-html spusk', true],
  ['lit-html', false],
])) {
  const how = workers ? 'in workers' : 'on the page';
  test(`trusted types with the policies ${names}: trains ${how}, and says nothing`, () =>
    under(`require-trusted-types-for 'script'; trusted-types ${names}`, LAB, async (page) => {
      const { hashes, said } = await page.evaluate(trainHere);
      assert.deepEqual([hashes, said], [wanted, []]);
      const started = await page.evaluate(() => /** @type {any} */ (window).started);
      assert.equal(started > 0, workers, `${started} workers`);
      // What is printed is written outside of the element.
      await press(page, 'spusk-lab', 'spusk-report', '#open');
      await find(page, ['spusk-report-sheet', 'main h1']);
    }));
}

test('trusted types without any policy: what stands inside the element is shown', () =>
  under(
    "require-trusted-types-for 'script'; trusted-types 'none'",
    '<spusk-lab experiment="dropout"><p>In its place</p></spusk-lab>',
    async (page) => {
      const shown = await page.$eval('spusk-lab p', (node) => node.getBoundingClientRect().height);
      assert.ok(shown > 0);
      assert.equal(await page.evaluate(() => Boolean(customElements.get('spusk-lab'))), false);
    },
  ));

test('an integrity hash on the script, as the build prints it', async () => {
  const { integrityOf } = await import('../../web/tools/recipes.js');
  const integrity = integrityOf(await readFile(new URL('spusk.js', DIST)));
  const tag = (/** @type {string} */ value) =>
    `<script type="module" src="${at.host.spusk}spusk.js" integrity="${value}" crossorigin></script>`;
  const right = whole({ body: LAB + tag(integrity) });
  assert.deepEqual((await at.visit(right, (page) => page.evaluate(trainHere))).hashes, wanted);
  const wrong = whole({ body: LAB + tag(integrity.replace(/.{8}$/, 'AAAAAAAA')) });
  const there = await at.visit(wrong, (page) =>
    page.evaluate(() => Boolean(customElements.get('spusk-lab'))),
  );
  assert.equal(there, false);
});

const early = not({ webkit: 'its driver cannot change a page before its scripts' });

test('without SharedArrayBuffer, as on every course page', async () => {
  const html = whole({ body: LAB + script(at.host.spusk) });
  const seen = await at.visit(html, async (page) => ({
    shared: await page.evaluate(() => typeof SharedArrayBuffer),
    isolated: await page.evaluate(() => window.crossOriginIsolated),
    ...(await page.evaluate(trainHere)),
  }));
  assert.deepEqual([seen.isolated, seen.shared], [false, 'undefined']);
  assert.deepEqual(seen.hashes, wanted);
});

test('where storage throws', early, async () => {
  const change = () => {
    for (const name of ['localStorage', 'sessionStorage', 'indexedDB', 'caches']) {
      Object.defineProperty(window, name, {
        get() {
          throw new DOMException('forbidden', 'SecurityError');
        },
      });
    }
  };
  const { hashes, said } = await trainOn(at, { change });
  assert.deepEqual([hashes, said], [wanted, []]);
});

test(
  'WebAssembly without vectors: the same bits, and nothing is said',
  not({ firefox: 'has no switch for it' }),
  async () => {
    const by = await launchBrowser({ vectors: false });
    try {
      const { hashes, said } = await trainOn(at, { by });
      assert.deepEqual([hashes, said], [wanted, []]);
    } finally {
      await by.close();
    }
  },
);

const NO_SCRIPT = `<spusk-lab experiment="dropout">
  <picture><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="Two curves" width="300"></picture>
  <p>Needs JavaScript: <a href="https://example.org/">open the lab</a></p>
  <script type="application/json">{"seeds": 2}</script></spusk-lab>`;

test(
  'without JavaScript the picture, the text and the link inside are shown; with it they are not',
  not({ firefox: 'its driver cannot switch it off', webkit: 'its driver needs it itself' }),
  async () => {
    const address = at.put(whole({ body: NO_SCRIPT + script(at.host.spusk) }));
    const shown = (/** @type {Page} */ page) =>
      page.evaluate(() => {
        const inner = ['spusk-lab img', 'spusk-lab p', 'spusk-lab a'];
        return inner.map((selector) => {
          const { height } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
          return (height ?? 0) > 0;
        });
      });
    const page = await at.browser.newPage();
    try {
      await page.setJavaScriptEnabled(false);
      await page.goto(address);
      assert.deepEqual(await shown(page), [true, true, true]);
      await page.setJavaScriptEnabled(true);
      await page.reload();
      await until(
        () => shown(page),
        (seen) => !seen.some(Boolean),
      );
    } finally {
      await page.close();
    }
  },
);
