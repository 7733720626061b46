/** `<spusk-lab>` on a course page of another origin: what goes in, what comes out, what stays. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { launchBrowser, not } from './browsers.js';
import { script, whole } from './host.js';
import { until } from './lab.js';
import { onHost } from './visit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const at = onHost(launchBrowser);

/** Collects every event of a lab from before the module is there. */
const LISTEN = `<script>
  window.told = [];
  for (const name of ['ready', 'progress', 'metric', 'change', 'verdict', 'diverged', 'error']) {
    addEventListener('spusk-' + name, (event) => told.push([event.type, event.detail, event.target.id]));
  }
</script>`;

/**
 * @param {string} body with the lab
 * @param {(page: Page) => Promise<void>} work
 */
const visit = (body, work) =>
  at.visit(whole({ body: LISTEN + body + script(at.host.spusk) }), work, {
    from: 'http://127.0.0.1:',
  });

/** @param {Page} page @param {string} [name] @returns {Promise<any[][]>} */
const told = async (page, name) => {
  const all = await page.evaluate(() => /** @type {any} */ (window).told);
  return name ? all.filter((/** @type {any[]} */ [type]) => type === name) : all;
};

const QUIET = 'lang="en" seeds="1" autoplay="off" predict="off"';

test('attributes go in; a bad one is told and its default holds', () =>
  visit(
    `<spusk-lab id="a" experiment="sgd-vs-adam" lang="ru-RU" seeds="eleven" seed="3" theme="dark"
      height="500px" autoplay="off" hide="theory,cellar" controls="stepSgd" large="off"></spusk-lab>`,
    async (page) => {
      const seen = await page.evaluate(async () => {
        const lab = await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
        const { seed, seeds, experiment } = lab.lab;
        const controls = lab.renderRoot.querySelector('spusk-controls').controls;
        return {
          ...{ seed, seeds, experiment: experiment.id, config: lab.config, scheme: lab.scheme },
          ...{ large: lab.large, height: getComputedStyle(lab).minHeight },
          controls: controls.map((/** @type {any} */ control) => control.id),
          words: lab.renderRoot.querySelector('article').lang,
        };
      });
      assert.deepEqual(seen, {
        ...{ seed: 3, seeds: 5, experiment: 'sgd-vs-adam', scheme: 'dark', large: false },
        ...{ height: '500px', controls: ['stepSgd'], words: 'ru' },
        config: {
          ...{ experiment: 'sgd-vs-adam', lang: 'ru', seed: 3, theme: 'dark', height: 500 },
          ...{ autoplay: false, controls: ['stepSgd'] },
        },
      });
      const errors = await told(page, 'spusk-error');
      assert.deepEqual(errors.map(([, { code, name, value }]) => [code, name, value]).sort(), [
        ['config', 'hide', 'theory,cellar'],
        ['config', 'seeds', 'eleven'],
      ]);
      assert.match(errors.find(([, { name }]) => name === 'seeds')?.[1].message, /1 \.\.\. 10/);
    },
  ));

test('JSON inside is a configuration, over which attributes win, and over these `config`', () =>
  visit(
    `<spusk-lab id="a" experiment="sgd-vs-adam" seed="4" ${QUIET.replace('seeds="1"', '')}>
       <script type="application/json">
         {"seed": 9, "seeds": 2, "settings": {"stepSgd": 0.05, "stepAdam": "much"}, "colour": 1}
       </script>
     </spusk-lab>`,
    async (page) => {
      const first = await page.evaluate(async () => {
        const lab = await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
        return [lab.lab.seed, lab.lab.seeds, lab.lab.settings.stepSgd];
      });
      assert.deepEqual(first, [4, 2, 0.05]);
      const names = (await told(page, 'spusk-error')).map(([, { name }]) => name);
      assert.deepEqual(names.sort(), ['colour', 'stepAdam']);
      const second = await page.evaluate(async () => {
        const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
        lab.config = { seed: 12, predict: false, autoplay: false, settings: { stepSgd: 0.02 } };
        await lab.updateComplete;
        const { seed, seeds, settings } = lab.lab;
        return [seed, seeds, settings.stepSgd, lab.config];
      });
      assert.deepEqual(second.slice(0, 3), [12, 5, 0.02]);
      assert.equal(second[3].seed, 12);
    },
  ));

