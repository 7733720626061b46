/** Spusk: what `import 'spusk'` gives in Node and in a bundler. */
export { LabError } from './core/error.js';
export { openLab, validateSpec } from './core/open.js';
export { openEngine, runAll } from './engine/index.js';
export { experiments } from './experiments/index.js';
