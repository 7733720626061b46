/**
 * Recipes built by the tools that they are for, and opened: a lab trains on each page. The tools are
 * those of `./build.sh recipes` (make test-recipes); a test without its tool is left out.
 */
import assert from 'node:assert/strict';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { serve } from '../../web/tools/serve.js';
import { launchChromium } from './chromium.js';
import { find, until } from './lab.js';
import { onHost } from './visit.js';
import { freePort } from './webkit.js';

/** @typedef {import('puppeteer-core').Page} Page */

const RECIPES = fileURLToPath(new URL('../../web/dist/recipes/', import.meta.url));
const PLACE = 'https://your.host/spusk/';

/** Debian's tools want Debian's Python, which need not be the first. */
const env = { ...process.env, PATH: `/usr/bin:${process.env.PATH}` };

const at = onHost(launchChromium);

/** @type {string} */
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spusk-recipes-'));
});
after(() => rm(folder, { recursive: true, force: true }));

/** @param {string} program @param {string[]} args by which it shows that all is there */
function lacks(program, ...args) {
  try {
    execFileSync(program, args, { env, stdio: 'ignore' });
    return false;
  } catch {
    return 'its tool is not here: ./build.sh recipes installs it';
  }
}

/**
 * A recipe as its reader has it: copied, with the address of the lab put in.
 *
 * @param {string} name
 * @param {string} to
 */
async function copied(name, to) {
  const target = join(folder, to);
  await cp(join(RECIPES, name), target, { recursive: true });
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const text = await readFile(path, 'utf8');
    await writeFile(
      path,
      text.replaceAll(PLACE, () => at.host.spusk),
    );
  }
  return target;
}

/** @param {string} program @param {string[]} args @param {string} cwd */
const run = (program, args, cwd) => promisify(execFile)(program, args, { cwd, env });

/**
 * @param {string} root of a built site
 * @param {string} path
 * @param {(page: Page) => Promise<void>} work
 */
async function opened(root, path, work) {
  const site = await serve({ root, port: 0 });
  try {
    await at.open(new URL(path, site.url).href, work);
  } finally {
    await site.close();
  }
}

/**
 * Trains the lab of a document, which may be in a shadow tree there.
 *
 * @param {Page | import('puppeteer-core').Frame} document
 * @param {string} id of the experiment that must be there
 * @param {number} [place] of the lab among several
 */
async function trains(document, id, place = 0) {
  const [element] = await until(
    async () => (await document.$$('>>> spusk-lab')).slice(place),
    (found) => found.length > 0,
  );
  const found = await element.evaluate(async (node) => {
    await customElements.whenDefined('spusk-lab');
    const lab = await /** @type {any} */ (node).ready;
    lab.lab.skipPrediction();
    lab.play();
    return lab.experiment;
  });
  assert.equal(found, id);
  await until(
    async () =>
      (await element.evaluate((node) => /** @type {any} */ (node).lab.race?.updates)) ?? 0,
    (updates) => updates > 0,
  );
}

for (const [theme, config] of [
  ['mkdocs', ''],
  // Its fonts would be fetched from elsewhere.
  ['material', 'theme:\n  name: material\n  font: false\n'],
]) {
  test(
    `MkDocs, theme ${theme}: the element in a built page trains`,
    {
      skip: lacks(
        '/usr/bin/python3',
        '-c',
        `from mkdocs.utils import get_themes; get_themes()["${theme}"]`,
      ),
    },
    async () => {
      const source = await copied('mkdocs', theme);
      const file = join(source, 'mkdocs.yml');
      await writeFile(file, (await readFile(file, 'utf8')) + config);
      await run('mkdocs', ['build', '--quiet', '--strict'], source);
      await opened(join(source, 'site'), '', async (page) => {
        await trains(page, 'sgd-vs-adam');
        const shown = await page.evaluate(() =>
          document.body.innerText.includes('And on it goes.'),
        );
        assert.ok(shown, 'what follows the lab is gone');
      });
    },
  );
}

test(
  'Jupyter: a notebook is run and turned into a page; its frame and its element train',
  { skip: lacks('jupyter-nbconvert', '--version') },
  async () => {
    const source = await copied('notebooks', 'notebooks');
    await run('jupyter-nbconvert', ['--execute', '--to', 'html', 'frame.ipynb'], source);
    await opened(source, 'frame.html', async (page) => {
      await trains(page, 'dropout');
      const frame = await until(
        async () => page.frames().find((one) => one.url().startsWith(at.host.spusk)),
        Boolean,
      );
      await trains(/** @type {any} */ (frame), 'sgd-vs-adam');
    });
  },
);

const THEME = fileURLToPath(new URL('../myst/', import.meta.url));
const MYST = join(THEME, 'node_modules/mystmd/dist/myst.cjs');

