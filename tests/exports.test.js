import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

const root = new URL('../', import.meta.url);
const header = await readFile(new URL('c_src/api/api.h', root), 'utf8');

// Read in another way than the build does: statements between comments, up to the parenthesis.
const declared = header
  .split(/\/\*[^]*?\*\//)
  .join(' ')
  .replace(/^#.*$/gm, '')
  .split(';')
  .filter((statement) => statement.includes('SP_API '))
  .map((statement) => /(\w+)\s*\([^]*$/.exec(statement)?.[1] ?? statement.trim());

for (const name of ['spusk.wasm', 'spusk-scalar.wasm']) {
  const module = new WebAssembly.Module(await readFile(new URL(`web/dist/${name}`, root)));

  test(`${name} exports what api.h declares, its memory, and nothing else`, () => {
    const exported = WebAssembly.Module.exports(module).map((entry) => entry.name);
    assert.ok(declared.length > 50, `only ${declared.length} functions found in api.h`);
    assert.deepEqual(
      exported.filter((entry) => entry !== '_initialize').sort(),
      ['memory', ...declared].sort(),
    );
  });

  test(`${name} needs nothing but the note that its memory grew`, () => {
    const imported = WebAssembly.Module.imports(module).map((entry) => entry.name);
    assert.deepEqual(imported, ['emscripten_notify_memory_growth']);
  });

  test(`${name} has its stack below everything else, so that an overflow traps`, () => {
    const env = { emscripten_notify_memory_growth() {} };
    const { exports } = new WebAssembly.Instance(module, { env });
    /** @type {Record<string, any>} */
    const core = exports;
    core._initialize?.();
    // Constants of the program lie above the stack of 512 kB, whose lowest byte is byte 0.
    assert.ok(core.sp_catalog_group(0) >= 512 * 1024);
    assert.ok(core.sp_alloc(16) > core.sp_catalog_group(0));
  });
}
