/**
 * Guided orders of a few experiments, for `?course=intro`. What to do and to notice in each is
 * the text `course.<name>.<experiment>`. Pure.
 *
 * @type {Readonly<Record<string, readonly string[]>>}
 */
export const COURSES = Object.freeze({
  intro: Object.freeze(['ravine', 'batch-size', 'sgd-vs-adam']),
});

/**
 * @param {string | undefined} name of a course
 * @param {string} id of an experiment
 * @returns {{step: number, of: number, next: string | null} | null} null if the experiment is not
 *   in it
 */
export function placeInCourse(name, id) {
  const course = COURSES[name ?? ''] ?? [];
  const at = course.indexOf(id);
  return at < 0 ? null : { step: at + 1, of: course.length, next: course[at + 1] ?? null };
}
