/**
 * Files may be dropped anywhere on a lab that takes data: its data element reads them.
 *
 * @typedef {import('./data.js').DataElement} DataElement
 */
export class FileDrops {
  #host;

  /** @param {import('lit').LitElement} host */
  constructor(host) {
    this.#host = host;
    for (const type of ['dragover', 'dragleave', 'drop']) {
      host.addEventListener(type, (event) => this.#onDrag(/** @type {DragEvent} */ (event)));
    }
  }

  /** @param {DragEvent} event */
  #onDrag(event) {
    const { type, dataTransfer } = event;
    const element = /** @type {DataElement | null} */ (
      this.#host.renderRoot.querySelector('spusk-data')
    );
    if (!element || element.quiet || !dataTransfer?.types.includes('Files')) return;
    event.preventDefault();
    this.#host.toggleAttribute('dropping', type === 'dragover');
    if (type === 'drop') element.drop(dataTransfer);
    else dataTransfer.dropEffect = 'copy';
  }
}
