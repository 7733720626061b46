/** The right name for a misspelt one, for error messages. */

/**
 * Edit distance with insertion, deletion, replacement and exchange of neighbours, each 1
 * (optimal string alignment).
 * @param {string} a
 * @param {string} b
 */
function editDistance(a, b) {
  let before = new Array(b.length + 1).fill(0);
  let last = before.map((_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        row[j] = Math.min(row[j], before[j - 2] + 1);
      }
    }
    before = last;
    last = row;
  }
  return last[b.length];
}

/**
 * The nearest of `names`, or null if none is near enough to be meant. A name that only differs
 * in case or in `-` and `_`, or that is the beginning of exactly one, is near.
 * @param {string} name
 * @param {string[]} names
 * @returns {string | null}
 */
export function nearest(name, names) {
  // Long texts are no misspelt names, and the distance costs length times length.
  if (name.length > 64) return null;
  const plain = (/** @type {string} */ s) => s.toLowerCase().replace(/[-_ ]/g, '');
  const wanted = plain(name);
  if (wanted === '') return null;
  const ranked = names
    .map((candidate) => ({ candidate, distance: editDistance(wanted, plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  if (best && best.distance <= Math.max(1, Math.floor(wanted.length / 3))) return best.candidate;
  const begun = names.filter((candidate) => plain(candidate).startsWith(wanted));
  return wanted.length > 1 && begun.length === 1 ? begun[0] : null;
}

/**
 * The end of a message about an unknown name: the nearest right one, or the list of all.
 * @param {string} name
 * @param {string[]} names
 */
export function didYouMean(name, names) {
  const near = nearest(name, names);
  if (near !== null) return ` (did you mean ${near}?)`;
  if (names.length === 0) return '';
  return names.length <= 24 ? ` (there is ${names.join(', ')})` : '';
}
