/**
 * The pictures of a figure that are no curves, each by its own element.
 *
 * @typedef {import('../experiments/experiment.js').AnyView} AnyView
 *
 * @typedef {object} Shown what all of them get
 * @property {import('../state/lab.js').Lab} lab
 * @property {import('../state/words.js').Words} words
 * @property {number} version
 * @property {import('../chart/theme.js').Scheme} scheme
 * @property {boolean} large
 */
import { nothing } from 'lit';
import { html, literal } from 'lit/static-html.js';

/** @type {Partial<Record<AnyView['kind'], import('lit/static-html.js').StaticValue>>} */
const ELEMENTS = {
  surface: literal`spusk-surface`,
  grid: literal`spusk-grid`,
  noise: literal`spusk-noise`,
  images: literal`spusk-images`,
};

/**
 * @param {AnyView} view
 * @param {Shown} shown
 * @param {(event: CustomEvent) => void} onSetting hears {id, value, done} from a picture that sets
 */
export function viewTemplate(view, { lab, words, version, scheme, large }, onSetting) {
  const element = ELEMENTS[view.kind];
  if (!element) return nothing;
  return html`<${element}
    id=${view.id}
    .view=${view}
    .lab=${lab}
    .words=${words}
    .version=${version}
    .scheme=${scheme}
    .large=${large}
    @spusk-setting=${onSetting}
  ></${element}>`;
}
