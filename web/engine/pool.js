import { parallelism } from '#worker';
import { load } from '../core/loader.js';
import { ColumnStore } from './columns.js';
import { openEngine } from './open.js';
import { Queue } from './queue.js';
import { runToEnd } from './run-to-end.js';

/**
 * @typedef {import('./protocol.js').Engine} Engine
 * @typedef {import('./protocol.js').EngineEvent} EngineEvent
 * @typedef {import('./protocol.js').EndEvent} EndEvent
 * @typedef {import('./protocol.js').ErrorEvent} ErrorEvent
 * @typedef {import('../core/data.js').Split} Split
 *
 * @typedef {object} Result of one spec; exactly one of end and error is there
 * @property {number} index of the spec in the list
 * @property {any} spec as given
 * @property {Record<string, Float64Array>} columns the trace
 * @property {Partial<Record<Split, {loss: number, error: number}>>} final over whole splits, at
 *   the end, for the splits that were asked for and that the data have
 * @property {Record<string, Record<string, any>>} probes what the probes found, by the name that
 *   they were given
 * @property {EndEvent | null} end
 * @property {ErrorEvent | null} error
 *
 * @typedef {object} Look a probe of the catalogue, at the start or the end of a run
 * @property {string} name
 * @property {'start' | 'end'} at
 * @property {Record<string, any>} [options]
 *
 * @typedef {object} PoolOptions
 * @property {AbortSignal} [signal]
 * @property {(index: number, event: EngineEvent) => void} [onEvent]
 * @property {Split[]} [evaluate] splits to evaluate at the end of each run
 * @property {(index: number) => Record<string, Look> | undefined} [probes] of a run, by a name
 * @property {(session: import('./protocol.js').Session, index: number) => AsyncIterable<EngineEvent>} [advance]
 *   how a run trains, when not straight to its spec.stop
 * @property {number} [workers] how many at once; left out: as many as the machine has cores
 * @property {boolean} [simd] force a build of the core (core/loader.js)
 * @property {'wasm' | 'js'} [core] force one
 */

/**
 * Runs many specs at once, each worker one after the other, and yields each result as it is
 * there. Leaving the loop, or the signal, stops all; runs that have begun then give what they
 * reached, the others nothing.
 * @param {object[]} specs
 * @param {PoolOptions} [options]
 * @returns {AsyncGenerator<Result, void, void>}
 */
export async function* runAll(
  specs,
  { signal, workers = parallelism(), simd, core, ...options } = {},
) {
  const module = await load({ simd, core });
  const stop = new AbortController();
  const forward = () => stop.abort();
  signal?.addEventListener('abort', forward);
  if (signal?.aborted) stop.abort();

  /** @type {Queue<Result | Error | null>} null: a worker has nothing more to do */
  const results = new Queue();
  let next = 0;
  const work = async () => {
    const engine = await openEngine({ module });
    try {
      while (next < specs.length && !stop.signal.aborted) {
        const index = next++;
        const plan = { index, spec: specs[index], signal: stop.signal };
        results.push(await runOne(engine, { ...options, ...plan }));
      }
    } finally {
      engine.close();
    }
  };
  const count = Math.max(1, Math.min(specs.length, workers));
  const done = Array.from({ length: count }, () =>
    work().then(
      () => results.push(null),
      (error) => results.push(error),
    ),
  );

  try {
    for (let running = count; running > 0;) {
      const result = await results.take();
      if (result === null) running--;
      else if (result instanceof Error) throw result;
      else yield result;
    }
  } finally {
    stop.abort();
    signal?.removeEventListener('abort', forward);
    await Promise.all(done);
  }
}

/**
 * @param {Engine} engine
 * @param {{index: number, spec: object, signal: AbortSignal} & PoolOptions} options
 * @returns {Promise<Result>}
 */
async function runOne(engine, { index, spec, signal, onEvent, evaluate = [], probes, advance }) {
  const store = new ColumnStore();
  /** @type {Result} */
  const result = { index, spec, columns: {}, final: {}, probes: {}, end: null, error: null };
  const looks = Object.entries(probes?.(index) ?? {});
  const look = async (
    /** @type {import('./protocol.js').Session} */ session,
    /** @type {Look['at']} */ now,
  ) => {
    for (const [as, { name, at, options }] of looks) {
      const probe = /** @type {keyof import('../core/probe-results.js').ProbeResults} */ (name);
      if (at === now) result.probes[as] = await session.probe(probe, options);
    }
  };
  const atStart = (/** @type {import('./protocol.js').Session} */ session) =>
    look(session, 'start');
  const atEnd = async (/** @type {import('./protocol.js').Session} */ session) => {
    await look(session, 'end');
    for (const split of evaluate) {
      if (session.description.examples[split] > 0) {
        result.final[split] = await session.evaluate(split);
      }
    }
  };
  const options = {
    signal,
    atStart,
    atEnd,
    advance:
      advance &&
      ((/** @type {import('./protocol.js').Session} */ session) => advance(session, index)),
  };
  for await (const event of runToEnd(engine, spec, options)) {
    onEvent?.(index, event);
    if (event.type === 'trace') store.append(event.columns);
    else if (event.type === 'end') result.end = event;
    else result.error = event;
  }
  return { ...result, columns: store.columns };
}
