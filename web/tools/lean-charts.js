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
    Animator: 'class Animator { listen() {} has() {} running() {} stop() {} remove() {} }',
    Interaction: 'var Interaction = { modes: {} };',
    // Axes are not seen: what stands along them is painted by chart/around.js.
    autoSkip: 'function autoSkip() {}',
    // Nothing is stacked.
    updateStacks: 'function updateStacks() {}',
  },
  'index.js': {
    // Lines are straight and look the same all along, and points have no size.
    _updateBezierControlPoints: 'function _updateBezierControlPoints() {}',
    doSplitByStyles: 'function doSplitByStyles() {}',
    drawPointLegend: 'function drawPointLegend() {}',
    _steppedLineTo: 'function _steppedLineTo() {}',
    _bezierCurveTo: 'function _bezierCurveTo() {}',
    // Data come whole each time; nobody adds to an array that is shown.
    listenArrayEvents: 'function listenArrayEvents() {}',
    unlistenArrayEvents: 'function unlistenArrayEvents() {}',
    decorateText: 'function decorateText() {}',
  },
};

/**
 * Methods that nothing here calls, by the file and the class: no mouse is heard, points come as they
 * are to be drawn, axes are not seen, and their ends are given.
 *
 * @type {Record<string, Record<string, string[]>>}
 */
const UNCALLED = {
  'chart.js': {
    Chart: [
      ...['_eventHandler', '_handleEvent', '_getActiveElements', '_updateHoverStyles'],
      ...['setActiveElements', 'updateHoverStyle', 'getElementsAtEventForMode'],
      ...['bindUserEvents', 'toBase64Image', '_updateVisibility', 'toggleDataVisibility'],
    ],
    DatasetController: [
      ...['parsePrimitiveData', 'parseArrayData', 'parseObjectData', 'getMinMax', 'applyStack'],
      ...['removeHoverStyle', 'setHoverStyle', 'getStyle'],
    ],
    LineElement: ['interpolate'],
    PointElement: ['inRange', 'inXRange', 'inYRange', 'getCenterPoint'],
    Scale: [
      ...['drawTitle', 'drawBorder', 'drawGrid', 'drawLabels', 'drawBackground'],
      ...['_computeGridLineItems', '_computeLabelItems', 'getLabelItems', 'getLineWidthForValue'],
      ...['_getXAxisLabelAlignment', '_getYAxisLabelAlignment', '_calculatePadding'],
      ...['_getLabelSizes', '_computeLabelSizes', '_tickSize', '_resolveTickFontOptions'],
      ...['_convertTicksToLabels', 'generateTickLabels', 'calculateLabelRotation', '_maxDigits'],
    ],
    LinearScaleBase: ['buildTicks', 'getTickLimit', 'getLabelForValue'],
    LinearScale: ['computeTickLimit'],
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
      contents: lean(
        await readFile(path, 'utf8'),
        STAND_INS[basename(path)],
        UNCALLED[basename(path)] ?? {},
      ),
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
 * @param {Record<string, string[]>} uncalled methods by their class
 */
function lean(source, standIns, uncalled) {
  const missing = new Set([
    ...Object.keys(standIns),
    ...Object.entries(uncalled).flatMap(([name, methods]) => methods.map((m) => `${name}.${m}`)),
  ]);
  let text = '';
  let at = 0;
  const replace = (/** @type {{start: number, end: number}} */ { start, end }, by = '') => {
    text += source.slice(at, start) + by;
    at = end;
  };
  for (const node of /** @type {any[]} */ (parse(source, MODULE).body)) {
    const name = node.id?.name ?? node.declarations?.[0].id.name;
    if (name in standIns && missing.delete(name)) replace(node, standIns[name]);
    if (!(name in uncalled)) continue;
    for (const member of node.body.body) {
      const method = member.key?.name;
      if (missing.delete(`${name}.${method}`)) replace(member, `${method}() {}`);
    }
  }
  if (missing.size) throw new Error(`Chart.js has no ${[...missing].join(', ')}`);
  return text + source.slice(at);
}

const MODULE = /** @type {const} */ ({ ecmaVersion: 'latest', sourceType: 'module' });