/** A theme made of MyST's components, with nothing left to install in it. */
async function makeTheme() {
  const target = join(folder, 'theme');
  await mkdir(join(target, 'node_modules'), { recursive: true });
  await cp(join(THEME, 'template.yml'), join(target, 'template.yml'));
  const esbuild = fileURLToPath(new URL('../../web/node_modules/.bin/esbuild', import.meta.url));
  const mode = '--define:process.env.NODE_ENV="production"';
  const bundle = (/** @type {string[]} */ ...args) =>
    run(esbuild, ['--bundle', '--jsx=automatic', '--log-level=error', mode, ...args], THEME);
  await bundle('client.jsx', `--outfile=${join(target, 'public/build/page.js')}`);
  await bundle('server.jsx', '--platform=node', `--outfile=${join(target, 'server.cjs')}`);
  return target;
}

test(
  'MyST: built to HTML, the widget of the directive trains, and so does the frame',
  { skip: lacks(process.execPath, MYST, '--version') },
  async () => {
    const source = await copied('myst', 'myst');
    const config = { version: 1, project: {}, site: { template: await makeTheme() } };
    await writeFile(join(source, 'myst.yml'), JSON.stringify(config));
    await run(process.execPath, [MYST, 'build', '--html', '--strict'], source);
    const site = join(source, '_build/html');
    await opened(site, 'page/', async (page) => {
      await trains(page, 'sgd-vs-adam');
    });
    await opened(site, 'frame/', async (page) => {
      const frame = await until(async () => page.frames()[1], Boolean);
      await trains(frame, 'dropout');
    });
  },
);

/**
 * Jupyter's own server, for one who has its word.
 *
 * @param {string} source folder with notebooks
 */
async function startNotebook(source) {
  const port = await freePort();
  const token = randomUUID();
  const options = {
    ...{ ip: '127.0.0.1', port, 'port-retries': 0, 'NotebookApp.token': token },
    'notebook-dir': source,
  };
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  // It writes into the home of who starts it.
  const home = { ...env, HOME: folder };
  const server = spawn('jupyter-notebook', [...args, '--no-browser', '--allow-root'], {
    ...{ env: home, stdio: 'ignore' },
  });
  const gone = once(server, 'exit');
  const url = `http://127.0.0.1:${port}/`;
  const isThere = () =>
    fetch(`${url}api/status?token=${token}`).then(
      ({ ok }) => ok,
      () => false,
    );
  await until(isThere, Boolean);
  return {
    page: (/** @type {string} */ name) => `${url}notebooks/${name}?token=${token}`,
    async close() {
      server.kill('SIGTERM');
      await gone;
    },
  };
}

test(
  'Jupyter: in a live notebook the frame, the element and the widget train; keys stay in the lab',
  { skip: lacks('jupyter-notebook', '--version') },
  async () => {
    const server = await startNotebook(await copied('notebooks', 'live'));
    try {
      await at.open(server.page('frame.ipynb'), async (page) => {
        const isConnected = () =>
          page.evaluate(() =>
            /** @type {any} */ (window).Jupyter?.notebook?.kernel?.is_connected(),
          );
        await until(isConnected, Boolean);
        // What anywidget does with the module; `element` is Jupyter's name for where output goes.
        await page.evaluate((spusk) => {
          const { notebook } = /** @type {any} */ (window).Jupyter;
          notebook.insert_cell_at_bottom('code').set_text(`from IPython.display import Javascript
Javascript("""import('${spusk}anywidget.js').then(({ default: widget }) => widget.render({
    el: element[0], model: { get: (name) => ({ experiment: 'ravine', seeds: 1 })[name] } }))""")`);
          notebook.execute_all_cells();
        }, at.host.spusk);
        const labs = await until(
          () => page.$$('spusk-lab'),
          (all) => all.length === 2,
        );
        assert.equal(labs.length, 2);
        await trains(page, 'dropout', 0);
        await trains(page, 'ravine', 1);
        const frame = await until(
          async () => page.frames().find((one) => one.url().startsWith(at.host.spusk)),
          Boolean,
        );
        await trains(/** @type {any} */ (frame), 'sgd-vs-adam');

        // Where Jupyter sees them, this deletes a cell.
        const cells = () =>
          page.evaluate(() => /** @type {any} */ (window).Jupyter.notebook.get_cells().length);
        const had = await cells();
        await (await find(page, ['spusk-lab', 'spusk-report', '#open']))?.click();
        await (await find(page, ['spusk-lab', 'spusk-report', '#name']))?.type('Ada Eddington');
        assert.equal(await cells(), had);
      });
    } finally {
      await server.close();
    }
  },
);
