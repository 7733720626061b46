/** `<spusk-lab assignment="...">` on a course page: by code, by file, as JSON; right and wrong. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import axe from 'axe-core';
import { findExperiment } from '../../web/experiments/index.js';
import { blank, encode, toJson } from '../../web/report/assignment.js';
import { seedOf } from '../../web/report/seed-of.js';
import { launchBrowser } from './browsers.js';
import { ANSWER } from './find-program.js';
import { script, startHost, whole } from './host.js';
import { find, until } from './lab.js';
import { assertReport } from '../unit/schemas.js';

/**
 * @typedef {import('puppeteer-core').Page} Page
 * @typedef {import('../../web/report/assignment.js').Assignment} Assignment
 */

const program = fileURLToPath(new URL('./cli/spusk.js', import.meta.resolve('spusk/package.json')));

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('./host.js').Host} */
let host;
/** @type {string} */
let folder;
before(async () => {
  host = await startHost();
  browser = await launchBrowser();
  folder = await mkdtemp(join(tmpdir(), 'spusk-assigned-'));
});
after(async () => {
  await browser?.close();
  await host?.close();
  await rm(folder, { recursive: true, force: true });
});

/** @param {Partial<Assignment>} [change] @returns {Assignment} */
const ravine = (change) => ({
  ...blank(/** @type {any} */ (findExperiment('ravine'))),
  ...{ title: 'Out of the ravine', settings: { condition: 100 }, open: ['alpha'], lang: 'en' },
  ...change,
});

const LISTEN = `<script>
  window.told = [];
  for (const name of ['ready', 'error']) {
    addEventListener('spusk-' + name, (event) => told.push([event.type, event.detail]));
  }
</script>`;

let count = 0;

/**
 * @param {string} body
 * @param {(page: Page) => Promise<void>} work
 * @param {number} [width]
 */
async function visit(body, work, width = 1280) {
  const html = whole({ body: LISTEN + body + script(host.spusk) });
  const page = await browser.newPage();
  try {
    await page.setViewport({ width, height: 860 });
    await page.goto(host.put(`${++count}.html`, html), { waitUntil: 'load', timeout: ANSWER });
    await page.evaluate(() => customElements.whenDefined('spusk-lab').then(() => {}));
    await work(page);
  } finally {
    await page.close();
  }
}

/** A file on the host of the page. @param {string} name @param {string} html */
const file = (name, html) =>
  host.put(name, { html, headers: { 'Content-Type': 'application/json' } });

/** What the lab came to, when it is ready. @param {Page} page */
const ready = (page) =>
  page.evaluate(async () => {
    const element = await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
    await element.updateComplete;
    const { lab, renderRoot, assigned } = element;
    const { experiment, settings, seed, seeds, awaits } = lab;
    const all = (/** @type {string} */ path) => [...renderRoot.querySelectorAll(path)];
    const controls = renderRoot.querySelector('spusk-controls');
    return {
      ...{ id: experiment.id, settings, seed, seeds, awaits },
      title: assigned?.assignment.title ?? '',
      above: all('spusk-assignment').length,
      moving: controls?.controls.map((/** @type {any} */ { id }) => id),
      predicts: all('spusk-prediction').length,
      notices: all('.notice').map((node) => node.textContent.trim()),
    };
  });

/** @param {Page} page @returns {Promise<any[]>} what spusk-error has told */
const errors = async (page) => {
  const told = await page.evaluate(() => /** @type {any} */ (window).told);
  return told.filter((/** @type {any[]} */ [type]) => type === 'spusk-error');
};

/** @param {Page} page @param {string[]} path inside the lab */
async function press(page, ...path) {
  const element = await find(page, ['spusk-lab', ...path]);
  await element?.evaluate((node) => /** @type {HTMLElement} */ (node).click());
}

