/** The engine in a browser's worker. */
import { serve } from './serve.js';

/** All that the worker's script does. */
export function work() {
  serve({
    post: (message, transfer = []) => self.postMessage(message, { transfer }),
    onMessage(listener) {
      self.addEventListener('message', ({ data }) => listener(data));
      // A compiled module that this worker may not have arrives as this.
      self.addEventListener('messageerror', () =>
        self.postMessage({ type: 'failed', message: 'the worker could not read a message' }),
      );
    },
  });
}
