/**
 * The dialog in which somebody gives his own data, sees what was read, and how else it can be.
 *
 * @typedef {import('../data/files.js').DataFile} DataFile
 * @typedef {import('../data/files.js').Progress} Progress
 * @typedef {import('../data/source.js').Source} Source
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 *
 * @typedef {object} Choices how to read files
 * @property {string} [target]
 * @property {number} [side]
 * @property {boolean} [colour]
 *
 * @typedef {object} Dialog
 * @property {Lab} lab
 * @property {Words} words
 * @property {Progress | 'fitting' | null} progress
 * @property {unknown} problem what is wrong, as a sentence; '' if nothing is
 * @property {boolean} over whether something is held over it
 * @property {boolean} again whether the files are still there, to be read in another way
 * @property {Acts} acts
 *
 * @typedef {object} Acts
 * @property {() => void} close
 * @property {() => void} closed
 * @property {(what: 'files' | 'folder') => void} choose opens the browser's own field
 * @property {(files: DataFile[]) => void} take
 * @property {(choice: Choices) => void} reread
 * @property {(event: DragEvent, over: boolean) => void} drag
 * @property {(transfer: DataTransfer) => void} drop
 * @property {() => void} cancel
 * @property {() => void} remove
 */
import { html, nothing } from 'lit';
import { chosenFiles } from '../state/own-data.js';
import { progressText, summary } from './data-words.js';

/** How many examples are shown. */
export const SAMPLES = 10;
const SIDES = [16, 28, 32, 48, 64];
/** Names of files that are told; of the others only how many. */
const NAMED = 3;

/** @param {Dialog} dialog */
export function dataDialog(dialog) {
  const { words, lab, acts } = dialog;
  return html`<dialog
    lang=${words.lang}
    aria-labelledby="title"
    @click=${(/** @type {MouseEvent} */ event) => {
      if (event.target === event.currentTarget) acts.close();
    }}
    @close=${acts.closed}
    @dragover=${(/** @type {DragEvent} */ event) => acts.drag(event, true)}
    @dragleave=${(/** @type {DragEvent} */ event) => acts.drag(event, false)}
    @drop=${(/** @type {DragEvent} */ event) => {
      event.preventDefault();
      event.stopPropagation();
      if (event.dataTransfer) acts.drop(event.dataTransfer);
    }}
  >
    <div class="inside">
      <div class="head">
        <h1 id="title">${words.text('data.title')}</h1>
        <button class="plain" id="close" @click=${acts.close}>${words.text('data.close')}</button>
      </div>
      <p>${words.text('data.stays')}</p>
      <div class="zone ${dialog.over ? 'over' : ''}">
        <p>${words.text('data.drop')}</p>
        <div class="buttons">${chooser('files', dialog)} ${chooser('folder', dialog)}</div>
      </div>
      ${busy(dialog)}
      ${dialog.problem ? html`<p class="problem" role="alert">${dialog.problem}</p>` : nothing}
      <div class="unseen" role="status">
        ${
          lab.data && !dialog.progress
            ? words.text('data.ready', { summary: summary(lab.data, words) })
            : ''
        }
      </div>
      ${lab.data ? result(lab.data, dialog) : nothing}
      <div>
        <h2>${words.text('data.accepts')}</h2>
        <ul>
          ${['idx', 'cifar', 'csv', 'images'].map(
            (kind) => html`<li>${words.text(`data.accepts.${kind}`)}</li>`,
          )}
        </ul>
      </div>
    </div>
  </dialog>`;
}

/**
 * A button, and behind it the browser's own field for files.
 *
 * @param {'files' | 'folder'} what
 * @param {Dialog} dialog
 */
