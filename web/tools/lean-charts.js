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
    ...idle('updateStacks', 'clearStacks'),
    // Data are arrays, and no mouse is heard.
    ...idle('convertObjectDataToArray', 'fromNativeEvent'),
    // Every browser has paths that are kept.
    draw: 'function draw(...line) { strokePathWithCache(...line); }',
  },
  'index.js': {
    // Lines are straight and look the same all along, and points have no size.
    ...idle('_updateBezierControlPoints', 'doSplitByStyles', 'drawPointLegend'),
    ...idle('_steppedLineTo', '_bezierCurveTo'),
    // Data come whole each time; nobody adds to an array that is shown.
    ...idle('listenArrayEvents', 'unlistenArrayEvents'),
    ...idle('decorateText', 'drawBackdrop', 'getHoverColor'),
    // Axes are not seen.
    formatters: 'const formatters = { values: String, numeric: String, logarithmic: String };',
  },
};

/**
 * Methods, by the file and the class. Most are such as nothing here calls: no mouse is heard,
 * nothing is hidden or fetched for a tooltip, points come as they are to be drawn, axes are not
 * seen, and their ends are given.
 *
 * @type {Record<string, Record<string, Record<string, string>>>}
 */
const METHODS = {
  'chart.js': {
    Chart: {
      ...uncalled('_eventHandler', '_handleEvent', '_getActiveElements', '_updateHoverStyles'),
      ...uncalled('setActiveElements', 'updateHoverStyle', 'getElementsAtEventForMode'),
      ...uncalled('bindUserEvents', 'toBase64Image', '_updateVisibility', 'toggleDataVisibility'),
      ...uncalled('setDatasetVisibility', 'hide', 'show', 'getVisibleDatasetCount'),
      // Called, but only data that listen to changes have any.
      ...uncalled('_updateHiddenIndices', '_getUniformDataChanges'),
    },
    TypedRegistry: uncalled('unregister'),
    Registry: {
      ...uncalled('remove', 'addControllers', 'addElements', 'addPlugins', 'addScales'),
      ...uncalled('removeControllers', 'removeElements', 'removePlugins', 'removeScales'),
    },
    DatasetController: {
      ...uncalled('parsePrimitiveData', 'parseArrayData', 'parseObjectData', 'getMinMax'),
      ...uncalled('applyStack', 'updateRangeFromParsed', 'getAllParsedValues', 'getLabelAndValue'),
      ...uncalled('removeHoverStyle', 'setHoverStyle', 'getStyle', '_setStyle'),
      ...uncalled('_removeDatasetHoverStyle', '_setDatasetHoverStyle', '_sync'),
      ...uncalled('_onDataPush', '_onDataPop', '_onDataShift', '_onDataSplice', '_onDataUnshift'),
      // What moves to its place is there at once.
      _resolveAnimations: '_resolveAnimations() { return new Animations(); }',
    },
    Element: uncalled('tooltipPosition', 'hasValue', 'getProps'),
    LineElement: uncalled('interpolate', 'first', 'last', 'pathSegment'),
    PointElement: uncalled('inRange', 'inXRange', 'inYRange', 'getCenterPoint', 'getRange'),
    Scale: {
      ...uncalled('drawTitle', 'drawBorder', 'drawGrid', 'drawLabels', 'drawBackground'),
      ...uncalled('_computeGridLineItems', '_computeLabelItems', 'getLabelItems'),
      ...uncalled('getLineWidthForValue', '_getXAxisLabelAlignment', '_getYAxisLabelAlignment'),
      ...uncalled('_calculatePadding', '_getLabelSizes', '_computeLabelSizes', '_tickSize'),
      ...uncalled('_resolveTickFontOptions', '_convertTicksToLabels', 'generateTickLabels'),
      ...uncalled('calculateLabelRotation', '_maxDigits', 'getLabels', 'getDecimalForPixel'),
    },
    LinearScaleBase: uncalled('buildTicks', 'getTickLimit', 'getLabelForValue'),
    LinearScale: uncalled('computeTickLimit', 'getValueForPixel'),
  },
};

/** @param {string[]} names of classes */
function empty(...names) {
  return Object.fromEntries(names.map((name) => [name, `class ${name} {}`]));
}

/** @param {string[]} names of functions that have nothing to do */
function idle(...names) {
  return Object.fromEntries(names.map((name) => [name, `function ${name}() {}`]));
}

/** @param {string[]} names of methods */
function uncalled(...names) {
  return Object.fromEntries(names.map((name) => [name, `${name}() {}`]));
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
        METHODS[basename(path)] ?? {},
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
 * @param {Record<string, Record<string, string>>} methods by their class
 */
function lean(source, standIns, methods) {
  const missing = new Set([
    ...Object.keys(standIns),
    ...Object.entries(methods).flatMap(([name, of]) => Object.keys(of).map((m) => `${name}.${m}`)),
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
    if (!(name in methods)) continue;
    for (const member of node.body.body) {
      const method = member.key?.name;
      if (missing.delete(`${name}.${method}`)) replace(member, methods[name][method]);
    }
  }
  if (missing.size) throw new Error(`Chart.js has no ${[...missing].join(', ')}`);
  return text + source.slice(at);
}

const MODULE = /** @type {const} */ ({ ecmaVersion: 'latest', sourceType: 'module' });
