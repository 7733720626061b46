/** The recipes for course pages, as the build gives them, each put on a host and opened. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { serve } from '../../web/tools/serve.js';
import { assertReport } from '../unit/schemas.js';
import { launchBrowser } from './browsers.js';
import { LISTEN, got, whole } from './host.js';
import { until } from './lab.js';
import { onHost } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const RECIPES = new URL('../../web/dist/recipes/', import.meta.url);
const PLACE = 'https://your.host/spusk/';

const at = onHost(launchBrowser);
const { visit } = at;

/** A recipe with the address of the lab put in, as its reader does. @param {string} path */
const recipe = (path) =>
  readFileSync(new URL(path, RECIPES), 'utf8').replaceAll(PLACE, () => at.host.spusk);

/** The lab of a page, when it is ready. @param {Page} page */
const ready = (page) =>
  page.evaluate(async () => {
    await customElements.whenDefined('spusk-lab');
    const lab = await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
    const { seeds, settings, experiment } = lab.lab;
    return { id: experiment.id, seeds, settings };
  });

/** @param {Page} page @param {(message: any) => boolean} wished */
const sees = (page, wished) =>
  until(
    () => got(page),
    (all) => all?.some(wished),
  );

test('html/element.html: the module is the one that the hash names, and the JSON counts', () =>
  visit(recipe('html/element.html'), async (page) => {
    assert.match(recipe('html/element.html'), /integrity="sha384-[\w+/]{64}"/);
    const { id, seeds, settings } = await ready(page);
    assert.deepEqual([id, seeds, settings.stepSgd], ['sgd-vs-adam', 3, 0.05]);
  }));

test('html/assignment.html: the assignment of the file beside it, and just that', () => {
  at.host.put('task.json', recipe('html/task.json'));
  return visit(recipe('html/assignment.html'), async (page) => {
    assert.equal((await ready(page)).id, 'ravine');
    const { title, awaits, report } = await page.evaluate(async () => {
      const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
      const made = await lab.exportData('report');
      return { title: lab.assigned.assignment.title, awaits: lab.lab.awaits, report: made };
    });
    assert.deepEqual([title, awaits], ['The way out of a ravine', 'name']);
    assertReport(report);
  });
});

test('html/frame.html: the frame gets the height of the lab', () =>
  visit(recipe('html/frame.html').replace('loading="lazy"', ''), async (page) => {
    const height = () => page.evaluate(() => document.querySelector('iframe')?.style.height ?? '');
    await until(height, (value) => parseInt(value, 10) > 600);
  }));

for (const path of ['moodle/page.html', 'canvas/page.html']) {
  test(`${path}: one frame, which becomes a lab`, () => {
    const text = recipe(path);
    assert.ok(!/<script|spusk-lab/.test(text));
    return visit(whole({ body: LISTEN + text.replace('loading="lazy"', '') }), async (page) => {
      await sees(page, ({ event }) => event === 'ready');
    });
  });
}

test('myst and notebooks: anywidget.js renders what the model says, and keeps its state', async () => {
  const block = /```\{anywidget\} (\S+)\n([^]*?)```/.exec(recipe('myst/page.md'));
  assert.ok(block);
  const [, address, json] = block;
  await visit(whole({ body: '<div id="cell"></div>' }), async (page) => {
    const seen = await page.evaluate(
      async (module, values) => {
        const widget = (await import(module)).default;
        /** @type {Record<string, any>} */
        const model = { ...values, autoplay: false, predict: false, state: {} };
        /** @type {Map<string, () => void>} */
        const listeners = new Map();
        let saved = 0;
        const el = /** @type {HTMLElement} */ (document.querySelector('#cell'));
        const clean = await widget.render({
          el,
          model: {
            get: (/** @type {string} */ name) => model[name],
            set: (/** @type {string} */ name, /** @type {any} */ value) => (model[name] = value),
            save_changes: () => saved++,
            on: (/** @type {string} */ name, /** @type {() => void} */ f) => listeners.set(name, f),
            off: (/** @type {string} */ name) => listeners.delete(name),
          },
        });
        const lab = /** @type {any} */ (el.querySelector('spusk-lab'));
        await lab.ready;
        const first = [lab.lab.experiment.id, lab.lab.seeds];
        model.seeds = 1;
        listeners.get('change:seeds')?.();
        await lab.updateComplete;
        const second = lab.lab.seeds;
        lab.dispatchEvent(new CustomEvent('spusk-change', { detail: {} }));
        clean();
        // MyST's model cannot forget: it throws. The lab goes all the same.
        const forgetful = {
          get: (/** @type {string} */ name) => model[name],
          off: () => missing(),
        };
        const missing = () => {
          throw new Error('not implemented yet');
        };
        (await widget.render({ el, model: forgetful }))();
        return {
          first,
          second,
          saved,
          state: model.state.experiment,
          left: [el.childElementCount, listeners.size],
        };
      },
      address,
      JSON.parse(json),
    );
    assert.deepEqual(seen, {
      ...{ first: ['sgd-vs-adam', 3], second: 1, saved: 1, state: 'sgd-vs-adam', left: [0, 0] },
    });
  });
  assert.ok(recipe('notebooks/lab.py').includes(`HOST = "${at.host.spusk}"`));
});

