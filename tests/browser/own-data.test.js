/** Somebody's own files on the page: dropped, chosen, or named by the page's author. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { deflateSync, gzipSync } from 'node:zlib';
import { serve } from '../../web/tools/serve.js';
import { idxFile } from '../unit/own-files.js';
import { assertAccessible } from './access.js';
import { launchChromium } from './chromium.js';
import * as lab from './lab.js';
import { onSite } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const mnist =
  process.env.SPUSK_MNIST ??
  fileURLToPath(new URL('../../../shared/data/mnist10k', import.meta.url));
const absent = !existsSync(mnist) && `no MNIST in ${mnist}`;
const real = () => readdirSync(mnist).map((name) => join(mnist, name));

const { visit } = onSite(launchChromium);
const folder = mkdtempSync(join(tmpdir(), 'spusk-own-'));
after(() => rmSync(folder, { recursive: true }));

/** @param {string[]} place in <spusk-data> */
const inData = (...place) => ['spusk-lab', 'spusk-data', ...place];

/** @param {Page} page @param {string} place */
const textOf = async (page, place) => {
  const element = await page.$(inData(place).join(' >>> '));
  return (await element?.evaluate((node) => node.textContent?.replace(/\s+/g, ' ').trim())) ?? '';
};

/** @param {Page} page @param {string[]} files paths, dropped on the lab as somebody would */
async function drop(page, files) {
  await lab.find(page, inData('#open'));
  const input = /** @type {import('puppeteer-core').ElementHandle<HTMLInputElement>} */ (
    await page.evaluateHandle(() => {
      const made = document.createElement('input');
      Object.assign(made, { type: 'file', multiple: true, hidden: true });
      return document.body.appendChild(made);
    })
  );
  await input.uploadFile(...files);
  await input.evaluate((field) => {
    const dataTransfer = new DataTransfer();
    for (const chosen of field.files ?? []) dataTransfer.items.add(chosen);
    const target = document.querySelector('spusk-lab');
    const options = { dataTransfer, bubbles: true, cancelable: true, composed: true };
    target?.dispatchEvent(new DragEvent('dragover', options));
    target?.dispatchEvent(new DragEvent('drop', options));
    field.remove();
  });
}

/** @param {Page} page @param {'files' | 'folder'} how @param {string[]} paths */
async function choose(page, how, paths) {
  const input = await lab.find(page, inData(`#${how}-input`));
  await /** @type {any} */ (input).uploadFile(...paths);
}

/** @param {Page} page @param {RegExp} wanted */
const untilResult = (page, wanted) =>
  lab.until(
    () => textOf(page, '.result'),
    (text) => wanted.test(text),
  );

/** @param {Page} page @param {RegExp} wanted */
const untilProblem = (page, wanted) =>
  lab.until(
    () => textOf(page, 'dialog .problem'),
    (text) => wanted.test(text),
  );

/** @param {Page} page */
const close = async (page) => (await lab.find(page, inData('#close')))?.click();

test('real MNIST, dropped on the flagship, trains to the end', { skip: absent }, (t) =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1&predict=off&autoplay=off', async (page) => {
    const began = performance.now();
    await drop(page, real());
    await untilResult(page, /8,000 \+ 2,000 images, 28 × 28, 10 classes.*trains on 2,000 .* 1,000/);
    t.diagnostic(`in use after ${Math.round(performance.now() - began)} ms`);
    await close(page);
    await lab.click(page, 'run');
    const { runs } = await lab.untilPhase(page, 'finished');
    t.diagnostic(runs.map(({ id, error }) => `${id} ${(100 * error).toFixed(1)} %`).join(', '));
    const adam = /** @type {lab.RunSeen} */ (runs.find(({ id }) => id === 'adam'));
    assert.ok(adam.error < 0.12, `${adam.error}`);
    const about = await lab.find(page, ['spusk-lab', '.about']);
    const said = await about?.evaluate((node) => node.textContent ?? '');
    assert.match(said ?? '', /generated digits; here .* your data/);
    const kept = await page.evaluate(() => {
      const { race } = /** @type {any} */ (document.querySelector('spusk-lab')).lab;
      return race.runs[0].spec.data;
    });
    assert.deepEqual([kept.name, kept.train, kept.files.length], ['own', 2000, 4]);
  }),
);

