/**
 * The picture that a lab shows, for a page that asks for it: that of its first view.
 *
 * @typedef {HTMLElement & {svg(options?: {scheme?: 'light' | 'dark'}): string}} Drawn
 */

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
  return kind === 'svg' ? svg : rasterize(svg);
}

/** @param {string} svg */
async function rasterize(svg) {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = SCALE * image.naturalWidth;
    canvas.height = SCALE * image.naturalHeight;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error('no picture'))),
        'image/png',
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
