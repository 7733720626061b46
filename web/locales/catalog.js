/**
 * What the entries of the catalogue are, in words, in both languages. A test holds these texts
 * against the catalogue: none is missing, and none is left over.
 */
import { en } from './catalog.en.js';
import { ru } from './catalog.ru.js';

/**
 * @typedef {object} CatalogTexts
 * @property {Record<string, Record<string, string>>} kinds by group and name
 * @property {Record<string, string>} parameters by "kind.parameter" where a kind means something
 *   of its own, else by the parameter's name
 */

/** @type {Record<string, CatalogTexts>} */
export const catalogTexts = { en, ru };

/**
 * One sentence about an entry of the catalogue, or about one of its parameters.
 *
 * @param {object} entry
 * @param {string} entry.group "optimizers"
 * @param {string} entry.kind "adam"
 * @param {string} [entry.parameter] "beta1"
 * @param {string} [language] "en" or "ru"
 * @returns {string | undefined} undefined for what the catalogue does not have
 */
export function describeEntry({ group, kind, parameter }, language = 'en') {
  const texts = catalogTexts[language] ?? en;
  if (parameter === undefined) return texts.kinds[group]?.[kind];
  return texts.parameters[`${kind}.${parameter}`] ?? texts.parameters[parameter];
}