test('the grid fills on real MNIST, and no run carries the whole of it', { skip: absent }, (t) =>
  visit('?experiment=small-batches&lang=en&seeds=1&predict=off&autoplay=off', async (page) => {
    await drop(page, real());
    await untilResult(page, /trains on 1,024 .* 1,000/);
    await close(page);
    await lab.click(page, 'run');
    await lab.until(
      () =>
        page.evaluate(() => {
          const { race } = /** @type {any} */ (document.querySelector('spusk-lab')).lab;
          return race.runs.filter((/** @type {any} */ run) => run.stage === 'done').length;
        }),
      (done) => done >= 4,
    );
    const sizes = await page.evaluate(() => {
      const { race } = /** @type {any} */ (document.querySelector('spusk-lab')).lab;
      const bytes = new Set(race.runs.map((/** @type {any} */ run) => run.spec.data.trainImages));
      bytes.delete(undefined);
      return [...bytes].map((array) => array.length);
    });
    assert.ok(sizes.length <= 1, 'runs that wait share their examples');
    for (const size of sizes) assert.equal(size, 16 + 1024 * 784);
    const heap = await page.evaluate(() => /** @type {any} */ (performance).memory?.usedJSHeapSize);
    if (heap) t.diagnostic(`heap of the page ${Math.round(heap / 1e6)} MB`);
  }),
);

/** @param {string} name @param {Uint8Array | string} bytes */
function file(name, bytes) {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

const images = (/** @type {number} */ n) => idxFile([n, 28, 28], (i) => (i * 31) % 256);
const labels = (/** @type {number} */ n) => idxFile([n], (i) => i % 4);

test('bad files get a sentence, and the runs go on', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1&predict=off', async (page) => {
    await lab.untilUnderWay(page);
    const cut = file('train-images-idx3-ubyte', images(40).subarray(0, 9000));
    await drop(page, [cut, file('train-labels-idx1-ubyte', labels(40))]);
    await untilProblem(
      page,
      /^train-images-idx3-ubyte should hold 40 images, 31,360 bytes, and holds 8,984/,
    );
    await choose(page, 'files', [file('pets.zip', 'PK\x03\x04 and so on')]);
    await untilProblem(page, /^pets\.zip is an archive/);
    await choose(page, 'files', [file('prices.csv', 'x,price\n1,2\n3,4\n5,x\n7')]);
    await untilProblem(page, /^prices\.csv: line 5/);
    const { phase, runs } = await lab.look(page);
    assert.ok(phase === 'running' || phase === 'finished');
    assert.ok(runs.every(({ updates }) => updates > 0));
    await lab.untilPhase(page, 'finished');
  }));

