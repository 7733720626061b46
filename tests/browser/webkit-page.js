/**
 * As much of puppeteer's interface as the browser tests use, over WebDriver: Browser, Page, Frame
 * and ElementHandle. Everything happens in the window and the frame that it is meant for.
 *
 * @typedef {import('./webdriver.js').Session} Session
 */
/** What the protocol calls the keys that have no character. @type {Record<string, string>} */
const KEYS = {
  Backspace: '\uE003',
  Tab: '\uE004',
  Enter: '\uE007',
  Shift: '\uE008',
  Control: '\uE009',
  Escape: '\uE00C',
  PageDown: '\uE00F',
  End: '\uE010',
  Home: '\uE011',
  ArrowLeft: '\uE012',
  ArrowUp: '\uE013',
  ArrowRight: '\uE014',
  ArrowDown: '\uE015',
  Delete: '\uE017',
};

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
  /** Where the mouse is. */
  #x = 0;
  #y = 0;

  /**
   * @param {Session} session
   * @param {string} handle of the window
   * @param {readonly number[]} path the places of frames, from the page inwards
   */
  constructor(session, handle, path) {
    this.#session = session;
    this.#handle = handle;
    this.#path = path;
    this.keyboard = {
      press: (/** @type {string} */ key) => this.#keys(key, 'keyDown', 'keyUp'),
      down: (/** @type {string} */ key) => this.#keys(key, 'keyDown'),
      up: (/** @type {string} */ key) => this.#keys(key, 'keyUp'),
      type: async (/** @type {string} */ text) => {
        for (const key of text) await this.#keys(key, 'keyDown', 'keyUp');
      },
    };
    const button = 0;
    this.mouse = {
      move: (/** @type {number} */ x, /** @type {number} */ y, { steps = 1 } = {}) =>
        this.#move(Math.round(x), Math.round(y), steps),
      down: () => this.#point({ type: 'pointerDown', button }),
      up: () => this.#point({ type: 'pointerUp', button }),
      click: async (/** @type {number} */ x, /** @type {number} */ y) => {
        await this.#move(Math.round(x), Math.round(y), 1);
        await this.#point({ type: 'pointerDown', button }, { type: 'pointerUp', button });
      },
    };
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

  /**
   * @param {string} key by its name, or one character
   * @param {...('keyDown' | 'keyUp')} types
   */
  async #keys(key, ...types) {
    const value = KEYS[key] ?? key;
    const actions = types.map((type) => ({ type, value }));
    await this.here((command) =>
      command('POST', '/actions', { actions: [{ type: 'key', id: 'keys', actions }] }),
    );
  }

  /**
   * @param {number} x
   * @param {number} y
   * @param {number} steps
   */
  async #move(x, y, steps) {
    const from = [this.#x, this.#y];
    [this.#x, this.#y] = [x, y];
    const between = (/** @type {number} */ a, /** @type {number} */ b, /** @type {number} */ k) =>
      Math.round(a + ((b - a) * (k + 1)) / steps);
    await this.#point(
      ...Array.from({ length: steps }, (_, k) => ({
        ...{ type: 'pointerMove', duration: 0 },
        ...{ x: between(from[0], x, k), y: between(from[1], y, k) },
      })),
    );
  }

  /** @param {...object} actions of the mouse */
  async #point(...actions) {
    const mouse = { type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions };
    await this.here((command) => command('POST', '/actions', { actions: [mouse] }));
  }
}

class WebKitPage extends WebKitFrame {
  /** @type {((error: {message: string}) => void)[]} */ #listeners = [];
  #size = { width: 0, height: 0 };

  /**
   * Its driver tells of no events: no requests, no messages of the console. Errors of scripts, from
   * when the page has loaded, are kept in the page and told of when it is left.
   *
   * @param {string} event
   * @param {(told: any) => void} listener
   */
  on(event, listener) {
    if (event === 'pageerror') this.#listeners.push(listener);
  }

  async #tell() {
    for (const message of await this.evaluate(takeErrors)) {
      for (const listener of this.#listeners) listener({ message });
    }
  }

  /** @param {string} url */
  async goto(url) {
    await this.#tell();
    await this.here((command) => command('POST', '/url', { url }));
    await this.evaluate(keepErrors);
  }

  url() {
    return this.evaluate(() => location.href);
  }

  viewport() {
    return this.#size;
  }

  /** @param {{width: number, height: number}} size of what is inside the window */
  async setViewport({ width, height }) {
    this.#size = { width, height };
    const [w, h] = await this.evaluate(() => [
      window.outerWidth - window.innerWidth,
      window.outerHeight - window.innerHeight,
    ]);
    await this.here((command) =>
      command('POST', '/window/rect', { width: width + w, height: height + h }),
    );
  }

  async close() {
    await this.#tell();
    await this.here((command) => command('DELETE', '/window'));
  }
}

/**
 * Runs on the page. That sizes go on changing until the next picture is no error of a script,
 * although it comes as one.
 */
function keepErrors() {
  /** @type {string[]} */
  const keptErrors = [];
  Object.assign(window, { keptErrors });
  window.addEventListener('error', ({ message }) => {
    if (!message.startsWith('ResizeObserver loop')) keptErrors.push(message);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => keptErrors.push(String(reason)));
}

/** Runs on the page. @returns {string[]} */
function takeErrors() {
  return /** @type {any} */ (window).keptErrors?.splice(0) ?? [];
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
      return { x: left + width / 2, y: top + height / 2 };
    });
    await this.frame.mouse.click(x, y);
  }

  /** @param {string} text */
  async type(text) {
    await this.focus();
    await this.frame.keyboard.type(text);
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
