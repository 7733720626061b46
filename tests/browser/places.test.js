/**
 * The places in which a lab has to work, each as a page that a lecturer might have: other
 * origins, frames without rights, strict headers, wild style sheets, many labs.
 */
import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { launchBrowser, not } from './browsers.js';
import { script, startHost, whole } from './host.js';
import { until } from './lab.js';

/** @typedef {import('puppeteer-core').Page} Page */

const DIST = new URL('../../web/dist/', import.meta.url);

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('./host.js').Host} */
let host;
/** The hashes of one epoch, as they are where nothing is in the way. @type {string[]} */
let wanted;

before(async () => {
  host = await startHost();
  browser = await launchBrowser();
  wanted = (await onPage({})).hashes;
  assert.equal(wanted.length, 2);
});
after(async () => {
  await browser?.close();
  await host?.close();
});

const LAB =
  '<spusk-lab experiment="sgd-vs-adam" lang="en" seeds="1" autoplay="off" predict="off"></spusk-lab>';

let count = 0;

/**
 * Opens a page, and closes it after some work.
 *
 * @template T
 * @param {string} address
 * @param {(page: Page) => Promise<T>} work
 * @param {{change?: () => void, by?: import('puppeteer-core').Browser}} [options]
 * @returns {Promise<T>}
 */
async function visit(address, work, { change, by = browser } = {}) {
  const page = await by.newPage();
  try {
    if (change) await page.evaluateOnNewDocument(change);
    await page.setViewport({ width: 1280, height: 860 });
    await page.goto(address, { waitUntil: 'load' });
    return await work(page);
  } finally {
    await page.close();
  }
}

/** Trains the first lab of a page for an epoch, and tells what there is to be seen. */
const trainHere = async () => {
  await customElements.whenDefined('spusk-lab');
  const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
  await lab.ready;
  await lab.epoch();
  const notices = [...lab.renderRoot.querySelectorAll('.notice')];
  return {
    hashes: lab.lab.race.runs.map((/** @type {any} */ run) => run.hash),
    said: notices.map((node) => node.textContent.trim()),
    ground: getComputedStyle(lab).backgroundColor,
    columns: getComputedStyle(lab.renderRoot.querySelector('.page')).gridTemplateColumns,
  };
};

/**
 * @param {object} options
 * @param {string} [options.policy] Content-Security-Policy; LAB stands for the lab's origin
 * @param {string} [options.head]
 * @param {() => void} [options.change] runs on the page before everything else
 * @param {import('puppeteer-core').Browser} [options.by]
 */
function onPage({ policy, head, change, by }) {
  const html = whole({ head, body: LAB + script(host.spusk) });
  const origin = host.spusk.replace(/\/$/, '');
  /** @type {Record<string, string>} */
  const headers = policy ? { 'Content-Security-Policy': policy.replaceAll('LAB', origin) } : {};
  return visit(host.put(`${++count}.html`, { html, headers }), (page) => page.evaluate(trainHere), {
    ...{ change, by },
  });
}

/** Sends the page the hashes by which it is known that a lab in a frame has trained. */
const FRAME = 'experiment=sgd-vs-adam&lang=en&seeds=1&autoplay=off&predict=off';

/**
 * A lab in a frame, which is asked by messages, since nothing else reaches into it.
 *
 * @param {string} frame the tag
 * @returns {Promise<string[]>}
 */
function inFrame(frame) {
  const listen = `<script>window.got = []; addEventListener('message', ({ data }) => got.push(data));</script>`;
  const address = host.put(`${++count}.html`, whole({ body: listen + frame }));
  return visit(address, async (page) => {
    const got = () => page.evaluate(() => /** @type {any} */ (window).got);
    const sees = (/** @type {(message: any) => boolean} */ wished) =>
      until(got, (all) => all.some(wished));
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
    const got = await inFrame(`<iframe src="${host.spusk}${file}?${FRAME}"></iframe>`);
    assert.deepEqual(got, wanted, file);
  }
});

