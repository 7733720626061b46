/**
 * What the page tells when something cannot be done, beside the control where it was tried.
 *
 * @typedef {import('../experiments/experiment.js').Control} Control
 *
 * @typedef {object} Problem
 * @property {string} control id of the control it belongs to, '' if to none
 * @property {string} text key of a text, or
 * @property {string} [message] a sentence
 * @property {Record<string, any>} [values] to put into the text
 */
import { DataProblem } from '../data/problem.js';

/** To which problems with somebody's own data belong. */
export const DATA = 'data';

/**
 * @param {unknown} error
 * @param {string} control
 * @returns {Problem}
 */
export function asProblem(error, control) {
  if (error instanceof DataProblem) return { control, text: error.text, values: error.values };
  return { control, text: '', message: error instanceof Error ? error.message : String(error) };
}

/**
 * @param {Control} control
 * @param {unknown} value which it cannot hold
 * @returns {Problem}
 */
export function outOfRange({ id, values, min, max }, value) {
  if (typeof value !== 'number' || !Number.isFinite(value)) {
    return { control: id, text: 'problem.number', values: { value: String(value) } };
  }
  if (values) return { control: id, text: 'problem.choice', values: { list: values } };
  return { control: id, text: 'problem.range', values: { min, max } };
}
