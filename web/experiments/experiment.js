/**
 * What an experiment is: data and small pure functions, nothing of the page. The page, the
 * command line and the tests all read the same object.
 *
 * @typedef {Record<string, number>} Settings value of each control by its id
 *
 * @typedef {object} Control a setting that the learner may change
 * @property {string} id key in the settings, name in the URL, text `control.<id>`
 * @property {'log' | 'linear' | 'choice'} kind
 * @property {number} [min] of log and linear
 * @property {number} [max]
 * @property {number} [step] linear: distance of two values
 * @property {number[]} [values] of a choice, in rising order
 * @property {number} default
 * @property {string} [run] the run it belongs to (it then has that run's colour); without: all
 * @property {boolean} [live] acts on runs under way; without, it needs a new run
 * @property {boolean} [off] zero is shown as the word "off"
 *
 * @typedef {object} RunPlan one line of the charts
 * @property {string} id
 * @property {string} rule name in the catalogue: gives the line its name, colour and dashes
 * @property {Record<string, any>} spec
 *
 * @typedef {object} View a chart
 * @property {string} id texts `view.<id>` and `view.<id>.sub`
 * @property {Record<string, string>} columns of the trace by quantity, e.g. {error: 'testError'}
 * @property {Record<string, number>} top where the scale ends as long as the curves allow it
 *
 * @typedef {object} RunRecord a run with what it measured
 * @property {string} id
 * @property {string} rule
 * @property {number} seed
 * @property {Record<string, any>} spec
 * @property {Record<string, Float64Array>} columns
 * @property {number} divergedAt -1 if it did not
 * @property {string} hash of the weights at the end
 *
 * @typedef {object} Judgement
 * @property {boolean} holds
 * @property {{text: string, values: Record<string, number>}[]} measured texts
 *   `measured.<text>` with the numbers to put in
 *
 * @typedef {object} Claim a sentence about runs, which the same function judges on the page, on
 *   the command line and in the tests
 * @property {string} id text `claim.<id>`
 * @property {Record<string, Settings>} needs sets of runs, each by the settings that differ from
 *   the defaults
 * @property {(sets: Record<string, RunRecord[]>) => Judgement} check gets finished runs, all
 *   rules and seeds, for each name in `needs`
 *
 * @typedef {object} Prediction
 * @property {string[]} options texts `predict.<option>`
 * @property {Settings} settings of the run which answers it, as far as they differ from the
 *   defaults
 * @property {(runs: RunRecord[]) => string} outcome the option that came true
 *
 * @typedef {object} Source a C file that ran
 * @property {string} rule
 * @property {string} file below c_src
 * @property {string} mark the line which contains this text is marked
 *
 * @typedef {object} Experiment
 * @property {string} id folder and name in the URL
 * @property {'A' | 'B' | 'C' | 'D'} part of the lecture
 * @property {number} number place in the whole course
 * @property {string[]} topics of the lecture
 * @property {Control[]} controls
 * @property {{default: number, max: number}} seeds how many starts are shown together
 * @property {(options: {settings: Settings, seed: number}) => RunPlan[]} specs
 * @property {View[]} views
 * @property {boolean} [digits] shows examples that are still classified wrong
 * @property {Prediction} [predict]
 * @property {Claim[]} claims
 * @property {Source[]} sources
 */

/**
 * @param {Experiment} experiment
 * @returns {Settings}
 */
export function defaultSettings(experiment) {
  return Object.fromEntries(experiment.controls.map((c) => [c.id, c.default]));
}

/**
 * @param {Control} control
 * @param {unknown} value
 * @returns {number | undefined} the value as the control can hold it, undefined if it cannot
 */
export function fitValue(control, value) {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  if (control.values) return control.values.includes(number) ? number : undefined;
  const { min = -Infinity, max = Infinity } = control;
  return number >= min && number <= max ? number : undefined;
}
