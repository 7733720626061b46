/**
 * What an experiment is: data and small pure functions, nothing of the page. The page, the
 * command line and the tests all read the same object. Its texts (en.md, ru.md) are found by the
 * ids that are named here; "text `x.y`" is the section {#x-y}. Every text also has the sections
 * `surprise`, for those who predicted something else, `why` and `next`.
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
 * @property {boolean} [named] each value of a choice has a text `control.<id>.<value>`
 * @property {number} default
 * @property {string} [run] the run it belongs to (it then has that run's colour); without: all
 * @property {boolean} [live] acts on runs under way; without, it needs a new run
 * @property {boolean} [off] zero is shown as the word "off"
 * @property {(settings: Settings) => boolean} [idle] whether it changes nothing now: it is greyed
 *
 * @typedef {object} ProbePlan a look into a run (group "probes" of the catalogue)
 * @property {string} name
 * @property {'start' | 'end'} at before the first update or after the last one
 * @property {Record<string, any>} [options]
 *
 * @typedef {object} RunPlan a line of the charts, a path on a surface, or a cell of a grid
 * @property {string} id text `run.<id>`, if there is one, is its name
 * @property {string} rule name in the catalogue: gives colour, dashes, and the name if the run
 *   has none of its own
 * @property {number} [shade] in [0, 1]: place among runs that differ in one number only; they
 *   have shades of one colour, 1 the fullest
 * @property {Record<string, any>} spec of a run; with a field `surface`, of a descent
 * @property {Record<string, ProbePlan>} [probes] by the name they get in the record
 * @property {{row: number, column: number}} [cell] of a grid, by its values
 * @property {{split: 'train' | 'test', index: number}} [example] that a view shows
 *
 * @typedef {object} RunRecord a run with what it measured
 * @property {string} id
 * @property {string} rule
 * @property {number} seed
 * @property {Record<string, any>} spec
 * @property {Record<string, Float64Array>} columns of the trace, of a descent those of its path
 * @property {number} divergedAt -1 if it did not
 * @property {string} hash of the weights at the end
 * @property {Record<string, Record<string, any>>} [probes] what they found
 * @property {{row: number, column: number}} [cell]
 * @property {{shape: number[], values: Float32Array}} [example] where there is a page to show it
 *
 * Views, by `kind`. Each has an `id`. Text `view.<id>` says of what and how it is measured; its
 * title is `view.<id>.title`, of curves `view.<id>.<quantity>` (the page has some of these).
 *
 * @typedef {object} View learning curves
 * @property {string} id
 * @property {'curves'} kind
 * @property {Record<string, string>} columns of the trace by quantity, e.g. {error: 'testError'}
 * @property {Record<string, number>} top where the scale ends as long as the curves allow it
 * @property {string[]} [logarithmic] quantities whose scale is
 * @property {string[]} [runs] ids of the lines; without: all
 * @property {Partial<Record<'epoch' | 'update' | 'examples' | 'seconds', number>>} [ends] the
 *   axes that make sense, in this order, and where each ends (Infinity: with the last run)
 *
 * @typedef {object} SurfaceView level lines, the minimum, and the path of every descent
 * @property {string} id
 * @property {'surface'} kind
 * @property {[string, string]} start the controls that a click sets, across and up
 * @property {(settings: Settings) => {name: string, [parameter: string]: any}} surface
 *
 * @typedef {object} Axis of a grid
 * @property {string} id text `axis.<id>`
 * @property {number[]} values
 * @property {'number' | 'power'} format power: as a power of two
 *
 * @typedef {object} GridView a heat map; the cell of a run fills as it ends, with the median
 *   over the seeds
 * @property {string} id
 * @property {'grid'} kind
 * @property {Axis} rows
 * @property {Axis} columns
 * @property {(run: RunRecord) => number} value NaN: no such (hatched)
 * @property {'percent' | 'number'} format
 * @property {'low' | 'high'} best
 * @property {[number, number]} range where the scale of colours begins and ends
 * @property {(cells: Cell[]) => Cell[]} marked which cells are outlined
 *
 * @typedef {object} Cell
 * @property {number} row
 * @property {number} column
 * @property {number} value
 *
 * @typedef {object} Point
 * @property {number} x
 * @property {number} y
 * @property {string} run id
 *
 * @typedef {object} NoiseView points on two logarithmic axes, with a line for comparison
 * @property {string} id texts also `view.<id>.x`, `view.<id>.y` and `view.<id>.line`
 * @property {'noise'} kind
 * @property {(runs: RunRecord[]) => Point[]} points of all runs whose probes have looked
 * @property {(points: Point[]) => [Point, Point]} line
 *
 * @typedef {object} Picture
 * @property {string} id text `image.<id>`
 * @property {[number, number]} shape rows, columns
 * @property {ArrayLike<number>} values
 * @property {'ink' | 'heat'} scale ink: from paper to ink; heat: from nothing to the largest value
 * @property {[number, number, number, number]} [box] first row and column, last row and column,
 *   framed; it may reach beyond the image
 *
 * @typedef {object} ImagesView pictures side by side
 * @property {string} id
 * @property {'images'} kind
 * @property {(runs: RunRecord[]) => Picture[]} images also before and while the runs train: what
 *   is not known yet has no values, and its place is kept
 *
 * @typedef {View | SurfaceView | GridView | NoiseView | ImagesView} AnyView
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
 * @property {number} [seeds] how many starts it takes where nobody waits (`spusk verify`); 5
 *   if left out
 * @property {(sets: Record<string, RunRecord[]>) => Judgement} check gets finished runs, all
 *   rules and seeds, for each name in `needs`
 *
 * Predictions, by `kind`. All have the text `predict` for the question and `settings`, those of
 * the runs which answer it as far as they differ from the defaults.
 *
 * @typedef {object} Prediction one of several outcomes
 * @property {'choice'} kind
 * @property {string[]} options texts `predict.<option>`
 * @property {Settings} settings
 * @property {(runs: RunRecord[]) => string} outcome the option that came true
 *
 * @typedef {object} Ranking the runs in their order
 * @property {'rank'} kind
 * @property {string[]} items ids of runs; text `predict.best` says which end is which
 * @property {Settings} settings
 * @property {(runs: RunRecord[]) => string[]} outcome the items, the best first
 *
 * @typedef {object} Estimate a number
 * @property {'number'} kind
 * @property {number} min
 * @property {number} max
 * @property {number} step
 * @property {number} close so far off still counts as right
 * @property {Settings} settings
 * @property {(runs: RunRecord[]) => number} outcome
 *
 * @typedef {{x: ArrayLike<number>, y: ArrayLike<number>}} Curve x rising
 *
 * @typedef {object} Drawing a curve, drawn on the chart before it is there
 * @property {'draw'} kind
 * @property {string} view of kind curves, its first quantity
 * @property {string} run whose curve it is
 * @property {Settings} settings
 * @property {string[]} options what a curve can say, texts `predict.<option>`
 * @property {(runs: RunRecord[]) => Curve} outcome
 * @property {(curve: Curve, runs: RunRecord[]) => string} read the option that a curve, drawn or
 *   measured, comes to
 *
 * @typedef {Prediction | Ranking | Estimate | Drawing} AnyPrediction
 *
 * @typedef {object} Source a C file that ran
 * @property {string} [rule] whose step it is: gives it name and colour; without, its file's name
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
 * @property {'slow' | 'medium' | 'full'} [speed] at which it begins; full if left out
 * @property {boolean} [digits] shows examples that are still classified wrong
 * @property {Claim[]} claims
 * @property {AnyView[]} views
 * @property {AnyPrediction} [predict]
 * @property {Source[]} sources
 */

/**
 * @param {Pick<Experiment, 'controls'>} experiment
 * @returns {Settings}
 */
export function defaultSettings(experiment) {
  return Object.fromEntries(experiment.controls.map((c) => [c.id, c.default]));
}

/**
 * @param {Pick<Experiment, 'controls'>} experiment
 * @param {Settings} [settings] as far as they differ from the defaults
 * @returns {Settings} of all controls
 */
export const withDefaults = (experiment, settings) => ({
  ...defaultSettings(experiment),
  ...settings,
});

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
