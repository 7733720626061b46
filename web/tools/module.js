/** How everything is bundled, and spusk.js: the element and the public interface in one module. */
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { experiments } from '../experiments/index.js';
import { drawings } from './drawings.js';
import { fonts } from './fonts.js';
import { leanCharts } from './lean-charts.js';
import { shortNames } from './names.js';
import { ownKeys } from './own-keys.js';
import { assets, experimentParts, locales, wasm } from './plugins.js';
import { shared } from './shared.js';
import { templates } from './templates.js';

/** @typedef {typeof experiments} List */

export const web = resolve(dirname(fileURLToPath(import.meta.url)), '..');
export const dist = join(web, 'dist');

/** @satisfies {import('esbuild').BuildOptions} */
const common = {
  absWorkingDir: web,
  minify: true,
  charset: 'utf8',
  target: ['chrome100', 'firefox115', 'safari16.4'],
};

/**
 * @param {List} [list] the experiments that are inside
 * @param {List} [needing] those whose kinds of views and predictions are
 */
export function bundling(list = experiments, needing = list) {
  /** @type {Promise<Record<string, string>> | undefined} the same for all outputs */
  let drawn;
  const parts = experimentParts({
    list,
    folder: join(web, 'experiments'),
    c: join(web, '..', 'c_src'),
    drawings: () => (drawn ??= drawings({ list, web })),
  });
  const imports = [wasm, assets, parts];
  return {
    ...common,
    loader: /** @type {const} */ ({ '.woff2': 'file' }),
    outdir: dist,
    legalComments: /** @type {const} */ ('eof'),
    plugins: [
      only(list, needing),
      templates,
      locales(),
      leanCharts,
      ...imports,
      fonts(web),
      shared(join(web, 'engine', 'worker.js'), { ...common, plugins: imports }),
    ],
  };
}

/** The element and the public interface. */
const SPUSK = `export * from './index.js';\nimport './ui/index.js';`;

/** Texts that only the site says, round the lab. */
export const SITE_TEXTS = ['site', 'theme', 'start', 'course', 'foot', 'share', 'compose'];

/**
 * @param {ReturnType<typeof bundling>} options
 * @param {string} [contents] of the module
 */
export async function buildModule(options, contents = SPUSK) {
  const { metafile, outputFiles } = await build({
    ...options,
    plugins: [locales(SITE_TEXTS), ...options.plugins],
    stdin: {
      contents,
      resolveDir: web,
      sourcefile: 'spusk.js',
    },
    entryNames: 'spusk',
    format: 'esm',
    bundle: true,
    metafile: true,
    write: false,
  });
  const files = outputFiles.map(async ({ path, text: written, contents: bytes }) => {
    if (!path.endsWith('.js')) return { path, text: written, contents: bytes };
    const text = ownKeys(await shortNames(written));
    return { path, text, contents: Buffer.from(text) };
  });
  return { metafile, outputFiles: await Promise.all(files) };
}

/**
 * spusk.js as it would be with one experiment.
 * @param {string} id
 * @param {List} [needing] as bundling takes it
 * @returns {Promise<Uint8Array>}
 */
export async function moduleWithOne(id, needing) {
  const list = experiments.filter((experiment) => experiment.id === id);
  if (list.length === 0) throw new Error(`there is no experiment ${id}`);
  const { outputFiles } = await buildModule(bundling(list, needing));
  return outputFiles[outputFiles.findIndex(({ path }) => path.endsWith('.js'))].contents;
}

/**
 * Of experiments/list.js the lines of these, and of ui/kinds.js what some need.
 * @param {List} list
 * @param {List} needing
 * @returns {import('esbuild').Plugin}
 */
function only(list, needing) {
  const folders = list.map(({ id }) => `'./${id}/`);
  const needed = needing.flatMap(({ views, predict }) => [
    ...views.map(({ kind }) => String(kind)),
    ...(predict ? [predict.kind] : []),
  ]);
  return {
    name: 'only',
    setup({ onLoad }) {
      onLoad({ filter: /experiments[\\/]list\.js$/ }, async ({ path }) => ({
        contents: linesWith(await readFile(path, 'utf8'), 'export', folders),
      }));
      onLoad({ filter: /[\\/]ui[\\/]kinds\.js$/ }, async ({ path }) => {
        const fetched = await readFile(path.replace(/kinds\.js$/, 'kinds-site.js'), 'utf8');
        const files = [...fetched.matchAll(/(\w+): \(\) => import\(('[^']+')\)/g)]
          .filter(([, kind]) => needed.includes(kind))
          .map(([, , file]) => file);
        return { contents: linesWith(await readFile(path, 'utf8'), 'import', files) };
      });
    },
  };
}

/**
 * @param {string} source
 * @param {string} word with which lines begin that are kept only if they contain one of these
 * @param {readonly string[]} parts
 */
function linesWith(source, word, parts) {
  return source
    .split('\n')
    .filter((line) => !line.startsWith(word) || parts.some((part) => line.includes(part)))
    .join('\n');
}
