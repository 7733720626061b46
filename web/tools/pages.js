/**
 * Makes pages from a template: its local scripts, style sheets and icons are bundled and either
 * linked under names that contain their hash, or put into the page itself.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, parse, relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { merge } from './merge.js';
import { together } from './together.js';

/**
 * @typedef {import('esbuild').BuildOptions & {absWorkingDir: string, outdir: string}} Options
 * @typedef {import('esbuild').BuildResult<{metafile: true, write: false}>} Result
 *
 * @typedef {object} Reference a tag of the template that names a local source
 * @property {string} tag
 * @property {string} path
 * @property {'script' | 'style' | 'icon'} kind
 *
 * @typedef {object} Page
 * @property {string} html
 * @property {Map<string, Uint8Array>} files which go beside it, by absolute path
 * @property {import('esbuild').Metafile} metafile
 */

const TAG =
  /<script\b[^>]*\ssrc="(?<script>\.\/[^"]+)"[^>]*>\s*<\/script>|<link\b[^>]*\shref="(?<link>\.\/[^"]+)"[^>]*>/g;

/** What a lab consists of. */
const LATER = ['ui/index.js', 'engine/index.js'];

/** @type {Record<string, string>} */
const ICON_TYPES = { '.svg': 'image/svg+xml', '.png': 'image/png' };

/**
 * @param {string} template
 * @returns {Reference[]}
 */
function references(template) {
  return [...template.matchAll(TAG)].map(({ 0: tag, groups }) => {
    const path = groups?.script ?? groups?.link ?? '';
    if (groups?.script) return { tag, path, kind: 'script' };
    if (path.endsWith('.css')) return { tag, path, kind: 'style' };
    if (extname(path) in ICON_TYPES) return { tag, path, kind: 'icon' };
    throw new Error(`a page cannot contain this file: ${path}`);
  });
}

/**
 * The page with its parts beside it in assets/.
 * @param {string} template
 * @param {Options} options
 * @returns {Promise<Page>}
 */
export async function linkedPage(template, options) {
  const found = references(template);
  const result = await bundle(found, {
    ...options,
    format: 'esm',
    splitting: true,
    conditions: ['site'],
    entryNames: 'assets/[name]-[hash]',
    chunkNames: 'assets/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
    // As a file beside them (licenses.js).
    legalComments: 'none',
  });
  const { metafile, files } = await mergedScripts(result, options);
  const outputs = outputsByEntry({ metafile, outputFiles: [] }, options);
  const inDist = (/** @type {string} */ name) =>
    relative(options.outdir, resolve(options.absWorkingDir, name));
  let html = template;
  for (const { tag, path, kind } of found) {
    let url = outputs.get(path)?.url;
    if (kind === 'script') {
      const hints = hintsOf(metafile, path.slice(2), inDist).join('\n    ');
      html = html.replace(tag, () => `${hints}\n    ${tag}`);
    }
    if (kind === 'icon') {
      const bytes = await readFile(join(options.absWorkingDir, path));
      const { name, ext } = parse(path);
      url = `assets/${name}-${hash(bytes)}${ext}`;
      files.set(join(options.outdir, url), bytes);
    }
    html = html.replace(tag, () => tag.replace(path, () => `./${url}`));
  }
  return { html, files, metafile };
}

/**
 * @param {Result} result of splitting
 * @param {Options} options
 * @returns {Promise<{metafile: import('esbuild').Metafile, files: Map<string, Uint8Array>}>} with
 *   the files by their absolute path
 */
async function mergedScripts({ metafile: { inputs, outputs }, outputFiles }, options) {
  const { absWorkingDir, minify, charset, target } = options;
  const inside = (/** @type {string} */ path) => relative(absWorkingDir, path);
  const files = new Map(outputFiles.map(({ path, contents }) => [inside(path), contents]));
  const groups = together(outputs);
  const form = { absWorkingDir, minify, charset, target };
  const merged = await merge(groups, { outputs, files }, form);
  for (const name of groups.flatMap(({ members }) => members)) {
    delete outputs[name];
    files.delete(name);
  }
  for (const [name, contents] of merged.files) files.set(name, contents);
  return {
    metafile: { inputs, outputs: { ...outputs, ...merged.outputs } },
    files: new Map([...files].map(([name, contents]) => [resolve(absWorkingDir, name), contents])),
  };
}

/**
 * Tells a browser what the script will need, which it would find out one file after the other:
 * what it imports, at once; what a lab needs besides (`rel="later"`), when site.js says so.
 * @param {Result['metafile']} metafile
 * @param {string} script source of the page's script
 * @param {(name: string) => string} inDist the path of an output
 * @returns {string[]} tags
 */
function hintsOf({ outputs }, script, inDist) {
  const find = (/** @type {string} */ source) =>
    Object.keys(outputs).find((name) => outputs[name].entryPoint === source) ?? '';
  const withImports = (/** @type {string[]} */ names, all = new Set(names)) => {
    for (const name of all) {
      for (const { path, kind } of outputs[name]?.imports ?? []) {
        if (kind === 'import-statement') all.add(path);
      }
    }
    return all;
  };
  const own = find(script);
  const first = withImports([own]);
  const later = withImports(LATER.map(find));
  const core = Object.keys(outputs).filter((name) => /\bspusk-[^-]*\.wasm$/.test(name));
  const tag = (/** @type {string} */ name, /** @type {string} */ rest) =>
    `<link href="./${inDist(name)}" ${rest} />`;
  return [
    ...[...first].filter((name) => name !== own).map((name) => tag(name, 'rel="modulepreload"')),
    ...[...later].filter((name) => !first.has(name)).map((name) => tag(name, 'rel="later"')),
    ...core.map((name) => tag(name, 'rel="later" as="fetch" crossorigin')),
  ];
}

/**
 * The page with everything inside (and `data-single`, by which it knows that). Its scripts are classic ones at the end of the body, because
 * browsers refuse modules from file://.
 * @param {string} template
 * @param {Options} options
 * @returns {Promise<Page>}
 */
export async function inlinePage(template, options) {
  const found = references(template);
  const loader = Object.entries(options.loader ?? {}).map(([extension, name]) => [
    extension,
    name === 'file' ? 'dataurl' : name,
  ]);
  const result = await bundle(found, {
    ...options,
    format: 'iife',
    conditions: ['page'],
    loader: Object.fromEntries(loader),
    legalComments: 'inline',
  });
  const outputs = outputsByEntry(result, options);
  let html = template;
  let scripts = '';
  for (const { tag, path, kind } of found) {
    const text = outputs.get(path)?.text ?? '';
    let replacement = '';
    if (kind === 'script') {
      scripts += `<script>\n${text}</script>\n`;
    } else if (kind === 'style') {
      replacement = `<style>\n${text}</style>`;
    } else {
      const bytes = await readFile(join(options.absWorkingDir, path));
      const data = `data:${ICON_TYPES[extname(path)]};base64,${bytes.toString('base64')}`;
      replacement = tag.replace(path, () => data);
    }
    html = html.replace(tag, () => replacement);
  }
  html = html.replace('</body>', () => `${scripts}</body>`).replace('<html', '<html data-single');
  return { html, files: new Map(), metafile: result.metafile };
}

/**
 * @param {Reference[]} found
 * @param {Options} options
 * @returns {Promise<Result>}
 */
function bundle(found, options) {
  const entryPoints = found.filter(({ kind }) => kind !== 'icon').map(({ path }) => path);
  return build({ ...options, entryPoints, bundle: true, metafile: true, write: false });
}

/**
 * What became of each entry, by its path in the template.
 * @param {Pick<Result, 'metafile' | 'outputFiles'>} result
 * @param {Options} options
 * @returns {Map<string, {url: string, text: string}>}
 */
function outputsByEntry({ metafile, outputFiles }, { absWorkingDir, outdir }) {
  const texts = new Map(outputFiles.map((file) => [file.path, file]));
  const outputs = new Map();
  for (const [name, { entryPoint }] of Object.entries(metafile.outputs)) {
    if (!entryPoint) continue;
    const path = resolve(absWorkingDir, name);
    const url = path.slice(outdir.length + 1);
    outputs.set(`./${entryPoint}`, { url, text: texts.get(path)?.text ?? '' });
  }
  return outputs;
}

/** @param {Uint8Array} bytes */
function hash(bytes) {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 8).toUpperCase();
}
