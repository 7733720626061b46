/**
 * The form in which a teacher says what an assignment is: its fields, each with what is wrong in
 * it.
 *
 * @typedef {import('../report/assignment.js').Mistake} Mistake
 * @typedef {import('../experiments/experiment.js').Control} Control
 * @typedef {import('../state/words.js').Words} Words
 *
 * @typedef {object} Form
 * @property {Record<string, any>} draft as an Assignment, but with whatever was typed
 * @property {import('../experiments/experiment.js').Experiment} experiment of the draft
 * @property {readonly Mistake[]} mistakes
 * @property {Words} words
 * @property {Map<string, string>} typed by field, where it is not what the draft says
 * @property {(change: Record<string, any>) => void} set
 * @property {(id: string, value: unknown) => void} put the value of a control
 * @property {(id: string) => void} turnTo another experiment
 *
 * @typedef {object} Field
 * @property {string} path
 * @property {unknown} value
 * @property {(value: unknown) => void} set
 * @property {boolean} [off]
 */
import { html, nothing } from 'lit';
import { headOf } from '../experiments/heads.js';
import { experiments } from '../experiments/index.js';
import { HIDEABLE, PREDICTING } from '../report/assignment.js';
import { LANGUAGES } from '../state/words.js';
import { formatSetting } from './controls.js';
import { mistakeText } from './notice.js';

/** @param {Form} form */
export function assignForm(form) {
  return html`<form @submit=${(/** @type {Event} */ event) => event.preventDefault()}>
    ${line('title', form)} ${choice(form)} ${controls(form)} ${seed(form)} ${prediction(form)}
    ${questions(form)} ${line('due', form)} ${look(form)}
  </form>`;
}

/**
 * @param {string} path
 * @param {Form} form
 * @param {string} label
 */
function wrong(path, { mistakes, experiment, words }, label) {
  const own = mistakes.find((one) => one.path === path || one.path.startsWith(`${path}[`));
  if (!own) return nothing;
  const needs = own.values.needs ? { list: listed(own.values.needs, experiment, words) } : {};
  const told = { ...own, values: { ...own.values, ...needs } };
  return html`<p class="wrong" id="wrong-${idOf(path)}">${mistakeText(told, words, label)}</p>`;
}

/**
 * Controls by their names here, where a message lists them.
 *
 * @param {[string, number][]} needs
 * @param {Form['experiment']} experiment
 * @param {Words} words
 */
function listed(needs, experiment, words) {
  const list = needs.map(([id, value]) => {
    const needed = experiment.controls.find((one) => one.id === id);
    const text = needed ? formatSetting(needed, value, words) : value;
    return `${words.text(`control.${id}`)} = ${text}`;
  });
  return list.join(', ');
}

/**
 * @param {'title' | 'due'} name
 * @param {Form} form
 */
function line(name, form) {
  const { draft, words, set } = form;
  const label = words.text(`compose.${name}`);
  const mistake = wrong(name, form, label);
  return html`<div class="entry">
    <label for=${name}>${label}</label>
    <input
      id=${name}
      autocomplete="off"
      .value=${draft[name]}
      placeholder=${name === 'due' ? words.text('compose.due.example') : ''}
      aria-invalid=${mistake === nothing ? 'false' : 'true'}
      aria-describedby="wrong-${name}"
      @input=${(/** @type {InputEvent} */ event) => set({ [name]: valueOf(event) })}
    />
    ${mistake}
  </div>`;
}

/** @param {Form} form */
function choice(form) {
  const { draft, words, turnTo } = form;
  const label = words.text('compose.experiment');
  return html`<div class="entry">
    <label for="experiment">${label}</label>
    <select id="experiment" @change=${(/** @type {Event} */ event) => turnTo(valueOf(event))}>
      ${experiments.map(
        ({ id }) =>
          html`<option value=${id} ?selected=${id === draft.experiment}>
            ${words.phrase(headOf(id, words.lang).question)}
          </option>`,
      )}
    </select>
    ${wrong('experiment', form, label)}
  </div>`;
}

/** @param {Form} form */
function controls(form) {
  const { draft, experiment, words, set, put } = form;
  const { seeds } = experiment;
  const whole = { id: 'seeds', kind: /** @type {const} */ ('linear'), default: seeds.default };
  return html`<fieldset>
    <legend>${words.text('settings.title')}</legend>
    <p class="hint">${words.text('compose.open.how')}</p>
    ${experiment.controls.map((one) =>
      control(one, form, {
        path: `settings.${one.id}`,
        value: draft.settings[one.id] ?? one.default,
        set: (next) => put(one.id, next),
      }),
    )}
    ${control(whole, form, {
      path: 'seeds',
      value: draft.seeds,
      set: (next) => set({ seeds: next }),
    })}
  </fieldset>`;
}

/**
 * @param {Control} shown
 * @param {Form} form
 * @param {Field} field
 */
function control(shown, form, field) {
  const { id } = shown;
  const { draft, words } = form;
  const label = words.text(`control.${id}`);
  const { open } = draft;
  return html`<div class="control">
    <label class="check">
      <input
        type="checkbox"
        id="open-${id}"
        .checked=${open.includes(id)}
        @change=${() => form.set({ open: toggled(open, id) })}
      />
      ${label}
    </label>
    ${
      shown.values
        ? html`<select
            id="set-${id}"
            aria-label=${words.text('compose.value', { label })}
            @change=${(/** @type {Event} */ event) => field.set(Number(valueOf(event)))}
          >
            ${shown.values.map(
              (one) =>
                html`<option value=${String(one)} ?selected=${one === field.value}>
                  ${formatSetting(shown, one, words)}
                </option>`,
            )}
          </select>`
        : number(`set-${id}`, form, field, words.text('compose.value', { label }))
    }
    ${wrong(field.path, form, label)}
  </div>`;
}

