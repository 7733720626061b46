/**
 * Lines, letters and dots that furniture.js arranges: painted on a canvas here, written as SVG in
 * svg.js. What a reader sees and what he exports are therefore the same.
 *
 * @typedef {object} PathShape
 * @property {'path'} type
 * @property {[number, number][]} points one of NaN is a gap
 * @property {boolean} [closed]
 * @property {string} [stroke]
 * @property {number} [width] 1 if left out
 * @property {readonly number[]} [dash]
 * @property {string} [fill]
 * @property {number} [opacity]
 * @property {boolean} [inside] only what lies in the plot area is seen
 *
 * @typedef {object} TextShape
 * @property {'text'} type
 * @property {string} text
 * @property {number} x
 * @property {number} y of its middle
 * @property {number} size
 * @property {number} [weight] 400 if left out
 * @property {'start' | 'middle' | 'end'} [anchor]
 * @property {string} color
 * @property {string} [halo] of the ground around the letters
 *
 * @typedef {object} DotShape
 * @property {'dot'} type
 * @property {number} x
 * @property {number} y
 * @property {number} radius
 * @property {string} [fill]
 * @property {string} [stroke]
 * @property {number} [width]
 *
 * @typedef {PathShape | TextShape | DotShape} Shape
 *
 * @typedef {{left: number, right: number, top: number, bottom: number}} Area
 */

/** How far lines may reach over the edges of the area, so that half a line's width is not lost. */
export const OVERHANG = 2;

const ALIGN = /** @type {const} */ ({ start: 'left', middle: 'center', end: 'right' });

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {readonly Shape[]} shapes
 * @param {{area: Area, font: string}} options
 */
export function paint(ctx, shapes, { area, font }) {
  for (const shape of shapes) {
    ctx.save();
    if (shape.type === 'path') paintPath(ctx, shape, area);
    else if (shape.type === 'text') paintText(ctx, shape, font);
    else paintDot(ctx, shape);
    ctx.restore();
  }
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {PathShape} shape
 * @param {Area} area
 */
function paintPath(ctx, { points, closed, stroke, width = 1, dash, fill, opacity, inside }, area) {
  if (inside) {
    const [w, h] = [area.right - area.left, area.bottom - area.top];
    ctx.beginPath();
    ctx.rect(area.left, area.top - OVERHANG, w, h + 2 * OVERHANG);
    ctx.clip();
  }
  ctx.beginPath();
  let pen = false;
  for (const [x, y] of points) {
    if (Number.isNaN(y)) pen = false;
    else if (pen) ctx.lineTo(x, y);
    else ctx.moveTo(x, y);
    pen = !Number.isNaN(y);
  }
  if (closed) ctx.closePath();
  ctx.globalAlpha = opacity ?? 1;
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  if (!stroke) return;
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.lineJoin = 'round';
  ctx.setLineDash([...(dash ?? [])]);
  ctx.stroke();
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {TextShape} shape
 * @param {string} font
 */
function paintText(ctx, { text, x, y, size, weight = 400, anchor = 'start', color, halo }, font) {
  ctx.font = `${weight} ${size}px ${font}`;
  ctx.textAlign = ALIGN[anchor];
  ctx.textBaseline = 'middle';
  if (halo) {
    ctx.strokeStyle = halo;
    ctx.lineWidth = 4;
    ctx.lineJoin = 'round';
    ctx.strokeText(text, x, y);
  }
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}

/**
 * @param {CanvasRenderingContext2D} ctx
 * @param {DotShape} shape
 */
function paintDot(ctx, { x, y, radius, fill, stroke, width = 1 }) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  if (!stroke) return;
  ctx.strokeStyle = stroke;
  ctx.lineWidth = width;
  ctx.stroke();
}
