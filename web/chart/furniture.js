/**
 * What the curves need around them and Chart.js does not have, painted on its canvas: bands over
 * the seeds, names at the ends of lines, marks of events and of divergence, the shared cursor.
 *
 * @typedef {import('./curves.js').Picture} Picture
 * @typedef {import('./curves.js').Line} Line
 * @typedef {import('./curves.js').Style} Style
 *
 * @typedef {object} Frame where to paint
 * @property {CanvasRenderingContext2D} ctx
 * @property {{left: number, right: number, top: number, bottom: number}} area
 * @property {number} width of the canvas
 * @property {(x: number) => number} px
 * @property {(y: number) => number} py
 */

const BAND_OPACITY = 0.13;

/**
 * @param {Frame} frame
 * @param {Line} line
 */
export function paintBand({ ctx, area, px, py }, { series, style }) {
  const { x, low, high } = series;
  if (!(x.length > 1) || Number.isNaN(low[0])) return;
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top - 2, area.right - area.left, area.bottom - area.top + 4);
  ctx.clip();
  ctx.beginPath();
  for (let i = 0; i < x.length; i++) ctx.lineTo(px(x[i]), py(high[i]));
  for (let i = x.length - 1; i >= 0; i--) ctx.lineTo(px(x[i]), py(low[i]));
  ctx.closePath();
  ctx.globalAlpha = BAND_OPACITY;
  ctx.fillStyle = style.line;
  ctx.fill();
  ctx.restore();
}

/**
 * The name and the last value of each line, at its end, in its colour; pushed apart where they
 * would overlap.
 *
 * @param {Frame} frame
 * @param {Picture} picture
 */
export function paintNames({ ctx, area, width, px, py }, { lines, style, format }) {
  const height = 15 * style.scale;
  const labels = lines
    .filter(({ series }) => series.x.length)
    .map(({ series, name, style: { text } }) => {
      const value = series.y[series.y.length - 1];
      const y = py(value);
      return {
        text: `${name} ${format(value)}${y < area.top - 1 ? ' ↑' : ''}`,
        color: text,
        x: Math.min(px(series.x[series.x.length - 1]), area.right) + 6,
        y: Math.max(area.top + 4, Math.min(area.bottom, y)),
      };
    })
    .sort((a, b) => a.y - b.y);
  spread(labels, height, area.top + 4, area.bottom);

  ctx.save();
  ctx.font = `600 ${12 * style.scale}px ${style.font}`;
  ctx.textBaseline = 'middle';
  ctx.lineJoin = 'round';
  for (const { text, color, x, y } of labels) {
    ctx.strokeStyle = style.paper;
    ctx.lineWidth = 4;
    const left = Math.min(x, width - ctx.measureText(text).width);
    ctx.strokeText(text, left, y);
    ctx.fillStyle = color;
    ctx.fillText(text, left, y);
  }
  ctx.restore();
}

/**
 * Moves labels apart, as little as possible, between two heights.
 *
 * @param {{y: number}[]} labels sorted by y
 * @param {number} height
 * @param {number} top
 * @param {number} bottom
 */
export function spread(labels, height, top, bottom) {
  for (let pass = 0; pass < labels.length; pass++) {
    for (let i = 1; i < labels.length; i++) {
      const overlap = labels[i - 1].y + height - labels[i].y;
      if (overlap <= 0) continue;
      labels[i - 1].y -= overlap / 2;
      labels[i].y += overlap / 2;
    }
  }
  let free = top;
  for (const label of labels) {
    label.y = Math.max(free, label.y);
    free = label.y + height;
  }
  free = bottom;
  for (const label of labels.toReversed()) {
    label.y = Math.min(free, label.y);
    free = label.y - height;
  }
}

/**
 * @param {Frame} frame
 * @param {Picture} picture
 */
export function paintEvents({ ctx, area, px }, { events, style }) {
  const shown = events
    .map((event) => ({ ...event, at: Math.round(px(event.x)) + 0.5 }))
    .filter(({ at }) => at >= area.left && at <= area.right);
  ctx.save();
  ctx.strokeStyle = style.soft;
  ctx.lineWidth = 1;
  ctx.setLineDash([2, 3]);
  for (const { at } of shown) {
    ctx.beginPath();
    ctx.moveTo(at, area.top);
    ctx.lineTo(at, area.bottom);
    ctx.stroke();
  }

  ctx.font = `${11 * style.scale}px ${style.font}`;
  ctx.textBaseline = 'top';
  ctx.strokeStyle = style.paper;
  ctx.lineWidth = 4;
  ctx.setLineDash([]);
  let row = 0;
  let end = -Infinity; // of the text before
  for (const { at, text, color } of shown) {
    const width = ctx.measureText(text).width;
    const left = at + 5 + width > area.right ? at - 5 - width : at + 5;
    row = left < end + 8 ? row + 1 : 0;
    end = Math.max(end, left + width);
    const y = area.top + 2 + (row % 5) * 15 * style.scale;
    ctx.strokeText(text, left, y);
    ctx.fillStyle = color;
    ctx.fillText(text, left, y);
  }
  ctx.restore();
}

/**
 * A cross where a run diverged: at its last finite value, or at the edge if that is outside.
 *
 * @param {Frame} frame
 * @param {Picture} picture
 */
export function paintDivergence({ ctx, area, px, py }, { lines, style, divergedText }) {
  const arm = 5 * style.scale;
  ctx.save();
  ctx.font = `600 ${11 * style.scale}px ${style.font}`;
  ctx.textBaseline = 'middle';
  let row = 0;
  for (const { series, style: rule } of lines) {
    if (!series.diverged) continue;
    const x = Math.min(area.right, Math.max(area.left + arm, px(series.diverged.x)));
    const y = Math.min(area.bottom, Math.max(area.top + arm, py(series.diverged.y)));
    ctx.strokeStyle = rule.line;
    ctx.lineWidth = style.width;
    ctx.beginPath();
    ctx.moveTo(x - arm, y - arm);
    ctx.lineTo(x + arm, y + arm);
    ctx.moveTo(x - arm, y + arm);
    ctx.lineTo(x + arm, y - arm);
    ctx.stroke();
    const text = divergedText(series.diverged.update);
    const at = y + 18 * style.scale + row++ * 15 * style.scale;
    ctx.strokeStyle = style.paper;
    ctx.lineWidth = 4;
    ctx.strokeText(text, x + arm + 3, at);
    ctx.fillStyle = rule.text;
    ctx.fillText(text, x + arm + 3, at);
  }
  ctx.restore();
}

/**
 * @param {Frame} frame
 * @param {Picture} picture
 * @param {{x: number, y: number, color: string}[]} points nearest values of the lines
 */
export function paintCursor({ ctx, area, px, py }, { cursor, style }, points) {
  if (cursor === null) return;
  const at = Math.round(px(cursor)) + 0.5;
  ctx.save();
  ctx.strokeStyle = style.edge;
  ctx.lineWidth = 1;
  ctx.beginPath();
  ctx.moveTo(at, area.top);
  ctx.lineTo(at, area.bottom);
  ctx.stroke();
  for (const { x, y, color } of points) {
    if (py(y) < area.top - 1) continue;
    ctx.beginPath();
    ctx.arc(px(x), py(y), 3.5 * style.scale, 0, 2 * Math.PI);
    ctx.fillStyle = color;
    ctx.fill();
    ctx.strokeStyle = style.paper;
    ctx.lineWidth = 1.5;
    ctx.stroke();
  }
  ctx.restore();
}
