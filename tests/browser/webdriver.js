/**
 * A small client of the W3C's WebDriver protocol, with as much of puppeteer's interface as the
 * browser tests use: Browser, Page, Frame and ElementHandle. Everything that it is asked to do
 * happens one after the other, in the window and the frame that it is meant for.
 */
/** Milliseconds that a script of a test may take, on a slow and busy machine. */
const SCRIPT_TIME = 300_000;

/** What the protocol calls the keys that have no character. @type {Record<string, string>} */
const KEYS = {
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Escape: '\uE00C',
  Space: ' ',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};

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

export class WebKitBrowser {
  /** @type {Session} */ #session;
  /** @type {() => Promise<void>} */ #end;
  /** @type {string | undefined} */ #first;

  /**
   * @param {Session} session
   * @param {() => Promise<void>} end ends the processes
   */
  constructor(session, end) {
    this.#session = session;
    this.#end = end;
  }

  async newPage() {
    const { handle } = await this.#session.together(async (command) => {
      // The window that was there at the start stays open to the end: new ones are made from it.
      this.#first ??= await command('GET', '/window');
      await command('POST', '/window', { handle: this.#first });
      return command('POST', '/window/new', { type: 'window' });
    });
    return new WebKitPage(this.#session, handle, []);
  }

  /** For its pages; what they have stored is thrown away with them. */
  async createBrowserContext() {
    /** @type {WebKitPage[]} */
    const pages = [];
    return {
      newPage: async () => {
        const page = await this.newPage();
        pages.push(page);
        return page;
      },
      close: async () => {
        for (const page of pages) {
          await page.evaluate(() => localStorage.clear());
          await page.close();
        }
      },
    };
  }

  async close() {
    try {
      await this.#session.together((command) => command('DELETE', ''));
    } finally {
      await this.#end();
    }
  }
}

/** A document: that of a page, or that of one of its frames. */
class WebKitFrame {
  /** @type {Session} */ #session;
  /** @type {string} */ #handle;
  /** @type {readonly number[]} */ #path;

  /**
   * @param {Session} session
   * @param {string} handle of the window
   * @param {readonly number[]} path the places of frames, from the page inwards
   */
  constructor(session, handle, path) {
    this.#session = session;
    this.#handle = handle;
    this.#path = path;
    this.keyboard = { press: (/** @type {string} */ key) => this.#press(key) };
  }

  /**
   * @template T
   * @param {(command: (method: string, path: string, body?: object) => Promise<any>) => Promise<T>} work
   */
  here(work) {
    return this.#session.together(async (command) => {
      await command('POST', '/window', { handle: this.#handle });
      await command('POST', '/frame', { id: null });
      for (const id of this.#path) await command('POST', '/frame', { id });
      return work(command);
    });
  }

  /** @param {number} place of an iframe among those of this document */
  frame(place) {
    return new WebKitFrame(this.#session, this.#handle, [...this.#path, place]);
  }

  /** This document, and those of the frames in it. */
  async frames() {
    const count = await this.evaluate(() => window.length);
    return [this, ...Array.from({ length: count }, (_, place) => this.frame(place))];
  }

  /**
   * @param {string | Function} script
   * @param {...any} args
   */
  async evaluate(script, ...args) {
    const text = typeof script === 'string' ? `() => (0, eval)(${JSON.stringify(script)})` : script;
    return this.#run(text, args);
  }

  /**
   * @param {string | Function} script a function
   * @param {any[]} args
   */
  async #run(script, args) {
    const answer = await this.here((command) =>
      command('POST', '/execute/async', {
        script: `const args = [...arguments];
          const done = args.pop();
          (async () => (${script})(...args))()
            .then((value) => done({ value }), (error) => done({ error: String(error) }));`,
        args: args.map((arg) => (arg instanceof WebKitElement ? arg.reference : arg)),
      }),
    );
    if (answer.error !== undefined) throw new Error(answer.error);
    return answer.value;
  }

  /** @param {string} selector with ">>>" where it goes into a shadow tree */
  async $(selector) {
    return (await this.$$(selector))[0] ?? null;
  }

  /** @param {string} selector */
  async $$(selector) {
    const found = await this.evaluate(findAll, selector);
    return /** @type {any[]} */ (found).map((reference) => new WebKitElement(this, reference));
  }

  /**
   * @param {string} selector
   * @param {Function} script
   * @param {...any} args
   */
  async $eval(selector, script, ...args) {
    const element = await this.$(selector);
    if (!element) throw new Error(`nothing matches ${selector}`);
    return element.evaluate(script, ...args);
  }

  /**
   * @param {string} selector
   * @param {Function} script
   */
  async $$eval(selector, script) {
    return this.#run(`(...elements) => (${script})(elements)`, await this.$$(selector));
  }

  /** @param {string} selector */
  async focus(selector) {
    await (await this.$(selector))?.focus();
  }

  /** @param {string} key by its name, or one character */
  async #press(key) {
    const value = KEYS[key] ?? key;
    await this.here((command) =>
      command('POST', '/actions', {
        actions: [
          {
            type: 'key',
            id: 'keys',
            actions: [
              { type: 'keyDown', value },
              { type: 'keyUp', value },
            ],
          },
        ],
      }),
    );
  }
}

class WebKitPage extends WebKitFrame {
  /** Its driver tells of no events: no errors, no requests. */
  on() {}

