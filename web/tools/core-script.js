/**
 * The core as JavaScript, for pages where WebAssembly is forbidden or missing: what wasm2js makes
 * of the module without vectors, as an ES module whose default export makes a new instance.
 *   node core-script.js wasm2js in.wasm out.js
 */
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';

const run = promisify(execFile);

/**
 * wasm2js imports what the module imports from modules of these names. Nothing is needed
 * (core/instance.js says the same to WebAssembly).
 * @param {WebAssembly.Module} module
 * @returns {import('esbuild').Plugin}
 */
function emptyImports(module) {
  const wanted = WebAssembly.Module.imports(module);
  const names = new Set(wanted.map((entry) => entry.module));
  return {
    name: 'empty-imports',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\w+$/ }, ({ path }) =>
        names.has(path) ? { path, namespace: 'empty' } : undefined,
      );
      onLoad({ filter: /.*/, namespace: 'empty' }, ({ path }) => ({
        contents: wanted
          .filter((entry) => entry.module === path)
          .map(({ name }) => `export const ${name} = () => 52;`)
          .join('\n'),
      }));
    },
  };
}

/**
 * @param {string} wasm2js the program
 * @param {string} input
 * @param {string} output
 */
async function makeScript(wasm2js, input, output) {
  const raw = `${output}.wasm2js.js`;
  try {
    await run(wasm2js, ['-O', input, '-o', raw]);
    const { outputFiles } = await build({
      entryPoints: [raw],
      plugins: [emptyImports(new WebAssembly.Module(await readFile(input)))],
      bundle: true,
      write: false,
      minify: true,
      format: 'iife',
      globalName: 'core',
      target: 'es2020',
    });
    // A module runs once in a page; as a function it gives instances that share nothing.
    const text = `export default()=>{${outputFiles[0].text.trim()}return{...core}};\n`;
    await writeFile(output, text);
  } finally {
    await rm(raw, { force: true });
  }
}

const [wasm2js, input, output] = process.argv.slice(2);
if (process.argv[1] === fileURLToPath(import.meta.url)) await makeScript(wasm2js, input, output);
