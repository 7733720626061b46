/** @type {CanvasRenderingContext2D | null} */
let context = null;

/**
 * How wide texts are as this page draws them.
 *
 * @param {string} font family
 * @returns {(text: string, size: number, weight: number) => number}
 */
export const measureIn = (font) => (text, size, weight) => {
  context ??= document.createElement('canvas').getContext('2d');
  if (!context) return 0.6 * size * text.length;
  context.font = `${weight} ${size}px ${font}`;
  return context.measureText(text).width;
};
