/**
 * The picture that a lab shows, for a page that asks for it: that of its first view.
 *
 * @typedef {HTMLElement & {svg(options?: {scheme?: 'light' | 'dark'}): string}} Drawn
 */

import { rasterize } from './rasterize.js';

/** Pixels of a PNG for each of the picture. */
const SCALE = 2;

/**
 * @param {ParentNode} root
 * @returns {Drawn | null} the first element in a shadow tree of any depth that can draw itself
 */
function findDrawn(root) {
  for (const element of root.querySelectorAll('*')) {
    if ('svg' in element && typeof element.svg === 'function') {
      return /** @type {Drawn} */ (element);
    }
    const inside = element.shadowRoot && findDrawn(element.shadowRoot);
    if (inside) return inside;
  }
  return null;
}

/**
 * @param {import('lit').LitElement} lab
 * @param {'svg' | 'png'} kind
 * @returns {Promise<string | Blob>}
 */
export async function picture(lab, kind) {
  await lab.updateComplete;
  const drawn = findDrawn(/** @type {ShadowRoot} */ (lab.renderRoot));
  if (!drawn) throw new Error('this lab shows no picture');
  const svg = drawn.svg({ scheme: 'light' });
  return kind === 'svg' ? svg : rasterize(svg, { scale: SCALE });
}
