/** What everybody else takes of the engine. */
export { openEngine, preload } from './open.js';
export { runAll } from './pool.js';
