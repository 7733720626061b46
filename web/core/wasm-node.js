import { readFileSync } from 'node:fs';

/**
 * The bytes of a build of the core, from the files that `build.sh` makes.
 * @param {boolean} simd
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function wasmBytes(simd) {
  const name = simd ? 'spusk.wasm' : 'spusk-scalar.wasm';
  return Uint8Array.from(readFileSync(new URL(`../dist/${name}`, import.meta.url)));
}
