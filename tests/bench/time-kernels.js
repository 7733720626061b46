/**
 * Times kernels in Node.
 *
 *   node time-kernels.js kernels.wasm             one line of JSON for each kernel
 *   node time-kernels.js simd.wasm scalar.wasm    the same, the builds in turn, for comparisons
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { load, measure } from './kernels.js';

const files = process.argv.slice(2);
const modules = await Promise.all(files.map(async (file) => load(await readFile(file))));
for (let i = 0; i < modules[0].bench_count(); i++) {
  for (const [n, m] of modules.entries()) {
    console.log(JSON.stringify({ build: basename(files[n], '.wasm'), ...measure(m, i) }));
  }
}
