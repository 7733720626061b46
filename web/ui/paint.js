/**
 * @param {HTMLCanvasElement} canvas
 * @param {{shape: number[], values: ArrayLike<number>}} image from 0 to 1: (channels, height,
 *   width), grey or red, green and blue
 */
export function paint(canvas, { shape, values }) {
  const [height, width] = shape.slice(-2);
  const size = height * width;
  const colour = values.length >= 3 * size ? [0, size, 2 * size] : [0, 0, 0];
  canvas.width = width;
  canvas.height = height;
  const pixels = new ImageData(width, height);
  for (let i = 0; i < size; i++) {
    const rgb = colour.map((from) => Math.round(255 * values[from + i]));
    pixels.data.set([...rgb, 255], 4 * i);
  }
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
}
