/**
 * @param {HTMLCanvasElement} canvas
 * @param {{shape: number[], values: ArrayLike<number>}} image from 0 to 1: (channels, height,
 *   width), grey or red, green and blue
 */
export function paint(canvas, { shape, values }) {
  const [height, width] = shape.slice(-2);
  const size = height * width;
  const [green, blue] = values.length >= 3 * size ? [size, 2 * size] : [0, 0];
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const image = new ImageData(width, height);
  const pixels = image.data;
  for (let i = 0; i < size; i++) {
    pixels[4 * i] = Math.round(255 * values[i]);
    pixels[4 * i + 1] = Math.round(255 * values[i + green]);
    pixels[4 * i + 2] = Math.round(255 * values[i + blue]);
    pixels[4 * i + 3] = 255;
  }
  canvas.getContext('2d')?.putImageData(image, 0, 0);
}