test('a table where images are needed, and then where they are not', async () => {
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 7},${i * i},${'abc'[i % 3]}`);
  const table = file('table.csv', `size,weight,sort\n${rows.join('\n')}`);
  await visit('?experiment=receptive-field&lang=en&predict=off&autoplay=off', async (page) => {
    await drop(page, [table]);
    await untilProblem(page, /looks at images, and a table has none/);
  });
  await visit('?experiment=sgd-vs-adam&lang=ru&seeds=1&predict=off&autoplay=off', async (page) => {
    await drop(page, [table]);
    await untilResult(page, /строк: 60, чисел в строке: 2, классов: 3/);
    const target = await lab.find(page, inData('#target'));
    assert.equal(await target?.evaluate((s) => /** @type {any} */ (s).value), 'sort');
    await /** @type {any} */ (target).select('size');
    await untilResult(page, /чисел в строке: 4, классов: 7/);
  });
});

/** A PNG of one colour. @param {number} side @param {number[]} rgb */
function png(side, rgb) {
  const row = Uint8Array.from([0, ...Array.from({ length: side }, () => rgb).flat()]);
  const chunk = (/** @type {string} */ type, /** @type {Uint8Array} */ data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc(body), 4);
    return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const pixels = deflateSync(Buffer.concat(Array.from({ length: side }, () => row)));
  const parts = [chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', new Uint8Array())];
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10]), ...parts]);
}

/** @param {Uint8Array} bytes */
function crc(bytes) {
  let c = ~0;
  for (const byte of bytes) {
    c ^= byte;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
  }
  return ~c >>> 0;
}

test('a folder of pictures, decoded here; by keyboard, and with nothing for axe to find', () =>
  visit('?experiment=sgd-vs-adam&lang=en&seeds=1&predict=off&autoplay=off', async (page) => {
    for (let i = 0; i < 8; i++) {
      file(`pets/red/${i}.png`, png(40, [200 + i, 0, 0]));
      file(`pets/blue/${i}.png`, png(50, [0, 0, 200 + i]));
    }
    file('pets/blue/torn.png', png(50, [0, 0, 255]).subarray(0, 40));
    const open = await lab.find(page, inData('#open'));
    await open?.focus();
    await page.keyboard.press('Enter');
    await lab.until(
      () => page.$(inData('dialog[open]').join(' >>> ')),
      (dialog) => dialog !== null,
    );
    await choose(page, 'folder', [join(folder, 'pets')]);
    await untilResult(
      page,
      /16 images, 32 × 32, 2 classes.*1 file is no picture .* pets\/blue\/torn\.png/,
    );
    const colours = await page.$$eval(inData('canvas').join(' >>> '), (all) =>
      all.map((canvas) => [
        .../** @type {any} */ (canvas).getContext('2d').getImageData(9, 9, 1, 1).data,
      ]),
    );
    assert.deepEqual(colours, [
      [0, 0, 200, 255],
      [200, 0, 0, 255],
    ]);
    await assertAccessible(page);
    await page.keyboard.press('Escape');
    assert.equal(await lab.focused(page), 'open');
    await lab.click(page, 'run');
    const { runs } = await lab.untilPhase(page, 'finished');
    assert.ok(
      runs.every(({ error }) => error === 0),
      'red is not blue',
    );
  }));

test("the author's folder on another server is in use from the start, or is missed in words", async () => {
  const names = ['train-images-idx3', 'train-labels-idx1', 't10k-images-idx3', 't10k-labels-idx1'];
  [images(60), labels(60), images(20), labels(20)].forEach((bytes, i) =>
    file(`course/${names[i]}-ubyte.gz`, gzipSync(bytes)),
  );
  const open = await serve({
    port: 0,
    root: folder,
    headers: { 'access-control-allow-origin': '*' },
  });
  const shut = await serve({ port: 0, root: folder });
  const query = '?experiment=sgd-vs-adam&lang=en&seeds=1&predict=off&data=';
  const foreign = { from: undefined };
  try {
    await visit(
      `${query}${encodeURIComponent(`${open.url}course`)}`,
      async (page) => {
        const { runs } = await lab.untilUnderWay(page);
        assert.ok(runs.length);
        const { name } = await page.evaluate(
          () => /** @type {any} */ (document.querySelector('spusk-lab')).lab.race.runs[0].spec.data,
        );
        assert.equal(name, 'own', 'the generated digits never ran');
        assert.match(await textOf(page, '.line'), /60 \+ 20 images/);
      },
      foreign,
    );
    for (const [address, said] of /** @type {[string, RegExp][]} */ ([
      [`${shut.url}course/`, /does not let other sites read it.*goes on with the generated digits/],
      [`${open.url}nowhere/`, /There is no train-images-idx3-ubyte at .*nowhere/],
    ])) {
      await visit(
        query + encodeURIComponent(address),
        async (page) => {
          await lab.until(
            () => textOf(page, '.line'),
            (text) => said.test(text),
          );
          await lab.untilUnderWay(page);
        },
        foreign,
      );
    }
  } finally {
    await open.close();
    await shut.close();
  }
});
