/**
 * What a lab shows: the sections of its page in their order, made of the elements that each is
 * for. What can be done to them is the lab's (lab.js).
 *
 * @typedef {import('../state/lab.js').Lab} Lab
 * @typedef {import('../state/words.js').Words} Words
 * @typedef {import('../experiments/experiment.js').Experiment} Experiment
 * @typedef {import('../experiments/experiment.js').Settings} Settings
 *
 * @typedef {object} Scene
 * @property {Lab} lab
 * @property {Words} words
 * @property {import('../experiments/texts.js').Parts} parts
 * @property {string} missing a language that could not be fetched
 * @property {number} version changes when the lab has something new
 * @property {ReturnType<typeof import('#rest').restHere>} rest what makes the page whole; null: only
 *   what is seen first
 * @property {Record<string, string> | null} sources C files by their path below c_src
 * @property {Wishes} page
 * @property {Acts} acts
 *
 * @typedef {Pick<import('./lab.js').LabElement, 'hide' | 'notices' | 'predict' | 'controls'
 *   | 'assigned' | 'data' | 'coreReason' | 'scheme' | 'large' | 'axis' | 'quantity' | 'smooth'
 *   | 'band' | 'log'>} Wishes how the lab is to be
 *
 * @typedef {object} Acts what the learner does that is more than the state's
 * @property {() => void} ask to run what waits for something else
 * @property {(settings: Settings) => void} runWith
 * @property {(asked: boolean) => void} skip
 * @property {() => void} draw
 * @property {(curve: import('../experiments/experiment.js').Curve) => void} predictDrawn
 * @property {(setting: {id: string, value: unknown, done: boolean}) => void} set
 * @property {(speed: import('../state/speeds.js').Speed) => void} setSpeed
 * @property {() => void} newSeed
 * @property {(what: Partial<Pick<Wishes, 'axis' | 'quantity' | 'smooth' | 'band' | 'log'>>) => void}
 *   show
 * @property {(address: string) => void} onData
 * @property {() => ParentNode} root where the charts are
 */
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { experiments } from '../experiments/index.js';
import { announce } from './live.js';
import { runName } from './names.js';
import { noticeText, unfetched, warning } from './notice.js';
import './controls.js';
import './figure.js';
import { isOpen } from './prediction.js';
import './transport.js';

/**
 * A browser that translates a page replaces its texts, and those that change would stay as they
 * were then: a verdict that says "not measured yet" for ever. What changes is not to be translated.
 *
 * @param {Scene} scene
 */
export function labPage(scene) {
  const { lab, words, rest } = scene;
  return html`<article class=${predictionLeads(lab) ? 'page asking' : 'page'} lang=${words.lang}>
    ${head(scene)} ${prediction(scene)} ${run(scene)} ${settings(scene)} ${figure(scene)}
    ${rest ? rest.belowOf(scene) : nothing}
    <div class="unseen" id="announced" role="status" translate="no">
      ${announce({ lab, words })}
    </div>
  </article>`;
}

/** @param {Scene} scene */
function head({ lab, words, missing, page }) {
  const { id, part } = lab.experiment;
  const place = { n: experiments.findIndex((e) => e.id === id) + 1, of: experiments.length };
  return html`<header class="head">
    <p class="kicker">
      ${words.text(`part.${part}`)}
      ${place.of > 1 ? html` · ${words.text('part.place', place)}` : nothing}
    </p>
    ${page.hide.includes('question') ? nothing : html`<h1>${words.text('question')}</h1>`}
    ${page.hide.includes('lead') ? nothing : html`<p class="lead">${words.text('lead')}</p>`}
    ${page.notices.map((wrong) => warning(noticeText(wrong, words)))} ${unfetched(missing)}
  </header>`;
}

/** @param {Scene} scene */
function prediction({ lab, words, version, page, acts }) {
  const { predict } = lab.experiment;
  if (!predict || page.predict === 'off' || page.hide.includes('predict')) return nothing;
  return html`<spusk-prediction
    class="predict"
    translate="no"
    .lab=${lab}
    .words=${words}
    .version=${version}
    .scheme=${page.scheme}
    @spusk-predict=${(/** @type {CustomEvent} */ { detail }) => lab.predict(detail)}
    @spusk-test=${() => acts.runWith(predict.settings)}
    @spusk-skip=${(/** @type {CustomEvent} */ { detail }) => acts.skip(detail.asked)}
    @spusk-draw=${() => acts.draw()}
  ></spusk-prediction>`;
}

