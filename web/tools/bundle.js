/**
 * Bundles web/ to web/dist/ (the core is there already: spusk.wasm, spusk-scalar.wasm for engines
 * without vectors, and spusk-core.js for pages without WebAssembly):
 *
 *   spusk.js     one self-contained ES module: registers <spusk-lab>, exports what index.js does
 *   index.html   the site, with its scripts, styles and fonts in assets/
 *   embed.html   the same for frames, without header
 *   spusk.html   the same page as one file, which also works from file://
 *   anywidget.js for notebooks, beside spusk.js
 *   schema.json  of a configuration of the element; assignment.schema.json, report.schema.json
 *   recipes/     for course pages, with the integrity hash of spusk.js
 *   licenses.txt the licences of the packages inside
 *
 * What modules may import besides JavaScript (types: modules.d.ts, plugins: plugins.js):
 *   import bytes from '../dist/spusk.wasm'          function that gives a Uint8Array
 *   import path from 'asset:../dist/spusk.wasm'     path of that file in assets/, from the script
 *   import source from 'worker:./worker.js'         text of that module as a classic script
 *   import texts from 'experiments:texts'           Markdown with TeX, see markdown.js
 *   import sources from 'experiments:sources'       C files, "optim/adam.c" and so on
 *   import heads from 'experiments:heads'           what each experiment asks
 *   import drawings from 'experiments:drawings'     a small SVG of each, see drawings.js
 *
 * Node has none of these, so a module that is needed there too gets such things by an entry in
 * `imports` of package.json, with one file for Node and one for the bundle:
 *   #worker   engine/worker-node.js  engine/worker-inline.js
 *   #kinds    ui/kinds.js            ui/kinds-site.js for index.html, which fetches them
 *   #wasm     core/wasm-node.js      core/wasm-module.js for spusk.js, wasm-site.js for index.html,
 *                                    wasm-page.js for spusk.html
 *
 * A page is a template (web/index.html) whose local scripts, style sheets and icons are sources:
 *   <script type="module" src="./ui/site.js"></script>
 *   <link rel="stylesheet" href="./ui/site.css">
 */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { schemaOfAssignment } from './assignment-schema.js';
import { licenses } from './licenses.js';
import { buildModule, bundling, dist, web } from './module.js';
import { integrityOf, recipes } from './recipes.js';
import { inlinePage, linkedPage } from './pages.js';
import { schemaOfReport } from './report-schema.js';
import { schema } from './schema.js';
import { printSizes } from './sizes.js';

const shared = bundling();

async function main() {
  const template = await readFile(join(web, 'index.html'), 'utf8');
  // The module goes first: an error in what all three contain is then told once.
  const module = await buildModule(shared);
  const site = await linkedPage(template, shared);
  const frame = await linkedPage(withoutHeader(template), shared);
  const single = await inlinePage(template, shared);
  const metafiles = [module, site, single].map(({ metafile }) => metafile);

  /** @type {Map<string, string | Uint8Array>} */
  const files = new Map([...site.files, ...frame.files]);
  for (const { path, contents } of module.outputFiles) {
    files.set(path.replace('stdin', 'spusk'), contents);
  }
  files.set(join(dist, 'anywidget.js'), await readFile(join(web, 'ui', 'anywidget.js')));
  const schemas = {
    '': await schema(),
    assignment: schemaOfAssignment(),
    report: schemaOfReport(),
  };
  for (const [of, made] of Object.entries(schemas)) {
    const name = of ? `${of}.schema.json` : 'schema.json';
    files.set(join(dist, name), `${JSON.stringify(made, null, 1)}\n`);
  }
  files.set(join(dist, 'licenses.txt'), await licenses(web, metafiles));
  files.set(join(dist, 'spusk.html'), single.html);
  files.set(join(dist, 'embed.html'), frame.html);
  // The last one: the Makefile takes it as the sign that all are there.
  files.set(join(dist, 'index.html'), site.html);

  const integrity = integrityOf(/** @type {Uint8Array} */ (files.get(join(dist, 'spusk.js'))));
  await rm(join(dist, 'recipes'), { recursive: true, force: true });
  for (const [path, text] of await recipes(join(web, 'recipes'), integrity)) {
    files.set(join(dist, 'recipes', path), text);
  }
  await rm(join(dist, 'assets'), { recursive: true, force: true });
  for (const [path, contents] of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, contents);
  }
  await printSizes(dist);
  console.log(`spusk.js integrity="${integrity}"`);
}

/** @param {string} template @returns {string} of a page that stands in a frame of another */
function withoutHeader(template) {
  const header = /<body>\s*<spusk-header><\/spusk-header>/;
  if (!header.test(template)) throw new Error('index.html does not begin with its header');
  return template.replace(header, '<body data-embed>');
}

/** @param {unknown} error */
function told(error) {
  return error instanceof Error && 'errors' in error;
}

try {
  await main();
} catch (error) {
  // esbuild has printed its own errors already, with the place.
  if (!told(error)) throw error;
  process.exitCode = 1;
}
