/** Draws in turn: of all that waits, one in each frame, so that no frame takes long. */

/** @type {Set<() => void>} */
const waiting = new Set();
let frame = 0;

/** @param {() => void} draw once, however often this is asked for before its turn */
export function inTurn(draw) {
  waiting.add(draw);
  frame ||= requestAnimationFrame(next);
}

/** @param {() => void} draw need not be done any more */
export function outOfTurn(draw) {
  waiting.delete(draw);
}

function next() {
  const [draw] = waiting;
  waiting.delete(draw);
  frame = waiting.size ? requestAnimationFrame(next) : 0;
  draw?.();
}