/**
 * Whether the prediction is the next step: it waits to be said, or to be tested.
 *
 * @param {Lab} lab
 */
const predictionLeads = (lab) =>
  lab.gated || (lab.gate && Boolean(lab.results.guess) && isOpen(lab));

/** @param {Scene} scene */
function run({ lab, words, page, acts }) {
  const { problem } = lab;
  if (page.hide.includes('run')) return nothing;
  return html`<div class="run" translate="no">
    <spusk-transport
      exportparts="run"
      .words=${words}
      .phase=${lab.phase}
      .speed=${lab.speed}
      .steps=${lab.steps}
      .paced=${!lab.sweeping}
      .leading=${!predictionLeads(lab)}
      .seeding=${!page.assigned}
      @spusk-run=${() => (lab.gated ? acts.ask() : lab.run())}
      @spusk-pause=${() => lab.pause()}
      @spusk-step=${(/** @type {CustomEvent} */ { detail }) =>
        lab.gated ? acts.ask() : lab.step(detail)}
      @spusk-speed=${(/** @type {CustomEvent} */ { detail }) => acts.setSpeed(detail)}
      @spusk-reset=${() => lab.reset()}
      @spusk-seed=${() => acts.newSeed()}
    ></spusk-transport>
    ${
      problem && !problem.control
        ? warning(problem.message ?? words.text(problem.text, problem.values))
        : nothing
    }
    ${broken(lab, words)}
    ${
      page.coreReason
        ? html`<p class="notice slow">${words.text(`core.${page.coreReason}`)}</p>`
        : nothing
    }
  </div>`;
}

/**
 * Runs that could not go on, because their worker is gone.
 *
 * @param {Lab} lab
 * @param {Words} words
 */
function broken({ race }, words) {
  const failed = race?.runs.filter(({ status }) => status === 'failed') ?? [];
  if (!failed.length) return nothing;
  const runs = [...new Set(failed.map((one) => runName(words, one)))];
  return warning(words.text('problem.runs', { runs: runs.join(', '), message: failed[0].problem }));
}

/** @param {Scene} scene */
function settings(scene) {
  const { lab, words, rest, page, acts } = scene;
  const open = page.assigned?.assignment.open ?? page.controls;
  const shown = !page.hide.includes('settings');
  const takesData = lab.takesData && !page.assigned;
  if (!shown && !takesData) return nothing;
  return html`<div class="settings" translate="no">
    ${
      shown
        ? guard(
            [lab, words, lab.settings, lab.seeds, lab.problem, page.assigned, open, page.large],
            () =>
              html`<spusk-controls
                .words=${words}
                .controls=${lab.controls.filter(({ id }) => !open || open.includes(id))}
                .fixed=${page.assigned ? lab.controls.filter(({ id }) => !open?.includes(id)) : []}
                .settings=${lab.values}
                .rules=${lab.rules}
                .problem=${lab.problem}
                .folded=${page.large}
                @spusk-setting=${(/** @type {CustomEvent} */ { detail }) => acts.set(detail)}
              ></spusk-controls>`,
          )
        : nothing
    }
    ${takesData && rest ? rest.dataOf(scene) : nothing}
  </div>`;
}

/** @param {Scene} scene */
function figure({ lab, words, version, page, acts }) {
  return html`<spusk-figure
    class="figure"
    translate="no"
    .lab=${lab}
    .words=${words}
    .version=${version}
    .axis=${page.axis}
    .quantity=${page.quantity}
    .smooth=${page.smooth}
    .band=${page.band}
    .log=${page.log}
    .scheme=${page.scheme}
    .large=${page.large}
    .hide=${page.hide}
    @spusk-show=${(/** @type {CustomEvent} */ { detail }) => acts.show(detail)}
    @spusk-predict=${(/** @type {CustomEvent} */ { detail }) => acts.predictDrawn(detail)}
    @spusk-setting=${(/** @type {CustomEvent} */ { detail }) => acts.set(detail)}
  ></spusk-figure>`;
}
