import { plainError } from '../core/error.js';

/**
 * Opens a session, trains to spec.stop and disposes of it: the `run` of every engine.
 * @param {Pick<import('./protocol.js').Engine, 'open'>} engine
 * @param {object} spec
 * @param {{signal?: AbortSignal}} [options]
 * @returns {AsyncGenerator<import('./protocol.js').EngineEvent, void, void>}
 */
export async function* runToEnd(engine, spec, { signal } = {}) {
  let session;
  try {
    session = await engine.open(spec);
  } catch (error) {
    yield { type: 'error', ...plainError(error) };
    return;
  }
  const stop = () => session.pause();
  signal?.addEventListener('abort', stop);
  const before = signal?.aborted === true;
  try {
    // Stopped before it began: measures where it stands, and that is where it ends.
    for await (const event of session.advance(before ? { updates: 0 } : undefined)) {
      const stopped = event.type === 'end' && (before || event.reason === 'paused');
      yield stopped ? { ...event, reason: 'stopped' } : event;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    await session.dispose();
  }
}
