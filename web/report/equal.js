/**
 * Reports that are equal to each other. Equal runs alone prove nothing where all had the same
 * seed; equal times or words do not happen by chance.
 *
 * @typedef {import('./format.js').Report} Report
 * @typedef {'runs' | 'times' | 'words'} Likeness
 */

/** Words that say less than this may well be the same. */
const LETTERS = 40;

/** @type {Record<Likeness, (report: Report) => string>} '' says nothing */
const PRINTS = {
  runs({ experiment, runs }) {
    const done = runs.filter(({ place, hash }) => place === 'now' && hash);
    const all = done.map(({ id, seed, hash }) => `${id} ${seed} ${hash}`).sort();
    return all.length ? JSON.stringify([experiment, all]) : '';
  },
  times: ({ events }) => (events.length > 1 ? JSON.stringify(events.map(({ at }) => at)) : ''),
  words({ student: { expected, happened, concluded }, assignment }) {
    const letters = [expected, happened, concluded, ...(assignment?.answers ?? [])]
      .join(' ')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim();
    return letters.length >= LETTERS ? letters : '';
  },
};

/**
 * @param {ReadonlyMap<string, Report>} reports by the name of their file
 * @returns {{by: Likeness, files: string[]}[]} groups of at least two
 */
export function equalReports(reports) {
  return /** @type {Likeness[]} */ (Object.keys(PRINTS)).flatMap((by) => {
    /** @type {Map<string, string[]>} */
    const groups = new Map();
    for (const [file, report] of reports) {
      const print = PRINTS[by](report);
      if (print) groups.set(print, [...(groups.get(print) ?? []), file]);
    }
    return [...groups.values()].filter((files) => files.length > 1).map((files) => ({ by, files }));
  });
}
