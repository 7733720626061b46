/**
 * What each probe finds, as types only. How it is worked out, and what it costs, stands at the top
 * of the C file that the catalogue names (`catalog.probes.decision.file`); options and their
 * defaults are in the catalogue. Options that are arrays:
 *   line: from, to;  plane: center, directions;  gradientSpread: directions (2 rows);
 *   trajectory: snapshots (a row for each);  maskedPredictions: indices
 * Arrays of several dimensions are flat, the last dimension runs fastest.
 *
 * @typedef {object} Decision a grid of the plane for a net with 2 inputs
 * @property {Float32Array} values (ny, nx, outputs), row after row from y0 on, borders included
 * @property {Float64Array} window x0, x1, y0, y1; that of the training data unless given
 * @property {number} nx
 * @property {number} ny
 * @property {number} outputs
 *
 * @typedef {object} EffectiveStep of the last update, for every weight
 * @property {Float32Array} rate what the rule multiplied the gradient (or its mean) by
 * @property {Float32Array} ratio |change| / |gradient|, NaN where the gradient is 0
 * @property {number} update
 *
 * @typedef {object} Arithmetic of one weight in the last update
 * @property {{name: string, value: number}[]} terms in the order of the formula, in double: w_before,
 *   g, eta, the rule's own (m_before, m, m_hat, root, rate, ..., step), w
 * @property {number} before the weight, as it is in float arithmetic
 * @property {number} after
 * @property {number} update
 * @property {number} weight
 *
 * @typedef {object} GradientSpread of batches at the present weights
 * @property {Float64Array} gradient the full one (parameters)
 * @property {number} gradientNorm
 * @property {number} variance mean of |g - full|^2 over the batches
 * @property {number} relative variance / gradientNorm^2
 * @property {number} perExample the variance of one example's gradient that this means
 * @property {number} meanOffset |mean of the batches - full|
 * @property {Float64Array} cloud (repetitions, 2) each batch's gradient along two directions
 * @property {Float64Array} point (2) the full gradient along them
 * @property {number} size
 * @property {number} repetitions
 * @property {number} examples
 *
 * @typedef {object} NoiseScale McCandlish et al., 2018
 * @property {number} noiseScale variance / gradientSquare, Infinity where that is not above 0
 * @property {number} gradientSquare estimate of |full gradient|^2
 * @property {number} variance estimate of the trace of one example's covariance
 *
 * @typedef {object} ReceptiveField of one place of a layer's output
 * @property {Float32Array} image (height, width) mean |d output / d pixel|
 * @property {Float64Array} box by formula: row0, column0, row1, column1; may reach beyond the image
 * @property {Float64Array} support as measured, -1 if there is no gradient at all
 * @property {number} size by formula
 * @property {number} jump pixels between neighbouring places
 * @property {number} pixels how many have a gradient
 * @property {number} pixels90 how many hold 90 % of it
 * @property {number} share90 as a share of the box
 * @property {number} row the place
 * @property {number} column
 * @property {number} height
 * @property {number} width
 *
 * @typedef {object} MaskedPredictions n examples, masks drawn anew in each of K passes
 * @property {Float32Array} mean (n, outputs) of the passes' outputs
 * @property {Float32Array} scaled (n, outputs) of the usual pass
 * @property {Float32Array} [probability] (n, outputs) mean of the passes' softmax
 * @property {Float64Array} [errors] (passes)
 * @property {number} [meanError] of `probability`
 * @property {number} [scaledError]
 * @property {number} [agreement] share of examples with the same class in both
 * @property {Float32Array} [kept] (passes, n, outputs) with keep: 1
 * @property {number} outputs
 *
 * @typedef {object} Line
 * @property {Float64Array} t
 * @property {Float64Array} loss
 * @property {Float64Array} error
 *
 * @typedef {object} Plane
 * @property {Float64Array} loss (ny, nx), row after row from y0 on, borders included
 * @property {Float64Array} error
 * @property {Float32Array} directions (2, parameters)
 * @property {Float64Array} window x0, x1, y0, y1
 * @property {number} nx
 * @property {number} ny
 *
 * @typedef {object} Trajectory principal components of snapshots
 * @property {Float32Array} directions (2, parameters)
 * @property {Float64Array} coordinates (snapshots, 2) counted from the last snapshot
 * @property {Float64Array} share (2) of the variance
 *
 * @typedef {object} Histogram of parameters
 * @property {Float64Array} counts (bins) from low to high
 * @property {number} low
 * @property {number} high
 * @property {number} below how many numbers are
 * @property {number} above
 * @property {number} count of finite numbers, and of these:
 * @property {number} mean
 * @property {number} deviation
 * @property {number} least
 * @property {number} most
 * @property {number} notFinite
 *
 * @typedef {Histogram & {zeros: number, units: number, dead: number}} Activations of a layer: share
 *   of zeros, numbers in an example, and how many of these are 0 in every example
 *
 * @typedef {object} Confusion
 * @property {Int32Array} matrix (classes, classes) rows: what it is; columns: what it is taken for
 * @property {Int32Array} undecided (classes) examples for which the net answers NaN
 * @property {number} classes
 * @property {number} error
 *
 * @typedef {object} Worst examples, the highest loss first
 * @property {Int32Array} indices in the split
 * @property {Float64Array} loss
 * @property {Int32Array} [labels]
 * @property {Int32Array} [predicted]
 *
 * @typedef {object} ProbeResults by the probe's name
 * @property {Decision} decision
 * @property {EffectiveStep} effectiveStep
 * @property {GradientSpread} gradientSpread
 * @property {NoiseScale} noiseScale
 * @property {ReceptiveField} receptiveField
 * @property {MaskedPredictions} maskedPredictions
 * @property {Line} line
 * @property {Plane} plane
 * @property {Trajectory} trajectory
 * @property {Arithmetic} arithmetic
 * @property {Histogram} histogram
 * @property {Activations} activations
 * @property {Confusion} confusion
 * @property {Worst} worst
 */
export {};
