/**
 * The one kind of error that the lab throws for bad input: a sentence for people, and the field
 * of the spec that it is about ("optimizer.name"; empty when it is about no field).
 */
export class LabError extends Error {
  /**
   * @param {string} message
   * @param {string} [path]
   */
  constructor(message, path = '') {
    super(message);
    this.name = 'LabError';
    this.path = path;
  }
}

/**
 * How an error crosses to another thread, which loses its class.
 * @param {unknown} error
 * @returns {{message: string, path: string}}
 */
export function plainError(error) {
  if (error instanceof LabError) return { message: error.message, path: error.path };
  return { message: error instanceof Error ? error.message : String(error), path: '' };
}
