import { prepare } from '../core/build.js';
import { LabError, plainError } from '../core/error.js';
import { isDescent } from './descent-session.js';
import { DirectEngine } from './direct.js';

/**
 * The worker's side: an engine behind a port. Each event of a session is posted as it is.
 *
 * @typedef {import('./protocol.js').Port} Port
 * @typedef {import('./protocol.js').ToWorker} ToWorker
 * @typedef {import('./protocol.js').FromWorker} FromWorker
 */

/** @param {Port} port */
export function serve(port) {
  /** @type {DirectEngine | null} */
  let engine = null;
  /** @type {Map<number, import('./protocol.js').Session>} */
  const sessions = new Map();
  let opened = 0;

  /** @param {FromWorker} message @param {unknown} [content] whose arrays move instead of being copied */
  const post = (message, content) => port.post(message, buffersOf(content));

  /** @param {number} id */
  function sessionOf(id) {
    const session = sessions.get(id);
    if (!session) throw new LabError('this session has been disposed');
    return session;
  }

  /**
   * @param {number} id
   * @param {() => Promise<unknown>} body
   */
  async function answer(id, body) {
    try {
      const value = await body();
      post({ type: 'reply', id, value }, value);
    } catch (error) {
      post({ type: 'reply', id, error: plainError(error) });
    }
  }

  /** @param {Extract<ToWorker, {type: 'advance'}>} message */
  async function advance({ id, session, goal }) {
    try {
      for await (const event of sessionOf(session).advance(goal)) {
        post({ type: 'event', id, event }, event.type === 'trace' ? event.columns : null);
      }
    } catch (error) {
      post({ type: 'event', id, event: { type: 'error', ...plainError(error) } });
    }
  }

  /** @param {Extract<ToWorker, {type: 'open'}>} message */
  async function open({ spec }) {
    if (!engine) throw new LabError('the engine has not been started');
    const session = await engine.open(spec);
    sessions.set(++opened, session);
    const opening = { session: opened, description: session.description };
    // Of a run the client has the whole spec, and its data need not travel back.
    return isDescent(spec) ? { ...opening, spec: session.spec } : opening;
  }

  /** @param {Extract<ToWorker, {type: 'call'}>} message */
  async function call({ session, method, args }) {
    const target = sessionOf(session);
    if (method === 'dispose') sessions.delete(session);
    return /** @type {(...args: any[]) => Promise<unknown>} */ (target[method])(...args);
  }

  /** @param {Extract<ToWorker, {type: 'init'}>} message */
  async function init({ module }) {
    try {
      await prepare(module);
      engine = new DirectEngine(module);
      post({ type: 'ready', catalog: engine.catalog });
    } catch (error) {
      post({ type: 'failed', message: plainError(error).message });
    }
  }

  port.onMessage((/** @type {ToWorker} */ message) => {
    switch (message.type) {
      case 'init':
        init(message);
        break;
      case 'open':
        answer(message.id, () => open(message));
        break;
      case 'call':
        answer(message.id, () => call(message));
        break;
      case 'advance':
        advance(message);
        break;
      case 'pause':
        sessions.get(message.session)?.pause();
        break;
      case 'ping':
        post({ type: 'pong' });
        break;
    }
  });
}

/**
 * The buffers of the arrays in a value (or one level below), each once.
 * @param {unknown} content
 * @returns {Transferable[]}
 */
function buffersOf(content) {
  if (typeof content !== 'object' || content === null) return [];
  const values = ArrayBuffer.isView(content) ? [content] : Object.values(content);
  const arrays = values.filter((value) => ArrayBuffer.isView(value));
  return [...new Set(arrays.map((array) => /** @type {ArrayBuffer} */ (array.buffer)))];
}
