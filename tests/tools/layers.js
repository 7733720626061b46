/**
 * Fails when a file includes or imports something that lies above it, or in the end itself.
 *
 * C:  base <- tensor <- nn; base <- optim, data, surface; all <- lab <- api
 * JS: core <- engine <- {state, chart} <- ui <- pages; experiments are data
 * Tests import the product, and nothing of the product imports them.
 */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/**
 * The other folders that a folder of c_src may include from.
 * @type {Record<string, string[]>}
 */
const C_MAY = {
  base: [],
  tensor: ['base'],
  nn: ['base', 'tensor'],
  optim: ['base'],
  // Data know the shape of an example (tensor/shape.h).
  data: ['base', 'tensor'],
  surface: ['base'],
  lab: ['base', 'tensor', 'nn', 'optim', 'data', 'surface'],
  api: ['base', 'tensor', 'nn', 'optim', 'data', 'surface', 'lab'],
};

/**
 * The other folders of web that one may import from; '.' is index.js, 'dist' what the compiler
 * made.
 * @type {Record<string, string[]>}
 */
const JS_MAY = {
  core: ['dist'],
  engine: ['core'],
  experiments: [],
  '.': ['core', 'engine', 'experiments'],
  // Reports are written by the page and checked by the command line.
  report: ['core', 'engine', 'experiments'],
  // Somebody's own data: what both of them do with files.
  data: ['core', 'experiments'],
  state: ['core', 'engine', 'experiments', 'data', 'report'],
  chart: ['core', 'engine', 'experiments'],
  ui: ['.', 'core', 'engine', 'experiments', 'data', 'report', 'state', 'chart', 'locales'],
  cli: ['.', 'core', 'engine', 'experiments', 'data', 'report', 'locales'],
  tools: ['dist', 'core', 'engine', 'experiments', 'report', 'state', 'chart'],
};

/**
 * What a folder of tests may import of web, and which other folders of tests. The unit tests run
 * where there is no page, so none of them reaches the elements.
 * @type {Record<string, {web: string[], tests: string[]}>}
 */
const TESTS_MAY = {
  unit: {
    web: ['core', 'engine', 'experiments', 'data', 'report', 'state', 'chart', 'cli', 'tools'],
    tests: [],
  },
  browser: { web: ['experiments', 'report', 'tools'], tests: ['unit', 'parity'] },
  tools: { web: ['experiments', 'tools'], tests: ['browser'] },
  bench: { web: ['tools'], tests: ['browser', 'parity'] },
  // The others know the product by its name only.
  parity: { web: [], tests: [] },
  oracle: { web: [], tests: [] },
  '.': { web: [], tests: [] },
};

/** Packages that only these folders or files may import; the rest may import none but these. */
/** @type {Record<string, string[]>} */
const PACKAGES = {
  'chart.js': ['chart/curves.js'],
  lit: ['ui'],
  uqr: ['ui/qr.js'],
  valibot: ['core', 'engine', 'report', 'state'],
  commander: ['cli'],
  'cli-progress': ['cli'],
  '@valibot/to-json-schema': ['tools/report-schema.js'],
  acorn: ['tools'],
  esbuild: ['tools'],
  'markdown-it': ['tools'],
  'subset-font': ['tools'],
  terser: ['tools/names.js'],
  temml: ['tools'],
};
/** Where there is Node. */
const IN_NODE = /^(cli|tools)\/|-node\.js$/;

/** @type {string[]} */
const broken = [];

/**
 * @param {string} folder
 * @param {RegExp} names
 * @returns {Promise<string[]>}
 */
