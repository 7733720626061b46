/**
 * The texts of the page itself, each language fetched when it is spoken; those of the experiments
 * are in their folders.
 *
 * @typedef {Record<string, import('../state/words.js').Message>} Messages
 */

/** @type {Record<string, () => Promise<{default: Messages}>>} */
const LOCALES = {
  en: () => import('../locales/en.json'),
  ru: () => import('../locales/ru.json'),
};

/** @type {Map<string, Messages>} what has come already */
const here = new Map();

/**
 * @param {string} lang
 * @returns {Messages | undefined} undefined as long as loadLocale has not brought them
 */
export const localeOf = (lang) => here.get(lang);

/**
 * @param {string} lang
 * @returns {Promise<Messages>}
 */
export async function loadLocale(lang) {
  const messages = localeOf(lang) ?? (await LOCALES[lang]()).default;
  here.set(lang, messages);
  return messages;
}

/**
 * What is said when some part of the page cannot be fetched. It may be the language that cannot,
 * so this is the one text that does not wait for it.
 *
 * @type {Record<string, string>}
 */
export const UNFETCHED = {
  en: 'A part of the page could not be loaded.',
  ru: 'Часть страницы не загрузилась.',
};
