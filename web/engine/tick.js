const { setImmediate } = globalThis; // Node's

/**
 * Lets the event loop turn once: input, drawing and messages get their turn between two slices.
 * Not a timer: browsers stretch nested ones to 4 ms, and to a second in a tab behind others.
 * @type {() => Promise<void>}
 */
export const tick =
  typeof setImmediate === 'function'
    ? () => new Promise((resolve) => setImmediate(resolve))
    : () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            port1.close();
            resolve();
          };
          port2.postMessage(null);
        });
