/**
 * Pictures as the browser decodes them.
 *
 * @typedef {import('../data/pixels.js').Decoded} Decoded
 */

/** Larger ones are made smaller first: a photograph takes 50 MB as pixels. */
const MOST = 512;

/**
 * @param {import('../data/files.js').DataFile} file
 * @returns {Promise<Decoded>}
 */
export async function decode({ blob }) {
  if (!blob) throw new Error('no file');
  const bitmap = await createImageBitmap(blob);
  const scale = Math.min(1, MOST / Math.max(bitmap.width, bitmap.height));
  const [width, height] = [bitmap.width, bitmap.height].map((n) =>
    Math.max(1, Math.round(n * scale)),
  );
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (
    canvas.getContext('2d', { willReadFrequently: true })
  );
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  return { width, height, data: context.getImageData(0, 0, width, height).data };
}
