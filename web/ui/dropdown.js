/**
 * A `<details>` of a component as a menu: Escape closes it and gives the focus back, and so does
 * a press anywhere else, without.
 */
export class Dropdown {
  #host;

  /** @param {import('lit').LitElement} host */
  constructor(host) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected() {
    document.addEventListener('pointerdown', this.#onOutside);
  }

  hostDisconnected() {
    document.removeEventListener('pointerdown', this.#onOutside);
  }

  /** For the `<details>`. @param {KeyboardEvent} event */
  onKey = (event) => {
    const details = this.#details;
    if (event.key !== 'Escape' || !details?.open) return;
    details.open = false;
    details.querySelector('summary')?.focus();
    event.stopPropagation();
  };

  /** @param {Event} event */
  #onOutside = (event) => {
    const details = this.#details;
    if (details?.open && !event.composedPath().includes(this.#host)) details.open = false;
  };

  get #details() {
    return this.#host.renderRoot.querySelector('details');
  }
}