test('in a frame with sandbox="allow-scripts": no storage, no address of its own', async () => {
  for (const file of ['embed.html', 'spusk.html']) {
    const src = `${host.spusk}${file}?${FRAME}`;
    const got = await inFrame(`<iframe sandbox="allow-scripts" src="${src}"></iframe>`);
    assert.deepEqual(got, wanted, file);
  }
});

test('from the disk: spusk.html, and beside a page that shows it in a frame', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'spusk-stick-'));
  try {
    await copyFile(new URL('spusk.html', DIST), join(folder, 'spusk.html'));
    const own = `${pathToFileURL(join(folder, 'spusk.html'))}?${FRAME}`;
    const { hashes } = await visit(own, (page) => page.evaluate(trainHere));
    assert.deepEqual(hashes, wanted);
    const course = join(folder, 'course.html');
    const frame = `<iframe src="spusk.html?${FRAME}"></iframe>`;
    const listen = `<script>window.got = []; addEventListener('message', ({ data }) => got.push(data.event));</script>`;
    await writeFile(course, whole({ body: listen + frame }));
    await visit(`${pathToFileURL(course)}`, (page) =>
      until(
        () => page.evaluate(() => /** @type {any} */ (window).got),
        (all) => all.includes('ready') && all.includes('height'),
      ),
    );
  } finally {
    await rm(folder, { recursive: true });
  }
});

const STRICT = `default-src 'none'; style-src 'self'; img-src 'self' data:; connect-src LAB; script-src 'self' LAB`;

test("strict headers with 'wasm-unsafe-eval' and blob workers: as everywhere", async () => {
  const policy = `${STRICT} 'wasm-unsafe-eval'; worker-src blob:`;
  const { hashes, said, ground, columns } = await onPage({ policy });
  assert.deepEqual([hashes, said], [wanted, []]);
  // Its style sheets hold too, although none may stand in the page.
  assert.equal(ground, 'rgb(251, 250, 247)');
  assert.match(columns, /^\d+(\.\d+)?px \d+(\.\d+)?px$/);
});

test('without worker-src it trains on the page, and says nothing', async () => {
  const { hashes, said } = await onPage({ policy: `${STRICT} 'wasm-unsafe-eval'` });
  assert.deepEqual([hashes, said], [wanted, []]);
});

test("without 'wasm-unsafe-eval' it trains as JavaScript, and says which header to ask for", async () => {
  const { hashes, said } = await onPage({ policy: `${STRICT}; worker-src blob:` });
  assert.deepEqual(hashes, wanted);
  assert.equal(said.length, 1);
  assert.match(said[0], /Content-Security-Policy.*'wasm-unsafe-eval' in script-src/);
});

test('an integrity hash on the script, as the build prints it', async () => {
  const { integrityOf } = await import('../../web/tools/recipes.js');
  const integrity = integrityOf(await readFile(new URL('spusk.js', DIST)));
  const tag = (/** @type {string} */ value) =>
    `<script type="module" src="${host.spusk}spusk.js" integrity="${value}" crossorigin></script>`;
  const right = host.put(`${++count}.html`, whole({ body: LAB + tag(integrity) }));
  assert.deepEqual((await visit(right, (page) => page.evaluate(trainHere))).hashes, wanted);
  const wrong = host.put(
    `${++count}.html`,
    whole({ body: LAB + tag(integrity.replace(/.{8}$/, 'AAAAAAAA')) }),
  );
  const there = await visit(wrong, (page) =>
    page.evaluate(() => Boolean(customElements.get('spusk-lab'))),
  );
  assert.equal(there, false);
});

const early = not({ webkit: 'its driver cannot change a page before its scripts' });

