/**
 * Spusk: what `import 'spusk'` gives in Node and in a bundler.
 *
 * @typedef {import('./core/lab.js').Lab} Lab
 * @typedef {import('./core/run.js').Run} Run
 * @typedef {import('./core/spec.js').Spec} Spec
 * @typedef {import('./core/catalog.js').Catalog} Catalog
 * @typedef {import('./core/describe.js').Description} Description
 * @typedef {import('./engine/protocol.js').Engine} Engine
 * @typedef {import('./engine/protocol.js').Session} Session
 * @typedef {import('./engine/protocol.js').EngineEvent} EngineEvent
 * @typedef {import('./engine/pool.js').Result} Result
 */
export { LabError } from './core/error.js';
export { openLab, validateSpec } from './core/open.js';
export { openEngine, runAll } from './engine/index.js';
export { experiments } from './experiments/index.js';
