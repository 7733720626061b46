/** `npm pack`: the package as somebody gets it, in a clean folder. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const web = fileURLToPath(new URL('../web/', import.meta.url));
const bin = join(web, 'node_modules', '.bin');

/** @type {string} */
let folder;
/** @type {string[]} */
let packed;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'spusk-package-'));
  const { stdout } = await run('npm', ['pack', '--json', '--pack-destination', folder], {
    cwd: web,
  });
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf('[\n')));
  packed = files.map((/** @type {{path: string}} */ { path }) => path);
  await writeFile(join(folder, 'package.json'), '{"name": "course", "private": true}\n');
  const options = ['--omit=dev', '--no-audit', '--no-fund', '--prefer-offline', '--ignore-scripts'];
  await run('npm', ['install', ...options, `./${filename}`], { cwd: folder });
});
after(() => rm(folder, { recursive: true, force: true }));

test('holds what the exports name, and nothing that only the build needs', async () => {
  const {
    exports,
    customElements,
    bin: programs,
  } = JSON.parse(await readFile(join(web, 'package.json'), 'utf8'));
  /** @param {any} entry @returns {string[]} */
  const paths = (entry) =>
    typeof entry === 'string' ? [entry] : Object.values(entry).flatMap(paths);
  for (const path of [...paths(exports), customElements, ...paths(programs)]) {
    await access(join(folder, 'node_modules', 'spusk', path));
  }
  const alien = packed.filter((path) =>
    /^(tools|ui|state|chart|node_modules)\/|^dist\/assets/.test(path),
  );
  assert.deepEqual(
    alien.filter((path) => !path.startsWith('dist/assets')),
    [],
  );
});

test('import in Node, and npx spusk', async () => {
  const program = `import { openLab, experiments } from 'spusk';
    import { readFileSync } from 'node:fs';
    import { createRequire } from 'node:module';
    const wasm = readFileSync(createRequire(import.meta.url).resolve('spusk/core.wasm'));
    const lab = await openLab();
    const run = lab.createRun(experiments[0].specs({ settings: {}, seed: 1 })[0]?.spec ?? {});
    console.log(typeof run.step, WebAssembly.validate(wasm));`;
  await writeFile(
    join(folder, 'use.mjs'),
    program.replace(
      /const run[^;]*;/,
      `const run = lab.createRun({
    data: { name: 'digits', train: 60, test: 20 },
    model: [{ layer: 'flatten' }, { layer: 'dense', units: 10 }] });`,
    ),
  );
  const used = await run('node', ['use.mjs'], { cwd: folder });
  assert.equal(used.stdout.trim(), 'function true');
  const listed = await run('npx', ['--no-install', 'spusk', 'list'], { cwd: folder });
  assert.match(listed.stdout, /sgd-vs-adam/);
});

test('esbuild bundles it for a page', async () => {
  await writeFile(
    join(folder, 'page.js'),
    `import 'spusk/element'; export { openLab } from 'spusk';`,
  );
  await run(join(bin, 'esbuild'), ['page.js', '--bundle', '--format=esm', '--outfile=out.js'], {
    cwd: folder,
  });
  const text = await readFile(join(folder, 'out.js'), 'utf8');
  assert.match(text, /spusk-lab/);
});

test('TypeScript knows the interface, and the element', async () => {
  await mkdir(join(folder, 'typed'), { recursive: true });
  await writeFile(
    join(folder, 'typed', 'use.ts'),
    `import { openLab } from 'spusk';
     import type { SpuskLab } from 'spusk/element';
     const lab = await openLab();
     const hash: string = lab.createRun({}).hash();
     export async function use(element: SpuskLab): Promise<string> {
       await element.step(3);
       element.config = { experiment: 'dropout', seeds: 2 };
       // @ts-expect-error there is no such field
       element.config = { experimnt: 'dropout' };
       return hash + (await element.exportData('csv'));
     }
     // @ts-expect-error a hash is no number
     export const wrong: number = lab.createRun({}).hash();
    `,
  );
  const compilerOptions = {
    ...{ noEmit: true, strict: true, skipLibCheck: true, types: [] },
    ...{ target: 'es2022', lib: ['es2023', 'dom', 'dom.iterable'] },
    ...{ module: 'esnext', moduleResolution: 'bundler' },
  };
  await writeFile(join(folder, 'typed', 'tsconfig.json'), JSON.stringify({ compilerOptions }));
  const { stdout } = await run(join(bin, 'tsc'), ['-p', 'typed'], { cwd: folder }).catch(
    (error) => error,
  );
  assert.equal(stdout, '');
});

test('custom-elements.json says what the class has', async () => {
  const manifest = JSON.parse(await readFile(join(web, 'custom-elements.json'), 'utf8'));
  const [{ attributes, members, events }] = manifest.modules[0].declarations;
  const names = (/** @type {{name: string}[]} */ list) => list.map(({ name }) => name).sort();
  const { ATTRIBUTES } = await import(`${pathToFileURL(web)}/state/config.js`);
  assert.deepEqual(names(attributes), [...ATTRIBUTES].sort());
  const source = await readFile(join(web, 'ui', 'element.js'), 'utf8');
  const told = [...source.matchAll(/@fires \{.*\} (spusk-\w+)/g)].map(([, name]) => name);
  assert.deepEqual(names(events), told.sort());
  const typed = await readFile(join(web, 'dist', 'types', 'ui', 'element.d.ts'), 'utf8');
  const body = /export class SpuskLab [^]*?^}/m.exec(typed)?.[0] ?? '';
  const declared = [...body.matchAll(/^ {4}(?:[gs]et )?(\w+)(?:<.*>)?\(/gm)].map(
    ([, name]) => name,
  );
  const inherited = [
    'connectedCallback',
    'updated',
    'attributeChangedCallback',
    'above',
    'loading',
    'height',
  ];
  assert.deepEqual(
    names(members),
    [...new Set(declared)]
      .filter((name) => !inherited.includes(name) && name !== 'constructor')
      .sort(),
  );
});

test('schema.json names every experiment and every control', async () => {
  const schema = JSON.parse(await readFile(join(web, 'dist', 'schema.json'), 'utf8'));
  const { experiments } = await import('spusk');
  assert.deepEqual(
    schema.properties.experiment.enum,
    experiments.map(({ id }) => id),
  );
  for (const [k, { controls }] of experiments.entries()) {
    const { settings } = schema.allOf[k].then.properties;
    assert.deepEqual(
      Object.keys(settings.properties),
      controls.map(({ id }) => id),
    );
  }
});
