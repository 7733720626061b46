/**
 * What is wrong with somebody's files, as a text of the page (`data.problem.<text>`) with what to
 * put into it: the file, what is wrong, and what would be right.
 */
export class DataProblem extends Error {
  /**
   * @param {string} text
   * @param {Record<string, any>} [values]
   */
  constructor(text, values = {}) {
    super(`${text}: ${JSON.stringify(values)}`);
    this.name = 'DataProblem';
    this.text = `data.problem.${text}`;
    this.values = values;
  }
}
