/**
 * The values under the cursor of a chart, highest first, as a table beside it.
 *
 * @typedef {import('./curves-model.js').CurvesModel} CurvesModel
 * @typedef {import('../state/words.js').Words} Words
 */
import { html, nothing } from 'lit';
import { styleMap } from 'lit/directives/style-map.js';
import { nearest } from '../chart/series.js';
import { runStyle } from '../chart/theme.js';
import { exactNumber } from './numbers.js';

/**
 * @param {CurvesModel} model
 * @param {object} options
 * @param {Words} options.words
 * @param {number} options.cursor
 * @param {number} options.pixel where that is
 * @param {number} options.width of the chart in pixels
 * @param {import('../chart/theme.js').Scheme} options.scheme
 */
export function chartValues({ lines, axis, percent }, { words, cursor, pixel, width, scheme }) {
  const rows = lines
    .filter(({ series }) => series.x.length)
    .map((line) => ({ ...line, i: nearest(line.series.x, cursor) }))
    .sort((a, b) => b.series.y[b.i] - a.series.y[a.i]);
  if (!rows.length) return nothing;
  const [{ series, i }] = rows;
  const where = { n: series.x[i], update: series.update[i] };
  const place =
    pixel < width / 2
      ? { left: `${pixel + 12}px`, right: 'auto' }
      : { left: 'auto', right: `${width - pixel + 12}px` };
  const smooth = rows.some((one) => one.raw !== one.series);
  return html`<div class="values" style=${styleMap(place)}>
    <table>
      <caption>
        ${words.text(`axis.${axis}.at`, where)}
      </caption>
      ${
        smooth
          ? html`<tr>
              <th></th>
              <td class="band">${words.text('chart.measured')}</td>
              <td class="band">${words.text('chart.smoothed')}</td>
            </tr>`
          : nothing
      }
      ${rows.map((one) => row(one, { words, percent, smooth, scheme }))}
    </table>
  </div>`;
}

/**
 * @param {import('./curves-model.js').CurveLine & {i: number}} line
 * @param {object} options
 * @param {Words} options.words
 * @param {boolean} options.percent
 * @param {boolean} options.smooth
 * @param {import('../chart/theme.js').Scheme} options.scheme
 */
function row({ name, series, raw, i }, { words, percent, smooth, scheme }) {
  const show = (/** @type {number} */ value) => exactNumber(words, value, percent);
  const color = runStyle(series, scheme).text;
  return html`<tr>
    <th scope="row" style=${styleMap({ color })}>${name}</th>
    <td>${show(raw.y[i])}</td>
    ${smooth ? html`<td>${show(series.y[i])}</td>` : nothing}
    ${
      Number.isNaN(series.low[i])
        ? nothing
        : html`<td class="band">${show(series.low[i])} – ${show(series.high[i])}</td>`
    }
  </tr>`;
}
