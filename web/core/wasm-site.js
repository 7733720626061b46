/** The builds of the core on the site: files, of which a browser loads the one that it needs. */
import vectors from 'asset:../dist/spusk.wasm';
import scalar from 'asset:../dist/spusk-scalar.wasm';
import script from 'asset:../dist/spusk-core.js';
import { LabError } from './error.js';
import { fetchBytes } from './fetch.js';

/** @param {string} path from the script that this is bundled into */
const beside = (path) => new URL(path, import.meta.url).href;

/** @returns {never} */
export function wasmNow() {
  throw new LabError('the core has not been loaded yet: open a lab first');
}

/** @param {boolean} simd @returns {Promise<Uint8Array<ArrayBuffer>>} */
export const wasmBytes = (simd) => fetchBytes(beside(simd ? vectors : scalar));

/** Address of the core as JavaScript. */
export const scriptAddress = () => beside(script);
