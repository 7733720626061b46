/**
 * The spec as the engine's protocol names it. The schema lives in core/spec.js, because
 * `lab.createRun` judges specs with it too and core/ knows nothing of engine/.
 *
 * @typedef {import('../core/spec.js').Spec} Spec
 */
export { normaliseSpec } from '../core/spec.js';