  /** @param {string} url */
  async goto(url) {
    await this.here((command) => command('POST', '/url', { url }));
  }

  async reload() {
    await this.here((command) => command('POST', '/refresh'));
  }

  url() {
    return this.evaluate(() => location.href);
  }

  /** @param {{width: number, height: number}} size of what is inside the window */
  async setViewport({ width, height }) {
    const [w, h] = await this.evaluate(() => [
      window.outerWidth - window.innerWidth,
      window.outerHeight - window.innerHeight,
    ]);
    await this.here((command) =>
      command('POST', '/window/rect', { width: width + w, height: height + h }),
    );
  }

  async close() {
    await this.here((command) => command('DELETE', '/window'));
  }
}

class WebKitElement {
  /**
   * @param {WebKitFrame} frame
   * @param {Record<string, string>} reference
   */
  constructor(frame, reference) {
    this.frame = frame;
    this.reference = reference;
  }

  /**
   * @param {Function} script
   * @param {...any} args
   */
  evaluate(script, ...args) {
    return this.frame.evaluate(script, this, ...args);
  }

  focus() {
    return this.evaluate((/** @type {HTMLElement} */ element) => element.focus());
  }

  /** With the mouse, in its middle, as somebody would. */
  async click() {
    const { x, y } = await this.evaluate((/** @type {HTMLElement} */ element) => {
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
    });
    await this.frame.here((command) =>
      command('POST', '/actions', {
        actions: [
          {
            type: 'pointer',
            id: 'mouse',
            parameters: { pointerType: 'mouse' },
            actions: [
              { type: 'pointerMove', x, y, duration: 0 },
              { type: 'pointerDown', button: 0 },
              { type: 'pointerUp', button: 0 },
            ],
          },
        ],
      }),
    );
  }

  /** @param {string} text */
  async type(text) {
    await this.focus();
    for (const key of text) await this.frame.keyboard.press(key);
  }

  /** @param {string} key */
  async press(key) {
    await this.focus();
    await this.frame.keyboard.press(key);
  }
}

/**
 * Runs on the page: all that a selector matches, where ">>>" goes into shadow trees of any depth.
 * @param {string} selector
 */
function findAll(selector) {
  /**
   * @param {ParentNode} root
   * @param {string} part
   * @returns {Element[]}
   */
  const inside = (root, part) => [
    ...root.querySelectorAll(part),
    ...[...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
      shadowRoot ? inside(shadowRoot, part) : [],
    ),
  ];
  const [first, ...deeper] = selector.split('>>>').map((part) => part.trim());
  return deeper.reduce(
    (hosts, part) =>
      hosts.flatMap((host) =>
        host.shadowRoot ? inside(host.shadowRoot, part) : inside(host, part),
      ),
    [...document.querySelectorAll(first)],
  );
}
