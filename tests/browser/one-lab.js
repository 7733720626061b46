/** The lab that tests put on pages of every kind, and what it comes to when it has trained. */
import { script, whole } from './host.js';

export const LAB =
  '<spusk-lab experiment="sgd-vs-adam" lang="en" seeds="1" autoplay="off" predict="off"></spusk-lab>';

/** The same in a frame: its query. */
export const FRAME = 'experiment=sgd-vs-adam&lang=en&seeds=1&autoplay=off&predict=off';

/** Trains the first lab of a page for an epoch, and tells what there is to be seen. */
export const trainHere = async () => {
  await customElements.whenDefined('spusk-lab');
  const lab = /** @type {any} */ (document.querySelector('spusk-lab'));
  await lab.ready;
  await lab.epoch();
  const notices = [...lab.renderRoot.querySelectorAll('.notice')];
  return {
    hashes: lab.lab.race.runs.map((/** @type {any} */ run) => run.hash),
    said: notices.map((node) => node.textContent.trim()),
    ground: getComputedStyle(lab).backgroundColor,
    columns: getComputedStyle(lab.renderRoot.querySelector('.page')).gridTemplateColumns,
  };
};

/**
 * @param {import('./visit.js').Host} at
 * @param {object} [options]
 * @param {string} [options.policy] Content-Security-Policy; LAB stands for the lab's origin
 * @param {string} [options.head]
 * @param {() => void} [options.change] runs on the page before everything else
 * @param {import('puppeteer-core').Browser} [options.by]
 */
export function trainOn(at, { policy, head, ...options } = {}) {
  const { spusk } = at.host;
  const origin = spusk.replace(/\/$/, '');
  /** @type {Record<string, string>} */
  const headers = policy ? { 'Content-Security-Policy': policy.replaceAll('LAB', origin) } : {};
  const html = whole({ head, body: LAB + script(spusk) });
  return at.visit({ html, headers }, (page) => page.evaluate(trainHere), options);
}