test('by its code: only what is open moves, name and prediction come first, and the report is verified', () => {
  const assignment = ravine({ seed: 'student', predict: 'required', questions: ['Why?'] });
  const attributes = 'experiment="dropout" seed="7" hide="theory" theme="dark" lang="en"';
  return visit(
    `<spusk-lab assignment="${encode(assignment)}" ${attributes}></spusk-lab>`,
    async (page) => {
      const seen = await ready(page);
      assert.deepEqual(
        [seen.id, seen.title, seen.settings.condition, seen.moving, seen.awaits, seen.above],
        ['ravine', 'Out of the ravine', 100, ['alpha'], 'name', 1],
      );
      // What the page says besides is told to be in vain, but for how it looks.
      assert.deepEqual((await errors(page)).map(([, { name }]) => name).sort(), [
        ...['experiment', 'hide', 'seed'],
      ]);
      assert.equal(
        await page.$eval('spusk-lab >>> spusk-assignment', (node) => node.getAttribute('scheme')),
        'dark',
      );
      const state = () =>
        page.evaluate(() => {
          const { lab } = /** @type {any} */ (document.querySelector('spusk-lab'));
          const { awaits, seed, phase, race } = lab;
          return { awaits, seed, phase, updates: race?.updates ?? 0 };
        });
      await press(page, 'spusk-transport', '#run');
      await until(
        () =>
          page.evaluate(() => {
            const { activeElement: lab } = document;
            return lab?.shadowRoot?.activeElement?.shadowRoot?.activeElement?.id ?? '';
          }),
        (id) => id === 'student',
      );
      await (await find(page, ['spusk-lab', 'spusk-assignment', '#student']))?.type('Anna Example');
      await page.keyboard.press('Enter');
      const named = await until(state, ({ awaits }) => awaits === 'prediction');
      assert.deepEqual([named.seed, named.updates], [seedOf('anna example'), 0]);
      await press(page, 'spusk-transport', '#update');
      assert.equal((await state()).updates, 0);
      await press(page, 'spusk-prediction', 'input[type=radio]');
      await press(page, 'spusk-prediction', '.test');
      await until(state, ({ phase }) => phase === 'finished');

      const report = await page.evaluate(async () => {
        const element = /** @type {any} */ (document.querySelector('spusk-lab'));
        element.assigned.answers[0] = 'Steep walls.';
        return JSON.stringify(await element.exportData('report'));
      });
      assertReport(JSON.parse(report));
      const path = join(folder, 'report.json');
      const task = join(folder, 'task.json');
      await writeFile(path, report);
      await writeFile(task, toJson(assignment));
      const { stdout } = await promisify(execFile)(process.execPath, [
        ...[program, 'verify', path, '--assignment', task],
      ]).catch((error) => error);
      assert.match(stdout, /^reproduced /);
      assert.match(stdout, /1 of 1 questions answered; seed of "Anna Example"/);
      assert.match(stdout, /predicted before the run/);
    },
  );
});

test('by the address of its file, by a link, as JSON inside, as an object', async () => {
  file('tasks/week-5.json', toJson(ravine({ title: 'From a file' })));
  await visit('<spusk-lab assignment="tasks/week-5.json"></spusk-lab>', async (page) => {
    const { id, title, moving } = await ready(page);
    assert.deepEqual([id, title, moving], ['ravine', 'From a file', ['alpha']]);
  });
  const link = `https://your.host/spusk/?lang=en&amp;assignment=${encode(ravine({ title: 'A link' }))}`;
  await visit(`<spusk-lab assignment="${link}"></spusk-lab>`, async (page) => {
    assert.equal((await ready(page)).title, 'A link');
  });
  const inside = JSON.stringify({ assignment: ravine({ title: 'Inside' }) });
  await visit(
    `<spusk-lab><script type="application/json">${inside}</script></spusk-lab>`,
    async (page) => {
      assert.equal((await ready(page)).title, 'Inside');
      const again = await page.evaluate(
        async (assignment) => {
          const element = /** @type {any} */ (document.querySelector('spusk-lab'));
          element.config = { assignment, theme: 'light' };
          await element.updateComplete;
          await element.ready;
          return [element.lab.settings.condition, element.config.assignment.title];
        },
        ravine({ title: 'An object', settings: { condition: 20 } }),
      );
      assert.deepEqual(again, [20, 'An object']);
      assert.deepEqual(await errors(page), []);
    },
  );
});

test('it trains by itself where nothing has to come first, and gives way when it is taken away', () =>
  visit(
    `<spusk-lab experiment="ravine" controls="condition" predict="off" lang="en"
      assignment="${encode(ravine({ predict: 'off' }))}"></spusk-lab>`,
    async (page) => {
      const { moving, predicts } = await ready(page);
      assert.deepEqual([moving, predicts], [['alpha'], 0]);
      await page.evaluate(() => {
        /** @type {any} */ (document.querySelector('spusk-lab')).lab.setSpeed('full');
      });
      await until(
        () =>
          page.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab')).lab.phase),
        (phase) => phase === 'finished',
      );
      await page.evaluate(() => document.querySelector('spusk-lab')?.removeAttribute('assignment'));
      const free = await until(
        () => ready(page),
        ({ above }) => above === 0,
      );
      assert.deepEqual([free.id, free.moving, free.title], ['ravine', ['condition'], '']);
      assert.notEqual(free.settings.condition, 100);
    },
  ));

