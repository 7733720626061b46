/**
 * Training stops while nobody can see it, out of view or in a hidden tab, and goes on afterwards
 * where it was this that stopped it.
 *
 * @typedef {object} Host
 * @property {import('../state/lab.js').Lab | null} lab
 * @property {'lazy' | 'eager'} loading eager: trains unseen too
 */
export class Attention {
  #host;
  /** @type {IntersectionObserver | null} */
  #observer = null;
  #inView = true;
  /** What was stopped, and is to go on. @type {import('../state/lab.js').Lab | null} */
  #stopped = null;

  /** Whether it is still on its way to a stop. */
  #stopping = false;

  /** @param {import('lit').ReactiveControllerHost & HTMLElement & Host} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {
    this.#observer = new IntersectionObserver((entries) => {
      this.#inView = entries[entries.length - 1].isIntersecting;
      this.#look();
    });
    this.#observer.observe(this.#host);
    document.addEventListener('visibilitychange', this.#look);
  }

  hostDisconnected() {
    this.#observer?.disconnect();
    document.removeEventListener('visibilitychange', this.#look);
    this.#stopped = null;
    this.#inView = true;
  }

  #look = () => {
    const { lab, loading } = this.#host;
    if (!lab || this.#stopping) return;
    const seen = (this.#inView || loading === 'eager') && document.visibilityState !== 'hidden';
    if (!seen && (lab.phase === 'running' || lab.phase === 'opening')) {
      // Single steps end by themselves; what goes on afterwards is a run.
      const last = lab.log.findLast(({ type }) => type === 'run' || type === 'step');
      if (last?.type === 'step') return;
      this.#stopped = lab;
      this.#stop(lab);
    } else if (seen && this.#stopped) {
      const stopped = this.#stopped;
      this.#stopped = null;
      if (stopped === lab && lab.phase !== 'finished') lab.run();
    }
  };

  /**
   * What trains comes to a stop only at its next row, and does not begin again before: it may have
   * been seen again by then.
   *
   * @param {import('../state/lab.js').Lab} lab
   */
  async #stop(lab) {
    this.#stopping = true;
    await lab.pause();
    this.#stopping = false;
    this.#look();
  }
}
