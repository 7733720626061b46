/**
 * Pictures of any size as examples of one size: the middle square, every new pixel the mean of
 * what it covers. Done here and not by the browser, whose ways of scaling differ.
 *
 * @typedef {object} Decoded
 * @property {number} width
 * @property {number} height
 * @property {Uint8ClampedArray | Uint8Array} data red, green, blue, opacity of each pixel
 */

/** So far apart two channels may be in a picture that somebody would call grey. */
const TINGE = 24;

/** @param {Decoded} picture */
export function isColoured({ data }) {
  let coloured = 0;
  for (let i = 0; i < data.length; i += 4) {
    const most = Math.max(data[i], data[i + 1], data[i + 2]);
    const least = Math.min(data[i], data[i + 1], data[i + 2]);
    if (data[i + 3] > 0 && most - least > TINGE) coloured++;
  }
  return coloured > data.length / 4 / 100;
}

/**
 * @param {Decoded} picture
 * @param {number} side
 * @param {boolean} colour
 * @returns {Uint8Array} (channels, side, side); what is transparent is white
 */
export function shrink(picture, side, colour) {
  const edge = Math.min(picture.width, picture.height);
  const [left, top] = [(picture.width - edge) / 2, (picture.height - edge) / 2];
  const channels = colour ? 3 : 1;
  const out = new Uint8Array(channels * side * side);
  const step = edge / side;
  for (let row = 0; row < side; row++) {
    for (let column = 0; column < side; column++) {
      const rgb = meanOf(picture, left + column * step, top + row * step, step);
      const values = colour ? rgb : [0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]];
      values.forEach((value, c) => {
        out[(c * side + row) * side + column] = Math.round(value);
      });
    }
  }
  return out;
}

/**
 * @param {Decoded} picture
 * @param {number} x left edge
 * @param {number} y upper edge
 * @param {number} step side of the square
 * @returns {[number, number, number]} mean colour
 */
function meanOf({ width, height, data }, x, y, step) {
  const sum = [0, 0, 0];
  let area = 0;
  for (let j = Math.floor(y); j < Math.min(y + step, height); j++) {
    const tall = Math.min(j + 1, y + step) - Math.max(j, y);
    for (let i = Math.floor(x); i < Math.min(x + step, width); i++) {
      const share = tall * (Math.min(i + 1, x + step) - Math.max(i, x));
      if (share <= 0) continue;
      const at = 4 * (j * width + i);
      const opacity = data[at + 3] / 255;
      for (let c = 0; c < 3; c++) sum[c] += share * (255 + opacity * (data[at + c] - 255));
      area += share;
    }
  }
  return [sum[0] / area, sum[1] / area, sum[2] / area];
}
