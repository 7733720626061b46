import { parallelism } from '#worker';
import { compile } from '../core/loader.js';
import { ColumnStore } from './columns.js';
import { openEngine } from './index.js';
import { Queue } from './queue.js';

/**
 * @typedef {import('./protocol.js').EngineEvent} EngineEvent
 * @typedef {import('./protocol.js').EndEvent} EndEvent
 * @typedef {import('./protocol.js').ErrorEvent} ErrorEvent
 *
 * @typedef {object} Result of one spec; exactly one of end and error is there
 * @property {number} index of the spec in the list
 * @property {any} spec as given
 * @property {Record<string, Float64Array>} columns the trace
 * @property {EndEvent | null} end
 * @property {ErrorEvent | null} error
 */

/**
 * Runs many specs at once, each worker one after the other, and yields each result as it is
 * there. Leaving the loop, or the signal, stops all; runs that have begun then give what they
 * reached, the others nothing.
 * @param {object[]} specs
 * @param {object} [options]
 * @param {AbortSignal} [options.signal]
 * @param {(index: number, event: EngineEvent) => void} [options.onEvent]
 * @param {number} [options.workers] how many at once; left out: as many as the machine has cores
 * @param {boolean} [options.simd]
 * @returns {AsyncGenerator<Result, void, void>}
 */
export async function* runAll(specs, { signal, onEvent, workers, simd } = {}) {
  const count = Math.max(1, Math.min(specs.length, workers ?? parallelism()));
  const module = await compile({ simd });
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
        results.push(await runOne(engine, index));
      }
    } finally {
      engine.close();
    }
  };

  /** @param {import('./protocol.js').Engine} engine @param {number} index */
  const runOne = async (engine, index) => {
    const store = new ColumnStore();
    /** @type {Result} */
    const result = { index, spec: specs[index], columns: {}, end: null, error: null };
    for await (const event of engine.run(specs[index], { signal: stop.signal })) {
      onEvent?.(index, event);
      if (event.type === 'trace') store.append(event.columns);
      else if (event.type === 'end') result.end = event;
      else result.error = event;
    }
    return { ...result, columns: store.columns };
  };

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