async function files(folder, names) {
  const found = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && names.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
    .filter((path) => !/(^|\/)(node_modules|dist|recipes)\//.test(path));
}

async function checkC() {
  const paths = await files('c_src', /\.[ch]$/);
  for (const path of paths) {
    const layer = path.split(sep)[1];
    const text = await readFile(join(root, path), 'utf8');
    for (const [, name] of text.matchAll(/^\s*#\s*include\s+"([^"]+)"/gm)) {
      const other = name.split('/')[0];
      if (!name.includes('/')) {
        broken.push(`${path}: "${name}" should name its folder`);
      } else if (other !== layer && !C_MAY[layer]?.includes(other)) {
        broken.push(`${path}: ${layer} must not include from ${other} ("${name}")`);
      }
    }
  }
  return paths.length;
}

const IMPORT =
  /(?:^|[\s;])(?:import|export)\s+(?:[\w*{}\s,$]+\s+from\s+)?'([^']+)'|\bimport\('([^']+)'\)/gm;

async function checkJs() {
  const paths = await files('web', /\.js$/);
  const map = JSON.parse(await readFile(join(root, 'web/package.json'), 'utf8')).imports;
  for (const path of paths) {
    const inWeb = relative('web', path);
    const layer = folderIn('web', path);
    if (inWeb === 'eslint.config.js') continue;
    const text = await readFile(join(root, path), 'utf8');
    for (const [, plain, dynamic] of text.matchAll(IMPORT)) {
      checkImport({ inWeb, layer, name: plain ?? dynamic, map });
    }
  }
  return paths.length;
}

/**
 * @param {object} found
 * @param {string} found.inWeb the importing file
 * @param {string} found.layer
 * @param {string} found.name what it imports
 * @param {Record<string, Record<string, string>>} found.map `imports` of package.json
 */
function checkImport({ inWeb, layer, name, map }) {
  const local = name.replace(/^(worker|asset):/, '');
  if (local.startsWith('.')) {
    const target = relative('web', join('web', dirname(inWeb), local));
    checkLayer({ inWeb, layer, other: target.includes(sep) ? target.split(sep)[0] : '.', name });
  } else if (name.startsWith('#')) {
    for (const target of Object.values(map[name] ?? {})) {
      checkLayer({ inWeb, layer, other: target.split('/')[1], name });
    }
  } else if (name.startsWith('experiments:')) {
    checkLayer({ inWeb, layer, other: 'experiments', name });
  } else if (name.startsWith('node:')) {
    if (!IN_NODE.test(inWeb)) {
      broken.push(`web/${inWeb}: runs in browsers too, where "${name}" is not`);
    }
  } else {
    const wanted = Object.keys(PACKAGES).find((p) => name === p || name.startsWith(`${p}/`));
    const allowed = PACKAGES[wanted ?? ''] ?? [];
    if (!allowed.some((place) => place === layer || place === inWeb)) {
      broken.push(`web/${inWeb}: must not import the package "${name}"`);
    }
  }
}

/**
 * @param {object} found
 * @param {string} found.inWeb
 * @param {string} found.layer
 * @param {string} found.other the folder of web that is imported from
 * @param {string} found.name
 */
function checkLayer({ inWeb, layer, other, name }) {
  if (other !== layer && !JS_MAY[layer]?.includes(other)) {
    broken.push(`web/${inWeb}: ${layer} must not import from ${other} ("${name}")`);
  }
}

async function checkTests() {
  const paths = await files('tests', /\.js$/);
  for (const path of paths) {
    const layer = folderIn('tests', path);
    const text = await readFile(join(root, path), 'utf8');
    for (const [, plain, dynamic] of text.matchAll(IMPORT)) {
      const name = plain ?? dynamic;
      if (!name.startsWith('.') || name.includes('/node_modules/')) continue;
      const target = join(dirname(path), name);
      const tree = target.split(sep)[0] === 'web' ? 'web' : 'tests';
      const other = folderIn(tree, target);
      const own = tree === 'tests' && other === layer;
      if (!own && !TESTS_MAY[layer]?.[tree].includes(other)) {
        broken.push(`${path}: must not import from ${tree}/${other} ("${name}")`);
      }
    }
  }
  return paths.length;
}

/**
 * @param {'web' | 'tests'} tree
 * @param {string} path below the root
 * @returns {string} the folder of the tree in which it lies, '.' if in itself
 */
function folderIn(tree, path) {
  const inside = relative(tree, path);
  return inside.includes(sep) ? inside.split(sep)[0] : '.';
}

/** What a module needs before it can run: neither types nor what it loads later. */
const NEEDS = /^(?:import|export)\s+(?:[\w*{}\s,$]+\s+from\s+)?'(\.[^']+)'/gm;

/** Circles of modules: none of them can be read, tested or moved without the others. */
async function checkCircles() {
  /** @type {Map<string, string[]>} */
  const needs = new Map();
  for (const path of [...(await files('web', /\.js$/)), ...(await files('tests', /\.js$/))]) {
    const text = await readFile(join(root, path), 'utf8');
    needs.set(
      path,
      [...text.matchAll(NEEDS)].map(([, name]) => join(dirname(path), name)),
    );
  }
  /** @type {Set<string>} from which no circle begins */
  const known = new Set();
  /** @param {string} path @param {string[]} way that led to it */
  const follow = (path, way) => {
    if (way.includes(path)) {
      broken.push(`in a circle: ${[...way.slice(way.indexOf(path)), path].join(' -> ')}`);
    } else if (!known.has(path)) {
      for (const next of needs.get(path) ?? []) follow(next, [...way, path]);
      known.add(path);
    }
  };
  for (const path of needs.keys()) follow(path, []);
}

const counts = [await checkC(), await checkJs(), await checkTests()];
await checkCircles();
for (const line of broken) console.error(line);
console.log(
  `layers: ${counts[0]} C and ${counts[1]} JavaScript files, ${counts[2]} of tests, ${broken.length} broken`,
);
process.exitCode = broken.length ? 1 : 0;
