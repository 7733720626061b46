/**
 * A page with a lab inside a frame talks to the page round it, by window.postMessage.
 *
 * To the parent:
 *   {type: 'spusk', v: 1, event: 'ready' | 'progress' | 'metric' | 'change' | 'verdict' |
 *     'diverged' | 'error', ...detail}             as the element's events (element.js)
 *   {type: 'spusk', v: 1, event: 'height', height}
 *   {subject: 'lti.frameResize', height}           Canvas and other LTI hosts
 *   {context: 'h5p', action: 'hello' | 'prepareResize' | 'resize', ...}
 * From the parent, and from nobody else:
 *   {type: 'spusk', v: 1, id, command, args: [...]}
 *                     play pause step epoch reset getState setState exportData
 * Answered, if there is an id, by
 *   {type: 'spusk', v: 1, event: 'reply', id, value} or {..., id, error: 'sentence'}
 *
 * Anything else is ignored. What can be read is the experiment that the parent has put there and
 * what its runs measured: no address, no storage, no words or name of the learner. So exportData
 * gives no report here.
 *
 * @typedef {import('./element.js').SpuskLab} SpuskLab
 */

const EVENTS = ['ready', 'progress', 'metric', 'change', 'verdict', 'diverged', 'error'];
const EXPORTS = ['csv', 'json', 'svg', 'png'];

/** Milliseconds without a change after which a height is told. */
const REST = 60;

/** @type {Record<string, (lab: SpuskLab, args: any[]) => unknown>} */
const COMMANDS = {
  // A run may take minutes: the answer says that it has begun.
  play: async (lab) => {
    await lab.ready;
    lab.play();
  },
  pause: (lab) => lab.pause(),
  step: (lab, [n]) => lab.step(n),
  epoch: (lab) => lab.epoch(),
  reset: (lab) => lab.reset(),
  getState: async (lab) => (await lab.ready).getState(),
  setState: (lab, [state]) => lab.setState(state),
  exportData(lab, [kind]) {
    if (!EXPORTS.includes(kind)) throw new TypeError(`cannot export this: ${kind}`);
    return lab.exportData(kind);
  },
};

/**
 * Begins to talk, if there is a parent. Once for a page.
 *
 * @param {() => Element | null} findLab the lab that is shown now
 */
export function talkToParent(findLab) {
  const { parent } = window;
  if (parent === window) return;
  /** @param {object} message */
  const post = (message) => parent.postMessage(message, '*');
  /** @param {string} event @param {object} detail */
  const tell = (event, detail) => post({ ...detail, type: 'spusk', v: 1, event });

  for (const name of EVENTS) {
    document.addEventListener(`spusk-${name}`, (event) => {
      tell(name, /** @type {CustomEvent} */ (event).detail ?? {});
    });
  }

  const height = new Height(post, tell);
  window.addEventListener('message', ({ source, data }) => {
    if (source !== parent || typeof data !== 'object' || data === null) return;
    if (data.context === 'h5p') height.answer(data.action);
    else if (data.type === 'spusk' && data.v === 1) obey(data);
  });

  /** @param {any} message */
  async function obey({ id, command, args }) {
    if (!Object.hasOwn(COMMANDS, command)) return;
    /** @type {object} */
    let answer;
    try {
      const lab = /** @type {SpuskLab | null} */ (findLab());
      if (!lab) throw new Error('no experiment is shown');
      await customElements.whenDefined('spusk-lab');
      const value = await COMMANDS[command](lab, Array.isArray(args) ? args : []);
      answer = { value };
    } catch (error) {
      answer = { error: error instanceof Error ? error.message : String(error) };
    }
    if (id !== undefined) tell('reply', { id, ...answer });
  }
}

/** Tells how high the page is, in the three ways in which parents listen. */
class Height {
  #post;
  #tell;
  #last = 0;
  #timer = 0;
  /** Whether the parent has said that it knows H5P. */
  #friendly = false;

  /**
   * @param {(message: object) => void} post
   * @param {(event: string, detail: object) => void} tell
   */
  constructor(post, tell) {
    this.#post = post;
    this.#tell = tell;
    post({ context: 'h5p', action: 'hello' });
    new ResizeObserver(() => this.#later()).observe(document.body);
    this.#later();
  }

  /** @param {unknown} action of H5P's resizer */
  answer(action) {
    if (action === 'hello') {
      this.#friendly = true;
      this.#prepare();
    } else if (action === 'resizePrepared' && this.#last) {
      this.#post({ context: 'h5p', action: 'resize', scrollHeight: this.#last });
    }
  }

  #later() {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#look(), REST);
  }

  #look() {
    // Of the body, not of the document, which is never lower than the frame.
    const height = Math.ceil(document.body.getBoundingClientRect().height);
    // A parent may round, and half a pixel must not go back and forth.
    if (Math.abs(height - this.#last) < 2) return;
    this.#last = height;
    this.#tell('height', { height });
    this.#post({ subject: 'lti.frameResize', height });
    this.#prepare();
  }

  #prepare() {
    if (!this.#friendly || !this.#last) return;
    const { clientHeight } = document.documentElement;
    this.#post({
      ...{ context: 'h5p', action: 'prepareResize' },
      ...{ scrollHeight: this.#last, clientHeight },
    });
  }
}
