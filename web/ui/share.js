import { LitElement, html, nothing } from 'lit';
import { copyText, saveBlob } from './copy.js';
import { define } from './define.js';
import { shareStyles } from './share-styles.js';

/**
 * A dialog with everything by which one gives a lab away: link, frame, element, QR code, file.
 * Whoever shows it says what stands in it (state/share.js).
 *
 * @fires spusk-assign a teacher wants to make an assignment of it
 *
 * @typedef {{link: string, frame: string, element: string}} Texts
 */
export class ShareElement extends LitElement {
  static properties = {
    words: { attribute: false },
    texts: { attribute: false },
    save: { attribute: false },
    scheme: { reflect: true },
    code: { state: true },
    large: { state: true },
    told: { state: true },
  };

  static styles = shareStyles;

  constructor() {
    super();
    /** @type {import('../state/words.js').Words | null} */
    this.words = null;
    /** @type {Texts} */
    this.texts = { link: '', frame: '', element: '' };
    /** Gives the page as one file. @type {(() => Promise<Blob>) | null} */
    this.save = null;
    /** @type {import('../chart/theme.js').Scheme} */
    this.scheme = 'light';
    /** @type {{size: number, path: string} | null | undefined} undefined until it has come */
    this.code = undefined;
    /** Whether the code fills the window. */
    this.large = false;
    /** What to say below a field, by its name. @type {Record<string, string>} */
    this.told = {};
  }

  /** Shows the dialog; the focus goes back to where it was when it closes. */
  async show() {
    this.told = {};
    this.large = false;
    this.code = undefined;
    await this.updateComplete;
    const dialog = /** @type {HTMLDialogElement} */ (this.renderRoot.querySelector('dialog'));
    if (!dialog.open) dialog.showModal();
    const { qrCode } = await import('./qr.js');
    this.code = qrCode(this.texts.link);
  }

  #close() {
    /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog'))?.close();
  }

  #assign() {
    this.#close();
    this.dispatchEvent(new CustomEvent('spusk-assign'));
  }

  render() {
    const { words } = this;
    if (!words) return nothing;
    return html`<dialog
      lang=${words.lang}
      aria-labelledby="title"
      class=${this.large ? 'large' : ''}
      @click=${(/** @type {MouseEvent} */ event) => {
        if (event.target === event.currentTarget) this.#close();
      }}
    >
      <div class="inside">
        <div class="head">
          <h1 id="title">${words.text('share.title')}</h1>
          <button class="plain" id="close" @click=${() => this.#close()}>
            ${words.text('share.close')}
          </button>
        </div>
        <div class="columns">
          <div class="fields">
            ${
              /** @type {const} */ (['link', 'frame', 'element']).map((name) =>
                this.#field(name, words),
              )
            }
            ${this.save ? this.#file(words) : nothing}
            <div class="field">
              <b>${words.text('share.assign')}</b>
              <p>${words.text('share.assign.why')}</p>
              <button class="button" id="assign" @click=${() => this.#assign()}>
                ${words.text('share.assign.button')}
              </button>
            </div>
          </div>
          ${this.#qr(words)}
        </div>
      </div>
    </dialog>`;
  }

  /**
   * @param {keyof Texts} name
   * @param {import('../state/words.js').Words} words
   */
  #field(name, words) {
    return html`<div class="field">
      <label for=${name}>${words.text(`share.${name}`)}</label>
      <textarea
        id=${name}
        readonly
        spellcheck="false"
        rows=${name === 'link' ? 2 : 3}
        .value=${this.texts[name]}
        @focus=${(/** @type {Event} */ { target }) =>
          /** @type {HTMLTextAreaElement} */ (target).select()}
      ></textarea>
      <button class="button" id="copy-${name}" @click=${() => this.#copy(name)}>
        ${words.text('share.copy')}
      </button>
      <span class="told" role="status">${this.told[name] ?? ''}</span>
    </div>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #file(words) {
    return html`<div class="field">
      <b>${words.text('share.file')}</b>
      <p>${words.text('share.file.why')}</p>
      <button class="button" id="download" @click=${() => this.#download()}>
        ${words.text('share.download')}
      </button>
      <span class="told" role="status">${this.told.file ?? ''}</span>
    </div>`;
  }

  /** @param {import('../state/words.js').Words} words */
  #qr(words) {
    const { code, large } = this;
    const picture = code
      ? html`<svg
          viewBox="0 0 ${code.size} ${code.size}"
          role="img"
          aria-label=${words.text('share.qr.alt')}
          shape-rendering="crispEdges"
        >
          <rect width="100%" height="100%" fill="#fff"></rect>
          <path d=${code.path} fill="#000"></path>
        </svg>`
      : nothing;
    return html`<div class="qr">
      <div class="row">
        <b>${words.text('share.qr')}</b>
        <button
          class="plain"
          id="large"
          aria-pressed=${large}
          @click=${() => (this.large = !large)}
        >
          ${words.text(large ? 'share.qr.small' : 'share.qr.large')}
        </button>
      </div>
      <div class="code">
        ${code === null ? html`<p>${words.text('share.qr.long')}</p>` : picture}
      </div>
    </div>`;
  }

  /** @param {keyof Texts} name */
  async #copy(name) {
    const words = /** @type {import('../state/words.js').Words} */ (this.words);
    /** @type {HTMLTextAreaElement | null} */
    const field = this.renderRoot.querySelector(`#${name}`);
    const copied = await copyText(this.texts[name], field);
    this.told = { [name]: words.text(copied ? 'share.copied' : 'share.select') };
  }

  async #download() {
    const words = /** @type {import('../state/words.js').Words} */ (this.words);
    try {
      const blob = await this.save?.();
      if (!blob) return;
      saveBlob('spusk.html', blob);
      this.told = {};
    } catch {
      this.told = { file: words.text('share.failed') };
    }
  }
}

define('spusk-share', ShareElement);
