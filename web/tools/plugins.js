/** The plugins of esbuild that give meaning to imports which are not JavaScript (modules.d.ts). */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { build } from 'esbuild';
import { renderText } from './markdown.js';

/**
 * @typedef {import('esbuild').Plugin} Plugin
 * @typedef {import('esbuild').BuildOptions} BuildOptions
 */

/**
 * @type {Plugin} `import bytes from './core.wasm'`: a function that gives the bytes. They are
 * deflated inside the bundle, because gzip finds little in base64; inflating takes milliseconds.
 */
export const wasm = {
  name: 'wasm',
  setup({ onResolve, onLoad }) {
    onLoad({ filter: /\.wasm$/ }, ({ path, suffix }) => {
      if (suffix) return undefined;
      const contents = `
        import { inflateSync } from 'fflate';
        import deflated from ${JSON.stringify(`${path}?deflated`)};
        export default () => inflateSync(deflated);`;
      return { contents, resolveDir: dirname(path) };
    });
    onResolve({ filter: /\.wasm\?deflated$/ }, ({ path }) => ({
      path: path.replace('?deflated', ''),
      suffix: '?deflated',
    }));
    onLoad({ filter: /\.wasm$/ }, async ({ path, suffix }) => {
      if (suffix !== '?deflated') return undefined;
      return {
        contents: deflateRawSync(await readFile(path), { level: 9 }),
        loader: 'binary',
      };
    });
  },
};

/**
 * What belongs to the experiments of a list and is no JavaScript:
 *   import texts from 'experiments:texts'      by experiment and language, see markdown.js
 *   import sources from 'experiments:sources'  the C files that they show, by their path
 * @param {object} options
 * @param {readonly import('../experiments/experiment.js').AnyExperiment[]} options.list
 * @param {string} options.folder with a folder for each experiment, and there en.md and so on
 * @param {string} options.c the folder c_src
 * @returns {Plugin}
 */
export function experimentParts({ list, folder, c }) {
  /** @param {string} id */
  async function texts(id) {
    const names = (await readdir(join(folder, id))).filter((name) => name.endsWith('.md'));
    const entries = names.sort().map(async (name) => {
      const path = join(folder, id, name);
      try {
        return [name.replace('.md', ''), renderText(await readFile(path, 'utf8'))];
      } catch (error) {
        throw new Error(`${path}: ${error}`, { cause: error });
      }
    });
    return [id, Object.fromEntries(await Promise.all(entries))];
  }

  const files = [...new Set(list.flatMap(({ sources }) => sources.map(({ file }) => file)))];
  /** @type {Record<string, () => Promise<any[]>>} */
  const parts = {
    texts: () => Promise.all(list.map(({ id }) => texts(id))),
    sources: () =>
      Promise.all(files.map(async (file) => [file, await readFile(join(c, file), 'utf8')])),
  };
  return {
    name: 'experiments',
    setup({ onResolve, onLoad }) {
      const filter = /^experiments:/;
      onResolve({ filter }, ({ path }) => ({
        path: path.replace(filter, ''),
        namespace: 'experiments',
      }));
      onLoad({ filter: /.*/, namespace: 'experiments' }, async ({ path }) => {
        try {
          const entries = await parts[path]();
          return { contents: JSON.stringify(Object.fromEntries(entries)), loader: 'json' };
        } catch (error) {
          return { errors: [{ text: String(error) }] };
        }
      });
    },
  };
}

/**
 * `import source from 'worker:./worker.js'`: that module with all it imports as one classic
 * script, to be started through a blob. It is built with the condition "worker", by which the
 * `imports` of package.json can give it other modules than the page.
 * @param {BuildOptions} options of the page's build, as far as they hold for the worker too
 * @returns {Plugin}
 */
export function workers(options) {
  /** @type {Map<string, Promise<string>>} the same text for all outputs */
  const built = new Map();

  /** @param {string} path */
  async function buildWorker(path) {
    const { outputFiles } = await build({
      ...options,
      entryPoints: [path],
      bundle: true,
      write: false,
      format: 'iife',
      conditions: ['worker'],
      legalComments: 'none',
    });
    return outputFiles[0].text;
  }

  return {
    name: 'workers',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^worker:/ }, ({ path, importer }) => ({
        path: resolve(dirname(importer), path.slice('worker:'.length)),
        namespace: 'worker',
      }));
      onLoad({ filter: /.*/, namespace: 'worker' }, async ({ path }) => {
        let source = built.get(path);
        if (!source) {
          source = buildWorker(path);
          built.set(path, source);
        }
        return { contents: await source, loader: 'text' };
      });
    },
  };
}
