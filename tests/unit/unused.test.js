/** Nothing lies about: no text that nobody says, no style of nothing, no export that nobody takes. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/**
 * @param {string} folder
 * @param {RegExp} names
 * @returns {Map<string, string>} texts by their paths below the root
 */
function read(folder, names) {
  const paths = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => names.test(path) && !/(^|\/)(node_modules|dist)\//.test(path));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

const web = read('web', /\.js$/);
const tests = read('tests', /\.js$/);

// --- texts ---------------------------------------------------------------------------------------

/** Whose names have dots: fields of a spec, problems by the format of data. */
const DEEP = /^(spec|data\.problem)\./;

test('every text of the locales is asked for somewhere', () => {
  /** @type {Set<string>} */
  const asked = new Set();
  /** @type {RegExp[]} */
  const patterns = [];
  for (const text of web.values()) {
    for (const [, key] of text.matchAll(/'([\w-]+(?:\.[\w-]+)+)'/g)) asked.add(key);
    for (const [, key] of text.matchAll(/`([\w-]+\.(?:[\w.-]|\$\{(?:[^{}`]|\{[^{}`]*\})*\})*)`/g)) {
      const parts = key
        .split(/\$\{(?:[^{}]|\{[^{}]*\})*\}/)
        .map((part) => part.replaceAll('.', '\\.'));
      patterns.push(new RegExp(`^${parts.join(DEEP.test(key) ? '.+' : '[^.]+')}$`));
    }
  }
  const keys = Object.keys(JSON.parse(readFileSync(join(root, 'web/locales/en.json'), 'utf8')));
  const unused = keys.filter(
    (key) => !asked.has(key) && !patterns.some((pattern) => pattern.test(key)),
  );
  assert.deepEqual(unused, []);
});

// --- styles --------------------------------------------------------------------------------------

/** What other texts bring along: formulas, rows of code, pages that are made when building. */
const BROUGHT = ['formula'];

test('every class in a style sheet is given to something', () => {
  const STYLES = /css`(?:[^`\\]|\\.)*`/g;
  const given = [...web].filter(([path]) => path.startsWith('web/ui/'));
  const markup = given.map(([, text]) => text.replace(STYLES, '')).join('\n');
  const sheets = [...given, ...read('web/ui', /\.css$/)].map(([path, text]) => ({
    path,
    rules: path.endsWith('.css') ? text : (text.match(STYLES) ?? []).join('\n'),
  }));
  const unused = sheets.flatMap(({ path, rules }) => {
    const selectors = rules.replace(/\/\*[^]*?\*\//g, '').replace(/\{[^{}]*\}/g, '{}');
    const names = new Set([...selectors.matchAll(/\.([a-z][\w-]*)/gi)].map(([, name]) => name));
    return [...names].filter((name) => !isGiven(name, markup)).map((name) => `${path}: .${name}`);
  });
  assert.deepEqual(unused, []);
});

/**
 * As a class of the markup, in a string of its own or in the object of classMap().
 *
 * @param {string} name
 * @param {string} markup
 */
function isGiven(name, markup) {
  const word = `(?<![\\w-])${name}(?![\\w-])`;
  const ways = [`class="[^"]*${word}`, `'[^'\\n]*${word}[^'\\n]*'`, `${word}[,:] `, `${word} \\}`];
  return BROUGHT.includes(name) || new RegExp(ways.join('|')).test(markup);
}

// --- modules -------------------------------------------------------------------------------------

const settings = JSON.parse(readFileSync(join(root, 'web/package.json'), 'utf8'));

/**
 * @param {string} name as it is imported
 * @param {string} from the importing file
 * @returns {string[]} paths below the root
 */
function targets(name, from) {
  const plain = name.replace(/^worker:/, '');
  if (plain.startsWith('.')) return [join(dirname(from), plain)];
  if (name.startsWith('#')) {
    return Object.values(settings.imports[name]).map((path) => join('web', String(path)));
  }
  if (name === 'spusk') return ['web/index.js'];
  return name === 'spusk/catalog' ? ['web/locales/catalog.js'] : [];
}

/** @type {Map<string, Set<string>>} who takes what: 'path name', '*' for whatever is there */
const taken = new Map();
for (const [path, text] of [...web, ...tests]) {
  const take = (/** @type {string} */ from, /** @type {string} */ name) => {
    for (const target of targets(from, path)) {
      const key = `${target} ${name}`;
      taken.set(key, (taken.get(key) ?? new Set()).add(path));
    }
  };
  for (const [, what, from] of text.matchAll(
    /(?:import|export)\s+([\w*{}\s,$]+?)\s+from\s+'([^']+)'/g,
  )) {
    const names = /\{([^}]*)\}/.exec(what)?.[1] ?? '';
    for (const name of names.split(',')) take(from, name.trim().split(/\s+as\s+/)[0]);
    // The build calls what such a module exports (web/tools/shared.js).
    if (what.includes('*') || from.startsWith('worker:')) take(from, '*');
    take(from, '');
  }
  for (const [, from] of text.matchAll(/import '([^']+)'/g)) take(from, '');
  for (const [, from, name = '*'] of text.matchAll(/import\('([^']+)'\)(?:\.(\w+))?/g)) {
    take(from, name);
    take(from, '');
  }
}

/** What is called by its path: by the reader's command, by the build, by a page, by a recipe's. */
const ENTRIES =
  /^web\/(recipes\/.*|index|eslint\.config|cli\/spusk|engine\/worker-thread-node|ui\/(site|anywidget|index)|tools\/(bundle|serve|core-script|wasm-exports))\.js$|\.test\.js$|^tests\/(tools|bench|oracle|parity)\//;

test('every module is needed by something', () => {
  const unused = [...web.keys(), ...tests.keys()].filter(
    (path) => !ENTRIES.test(path) && !taken.has(`${path} `),
  );
  assert.deepEqual(unused, []);
});

test('every export is taken by another module', () => {
  const unused = [...web, ...tests].flatMap(([path, text]) => {
    if (ENTRIES.test(path) || taken.has(`${path} *`)) return [];
    const names = [
      ...text.matchAll(/^export (?:async )?(?:function\*?|class|const|let)\s+(\w+)/gm),
    ].map(([, name]) => name);
    return (
      names
        .filter((name) => !taken.has(`${path} ${name}`))
        // An element is its tag; its class stands for its type.
        .filter((name) => !(name.endsWith('Element') && text.includes(`, ${name});`)))
        .map((name) => `${relative(root, join(root, path))}: ${name}`)
    );
  });
  assert.deepEqual(unused, []);
});
