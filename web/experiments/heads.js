/**
 * What each experiment asks: enough for a list of experiments, without their texts. Only the
 * bundler can read this (web/tools/modules.d.ts).
 */
import heads from 'experiments:heads';
import { plain } from './texts.js';

/**
 * @param {string} id
 * @param {string} lang
 * @returns {{question: string, lead: string}}
 */
export function headOf(id, lang) {
  const { title, lead } = heads[id][lang];
  return { question: plain(title), lead: plain(lead) };
}