test('another name starts anew and the answers stay; a state moves nothing that is closed', () =>
  visit(
    `<spusk-lab autoplay="off" assignment="${encode(ravine({ seed: 'student', predict: 'off', questions: ['Why?'] }))}"></spusk-lab>`,
    async (page) => {
      await ready(page);
      const seen = await page.evaluate(async () => {
        const element = /** @type {any} */ (document.querySelector('spusk-lab'));
        const enter = async (/** @type {string} */ name) => {
          const above = element.renderRoot.querySelector('spusk-assignment');
          above.dispatchEvent(new CustomEvent('spusk-name', { detail: name }));
          await element.updateComplete;
        };
        await enter('Anna');
        element.assigned.answers[0] = 'Steep walls.';
        await element.step(3);
        const first = element.lab;
        const anna = [first.seed, first.race.updates];
        await enter('  ANNA ');
        const same = element.lab === first;
        await enter('Boris');
        const boris = [element.lab.seed, element.lab.log.length];
        const state = { ...element.getState(), seed: 5, seeds: 4, updates: 2 };
        await element.setState({ ...state, settings: { condition: 10, alpha: 0.5 } });
        const { seed, seeds, settings, race } = element.lab;
        const other = { ...state, experiment: 'dropout', settings: {} };
        return {
          ...{ anna, same, boris, restored: [seed, seeds, settings.condition, settings.alpha] },
          ...{ updates: race.updates, student: element.assigned.student },
          answers: element.assigned.answers,
          refused: await element.setState(other).catch(String),
        };
      });
      assert.deepEqual(seen, {
        ...{ anna: [seedOf('Anna'), 3], same: true, boris: [seedOf('Boris'), 0] },
        ...{ restored: [seedOf('Boris'), 1, 100, 0.5], updates: 2, student: 'Boris' },
        answers: ['Steep walls.'],
        refused: 'TypeError: the assignment is about ravine, not dropout',
      });
    },
  ));

for (const { what, given, shown, said } of [
  {
    what: 'a field is wrong: the experiment is shown without it',
    given: () => encode(/** @type {any} */ ({ ...ravine(), seeds: 99 })),
    shown: 'ravine',
    said: /^This assignment cannot be used\. seeds must be a whole number from 1 to 10, not 99\. The experiment is shown without it\.$/,
  },
  {
    what: 'the code is damaged',
    given: () => encode(ravine()).slice(0, 30),
    shown: '',
    said: /^This assignment cannot be used\. The link or code is damaged or not complete\.$/,
  },
  {
    what: 'there is no such file',
    given: () => 'tasks/none.json',
    shown: '',
    said: /The file "tasks\/none\.json" is not to be had: its server answers 404\.$/,
  },
  {
    what: 'the file is no assignment',
    given: () => new URL(file('tasks/wrong.json', '{"experiment": "ravine"}')).pathname,
    shown: 'ravine',
    said: /title must be a text of 1 to 120 characters, not ""\. The experiment is shown/,
  },
  {
    what: 'nobody answers',
    given: () => 'http://127.0.0.1:9/task.json',
    shown: '',
    said: /must send Access-Control-Allow-Origin\.$/,
  },
]) {
  test(`wrong: ${what}`, () =>
    visit(
      `<spusk-lab lang="en" autoplay="off" assignment="${given()}"></spusk-lab>`,
      async (page) => {
        const all = await until(
          () => errors(page),
          (list) => list.length > 0,
        );
        assert.deepEqual(
          all.map(([, { code, name }]) => [code, name]),
          [['config', 'assignment']],
        );
        const notice = await until(
          () =>
            page.$$eval('spusk-lab >>> .notice', (nodes) => nodes.map((n) => n.textContent ?? '')),
          (texts) => texts.length > 0,
        );
        assert.match(notice[0].trim(), said);
        assert.ok(notice[0].includes(all[0][1].message));
        if (shown) {
          const { id, above, moving } = await ready(page);
          assert.deepEqual([id, above, moving.length > 1], [shown, 0, true]);
        } else {
          const reason = await page.evaluate(() =>
            /** @type {any} */ (document.querySelector('spusk-lab')).ready.catch(String),
          );
          assert.match(reason, /This assignment cannot be used/);
        }
      },
    ));
}

for (const { lang, width, more } of /** @type {const} */ ([
  { lang: 'ru', width: 390, more: 'theme="dark"' },
  { lang: 'en', width: 1280, more: 'theme="light" large' },
])) {
  test(`axe-core finds nothing, nothing is wider than the page (${lang}, ${width})`, () =>
    visit(
      `<h1>A course</h1><main><spusk-lab ${more} assignment="${encode(
        ravine({ seed: 'student', predict: 'required', lang, questions: ['x'.repeat(300)] }),
      )}"></spusk-lab></main>`,
      async (page) => {
        await ready(page);
        await press(page, 'spusk-transport', '#run');
        // A window of WebKit's does not become as narrow as a phone.
        const { wide, room } = await page.evaluate(() => ({
          wide: document.documentElement.scrollWidth,
          room: window.innerWidth,
        }));
        assert.ok(wide <= room, `${wide} px in ${room}`);
        await page.evaluate(axe.source);
        const found = await page.evaluate(async () => {
          const options = { rules: { 'page-has-heading-one': { enabled: false } } };
          const { violations } = await /** @type {any} */ (window).axe.run('spusk-lab', options);
          return violations.map((/** @type {any} */ { id, nodes }) => [id, nodes[0].html]);
        });
        assert.deepEqual(found, []);
      },
      width,
    ));
}
