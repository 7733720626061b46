import { LabError } from '../core/error.js';
import { prepare } from '../core/build.js';
import { load } from '../core/loader.js';
import { WorkerEngine } from './client.js';
import { DirectEngine } from './direct.js';
import { startWorker } from '#worker';

/** Whether workers can be had here, as the first one showed. @type {boolean | null} */
let allowed = null;

/** Fetches and compiles the core ahead of openEngine, which tells what goes wrong. */
export const preload = () =>
  load().then(
    () => {},
    () => {},
  );

/**
 * Opens an engine, which trains runs and tells of them (protocol.js).
 * @param {object} [options]
 * @param {'auto' | boolean} [options.worker] true: in a worker of its own; false: in this
 *   process, in slices; auto: in a worker where that is allowed
 * @param {boolean} [options.simd] force a build of the core (core/loader.js)
 * @param {'wasm' | 'js'} [options.core] force one
 * @param {import('../core/build.js').Build} [options.module] loaded already
 * @param {Partial<import('./link.js').Patience>} [options.patience] with a worker
 * @returns {Promise<import('./protocol.js').Engine>}
 */
export async function openEngine({ worker = 'auto', simd, core, module, patience } = {}) {
  const build = module ?? (await load({ simd, core }));
  await prepare(build);
  if (worker === false || (worker === 'auto' && allowed === false)) return new DirectEngine(build);
  try {
    const engine = await WorkerEngine.start({ startWorker, module: build, patience });
    allowed = true;
    return engine;
  } catch (error) {
    allowed ??= false;
    if (worker === 'auto') return new DirectEngine(build);
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`training in a worker is not possible here: ${reason}`);
  }
}