test('without SharedArrayBuffer, as on every course page', async () => {
  const address = host.put(`${++count}.html`, whole({ body: LAB + script(host.spusk) }));
  const seen = await visit(address, async (page) => ({
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
  const { hashes, said } = await onPage({ change });
  assert.deepEqual([hashes, said], [wanted, []]);
});

test(
  'WebAssembly without vectors: the same bits, and nothing is said',
  not({ firefox: 'has no switch for it' }),
  async () => {
    const by = await launchBrowser({ vectors: false });
    try {
      const { hashes, said } = await onPage({ by });
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
    const address = host.put(`${++count}.html`, whole({ body: NO_SCRIPT + script(host.spusk) }));
    const shown = (/** @type {Page} */ page) =>
      page.evaluate(() => {
        const inner = ['spusk-lab img', 'spusk-lab p', 'spusk-lab a'];
        return inner.map((selector) => {
          const { height } = document.querySelector(selector)?.getBoundingClientRect() ?? {};
          return (height ?? 0) > 0;
        });
      });
    const page = await browser.newPage();
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

const WILD = `<style>
  * { all: unset !important; font: italic 900 41px/3 "Comic Sans MS", fantasy !important;
    color: red !important; letter-spacing: 9px !important; text-transform: uppercase !important;
    text-align: right !important; text-indent: 40px !important; white-space: pre !important;
    word-spacing: 20px !important; visibility: visible !important; cursor: wait !important; }
  html { direction: rtl !important; writing-mode: horizontal-tb !important; }
  head, script, style { display: none !important; }
  html, body { display: block !important; }
  :host, article, .page, button, canvas { display: none !important; outline: 9px solid lime; }
</style>`;

/** Where every visible part of a lab is, and how its letters look. */
const measure = async () => {
  await customElements.whenDefined('spusk-lab');
  const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
  await lab.ready;
  await lab.updateComplete;
  await document.fonts.ready;
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
  const outer = lab.getBoundingClientRect();
  /** @type {any[]} */
  const seen = [];
  const walk = (/** @type {ShadowRoot} */ root) => {
    for (const element of /** @type {NodeListOf<HTMLElement>} */ (root.querySelectorAll('*'))) {
      const { left, top, width, height } = element.getBoundingClientRect();
      if (width <= 1 && height <= 1) continue; // a slot, what only screen readers see
      const style = getComputedStyle(element);
      seen.push(
        [
          ...[element.localName, element.id],
          ...[left - outer.left, top - outer.top, width, height].map((n) => Math.round(4 * n) / 4),
          ...[style.fontSize, style.fontWeight, style.fontStyle, style.color, style.textTransform],
          ...[
            style.letterSpacing,
            style.textAlign,
            style.direction,
            style.whiteSpace,
            style.cursor,
          ],
        ].join(' '),
      );
      if (element.shadowRoot) walk(element.shadowRoot);
    }
  };
  walk(lab.renderRoot);
  return seen;
};

/**
 * The same, but for what rounding does to places.
 *
 * @param {string[]} got
 * @param {string[]} expected
 */
function sameLooks(got, expected) {
  const NUMBER = /(?<= )-?\d+(\.\d+)?(?= )/g;
  const words = (/** @type {string[]} */ list) => list.map((line) => line.replace(NUMBER, 'n'));
  const numbers = (/** @type {string[]} */ list) =>
    list.flatMap((line) => line.match(NUMBER) ?? []).map(Number);
  assert.deepEqual(words(got), words(expected));
  const places = numbers(expected);
  const moved = numbers(got).map((n, k) => Math.abs(n - places[k]));
  assert.ok(Math.max(...moved) <= 0.5, `moved by ${Math.max(...moved)} pixels`);
}

test('a page with wild style sheets changes nothing inside', async () => {
  const at = (/** @type {string} */ head) =>
    visit(
      host.put(
        `${++count}.html`,
        whole({
          head: `<style>html, body { margin: 0; } spusk-lab { --spusk-face: sans-serif; }</style>${head}`,
          body: `<div>${LAB}</div>${script(host.spusk)}`,
        }),
      ),
      (page) => page.evaluate(measure),
    );
  const tame = await at('');
  const wild = await at(WILD);
  assert.ok(tame.length > 100);
  sameLooks(wild, tame);
});

test('in a page that reads from right to left', async () => {
  const at = (/** @type {string} */ html) =>
    visit(host.put(`${++count}.html`, whole({ html, body: LAB + script(host.spusk) })), (page) =>
      page.evaluate(measure),
    );
  sameLooks(await at('lang="ar" dir="rtl"'), await at('lang="en"'));
});

test('beside an older Chart.js of the page, which stays what it was', async () => {
  // What such a page has: a global, with defaults and plugins that are not those of this lab.
  const own = `<script>window.Chart = function Chart() { throw new Error('not for you'); };
    Chart.version = '2.9.4'; Chart.defaults = { global: { defaultFontSize: 99 } };
    Chart.plugins = { register() { throw new Error('not for you'); } };
    window.before = JSON.stringify(Chart.defaults);</script>`;
  const { hashes } = await onPage({ head: own });
  assert.deepEqual(hashes, wanted);
  const address = host.put(`${++count}.html`, whole({ head: own, body: LAB + script(host.spusk) }));
  const seen = await visit(address, async (page) => {
    await page.evaluate(trainHere);
    return page.evaluate(() => {
      const { Chart, before: defaults } = /** @type {any} */ (window);
      return [Chart.version, JSON.stringify(Chart.defaults) === defaults];
    });
  });
  assert.deepEqual(seen, ['2.9.4', true]);
});

test('two copies of spusk.js on one page', async () => {
  const body = `${LAB}${script(host.spusk)}<script type="module" src="${host.spusk}spusk.js?again"></script>`;
  const address = host.put(`${++count}.html`, whole({ body }));
  const { hashes } = await visit(address, (page) => page.evaluate(trainHere));
  assert.deepEqual(hashes, wanted);
});

test('twenty labs on one page: one core, and only those in view train', async () => {
  const labs = Array.from({ length: 20 }, (_, k) =>
    LAB.replace('autoplay="off"', `id="lab${k}" style="display: block; margin-bottom: 900px"`),
  );
  const address = host.put(`${++count}.html`, whole({ body: labs.join('') + script(host.spusk) }));
  await visit(
    address,
    async (page) => {
      const phases = () =>
        page.evaluate(() =>
          [.../** @type {any} */ (document.querySelectorAll('spusk-lab'))].map(
            ({ lab }) => lab?.phase ?? 'none',
          ),
        );
      const trained = (/** @type {string} */ phase) => phase === 'finished' || phase === 'running';
      const first = await until(phases, (all) => all[0] === 'finished');
      assert.ok(
        first.slice(2).every((phase) => phase === 'idle'),
        String(first),
      );
      await page.evaluate(() =>
        document.querySelector('#lab13')?.scrollIntoView({ block: 'start' }),
      );
      const later = await until(phases, (all) => all[13] === 'finished');
      assert.ok(later.filter(trained).length < 6, String(later));
      const compiled = await page.evaluate(() => /** @type {any} */ (window).compiled);
      if (typeof compiled === 'number') assert.equal(compiled, 1);
      const hashes = await page.evaluate(() =>
        ['#lab0', '#lab13'].map((id) =>
          /** @type {any} */ (document.querySelector(id)).lab.race.runs.map(
            (/** @type {any} */ r) => r.hash,
          ),
        ),
      );
      assert.deepEqual(hashes[1], hashes[0]);
    },
    process.env.SPUSK_BROWSER === 'webkit'
      ? {}
      : {
          change: () => {
            const { compile } = WebAssembly;
            /** @type {any} */ (window).compiled = 0;
            WebAssembly.compile = (bytes) => {
              /** @type {any} */ (window).compiled++;
              return compile(bytes);
            };
          },
        },
  );
});

test('a frame that is taken away while it trains', async () => {
  const src = `${host.spusk}embed.html?${FRAME.replace('autoplay=off', 'autoplay=on')}`;
  const listen = `<script>window.got = []; addEventListener('message', ({ data }) => got.push(data));</script>`;
  const body = `${listen}<iframe src="${src}" width="1000" height="800"></iframe>`;
  await visit(host.put(`${++count}.html`, whole({ body })), async (page) => {
    const got = () => page.evaluate(() => /** @type {any} */ (window).got);
    await until(got, (all) => all.some((/** @type {any} */ { event }) => event === 'metric'));
    await page.evaluate(() => document.querySelector('iframe')?.remove());
    // What was on its way comes, and then nothing more.
    const settled = async () => {
      const many = (await got()).length;
      await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
      return (await got()).length === many;
    };
    await until(settled, Boolean);
    const labs = await page.evaluate(() => window.length);
    assert.equal(labs, 0);
  });
});
