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

/** @type {Plugin} `import text from './en.md'`: see markdown.js. */
export const markdown = {
  name: 'markdown',
  setup({ onLoad }) {
    onLoad({ filter: /\.md$/ }, async ({ path }) => {
      try {
        const text = renderText(await readFile(path, 'utf8'));
        return { contents: JSON.stringify(text), loader: 'json' };
      } catch (error) {
        return { errors: [{ text: String(error), location: { file: path } }] };
      }
    });
  },
};

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
 * `import sources from 'c:optim'`: all C files of that folder of `root`, by their name there.
 * @param {string} root
 * @returns {Plugin}
 */
export function cSources(root) {
  return {
    name: 'c-sources',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^c:/ }, ({ path }) => ({ path: path.slice(2), namespace: 'c' }));
      onLoad({ filter: /.*/, namespace: 'c' }, async ({ path }) => {
        const names = (await readdir(join(root, path))).filter((name) => name.endsWith('.c'));
        const entries = names
          .sort()
          .map(async (name) => [`${path}/${name}`, await readFile(join(root, path, name), 'utf8')]);
        const sources = Object.fromEntries(await Promise.all(entries));
        return { contents: JSON.stringify(sources), loader: 'json' };
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
