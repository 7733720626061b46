/**
 * Chart.js as it travels: without what no chart here has. A bundler keeps a class whose static
 * fields it cannot judge, so scales of time, of angles and logarithmic ones stay in every bundle,
 * with all that they call.
 */
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parse } from 'acorn';

/**
 * What takes the place of a class, a function or a constant, by the file of Chart.js. Each must be
 * there: another version may have other names.
 *
 * @type {Record<string, Record<string, string>>}
 */
const STAND_INS = {
  'chart.js': {
    ...empty('BarController', 'BubbleController', 'DoughnutController', 'PieController'),
    ...empty('PolarAreaController', 'RadarController', 'ScatterController'),
    ...empty('ArcElement', 'BarElement'),
    ...empty('CategoryScale', 'LogarithmicScale', 'RadialLinearScale'),
    ...empty('TimeScale', 'TimeSeriesScale'),
    // Nothing moves to its place (`animation: false`), nothing hears the mouse (`events: []`).
    ...empty('Animation'),
    Animations: 'class Animations { update(target, values) { Object.assign(target, values); } }',
    Interaction: 'var Interaction = { modes: {} };',
  },
  'index.js': {
    // Lines are straight, and points have no size.
    _updateBezierControlPoints: 'function _updateBezierControlPoints() {}',
    drawPointLegend: 'function drawPointLegend() {}',
  },
};

/** @param {string[]} names of classes */
function empty(...names) {
  return Object.fromEntries(names.map((name) => [name, `class ${name} {}`]));
}

/** @type {import('esbuild').Plugin} */
export const leanCharts = {
  name: 'lean-charts',
  setup({ onResolve, onLoad }) {
    const files = /[\\/]chart\.js[\\/]dist[\\/](chunks[\\/]index|chart)\.js$/;
    onLoad({ filter: files }, async ({ path }) => ({
      contents: lean(await readFile(path, 'utf8'), STAND_INS[basename(path)]),
      loader: 'js',
    }));
    // The package with which it mixes colours, 4 kB that travel: it does so when something is
    // animated or hovered over. Of what is not valid it mixes nothing.
    onResolve({ filter: /^@kurkle\/color$/ }, ({ path }) => ({ path, namespace: 'no-colors' }));
    onLoad({ filter: /.*/, namespace: 'no-colors' }, () => ({
      contents: 'export class Color { valid = false; }',
    }));
  },
};

/**
 * @param {string} source of a module
 * @param {Record<string, string>} standIns of what it declares
 */
function lean(source, standIns) {
  const missing = new Set(Object.keys(standIns));
  let text = '';
  let at = 0;
  for (const node of /** @type {any[]} */ (parse(source, MODULE).body)) {
    const name = node.id?.name ?? node.declarations?.[0].id.name;
    if (!missing.delete(name)) continue;
    text += source.slice(at, node.start) + standIns[name];
    at = node.end;
  }
  if (missing.size) throw new Error(`Chart.js has no ${[...missing].join(', ')}`);
  return text + source.slice(at);
}

const MODULE = /** @type {const} */ ({ ecmaVersion: 'latest', sourceType: 'module' });
