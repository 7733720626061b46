/** What rest.js has from the start, fetched when what is seen first is there. */

/** @typedef {typeof import('./lab-rest.js')} Rest */

/** @type {Rest | null} */
let rest = null;

/** @returns {Rest | null} null as long as loadRest has not brought it */
export const restHere = () => rest;

/** @returns {Promise<Rest>} */
export const loadRest = async () => (rest ??= await import('./lab-rest.js'));
