/**
 * How an element looks and when it begins: follows the theme of the system as long as nobody has
 * chosen one, and tells when the element comes into view for the first time.
 *
 * @typedef {object} Host
 * @property {'light' | 'dark' | 'auto'} theme
 * @property {import('../chart/theme.js').Scheme} scheme what the theme comes to
 * @property {() => void} start
 */
const DARK = '(prefers-color-scheme: dark)';
/** In view is what reaches the middle of the window. */
const MIDDLE = '-25% 0px -25% 0px';

export class Appearance {
  #host;
  #dark = matchMedia(DARK);
  /** @type {IntersectionObserver | null} */
  #observer = null;

  /** @param {import('lit').ReactiveControllerHost & HTMLElement & Host} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {
    this.#dark.addEventListener('change', this.#update);
    this.#observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        this.#observer?.disconnect();
        this.#host.updateComplete.then(() => this.#host.start());
      },
      { rootMargin: MIDDLE },
    );
    this.#observer.observe(this.#host);
  }

  hostDisconnected() {
    this.#dark.removeEventListener('change', this.#update);
    this.#observer?.disconnect();
  }

  hostUpdate() {
    const { theme } = this.#host;
    const system = this.#dark.matches ? 'dark' : 'light';
    const scheme = theme === 'light' || theme === 'dark' ? theme : system;
    if (this.#host.scheme !== scheme) this.#host.scheme = scheme;
  }

  #update = () => this.#host.requestUpdate();
}