/**
 * @param {string} id
 * @param {Form} form
 * @param {Field} field
 * @param {string} label
 */
function number(id, { mistakes, typed, words }, { path, value, set, off = false }, label) {
  return html`<input
    id=${id}
    inputmode="decimal"
    autocomplete="off"
    aria-label=${label}
    aria-invalid=${mistakes.some((one) => one.path === path) ? 'true' : 'false'}
    aria-describedby="wrong-${idOf(path)}"
    ?disabled=${off}
    .value=${typed.get(path) ?? words.typed(value)}
    @input=${(/** @type {InputEvent} */ event) => {
      const text = valueOf(event);
      const parsed = words.parse(text);
      typed.set(path, text);
      set(Number.isNaN(parsed) ? text : parsed);
    }}
  />`;
}

/** @param {Form} form */
function seed(form) {
  const { draft, typed, words } = form;
  const personal = draft.seed === 'student';
  const label = words.text('compose.seed.number');
  const set = (/** @type {unknown} */ next) => form.set({ seed: next });
  const field = { path: 'seed', value: personal ? 1 : draft.seed, set, off: personal };
  return html`<fieldset>
    <legend>${words.text('compose.seed')}</legend>
    <label class="check">
      <input
        type="radio"
        name="seed"
        id="seed-fixed"
        .checked=${!personal}
        @change=${() => {
          typed.delete('seed');
          set(1);
        }}
      />
      ${words.text('compose.seed.fixed')} ${number('seed', form, field, label)}
    </label>
    ${wrong('seed', form, label)}
    <label class="check">
      <input
        type="radio"
        name="seed"
        id="seed-student"
        .checked=${personal}
        @change=${() => set('student')}
      />
      ${words.text('compose.seed.student')}
    </label>
    <p class="hint">${words.text('compose.seed.why')}</p>
  </fieldset>`;
}

/** @param {Form} form */
function prediction(form) {
  const { draft, experiment, words, set } = form;
  const label = words.text('compose.predict');
  const none = !experiment.predict;
  return html`<fieldset>
    <legend>${label}</legend>
    ${none ? html`<p class="hint">${words.text('assign.must.predictable')}</p>` : nothing}
    ${PREDICTING.map(
      (way) =>
        html`<label class="check">
          <input
            type="radio"
            name="predict"
            id="predict-${way}"
            ?disabled=${none && way === 'required'}
            .checked=${draft.predict === way}
            @change=${() => set({ predict: way })}
          />
          ${words.text(`compose.predict.${way}`)}
        </label>`,
    )}
    ${wrong('predict', form, label)}
  </fieldset>`;
}

/** @param {Form} form */
function questions(form) {
  const { draft, typed, words, set } = form;
  const label = words.text('compose.questions');
  const mistake = wrong('questions', form, label);
  return html`<div class="entry">
    <label for="questions">${label}</label>
    <textarea
      id="questions"
      rows="4"
      aria-invalid=${mistake === nothing ? 'false' : 'true'}
      aria-describedby="how-questions wrong-questions"
      .value=${typed.get('questions') ?? draft.questions.join('\n')}
      @input=${(/** @type {InputEvent} */ event) => {
        const text = valueOf(event);
        typed.set('questions', text);
        const lines = text.split('\n').map((one) => one.trim());
        set({ questions: lines.filter(Boolean) });
      }}
    ></textarea>
    <p class="hint" id="how-questions">${words.text('compose.questions.how')}</p>
    ${mistake}
  </div>`;
}

/** @param {Form} form */
function look({ draft, experiment, words, set }) {
  const { lang, hide } = draft;
  return html`<div class="entry">
      <label for="lang">${words.text('compose.lang')}</label>
      <select id="lang" @change=${(/** @type {Event} */ event) => set({ lang: valueOf(event) })}>
        ${['', ...LANGUAGES].map(
          (one) =>
            html`<option value=${one} ?selected=${one === lang}>
              ${words.text(`compose.lang.${one || 'reader'}`)}
            </option>`,
        )}
      </select>
    </div>
    <fieldset>
      <legend>${words.text('compose.parts')}</legend>
      <div class="parts">
        ${HIDEABLE.filter((part) => part !== 'digits' || experiment.digits).map(
          (part) =>
            html`<label class="check">
              <input
                type="checkbox"
                id="part-${part}"
                .checked=${!hide.includes(part)}
                @change=${() => set({ hide: toggled(hide, part) })}
              />
              ${words.text(`compose.part.${part}`)}
            </label>`,
        )}
      </div>
    </fieldset>`;
}

/** @param {readonly string[]} list @param {string} one */
const toggled = (list, one) =>
  list.includes(one) ? list.filter((other) => other !== one) : [...list, one];

/** @param {Event} event */
const valueOf = ({ target }) => /** @type {HTMLInputElement} */ (target).value;

/** @param {string} path */
const idOf = (path) => path.replace('.', '-');
