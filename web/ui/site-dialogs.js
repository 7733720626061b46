/**
 * The dialogs of the site: sharing what is shown, and making an assignment of it. Fetched when
 * somebody asks for one.
 *
 * @typedef {import('../state/url.js').PageState} PageState
 *
 * @typedef {object} Shown what the page shows when it is asked
 * @property {import('../state/words.js').Words} words with the texts of dialogs
 * @property {PageState} author what the page's query says
 * @property {PageState} learner what the learner has changed
 * @property {PageState} shown what both come to
 * @property {import('./lab.js').LabElement | null} lab
 * @property {import('../chart/theme.js').Scheme} scheme
 */
import { findExperiment } from '../experiments/index.js';
import { placeOf, shareTexts } from '../state/share.js';
import { differences, writeQuery } from '../state/url.js';
import { savedPage } from './save.js';
import { ShareElement } from './share.js';

const single = document.documentElement.hasAttribute('data-single');
const place = placeOf(document.baseURI, single);

/**
 * @param {() => Shown} look
 * @param {() => void} failed something could not be fetched
 */
export async function share(look, failed) {
  const { words, author, learner, scheme } = look();
  const dialog = only('spusk-share', () => {
    const made = new ShareElement();
    made.addEventListener('spusk-assign', () => compose(look, failed));
    return made;
  });
  const experiment = findExperiment(author.experiment ?? '');
  const changed = differences(learner, { author, experiment });
  const state = { ...author, ...changed, settings: { ...author.settings, ...changed.settings } };
  const texts = shareTexts({ place, author, learner: changed, title: document.title });
  const save = () => savedPage({ query: writeQuery(state), file: place.file, single });
  Object.assign(dialog, { words, texts, save, scheme });
  await dialog.show();
}

/**
 * Composes an assignment of what is shown, for teachers.
 *
 * @param {() => Shown} look
 * @param {() => void} failed
 */
async function compose(look, failed) {
  const { AssignElement } = await import('./assign.js').catch(() => ({ AssignElement: null }));
  if (!AssignElement) {
    failed();
    return;
  }
  const { words, shown, lab, scheme } = look();
  const dialog = only('spusk-assign', () => new AssignElement());
  const save = (/** @type {string} */ query) => savedPage({ query, file: place.file, single });
  Object.assign(dialog, { words, place, save, scheme });
  const { settings = {}, seed, seeds } = lab?.lab ?? shown;
  await dialog.show({
    experiment: lab?.lab ? lab.experiment : shown.experiment,
    settings,
    ...(seed === undefined ? {} : { seed }),
    ...(seeds === undefined ? {} : { seeds }),
  });
}

/**
 * @template {HTMLElement} T
 * @param {string} name
 * @param {() => T} make
 * @returns {T} the page's only one
 */
function only(name, make) {
  const known = /** @type {T | null} */ (document.querySelector(name));
  if (known) return known;
  const made = make();
  made.setAttribute('data-added', '');
  document.body.append(made);
  return made;
}
