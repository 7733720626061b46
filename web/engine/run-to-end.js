import { plainError } from '../core/error.js';

/**
 * @typedef {import('./protocol.js').Engine} Engine
 * @typedef {import('./protocol.js').Session} Session
 * @typedef {import('./protocol.js').EngineEvent} EngineEvent
 *
 * @typedef {object} RunOptions
 * @property {AbortSignal} [signal]
 * @property {(session: Session) => Promise<void>} [atStart] called before the first update
 * @property {(session: Session) => Promise<void>} [atEnd] called when training is over, while the
 *   session is still there
 * @property {(session: Session) => AsyncIterable<EngineEvent>} [advance] how it trains, when not
 *   straight to spec.stop
 */

/**
 * Opens a session, trains to spec.stop and disposes of it: the `run` of every engine.
 * @param {Pick<Engine, 'open'>} engine
 * @param {object} spec
 * @param {RunOptions} [options]
 * @returns {AsyncGenerator<EngineEvent, void, void>}
 */
export async function* runToEnd(engine, spec, options = {}) {
  /** @type {Session | undefined} */
  let session;
  try {
    session = await engine.open(spec);
    yield* advanceToEnd(session, options);
  } catch (error) {
    yield { type: 'error', ...plainError(error) };
  } finally {
    await session?.dispose();
  }
}

/**
 * @param {Session} session
 * @param {RunOptions} options
 * @returns {AsyncGenerator<EngineEvent, void, void>}
 */
async function* advanceToEnd(session, { signal, atStart, atEnd, advance }) {
  const stop = () => session.pause();
  signal?.addEventListener('abort', stop);
  try {
    await atStart?.(session);
    const before = signal?.aborted === true;
    // Stopped before it began: measures where it stands, and that is where it ends.
    const events =
      advance && !before ? advance(session) : session.advance(before ? { updates: 0 } : undefined);
    for await (const event of events) {
      if (event.type === 'end') await atEnd?.(session);
      const stopped = event.type === 'end' && (before || event.reason === 'paused');
      yield stopped ? { ...event, reason: 'stopped' } : event;
    }
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
