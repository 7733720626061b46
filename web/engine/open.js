import { LabError } from '../core/error.js';
import { prepare } from '../core/build.js';
import { load } from '../core/loader.js';
import { WorkerEngine } from './client.js';
import { DirectEngine } from './direct.js';
import { startWorker } from '#worker';

/** @typedef {import('./protocol.js').Engine} Engine */

/** Whether workers can be had here, as the first one showed. @type {boolean | null} */
let allowed = null;

/** Engines that are opened before anybody asks for them. @type {Promise<Engine>[]} */
const early = [];

/**
 * Opens engines ahead of openEngine, which then need not wait for the core to be fetched and for
 * workers to start; it tells what goes wrong.
 * @param {number} count
 */
export function preload(count) {
  for (let k = 0; k < count; k++) {
    const engine = openNew();
    engine.catch(() => {}); // whoever takes it sees the failure
    early.push(engine);
  }
}

/**
 * Opens an engine, which trains runs and tells of them (protocol.js).
 * @param {object} [options]
 * @param {'auto' | boolean} [options.worker] true: in a worker of its own; false: in this
 *   process, in slices; auto: in a worker where that is allowed
 * @param {boolean} [options.simd] force a build of the core (core/loader.js)
 * @param {'wasm' | 'js'} [options.core] force one
 * @param {import('../core/build.js').Build} [options.module] loaded already
 * @param {Partial<import('./link.js').Patience>} [options.patience] with a worker
 * @returns {Promise<Engine>}
 */
export async function openEngine(options = {}) {
  const any = Object.keys(options).length === 0;
  return (any && early.shift()) || openNew(options);
}

/**
 * @param {Parameters<typeof openEngine>[0]} [options]
 * @returns {Promise<Engine>}
 */
async function openNew({ worker = 'auto', simd, core, module, patience } = {}) {
  const coming = bring({ simd, core, module });
  const direct = worker === false || (worker === 'auto' && allowed === false);
  if (direct) return new DirectEngine(await coming);
  try {
    // The worker starts while the core is on its way.
    const engine = await WorkerEngine.start({ startWorker, module: coming, patience });
    allowed = true;
    return engine;
  } catch (error) {
    const build = await coming;
    allowed ??= false;
    if (worker === 'auto') return new DirectEngine(build);
    const reason = error instanceof Error ? error.message : String(error);
    throw new LabError(`training in a worker is not possible here: ${reason}`);
  }
}

/** The core, ready to be instantiated here. @param {NonNullable<Parameters<typeof openEngine>[0]>} options */
async function bring({ simd, core, module }) {
  const build = module ?? (await load({ simd, core }));
  await prepare(build);
  return build;
}
