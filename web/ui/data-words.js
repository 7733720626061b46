/**
 * Somebody's own data in a few words: how far reading has come, and what was read.
 *
 * @typedef {import('../data/files.js').Progress} Progress
 * @typedef {import('../data/source.js').Source} Source
 * @typedef {import('../state/words.js').Words} Words
 */

const MEGA = 1e6;

/** @param {Progress | 'fitting'} progress @param {Words} words */
export function progressText(progress, words) {
  if (progress === 'fitting') return words.text('data.fitting');
  const { what, done, total, file } = progress;
  if (what === 'images') return words.text('data.decoding', { done, total });
  const sizes = { done: done / MEGA, total: total / MEGA, file };
  return words.text(total ? 'data.reading' : 'data.reading.some', sizes);
}

/** @param {Source} data @param {Words} words */
export function summary({ counts, shape, classes, isImage }, words) {
  const { train, test } = counts;
  if (!isImage) return words.text('data.summary.table', { train, columns: shape[0], classes });
  const [, height, width] = shape;
  const key = test ? 'data.summary.images' : 'data.summary.images.whole';
  return words.text(key, { train, test, height, width, classes });
}
