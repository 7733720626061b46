/**
 * Draws in turn: of all that waits, one in each frame, so that no frame takes long. The page's own
 * changes have a frame as well.
 */

/** @type {Set<() => void>} */
const waiting = new Set();
let frame = 0;
/** Whether the next frame is the page's. */
let given = false;
/** Whether the last one was: on a slow machine every one would be. */
let passed = false;

/** @param {() => void} draw once, however often this is asked for before its turn */
export function inTurn(draw) {
  waiting.add(draw);
  frame ||= requestAnimationFrame(next);
}

/** @param {() => void} draw need not be done any more */
export function outOfTurn(draw) {
  waiting.delete(draw);
}

/** The page changes now, and takes the next frame for itself. */
export function giveWay() {
  given = true;
}

function next() {
  const passes = given && !passed;
  given = false;
  passed = passes;
  const [draw] = passes ? [] : waiting;
  if (draw) waiting.delete(draw);
  frame = waiting.size ? requestAnimationFrame(next) : 0;
  draw?.();
}
