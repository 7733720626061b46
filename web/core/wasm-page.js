/** The builds of the core in spusk.html, which has nothing beside it: both are inside. */
import vectors from '../dist/spusk.wasm';
import scalar from '../dist/spusk-scalar.wasm';

/** @param {boolean} simd @returns {Uint8Array<ArrayBuffer>} */
export const wasmNow = (simd) => (simd ? vectors() : scalar());

export const wasmBytes = wasmNow;

/**
 * Address of the core as JavaScript: beside the page, if somebody has put it there. It is larger
 * than all else, and a page that may run its own script seldom forbids WebAssembly.
 */
export const scriptAddress = () => new Request('spusk-core.js').url; // as the page sees it
