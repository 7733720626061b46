import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';

/**
 * Starts an engine in a thread of Node's.
 * @returns {import('./protocol.js').WorkerPort}
 */
export function startWorker() {
  // Without the flags of this process: --input-type, say, forbids the thread its file.
  const script = new URL('./worker-thread-node.js', import.meta.url);
  const worker = new Worker(script, { execArgv: [] });
  return {
    post: (message, transfer = []) =>
      worker.postMessage(
        message,
        /** @type {import('node:worker_threads').Transferable[]} */ (transfer),
      ),
    onMessage: (listener) => worker.on('message', listener),
    onFailure(listener) {
      worker.on('error', (error) => listener(error.message));
      worker.on('exit', (code) => listener(`its thread ended with ${code}`));
    },
    terminate: () => void worker.terminate(),
    keepAlive: (busy) => (busy ? worker.ref() : worker.unref()),
  };
}

/** How many workers this machine can run at once. */
export const parallelism = () => availableParallelism();