test('steps, a state that comes back to the bit, and what was measured as CSV and JSON', () =>
  visit(`<spusk-lab id="a" experiment="sgd-vs-adam" ${QUIET}></spusk-lab>`, async (page) => {
    const seen = await page.evaluate(async () => {
      const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
      await lab.ready;
      const hashes = () => lab.lab.race.runs.map((/** @type {any} */ run) => run.hash);
      await lab.step(3);
      const three = hashes();
      await lab.epoch();
      await lab.step(2);
      const state = JSON.parse(JSON.stringify(lab.getState()));
      const there = hashes();
      const csv = await lab.exportData('csv');
      const json = await lab.exportData('json');
      await lab.reset();
      await lab.step(3);
      const again = hashes();
      await lab.setState(state);
      const wrong = await lab.setState({ v: 1, experiment: 'none' }).catch(String);
      return { three, again, there, back: hashes(), state, same: lab.getState(), csv, json, wrong };
    });
    assert.equal(seen.state.updates, 69); // 3, up to a whole pass of 64 more, and 2
    assert.deepEqual(seen.again, seen.three);
    assert.deepEqual(seen.back, seen.there);
    assert.notDeepEqual(seen.there, seen.three);
    assert.deepEqual(seen.same, seen.state);
    assert.match(seen.wrong, /experiment must be/);
    const [header, first] = seen.csv.split('\r\n');
    assert.match(header, /^run,rule,seed,hash,update,/);
    assert.match(first, /^sgd,sgd,1,[0-9a-f]{16},0,/);
    assert.deepEqual(
      seen.json.runs.map((/** @type {any} */ run) => [run.run, run.updates, run.hash]),
      [
        ['sgd', 69, seen.there[0]],
        ['adam', 69, seen.there[1]],
      ],
    );
  }));

test('events: ready, progress to the end, measurements, the verdict; they bubble out', () =>
  visit(
    `<div><spusk-lab id="a" experiment="sgd-vs-adam" ${QUIET}></spusk-lab></div>`,
    async (page) => {
      await page.evaluate(async () => {
        const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
        await lab.ready;
        await lab.play();
      });
      const events = await until(
        () => told(page),
        (all) => all.some(([type]) => type === 'spusk-verdict'),
      );
      assert.deepEqual(events[0], ['spusk-ready', { experiment: 'sgd-vs-adam' }, 'a']);
      const progress = events.filter(([type]) => type === 'spusk-progress').map(([, d]) => d);
      assert.deepEqual(progress.at(-1), {
        phase: 'finished',
        updates: 630,
        epoch: 10,
        fraction: 1,
      });
      const fractions = progress.map(({ fraction }) => fraction);
      assert.deepEqual(
        fractions,
        [...fractions].sort((a, b) => a - b),
      );
      assert.ok(progress.length > 5);
      const metric = events.findLast(([type]) => type === 'spusk-metric')?.[1];
      assert.ok(metric.values.testError > 0 && metric.values.testError < 0.5);
      assert.equal(metric.values.update, 630);
      const verdict = events.find(([type]) => type === 'spusk-verdict')?.[1];
      assert.equal(typeof verdict.holds, 'boolean');
      assert.ok(!events.some(([type]) => type === 'spusk-error'));
    },
  ));

test('an unknown experiment: ready rejects, an event and the page say it', () =>
  visit(`<spusk-lab id="a" experiment="sgd-vs-adamm" lang="en"></spusk-lab>`, async (page) => {
    const answer = await page.evaluate(() =>
      /** @type {any} */ (document.querySelector('spusk-lab')).ready.catch(String),
    );
    assert.match(answer, /no such experiment: sgd-vs-adamm/);
    const [error] = await told(page, 'spusk-error');
    assert.equal(error[1].name, 'experiment');
    const text = await page.$eval('spusk-lab >>> .notice', (node) => node.textContent);
    assert.match(text ?? '', /sgd-vs-adamm/);
  }));

