/**
 * A drawing of what each experiment shows. Only the bundler can read this (web/tools/modules.d.ts).
 */
import drawings from 'experiments:drawings';

/**
 * @param {string} id
 * @returns {string} an SVG element
 */
export const drawingOf = (id) => drawings[id];
