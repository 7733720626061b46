/**
 * The whole protocol between a page (or the CLI) and an engine, as types only.
 *
 * An engine trains; a session is one run inside it. The same interface is offered by
 * `client.js` (the engine lives in a worker) and `direct.js` (it lives in this process and trains
 * in slices of about 12 ms), so nothing above the engine knows where training happens.
 *
 * @typedef {import('../core/spec.js').Spec} Spec
 *
 * @typedef {object} Columns One array for each column of the trace, all of the same length.
 *   Float64Array by name: update, epoch, examples, seconds, lr, trainLoss, trainError, testLoss,
 *   testError, batchLoss, batchError, gradNorm, updateNorm, weightNorm, ... ; NaN where not measured.
 *
 * @typedef {{type: 'trace', columns: Record<string, Float64Array>, progress: number, updates: number, epoch: number}} TraceEvent
 *   New rows since the last one (possibly none), at most 30 a second; progress in [0, 1] of the goal.
 * @typedef {{type: 'end', reason: 'finished' | 'stopped' | 'diverged' | 'paused', hash: string, updates: number, epoch: number, divergedAt: number}} EndEvent
 *   finished: spec.stop or the goal of this advance was reached; stopped: the signal or early
 *   stopping; paused: pause() was called; divergedAt is -1 unless reason is 'diverged'.
 * @typedef {{type: 'error', message: string, path: string}} ErrorEvent
 * @typedef {TraceEvent | EndEvent | ErrorEvent} EngineEvent
 *
 * @typedef {import('../core/describe.js').LayerInfo} LayerInfo
 * @typedef {import('../core/describe.js').Description} Description
 *
 * @typedef {object} SurfaceDescription of the surface of a descent
 * @property {Readonly<[number, number, number, number]>} view the window: x0, x1, y0, y1
 * @property {ReadonlyArray<Readonly<[number, number]>>} minima
 * @property {number} size points along an axis
 * @property {Float64Array} values (size, size) in the window, borders included, from y0 on
 *
 * @typedef {object} Session one run; or a descent, a spec with the field `surface`, which has no
 *   data and whose columns are update, epoch, x, y, value, gradNorm, distance
 * @property {Spec} spec normalised: all defaults filled in; of a descent, a DescentSpec
 * @property {Description & {surface?: SurfaceDescription}} description
 * @property {(goal?: {updates?: number, epochs?: number}) => AsyncGenerator<EngineEvent>} advance
 *   trains on to the goal, counted from here (without a goal: to spec.stop); the last event is
 *   always an EndEvent or ErrorEvent. Leaving the loop pauses.
 * @property {() => void} pause the advance that is under way ends with reason 'paused'
 * @property {(path: string, value: number) => Promise<void>} set changes a field while training
 *   ('optimizer.lr', 'batch.size', 'model.2.rate'); rejects with a LabError
 * @property {(inputs: Float32Array) => Promise<Float32Array>} predict outputs (rows, outputs)
 * @property {(split: 'train' | 'test' | 'validation', limit?: number) => Promise<Classified>} classify
 * @property {(split: 'train' | 'test' | 'validation', indices: number[]) => Promise<{shape: number[], values: Float32Array}>} examples
 * @property {(split: 'train' | 'test' | 'validation') => Promise<{loss: number, error: number}>} evaluate
 *   over the whole split, masks off
 * @property {<K extends keyof import('../core/probe-results.js').ProbeResults>(name: K, options?: Record<string, any>) => Promise<import('../core/probe-results.js').ProbeResults[K]>} probe
 *   looks into the run; training waits meanwhile
 * @property {() => Promise<Float32Array>} parameters
 * @property {() => Promise<Uint8Array>} save
 * @property {() => Promise<void>} dispose
 *
 * @typedef {import('../core/predict.js').Classified} Classified
 *
 * @typedef {object} Engine
 * @property {import('../core/catalog.js').Catalog} catalog
 * @property {boolean} worker whether it trains in a worker of its own
 * @property {'wasm' | 'js'} core what trains: JavaScript where WebAssembly is not possible
 * @property {import('../core/build.js').Reason | ''} coreReason why it is JavaScript
 * @property {(spec: object) => Promise<Session>} open rejects with a LabError {message, path}
 * @property {(spec: object, options?: {signal?: AbortSignal}) => AsyncGenerator<EngineEvent>} run
 *   open, advance to spec.stop, dispose
 * @property {() => void} close ends the worker
 *
 * What crosses to a worker and back. Errors cross as {message, path}.
 *
 * @typedef {{message: string, path: string}} PlainError
 * @typedef {'evaluate' | 'probe' | 'predict' | 'classify' | 'examples' | 'parameters' | 'save' | 'set' | 'dispose'} SessionMethod
 * @typedef {{type: 'init', module: import('../core/build.js').Build}
 *   | {type: 'open', id: number, spec: Spec}
 *   | {type: 'call', id: number, session: number, method: SessionMethod, args: any[]}
 *   | {type: 'advance', id: number, session: number, goal?: {updates?: number, epochs?: number}}
 *   | {type: 'pause', session: number}
 *   | {type: 'ping'}} ToWorker
 * @typedef {{type: 'ready', catalog: import('../core/catalog.js').Catalog}
 *   | {type: 'failed', message: string}
 *   | {type: 'reply', id: number, value: any}
 *   | {type: 'reply', id: number, error: PlainError}
 *   | {type: 'event', id: number, event: EngineEvent}
 *   | {type: 'pong'}} FromWorker
 *
 * @typedef {object} Port one end of the line to a worker
 * @property {(message: any, transfer?: Transferable[]) => void} post
 * @property {(listener: (message: any) => void) => void} onMessage
 *
 * @typedef {Port & {
 *   onFailure: (listener: (reason: string) => void) => void,
 *   terminate: () => void,
 *   keepAlive: (busy: boolean) => void,
 * }} WorkerPort the page's end. A failure is a script that cannot start or that died; keepAlive
 *   says whether somebody waits for the worker (an idle one does not keep Node from ending).
 */
export {};
