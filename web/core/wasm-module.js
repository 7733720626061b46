/**
 * The builds of the core in spusk.js: the one with vectors is inside. What few browsers need lies
 * beside the module and is loaded only there.
 */
import vectors from '../dist/spusk.wasm';
import { fetchBytes } from './fetch.js';
import { LabError } from './error.js';

/** @param {string} name */
const beside = (name) => new URL(name, import.meta.url).href;

/** @param {boolean} simd @returns {Uint8Array<ArrayBuffer>} */
export function wasmNow(simd) {
  if (!simd) throw new LabError('without SIMD the core must be loaded first: open a lab');
  return vectors();
}

/** @param {boolean} simd @returns {Promise<Uint8Array<ArrayBuffer>>} */
export async function wasmBytes(simd) {
  return simd ? vectors() : fetchBytes(beside('spusk-scalar.wasm'));
}

/** Address of the core as JavaScript. */
export const scriptAddress = () => beside('spusk-core.js');
