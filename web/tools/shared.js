/**
 * `import source from 'worker:./worker.js'`: the text of a classic script that calls `work` of that
 * module, to be started through a blob.
 *
 * Most of what a worker runs the page has too: the engine trains on the page where workers are
 * forbidden, and specs are checked there. It travels once. All modules that the worker is made of
 * become one function; the page calls it and takes from what it returns, and its own text
 * (Function.prototype.toString) is the worker's script. No text is ever evaluated on the page,
 * which its rules may forbid.
 *
 * The function must not need anything outside of itself. Bundlers of other pages may put such
 * things beside it when they lower private fields for older browsers, so these are lowered here.
 */
import { resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * @typedef {import('esbuild').Plugin} Plugin
 * @typedef {import('esbuild').BuildOptions} BuildOptions
 * @typedef {{path: string, name: string}} Export of a module
 */

/** @satisfies {BuildOptions} */
const FORM = {
  bundle: true,
  format: 'esm',
  target: 'es2020',
  conditions: ['worker'],
  legalComments: 'none',
};

/** Marks what is only looked up, so that it is not looked up again. */
const LOOKUP = {};

/**
 * @param {string} worker path of its module
 * @param {BuildOptions & {absWorkingDir: string}} options of the page's build, as far as they hold
 *   for the worker too
 * @returns {Plugin}
 */
export function shared(worker, options) {
  /** @type {ReturnType<typeof modulesOf> | undefined} the same for all outputs */
  let modules;
  /** @type {Plugin['setup']} */
  async function setup(page) {
    modules ??= modulesOf(worker, options);
    const used = await usedExports(page.initialOptions, await modules);
    const text = await functionOf(worker, used, options);
    replaceModules(page, { modules: await modules, used, text });
  }
  return { name: 'shared', setup };
}

/**
 * The modules of which the worker is made, by path, and what each exports.
 * @param {string} worker
 * @param {BuildOptions & {absWorkingDir: string}} options
 * @returns {Promise<Map<string, string[]>>}
 */
async function modulesOf(worker, options) {
  const common = { ...options, ...FORM, write: false, metafile: true, outdir: '/' };
  const whole = await build({ ...common, entryPoints: [worker] });
  const absolute = (/** @type {string} */ path) => resolve(options.absWorkingDir, path);
  const entryPoints = Object.keys(whole.metafile?.inputs ?? {}).map(absolute);
  const each = await build({ ...common, entryPoints, bundle: false });
  const outputs = Object.values(each.metafile?.outputs ?? {});
  return new Map(outputs.map(({ entryPoint = '', exports }) => [absolute(entryPoint), exports]));
}

/**
 * What a page uses of these modules, by building it once without them.
 * @param {BuildOptions} options of its build
 * @param {Map<string, string[]>} modules
 * @returns {Promise<Export[]>}
 */
async function usedExports(options, modules) {
  /** @type {Plugin} */
  const trial = {
    name: 'trial',
    setup: (page) => replaceModules(page, { modules, used: [], text: '() => ({})' }),
  };
  const plugins = options.plugins?.map((plugin) => (plugin.name === 'shared' ? trial : plugin));
  const { metafile } = await build({ ...options, plugins, metafile: true, write: false });
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  const marked = inputs.filter(([input, { bytesInOutput }]) => {
    return input.startsWith('shared-export:') && bytesInOutput > 0;
  });
  return [...new Set(marked.map(([input]) => input))].sort().map((input) => {
    const [name, path] = input.slice('shared-export:'.length).split(' ');
    return { name, path };
  });
}

/**
 * The function, which returns what is used, named by its place in the list, and `work`.
 * @param {string} worker
 * @param {Export[]} used
 * @param {BuildOptions & {absWorkingDir: string}} options
 * @returns {Promise<string>}
 */
async function functionOf(worker, used, options) {
  const lines = used.map(
    ({ name, path }, at) => `export { ${name} as $${at} } from ${JSON.stringify(path)};`,
  );
  const { outputFiles } = await build({
    ...options,
    ...FORM,
    stdin: {
      contents: [`export { work } from ${JSON.stringify(worker)};`, ...lines].join('\n'),
      resolveDir: options.absWorkingDir,
      sourcefile: 'shared.js',
    },
    write: false,
  });
  // What is exported stands at the end: export{a as b,c as d};
  return outputFiles[0].text
    .replace(/export\s*\{([^}]*)\};\s*$/, (_, list) => {
      const fields = list.split(',').map((/** @type {string} */ field) => {
        const [from, to = from] = field.trim().split(/\s+as\s+/);
        return `${to}: ${from}`;
      });
      return `return {${fields}};`;
    })
    .replace(/^/, '() => {')
    .concat('}');
}

/**
 * Where the page imports one of these modules it gets what the function has returned.
 * @param {import('esbuild').PluginBuild} page
 * @param {{modules: Map<string, string[]>, used: Export[], text: string}} parts
 */
function replaceModules({ onResolve, onLoad, resolve: find }, { modules, used, text }) {
  const core = 'shared-core';
  onResolve({ filter: /^worker:/ }, () => ({ path: 'source', namespace: core }));
  onResolve({ filter: /^shared-(core|export):/ }, ({ path }) => {
    const [namespace] = path.split(':', 1);
    return { path: path.slice(namespace.length + 1), namespace, sideEffects: false };
  });
  onResolve({ filter: /^[.@a-z]/ }, async ({ path, pluginData, namespace, ...place }) => {
    if (pluginData === LOOKUP || namespace.startsWith('shared')) return undefined;
    const found = await find(path, { ...place, namespace, pluginData: LOOKUP });
    return modules.has(found.path) ? { path: found.path, namespace: 'shared' } : undefined;
  });

  // Each export is a module of its own, so that those which are not used fall away.
  onLoad({ filter: /.*/, namespace: 'shared' }, ({ path }) => ({
    contents: (modules.get(path) ?? [])
      .map((name) => `export { value as ${name} } from 'shared-export:${name} ${path}';`)
      .join('\n'),
  }));
  onLoad({ filter: /.*/, namespace: 'shared-export' }, ({ path }) => {
    const at = used.findIndex((entry) => `${entry.name} ${entry.path}` === path);
    return {
      contents: `import { parts } from 'shared-core:parts'; export const value = parts.$${at};`,
    };
  });
  onLoad({ filter: /^parts$/, namespace: core }, () => ({
    contents: `export const make = ${text};\nexport const parts = make();`,
  }));
  onLoad({ filter: /^source$/, namespace: core }, () => ({
    contents: `import { make } from 'shared-core:parts';
      export default \`"use strict";(\${make})().work()\`;`,
  }));
}
