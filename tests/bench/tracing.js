/**
 * Reads Chromium's traces: how busy the main thread of a page was.
 *
 * @typedef {object} TraceEvent
 * @property {string} name
 * @property {string} ph kind: X complete, M about a thread, ...
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts microseconds
 * @property {number} [dur]
 * @property {number} [tdur] of the processor, which may have been busy elsewhere
 * @property {any} [args]
 *
 * @typedef {object} Smoothness
 * @property {number} frames how many were seen
 * @property {number} p95 milliseconds of work on the main thread from one frame to the next, 95 %
 * @property {number} p50
 * @property {number} longest task, milliseconds
 * @property {number} p95Cpu the same in milliseconds of the processor: what the page itself needs
 * @property {number} longestCpu
 */
import { quantile } from './statistics.js';

/**
 * @param {TraceEvent[]} events
 * @param {string} url of the page, or its beginning
 * @returns {Smoothness}
 */
export function summarise(events, url) {
  const pid = processOf(events, url);
  const main = events.find(
    (event) =>
      event.name === 'thread_name' && event.pid === pid && event.args?.name === 'CrRendererMain',
  );
  if (!main) throw new Error('the trace has no main thread of the page');
  const own = events.filter((event) => event.pid === pid && event.tid === main.tid);
  const tasks = own.filter((event) => event.ph === 'X' && event.name === 'RunTask');
  const starts = own
    .filter((event) => event.name === 'AnimationFrame' && event.ph === 'b')
    .map((event) => event.ts)
    .sort((a, b) => a - b);
  const work = starts.slice(1).map((end, i) => busy(tasks, starts[i], end));
  const most = (/** @type {'dur' | 'tdur'} */ what) =>
    tasks.reduce((longest, task) => Math.max(longest, task[what] ?? 0), 0) / 1000;
  return {
    frames: work.length,
    p95: quantile(
      work.map(({ wall }) => wall),
      0.95,
    ),
    p50: quantile(
      work.map(({ wall }) => wall),
      0.5,
    ),
    longest: most('dur'),
    p95Cpu: quantile(
      work.map(({ cpu }) => cpu),
      0.95,
    ),
    longestCpu: most('tdur'),
  };
}

/** The process that shows a page. @param {TraceEvent[]} events @param {string} url */
function processOf(events, url) {
  const frames = events.flatMap(({ args }) => [...(args?.data?.frames ?? []), args?.data ?? {}]);
  const frame = frames.find((f) => f.processId && String(f.url ?? '').startsWith(url));
  if (!frame) throw new Error(`the trace knows no page at ${url}`);
  return frame.processId;
}

/**
 * Milliseconds of work between two times; a task that is cut counts with its part.
 * @param {TraceEvent[]} tasks
 * @param {number} from
 * @param {number} to
 */
function busy(tasks, from, to) {
  let wall = 0;
  let cpu = 0;
  for (const { ts, dur = 0, tdur = 0 } of tasks) {
    const inside = Math.max(0, Math.min(ts + dur, to) - Math.max(ts, from));
    wall += inside / 1000;
    cpu += dur > 0 ? (tdur * inside) / dur / 1000 : 0;
  }
  return { wall, cpu };
}
