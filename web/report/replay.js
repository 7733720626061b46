/**
 * Trains a run of a report again: to where it was, with the changes and stops on the way.
 *
 * @typedef {import('../engine/protocol.js').Session} Session
 * @typedef {import('../engine/protocol.js').EngineEvent} EngineEvent
 * @typedef {import('../engine/protocol.js').EndEvent} EndEvent
 * @typedef {import('./format.js').ReportRun} ReportRun
 */
import { fromPlain } from './plain.js';

/**
 * How far a run of a report went, and what was done to it on the way.
 *
 * @param {Pick<ReportRun, 'changes' | 'stops' | 'updates' | 'final'>} run
 */
export function courseOf({ changes, stops, updates, final }) {
  // Nothing is measured at an update that was not made: then the number of updates is wrong.
  const measured = fromPlain(final.update);
  return { changes, stops, updates: measured > updates ? measured : updates };
}

/**
 * @param {Session} session that has not begun
 * @param {ReturnType<typeof courseOf>} course
 * @returns {AsyncGenerator<EngineEvent, void, void>} traces, and one end
 */
export async function* replay(session, { changes, stops, updates }) {
  // A report that asks for more than the spec plans is wrong, and not followed for ever.
  const last = Math.min(updates, mostUpdates(session));
  const halts = [...stops, ...changes.map(({ at }) => at)].filter((at) => at < last);
  /** @type {EngineEvent | null} */
  let end = null;
  let made = 0;
  for (const halt of [...new Set(halts)].sort((a, b) => a - b).concat(last)) {
    for await (const event of session.advance({ updates: halt - made })) {
      if (event.type === 'trace') yield { ...event, progress: last ? event.updates / last : 1 };
      else end = event;
    }
    if (end?.type !== 'end' || end.reason !== 'finished') break;
    made = end.updates;
    if (made < halt) break;
    for (const { at, path, value } of changes) if (at === made) await session.set(path, value);
  }
  if (end?.type === 'end' && end.reason === 'finished' && !arrived(session.spec, end)) {
    end = await oneMore(session, end);
  }
  if (end) yield end;
}

/**
 * A run that diverged has made the updates before that one; only trying it tells.
 *
 * @param {Session} session
 * @param {EndEvent} end
 * @returns {Promise<EndEvent>}
 */
async function oneMore(session, end) {
  let next = end;
  for await (const event of session.advance({ updates: 1 })) if (event.type === 'end') next = event;
  return next.reason === 'diverged'
    ? { ...end, reason: 'diverged', divergedAt: next.divergedAt }
    : end;
}

/**
 * @param {Record<string, any>} spec
 * @param {{updates: number, epoch: number}} run
 * @returns {boolean} whether it is at the end that its spec plans
 */
export function arrived({ stop = {} }, { updates, epoch }) {
  return stop.updates ? updates >= stop.updates : epoch >= (stop.epochs ?? 10) - 1e-9;
}

/** @param {Session} session @returns {number} that the spec's plan can come to, however it is changed */
function mostUpdates({ spec, description }) {
  const { updates = 0, epochs = 10 } = spec.stop ?? {};
  return updates || Math.ceil(epochs * Math.max(1, description.examples.train));
}
