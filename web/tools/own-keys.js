/**
 * What is bundled for other people's pages goes through the keys of an object that are its own.
 * `for (key in object)` also meets what a page has added to Object.prototype; packages have such
 * loops (Valibot in its checks, Lit in its directives), and so has what esbuild puts round modules.
 */
import { parse } from 'acorn';

/**
 * @param {string} source of a module
 * @returns {string}
 */
export function ownKeys(source) {
  /** @type {[at: number, old: string, by: string][]} */
  const changes = [];
  /** @param {any} node of the tree, a list of such, or what else stands in it */
  function walk(node) {
    if (node === null || typeof node !== 'object') return;
    if (node.type === 'ForInStatement') {
      const { left, right } = node;
      const between = source.slice(left.end, right.start);
      changes.push([left.end, between, between.replace(/in\s*/, 'of Object.keys(')]);
      changes.push([right.end, '', ')']);
    }
    Object.values(node).forEach(walk);
  }
  walk(parse(source, { ecmaVersion: 'latest', sourceType: 'module' }));
  let text = '';
  let end = 0;
  for (const [at, old, by] of changes.sort(([a], [b]) => a - b)) {
    text += source.slice(end, at) + by;
    end = at + old.length;
  }
  return text + source.slice(end);
}
