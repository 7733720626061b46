// The bundler puts the bytes here; only this file needs that loader.
import vectors from '../dist/spusk.wasm';
import scalar from '../dist/spusk-scalar.wasm';

/**
 * The bytes of a build of the core, which are inside the bundle.
 * @param {boolean} simd
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function wasmBytes(simd) {
  return simd ? vectors() : scalar();
}
