import { LabError } from '../core/error.js';
import { compile } from '../core/loader.js';
import { WorkerEngine } from './client.js';
import { DirectEngine } from './direct.js';
import { startWorker } from '#worker';

export { runAll } from './pool.js';

/** Whether workers can be had here, as the first one showed. @type {boolean | null} */
let allowed = null;

/**
 * Opens an engine, which trains runs and tells of them (protocol.js).
 * @param {object} [options]
 * @param {'auto' | boolean} [options.worker] true: in a worker of its own; false: in this
 *   process, in slices; auto: in a worker where that is allowed
 * @param {boolean} [options.simd] force a build of the core
 * @param {WebAssembly.Module} [options.module] compiled already
 * @param {Partial<import('./link.js').Patience>} [options.patience] with a worker
 * @returns {Promise<import('./protocol.js').Engine>}
 */
export async function openEngine({ worker = 'auto', simd, module, patience } = {}) {
  const core = module ?? (await compile({ simd }));
  if (worker === false || (worker === 'auto' && allowed === false)) return new DirectEngine(core);
  try {
    const engine = await WorkerEngine.start({ startWorker, module: core, patience });
    allowed = true;
    return engine;
  } catch (error) {
    allowed ??= false;
    if (worker === 'auto') return new DirectEngine(core);
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`training in a worker is not possible here: ${reason}`);
  }
}
