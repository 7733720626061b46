import source from 'worker:./worker.js';

/**
 * The address of the worker's script, which is inside the bundle: a blob works from file:// and
 * in a page of another origin too. One for the life of the page.
 * @type {string | undefined}
 */
let address;

/**
 * For pages that let a script be started only from what a policy has made. There a page has to allow
 * the policy by its name; where it does not, the address stays what it was, and starts no worker.
 * @param {string} made
 * @returns {string}
 */
function trusted(made) {
  try {
    const { trustedTypes } = /** @type {any} */ (globalThis);
    const rules = { createScriptURL: () => made };
    return trustedTypes?.createPolicy('spusk', rules).createScriptURL('') ?? made;
  } catch {
    return made;
  }
}

/**
 * Starts an engine in a worker; throws, or fails soon, where the page may not have workers.
 * @returns {import('./protocol.js').WorkerPort}
 */
export function startWorker() {
  address ??= trusted(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));
  const worker = new Worker(address, { name: 'spusk' });
  return {
    post: (message, transfer = []) => worker.postMessage(message, transfer),
    onMessage: (listener) => worker.addEventListener('message', ({ data }) => listener(data)),
    onFailure(listener) {
      worker.addEventListener('error', (event) => {
        event.preventDefault();
        listener(event.message || 'its script could not be started');
      });
      worker.addEventListener('messageerror', () => listener('it sent what cannot be read'));
    },
    terminate: () => worker.terminate(),
    keepAlive: () => {},
  };
}

/** How many workers this machine can run at once. */
export const parallelism = () => navigator.hardwareConcurrency || 2;
