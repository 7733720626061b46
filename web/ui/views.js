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
import { html, nothing } from 'lit';
import './grid.js';
import './images.js';
import './noise.js';
import './surface.js';

/**
 * @param {AnyView} view
 * @param {Shown} shown
 * @param {(event: CustomEvent) => void} onSetting hears {id, value, done} from a picture that sets
 */
export function viewTemplate(view, { lab, words, version, scheme, large }, onSetting) {
  switch (view.kind) {
    case 'surface':
      return html`<spusk-surface
        id=${view.id}
        .view=${view}
        .lab=${lab}
        .words=${words}
        .version=${version}
        .scheme=${scheme}
        .large=${large}
        @spusk-setting=${onSetting}
      ></spusk-surface>`;
    case 'grid':
      return html`<spusk-grid
        id=${view.id}
        .view=${view}
        .lab=${lab}
        .words=${words}
        .version=${version}
        .scheme=${scheme}
        .large=${large}
      ></spusk-grid>`;
    case 'noise':
      return html`<spusk-noise
        id=${view.id}
        .view=${view}
        .lab=${lab}
        .words=${words}
        .version=${version}
        .scheme=${scheme}
        .large=${large}
      ></spusk-noise>`;
    case 'images':
      return html`<spusk-images
        id=${view.id}
        .view=${view}
        .lab=${lab}
        .words=${words}
        .version=${version}
        .scheme=${scheme}
        .large=${large}
      ></spusk-images>`;
    default:
      return nothing;
  }
}
