/**
 * Makes one script of several that a build has split off, and names all by what is in them.
 *
 * @typedef {import('esbuild').Metafile['outputs']} Outputs
 *
 * @typedef {object} Group scripts that become one
 * @property {string} name of its file, without hash
 * @property {string[]} members outputs, each after those that it imports
 * @property {string} [entry] the member whose exports keep their names
 */
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import { parse } from 'acorn';
import { build } from 'esbuild';
import { shortNames } from './names.js';

/** Stands for the file of a group, whose name is not known before all is there. */
const link = (/** @type {number} */ at) => `group:${at}`;
const LINK = /\bgroup:(\d+)/g;

/** Code of packages is in it; their licences are in a file (licenses.js). */
const NOTICE = '/*! ../licenses.txt */\n';

/**
 * @param {Group[]} groups all scripts of a build, which import each other in no circle
 * @param {{outputs: Outputs, files: Map<string, Uint8Array>}} built files by their output
 * @param {import('esbuild').BuildOptions} options
 * @returns {Promise<{outputs: Outputs, files: Map<string, Uint8Array>}>} in place of them
 */
export async function merge(groups, { outputs, files }, options) {
  const merged = await build({
    ...options,
    entryPoints: groups.map((_, at) => ({ in: link(at), out: String(at) })),
    plugins: [linked(groups, { outputs, files })],
    bundle: true,
    format: 'esm',
    outdir: '/',
    legalComments: 'none',
    write: false,
  });
  const scripts = merged.outputFiles.map(async ({ text: written }, at) => {
    const text = await shortNames(written);
    return groups[at].members.some((name) => hasPackage(outputs[name])) ? text + NOTICE : text;
  });
  const texts = await Promise.all(scripts);
  const names = namesOf(groups, texts);
  const atOf = indexOf(groups);
  /** @param {Group} group @param {number} at @returns {[string, Outputs[string]]} */
  const described = ({ members, entry }, at) => {
    const imports = members
      .flatMap((name) => outputs[name].imports)
      .map(({ path, ...rest }) => ({ path: names[atOf.get(path) ?? -1] ?? path, ...rest }))
      .filter(({ path, kind }) => path !== names[at] || kind !== 'import-statement');
    const inputs = Object.assign({}, ...members.map((name) => outputs[name].inputs));
    const { entryPoint, exports } = outputs[entry ?? members[0]];
    const bytes = Buffer.byteLength(texts[at]);
    return [names[at], { bytes, inputs, imports, exports, ...(entryPoint && { entryPoint }) }];
  };
  return {
    outputs: Object.fromEntries(groups.map(described)),
    files: new Map(
      texts.map((text, at) => [
        names[at],
        Buffer.from(text.replace(LINK, (_, to) => `./${names[to].replace(/^.*\//, '')}`)),
      ]),
    ),
  };
}

/** @param {Group[]} groups @returns {Map<string, number>} the place of its group, by member */
const indexOf = (groups) =>
  new Map(groups.flatMap(({ members }, at) => members.map((name) => [name, at])));

/** @param {Outputs[string]} output */
const hasPackage = ({ inputs }) =>
  Object.keys(inputs).some((path) => path.includes('node_modules/'));

/**
 * Gives a group its members as they are, with what they import from other groups under the name
 * that it has there.
 * @param {Group[]} groups
 * @param {{outputs: Outputs, files: Map<string, Uint8Array>}} built
 * @returns {import('esbuild').Plugin}
 */
function linked(groups, { outputs, files }) {
  const atOf = indexOf(groups);
  /** What others import of a group: member and export, under the name outside. */
  const wanted = groups.map(() => /** @type {Map<string, string>} */ (new Map()));
  const texts = new Map([...atOf].map(([name, at]) => [name, relinked(name, at)]));

  /** @param {string} member @param {string} name of an export @returns {string} outside */
  function nameOutside(member, name) {
    const at = atOf.get(member) ?? -1;
    if (groups[at].entry === member) return name;
    const key = `${member} ${name}`;
    const known = wanted[at].get(key) ?? `$${wanted[at].size.toString(36)}`;
    wanted[at].set(key, known);
    return known;
  }

  /** @param {string} name of an output @param {number} own place of its group */
  function relinked(name, own) {
    const source = Buffer.from(files.get(name) ?? '').toString();
    let text = '';
    let end = 0;
    for (const node of /** @type {any[]} */ (parse(source, MODULE).body)) {
      if (node.type !== 'ImportDeclaration') continue;
      const from = join(dirname(name), node.source.value);
      const at = atOf.get(from) ?? -1;
      if (at === own) continue;
      const names = node.specifiers.map((/** @type {any} */ { imported, local }) => {
        return `${nameOutside(from, imported.name)} as ${local.name}`;
      });
      text += `${source.slice(end, node.start)}import {${names}} from "${link(at)}";`;
      ({ end } = node);
    }
    return text + source.slice(end);
  }

  /** @param {number} at */
  function exportsOf(at) {
    const { entry, members } = groups[at];
    const own = entry ? outputs[entry].exports.map((name) => [entry, name, name]) : [];
    const others = [...wanted[at]].map(([key, outside]) => [...key.split(' '), outside]);
    return [
      ...members.map((name) => `import ${JSON.stringify(name)};`),
      ...[...own, ...others].map(
        ([from, name, outside]) => `export { ${name} as ${outside} } from ${JSON.stringify(from)};`,
      ),
    ].join('\n');
  }

  return {
    name: 'linked',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /./ }, ({ path, kind, importer, namespace }) => {
        if (kind === 'entry-point') return { path, namespace: 'group' };
        if (namespace === 'group') return { path, namespace: 'member' };
        const name = join(dirname(importer), path);
        if (kind === 'dynamic-import') return { path: link(atOf.get(name) ?? -1), external: true };
        return path.startsWith('group:')
          ? { path, external: true }
          : { path: name, namespace: 'member' };
      });
      onLoad({ filter: /./, namespace: 'group' }, ({ path }) => ({
        contents: exportsOf(Number(path.replace(LINK, '$1'))),
      }));
      onLoad({ filter: /./, namespace: 'member' }, ({ path }) => ({ contents: texts.get(path) }));
    },
  };
}

const MODULE = /** @type {const} */ ({ ecmaVersion: 'latest', sourceType: 'module' });

/**
 * The hash of a file tells what is in it and in all that it imports, whose names are in it.
 * @param {Group[]} groups
 * @param {string[]} texts
 * @returns {string[]} outputs
 */
function namesOf(groups, texts) {
  const links = texts.map((text) => [...text.matchAll(LINK)].map(([, to]) => Number(to)));
  return groups.map(({ name, members }, at) => {
    const reached = new Set([at]);
    for (const from of reached) for (const to of links[from]) reached.add(to);
    const hash = createHash('sha256');
    for (const of of reached) hash.update(texts[of].replace(LINK, ''));
    const code = hash.digest('hex').slice(0, 8).toUpperCase();
    return join(dirname(members[0]), `${name}-${code}.js`);
  });
}