function chooser(what, { words, acts }) {
  return html`<button class="button" id=${what} @click=${() => acts.choose(what)}>
      ${words.text(`data.${what}`)}
    </button>
    <input
      id="${what}-input"
      type="file"
      multiple
      hidden
      ?webkitdirectory=${what === 'folder'}
      @change=${(/** @type {Event} */ event) => {
        const input = /** @type {HTMLInputElement} */ (event.target);
        acts.take(chosenFiles(input.files ?? []));
        input.value = '';
      }}
    />`;
}

/** @param {Dialog} dialog */
function busy({ words, progress, acts }) {
  if (!progress) return nothing;
  const known = progress !== 'fitting' && progress.total > 0;
  return html`<div class="busy">
    <progress
      aria-labelledby="progress"
      max="1"
      value=${known ? progress.done / progress.total : nothing}
    ></progress>
    <span class="soft" id="progress">${progressText(progress, words)}</span>
    ${
      progress === 'fitting'
        ? nothing
        : html`<button class="plain" id="cancel" @click=${acts.cancel}>
            ${words.text('data.cancel')}
          </button>`
    }
  </div>`;
}

/**
 * @param {Source} data
 * @param {Dialog} dialog
 */
function result(data, dialog) {
  const { lab, words, acts } = dialog;
  const [run] = lab.race?.runs ?? [];
  const { train, test } = run?.description?.examples ?? { train: 0, test: 0 };
  const unread = data.unread.slice(0, NAMED).join(', ') + (data.unread.length > NAMED ? ' …' : '');
  const samples = data.samples(SAMPLES);
  return html`<div class="result">
    <p>${words.text('data.ready', { summary: summary(data, words) })}</p>
    ${
      samples.length
        ? html`<ul class="samples" aria-label=${words.text('data.samples')}>
            ${samples.map(
              ({ label }) =>
                html`<li title=${data.className(label)}>
                  <canvas aria-hidden="true"></canvas>${data.className(label)}
                </li>`,
            )}
          </ul>`
        : nothing
    }
    ${options(data, dialog)}
    ${
      train
        ? html`<p class="soft">
            ${words.text(data.isImage ? 'data.use' : 'data.use.rows', { train, test })}
          </p>`
        : nothing
    }
    ${
      data.unread.length
        ? html`<p class="soft">
            ${words.text('data.unread', { count: data.unread.length, files: unread })}
          </p>`
        : nothing
    }
    <div class="buttons">
      <button class="button" id="remove" @click=${acts.remove}>${words.text('data.remove')}</button>
    </div>
  </div>`;
}

/**
 * In which other ways the same files can be read.
 *
 * @param {Source} data
 * @param {Dialog} dialog
 */
function options(data, dialog) {
  const { words } = dialog;
  if (!dialog.again) return nothing;
  if (data.format === 'csv') {
    const columns = data.columns.map((name) => ({ value: name, text: name }));
    return html`<div class="options">${choice('target', columns, data.target, dialog)}</div>`;
  }
  if (data.format !== 'images') return nothing;
  const [channels, side] = data.shape;
  const sides = [...new Set([...SIDES, side])]
    .sort((a, b) => a - b)
    .map((n) => ({ value: n, text: words.text('data.side.value', { n }) }));
  const colours = [false, true].map((value) => ({
    value,
    text: words.text(`data.colour.${value ? 'colour' : 'grey'}`),
  }));
  return html`<div class="options">
    ${choice('side', sides, side, dialog)} ${choice('colour', colours, channels > 1, dialog)}
  </div>`;
}

/**
 * @param {keyof Choices} name
 * @param {{value: string | number | boolean, text: string}[]} values
 * @param {string | number | boolean} chosen
 * @param {Dialog} dialog
 */
function choice(name, values, chosen, { words, acts }) {
  return html`<label>
    ${words.text(`data.${name}`)}
    <select
      id=${name}
      @change=${(/** @type {Event} */ { target }) => {
        const { value } = values[/** @type {HTMLSelectElement} */ (target).selectedIndex];
        acts.reread({ [name]: value });
      }}
    >
      ${values.map(({ value, text }) => html`<option ?selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`;
}
