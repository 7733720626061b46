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

/** What is said after what is seen first. @type {typeof LOCALES} */
const LATER = {
  en: () => import('../locales/en.json?later'),
  ru: () => import('../locales/ru.json?later'),
};

/** @type {Map<string, {messages: Messages, whole: boolean}>} what has come already */
const here = new Map();

/**
 * @param {string} lang
 * @param {boolean} [whole] with all texts, not only those of what is seen first
 * @returns {Messages | undefined} undefined as long as loadLocale has not brought them
 */
export function localeOf(lang, whole = true) {
  const locale = here.get(lang);
  return locale?.whole || !whole ? locale?.messages : undefined;
}

/**
 * @param {string} lang
 * @param {boolean} [whole]
 * @returns {Promise<Messages>}
 */
export async function loadLocale(lang, whole = true) {
  const known = localeOf(lang, whole);
  if (known) return known;
  const parts = await Promise.all([LOCALES[lang](), ...(whole ? [LATER[lang]()] : [])]);
  const messages = Object.assign({}, ...parts.map((module) => module.default));
  // All may have come while the first were on their way.
  if (!localeOf(lang)) here.set(lang, { messages, whole });
  return messages;
}

/**
 * What is said when some part of the page cannot be fetched. It may be the language that cannot,
 * so this is the one text that does not wait for it.
 *
 * @type {Record<string, string>}
 */
export const UNFETCHED = {
  en: 'A part of the page could not be loaded. Reload the page to try again.',
  ru: 'Часть страницы не загрузилась. Обновите её, чтобы попробовать ещё раз.',
};
