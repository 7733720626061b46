/**
 * A small client of the W3C's WebDriver protocol: commands, which happen one after the other.
 */
/** Milliseconds that a script of a test may take, on a slow and busy machine. */
const SCRIPT_TIME = 300_000;

/** One session of a driver: commands, one at a time. */
export class Session {
  /** @type {Promise<unknown>} */ #last = Promise.resolve();

  /** @param {string} address of the session */
  constructor(address) {
    this.address = address;
  }

  /**
   * @param {string} driver its address
   * @param {{binary: string, args: string[]}} browser
   */
  static async open(driver, browser) {
    const { sessionId } = await send(driver, 'POST', '/session', {
      capabilities: {
        alwaysMatch: {
          'webkitgtk:browserOptions': browser,
          timeouts: { script: SCRIPT_TIME, pageLoad: SCRIPT_TIME },
        },
      },
    });
    return new Session(`${driver}/session/${sessionId}`);
  }

  /**
   * Several commands between which nobody else's come.
   * @template T
   * @param {(command: (method: string, path: string, body?: object) => Promise<any>) => Promise<T>} work
   * @returns {Promise<T>}
   */
  together(work) {
    const done = this.#last.then(() =>
      work((method, path, body) => send(this.address, method, path, body)),
    );
    this.#last = done.catch(() => {});
    return done;
  }
}

/**
 * @param {string} address
 * @param {string} method
 * @param {string} path
 * @param {object} [body]
 */
async function send(address, method, path, body) {
  const response = await fetch(`${address}${path}`, {
    method,
    body: method === 'POST' ? JSON.stringify(body ?? {}) : undefined,
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${value.error}: ${value.message}`);
  return value;
}