test('reveal.js: what was set on a slide is there when the slide comes again', async () => {
  const folder = dirname(createRequire(import.meta.url).resolve('reveal.js/package.json'));
  const slides = await serve({ root: folder, port: 0 });
  const text = recipe('reveal/slides.html')
    .replaceAll('reveal.js/dist/', `${slides.url}dist/`)
    .replace('&large=on', '&autoplay=off&predict=off&seeds=1');
  try {
    await visit(
      text.replace('<body>', () => `<body>${LISTEN}`),
      async (page) => {
        const go = (/** @type {number} */ n) =>
          page.evaluate((to) => {
            /** @type {any} */ (window).got.length = 0;
            /** @type {any} */ (window).Reveal.slide(to);
          }, n);
        const ask = (/** @type {string} */ command, /** @type {any[]} */ ...args) =>
          page.evaluate(
            (message) => document.querySelector('iframe')?.contentWindow?.postMessage(message, '*'),
            { type: 'spusk', v: 1, id: 'test', command, args },
          );
        await until(
          () => page.evaluate(() => Boolean(/** @type {any} */ (window).Reveal?.isReady())),
          Boolean,
        );
        await go(1);
        await sees(page, ({ event }) => event === 'ready');
        // What a learner does comes as a change; here by its frame, as a hand would.
        const [, frame] = await page.frames();
        await frame.evaluate(() => {
          const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
          lab.renderRoot.querySelector('spusk-controls').dispatchEvent(
            new CustomEvent('spusk-setting', {
              detail: { id: 'stepSgd', value: 0.2, done: true },
            }),
          );
        });
        await sees(page, ({ event, id }) => event === 'reply' && id === 'keep');
        await go(0);
        await until(
          () => page.evaluate(() => document.querySelector('iframe')?.src ?? ''),
          (src) => src === '',
        );
        await go(1);
        await sees(page, ({ event, id }) => event === 'reply' && id === 'back');
        await ask('getState');
        const all = await sees(page, ({ event, id }) => event === 'reply' && id === 'test');
        const { value } = all.find((/** @type {any} */ message) => message.id === 'test');
        assert.equal(value.settings.stepSgd, 0.2);
      },
    );
  } finally {
    await slides.close();
  }
});

const pandoc = (() => {
  try {
    execFileSync('pandoc', ['--version']);
    return false;
  } catch {
    return 'there is no pandoc here';
  }
})();

test(
  'quarto: the shortcode becomes an element in HTML, and a link elsewhere',
  { skip: pandoc },
  async () => {
    const extension = fileURLToPath(new URL('quarto/_extensions/spusk/spusk.lua', RECIPES));
    // Quarto's part, played by a filter: `spusk` in a code block is the call of a shortcode.
    const filter = `
    quarto = { doc = {
      is_format = function() return FORMAT == 'html' end,
      add_html_dependency = function(it) HEAD = it.head end } }
    local shortcode = dofile('${extension}')
    function CodeBlock() return shortcode['spusk']({ pandoc.Str('dropout') },
      { seeds = pandoc.Str('3'), lang = pandoc.Str('en') }) end
    function Pandoc(doc)
      if HEAD then doc.blocks:insert(1, pandoc.RawBlock('html', HEAD)) end
      return doc
    end`;
    const path = fileURLToPath(new URL('../../.build/shortcode.lua', import.meta.url));
    const { writeFile } = await import('node:fs/promises');
    await writeFile(path, filter);
    const convert = (/** @type {string} */ to) =>
      execFileSync('pandoc', ['-f', 'markdown', '-t', to, '--lua-filter', path], {
        input: '# Week 5\n\n```\nhere\n```\n',
        encoding: 'utf8',
      });
    assert.match(convert('latex'), /\\url\{https:\/\/your\.host\/spusk\/\?experiment=dropout\}/);
    const html = convert('html').replaceAll(PLACE, () => at.host.spusk);
    await visit(whole({ body: html }), async (page) => {
      const { id, seeds } = await ready(page);
      assert.deepEqual([id, seeds], ['dropout', 3]);
    });
  },
);

test('mkdocs: the element in Markdown, and the script that loads its module', () => {
  // Markdown lets HTML blocks through as they are; MkDocs puts the script at the end.
  const [, element] = /(<spusk-lab[^]*<\/spusk-lab>)/.exec(recipe('mkdocs/docs/index.md')) ?? [];
  const loader = recipe('mkdocs/docs/javascripts/spusk.js');
  return visit(whole({ body: `${element}<script>${loader}</script>` }), async (page) => {
    assert.equal((await ready(page)).id, 'sgd-vs-adam');
  });
});

test('oembed: what the specification asks of a rich answer, and a frame that is a lab', () => {
  const answer = JSON.parse(recipe('oembed/dropout.json'));
  const { version, type, html, width, height } = answer;
  assert.deepEqual([version, type, typeof html], ['1.0', 'rich', 'string']);
  assert.ok(Number.isInteger(width) && Number.isInteger(height));
  assert.match(recipe('oembed/discovery.html'), /application\/json\+oembed/);
  return visit(whole({ body: LISTEN + html.replace('loading="lazy"', '') }), async (page) => {
    await sees(page, ({ event }) => event === 'ready');
  });
});

test('every recipe says what was tested', () => {
  const folders = readdirSync(RECIPES, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  assert.ok(folders.length >= 9);
  for (const { name } of folders) assert.match(recipe(`${name}/README.md`), /Tested/);
});
