/**
 * What a run is called: by its own text, or by the name of its rule.
 *
 * @param {import('../state/words.js').Words} words
 * @param {{id: string, rule: string}} run a run, its plan, or a line of a chart
 * @returns {string}
 */
export function runName(words, { id, rule }) {
  const own = `run.${id}`;
  return words.text(words.has(own) ? own : `rule.${rule}`);
}
