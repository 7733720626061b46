/**
 * The builds of the core in spusk.html: the one with vectors is inside. The others, which few
 * browsers need, lie beside the page if somebody has put them there.
 */
import vectors from '../dist/spusk.wasm';
import { LabError } from './error.js';
import { fetchBytes } from './fetch.js';

/** The address of a file beside the page. @param {string} name */
const beside = (name) => new Request(name).url;

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
