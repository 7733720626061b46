/** The engine in a thread of Node's: the whole of that thread's script. */
import { parentPort } from 'node:worker_threads';
import { serve } from './serve.js';

const port = /** @type {import('node:worker_threads').MessagePort} */ (parentPort);

serve({
  post: (message, transfer = []) =>
    port.postMessage(
      message,
      /** @type {import('node:worker_threads').Transferable[]} */ (transfer),
    ),
  onMessage: (listener) => port.on('message', listener),
});
