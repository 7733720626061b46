/**
 * Scripts that always come together, as one. esbuild makes a file of each set of modules that the
 * same entries share: fifty small ones, each fetched and compressed by itself. Here those that the
 * page of the site begins with become one, those that every lab needs another, and so on.
 *
 * @typedef {import('esbuild').Metafile['outputs']} Outputs
 * @typedef {import('./merge.js').Group} Group
 */

/** What a page begins with: its own script, the start page, a lab and what trains in it. */
const SITE = ['ui/site.js'];
const START = ['ui/start.js', 'ui/glimpse.js'];
const LAB = ['ui/index.js', 'engine/index.js'];
/** What an experiment may need besides. Nearly all have curves. */
const CURVES = ['ui/chart.js'];
const KINDS = [
  ...['ui/surface.js', 'ui/grid.js', 'ui/noise.js', 'ui/images.js'],
  ...['ui/predict-choice.js', 'ui/predict-rank.js', 'ui/predict-number.js', 'ui/predict-draw.js'],
];

/**
 * @param {Outputs} outputs of a build that splits
 * @returns {Group[]} of all its scripts
 */
export function together(outputs) {
  const [site, start, lab, curves, kinds] = [SITE, START, LAB, CURVES, KINDS].map((sources) =>
    sources.map((source) => withImports(outputs, [entryOf(outputs, source)])),
  );
  /** @param {Set<string>[]} sets @param {string} name */
  const count = (sets, name) => sets.filter((set) => set.has(name)).length;
  /** @param {string} name */
  const placeOf = (name) => {
    const { entryPoint } = outputs[name];
    // What is imported dynamically must export what it has, and nothing else.
    if (entryPoint && ![SITE[0], LAB[0]].includes(entryPoint)) return null;
    if (count(site, name)) return 'site';
    if (count(start, name)) return 'runs';
    if (count([...lab, ...curves], name)) return 'lab';
    return count(kinds, name) > 1 ? 'views' : null;
  };
  /** @type {Map<string, Group>} */
  const groups = new Map();
  for (const name of withImports(outputs, scriptsOf(outputs))) {
    const place = placeOf(name);
    const group = groups.get(place ?? name) ?? {
      name: place ?? stemOf(outputs, name),
      members: [],
    };
    group.members.push(name);
    if (outputs[name].entryPoint) group.entry = name;
    groups.set(place ?? name, group);
  }
  return [...groups.values()];
}

/** @param {Outputs} outputs @param {string} source @returns {string} */
function entryOf(outputs, source) {
  const entry = Object.keys(outputs).find((name) => outputs[name].entryPoint === source);
  if (!entry) throw new Error(`${source} is no entry: what comes together is not known`);
  return entry;
}

/**
 * @param {Outputs} outputs
 * @param {string[]} names
 * @returns {Set<string>} these and what they import, each after what it imports
 */
function withImports(outputs, names) {
  /** @type {Set<string>} */
  const all = new Set();
  /** @type {Set<string>} */
  const seen = new Set();
  /** @param {string} name */
  const add = (name) => {
    if (seen.has(name)) return;
    seen.add(name);
    for (const { path, kind } of outputs[name].imports) if (kind === 'import-statement') add(path);
    all.add(name);
  };
  names.forEach(add);
  return all;
}

/** Copied files are no modules, even when they are scripts. @param {Outputs} outputs */
function scriptsOf(outputs) {
  return Object.keys(outputs).filter(
    (name) => name.endsWith('.js') && !Object.keys(outputs[name].inputs).some(isAsset),
  );
}

/** @param {string} input */
const isAsset = (input) => input.startsWith('asset:');

/**
 * @param {Outputs} outputs
 * @param {string} name of one
 * @returns {string} name of its file, without hash
 */
function stemOf(outputs, name) {
  const { entryPoint = '' } = outputs[name];
  const stem = name.replace(/^.*\/|-[A-Z0-9]{8}\.js$/g, '');
  // Names tell what comes when the first point is on the chart.
  if (entryPoint.endsWith('?later')) return `later_${stem}`;
  return entryPoint.startsWith('experiments:source:') ? `source_${stem}` : stem;
}