test('moved in the page it goes on; removed it leaves no worker and is forgotten', () =>
  visit(
    `<div id="b"></div><spusk-lab id="a" experiment="sgd-vs-adam" ${QUIET}></spusk-lab>`,
    async (page) => {
      const moved = await page.evaluate(async () => {
        const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
        await lab.ready;
        await lab.step(5);
        const state = lab.lab;
        document.querySelector('#b')?.append(lab);
        await new Promise((resolve) => setTimeout(resolve));
        await lab.step(1);
        return [state === lab.lab, lab.lab.race.updates];
      });
      assert.deepEqual(moved, [true, 6]);

      const returned = await page.evaluate(async () => {
        const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
        lab.lab.change('stepSgd', 0.05);
        lab.remove();
        await new Promise((resolve) => setTimeout(resolve));
        const gone = lab.lab;
        document.querySelector('#b')?.append(lab);
        await lab.ready;
        await lab.step(1);
        return [gone, lab.lab.settings.stepSgd, lab.lab.race.updates];
      });
      assert.deepEqual(returned, [null, 0.05, 1]);
    },
  ));

const counts = 'does not tell how many workers and objects there are';
test(
  'removed while it trains: no worker is left, nothing holds the element',
  not({ firefox: counts, webkit: counts }),
  () =>
    visit(`<spusk-lab id="a" experiment="sgd-vs-adam" ${QUIET}></spusk-lab>`, async (page) => {
      await playing(page);
      assert.ok(page.workers().length >= 2, `${page.workers().length} workers`);
      await page.evaluate(() => {
        document.querySelector('spusk-lab')?.remove();
        /** @type {any} */ (window).told.length = 0;
      });
      await until(
        async () => page.workers().length,
        (left) => left === 0,
      );
      const prototype = await page.evaluateHandle(() => customElements.get('spusk-lab')?.prototype);
      const client = await page.createCDPSession();
      await until(
        async () => {
          await client.send('HeapProfiler.collectGarbage');
          const instances = await page.queryObjects(prototype);
          const left = await instances.evaluate((all) => all.length);
          // What has been found is held as long as somebody may ask for it.
          await instances.dispose();
          return left;
        },
        (left) => left === 0,
      );
    }),
);

/**
 * Waits until its lab trains.
 *
 * @param {Page} page
 * @returns {Promise<() => Promise<string>>} what it does from now on
 */
async function playing(page) {
  await page.evaluate(async () => {
    const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
    await lab.ready;
    lab.play();
  });
  await until(
    () => told(page, 'spusk-metric'),
    (all) => all.length > 2,
  );
  return () =>
    page.evaluate(() => /** @type {any} */ (document.querySelector('spusk-lab')).lab.phase);
}

test('out of view it stops, in view it goes on', () =>
  visit(
    `<spusk-lab id="a" experiment="sgd-vs-adam" ${QUIET}></spusk-lab><div style="height: 6000px"></div>`,
    async (page) => {
      const phase = await playing(page);
      await page.evaluate(() => window.scrollTo(0, 1e6));
      await until(phase, (now) => now === 'paused');
      await page.evaluate(() => window.scrollTo(0, 0));
      await until(phase, (now) => now === 'finished');
    },
  ));

test('in a hidden tab it stops, and goes on when the tab is shown', () =>
  visit(`<spusk-lab id="a" experiment="sgd-vs-adam" ${QUIET}></spusk-lab>`, async (page) => {
    /** What a browser does to a tab, of which tests see every one. @param {'hidden' | 'visible'} now */
    const become = (now) =>
      page.evaluate((state) => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      }, now);
    const phase = await playing(page);
    await become('hidden');
    await until(phase, (now) => now === 'paused');
    await become('visible');
    await until(phase, (now) => now === 'finished');
  }));

test('the ground, a part and the height can be set from outside', () =>
  visit(
    `<style>
       spusk-lab { --spusk-paper: rgb(1, 2, 3); }
       spusk-lab::part(head) { padding-top: 77px; }
     </style>
     <spusk-lab id="a" experiment="sgd-vs-adam" ${QUIET} height="444"></spusk-lab>`,
    async (page) => {
      const seen = await page.evaluate(async () => {
        const lab = await /** @type {any} */ (document.querySelector('spusk-lab')).ready;
        const head = getComputedStyle(lab.renderRoot.querySelector('.head'));
        const own = getComputedStyle(lab);
        return [own.backgroundColor, head.paddingTop, own.minHeight];
      });
      assert.deepEqual(seen, ['rgb(1, 2, 3)', '77px', '444px']);
    },
  ));
