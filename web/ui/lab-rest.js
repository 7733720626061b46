/**
 * The rest of a lab's page, round and below what is seen first: its data, files of its pictures,
 * the verdict, the runs in numbers, the report, and what training does not change. The site fetches it when the first point is on the chart
 * (rest-site.js).
 *
 * @typedef {import('./lab-page.js').Scene} Scene
 */
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { unsafeHTML } from 'lit/directives/unsafe-html.js';
import { chartsIn } from './report.js';
import { surprise } from './surprise.js';
import { guessRow, verdictRows } from './verdict-rows.js';
import './compare.js';
import './data.js';
import './export.js';
import './source.js';
import './table.js';
import './verdict.js';

export { picture } from './picture.js';
export { reportOf } from './report.js';

/** What it trains on, and the learner's own data. @param {Scene} scene */
export function dataOf({ lab, words, version, page, acts }) {
  const quiet = ['settings', 'data'].some((part) => page.hide.includes(part));
  return html`<spusk-data
    .lab=${lab}
    .words=${words}
    .version=${version}
    .address=${page.data}
    .quiet=${quiet}
    .scheme=${page.scheme}
    @spusk-data=${(/** @type {CustomEvent} */ { detail }) => acts.onData(detail.address)}
  ></spusk-data>`;
}

/** @param {Scene} scene */
export const belowOf = (scene) => [verdict(scene), work(scene), why(scene)];

/** @param {Scene} scene */
function verdict(scene) {
  const { lab, words, parts, page, acts } = scene;
  if (page.hide.includes('verdict')) return nothing;
  const guess = guessRow({ lab, words, scheme: page.scheme });
  return html`<spusk-verdict
    translate="no"
    class="verdict"
    .words=${words}
    .busy=${lab.phase === 'opening'}
    .rows=${verdictRows({ lab, words })}
    .guess=${guess}
    @spusk-ask=${(/** @type {CustomEvent} */ { detail }) => acts.runWith(detail)}
    >${report(scene)} ${lab.data ? html`<p class="about">${words.text('data.about')}</p>` : nothing}
    ${surprise({ lab, text: parts.text, wrong: guess?.mark === 'no' })}</spusk-verdict
  >`;
}

/** @param {Scene} scene */
function work(scene) {
  const { lab, words, version, page } = scene;
  const alone = page.hide.includes('verdict') ? report(scene) : nothing;
  const table = !page.hide.includes('compare');
  if (!table && alone === nothing) return nothing;
  return html`<div class="work">
    ${
      table
        ? html`<spusk-compare
            translate="no"
            .lab=${lab}
            .words=${words}
            .version=${version}
          ></spusk-compare>`
        : nothing
    }
    ${alone}
  </div>`;
}

/** Of the verdict, if that is shown. @param {Scene} scene */
function report({ lab, words, page, acts }) {
  if (page.hide.includes('report')) return nothing;
  return html`<spusk-report
    slot="report"
    translate="no"
    .lab=${lab}
    .words=${words}
    .charts=${() => chartsIn(acts.root())}
    .assigned=${page.assigned}
  ></spusk-report>`;
}

/** What training does not change. @param {Scene} scene */
function why(scene) {
  const { words, parts, sources, page } = scene;
  return guard([words, parts, sources, page.hide], () => explanation(scene));
}

/** @param {Scene} scene */
function explanation({ lab, words, parts, sources, page }) {
  const { text } = parts;
  const { why: because, next } = text.sections;
  const [theory, onward, code] = ['theory', 'next', 'code'].map((p) => !page.hide.includes(p));
  if (!theory && !onward && !code) return nothing;
  return html`<section class="why">
    ${
      theory || onward
        ? html`<div class="prose">
            ${
              theory
                ? [html`<h2>${unsafeHTML(because.title)}</h2>`, unsafeHTML(because.html)]
                : nothing
            }
            ${onward ? [html`<h2>${unsafeHTML(next.title)}</h2>`, unsafeHTML(next.html)] : nothing}
          </div>`
        : nothing
    }
    ${
      code && sources
        ? html`<spusk-source
            .words=${words}
            .sources=${lab.experiment.sources.map((source) => ({
              ...source,
              name: source.rule
                ? words.text(`rule.${source.rule}`)
                : source.file.replace(/^.*\//, ''),
              text: sources[source.file],
            }))}
          ></spusk-source>`
        : nothing
    }
  </section>`;
}
