/** The texts of the page itself, by language; those of the experiments are in their folders. */
import en from '../locales/en.json';
import ru from '../locales/ru.json';

/** @type {Record<string, Record<string, import('../state/words.js').Message>>} */
export const LOCALES = { en, ru };
