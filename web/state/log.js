/**
 * What the learner did in this session, and what came of it.
 *
 * @typedef {object} Entry
 * @property {Date} at
 * @property {'run' | 'pause' | 'step' | 'reset' | 'seed' | 'change' | 'predict' | 'skip' | 'finish' | 'data'} type
 * @property {any} [value]
 */

/** Entries: a slider moved all day does not fill the memory. */
const LOGGED = 2000;

/**
 * @param {Entry[]} log oldest first; grows
 * @param {Entry['type']} type
 * @param {any} [value]
 * @param {Date} [at]
 */
export function note(log, type, value, at = new Date()) {
  if (log.length < LOGGED) log.push({ at, type, value });
}
