/** The builds of the core in Node: the files that `build.sh` makes. */
import { readFileSync } from 'node:fs';

/** @param {string} name */
const address = (name) => new URL(`../dist/${name}`, import.meta.url);

/**
 * @param {boolean} simd
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function wasmNow(simd) {
  return Uint8Array.from(readFileSync(address(simd ? 'spusk.wasm' : 'spusk-scalar.wasm')));
}

export const wasmBytes = wasmNow;

/** Address of the core as JavaScript. */
export const scriptAddress = () => address('spusk-core.js').href;
