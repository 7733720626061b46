import { LabError } from './error.js';

/**
 * @param {string} address
 * @returns {Promise<Uint8Array<ArrayBuffer>>}
 */
export async function fetchBytes(address) {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${response.statusText}`.trim());
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new LabError(`the core could not be loaded from ${address}: ${text}`);
  }
}
