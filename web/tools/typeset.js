/**
 * What a typesetter does by hand: no line ends where a reader would stumble. A number stays with
 * what it counts and a sign with what it joins, a Russian preposition with its word, a dash with
 * what stands before it; an apostrophe is one.
 */

const FIRM = '\u00a0';
/** Takes no room; keeps together what stands before and after it. */
const JOINER = '\u2060';

/** Russian words of one or two letters that lean on the next one; particles lean on the last. */
const LEANING =
  /(?<![\p{L}\d])(а|в|и|к|о|с|у|я|во|до|за|из|ко|на|не|ни|но|об|от|по|со|то)\s+(?=\S|$)/giu;
const PARTICLES = /\s+(?=(?:бы|же|ли|б|ж)(?!\p{L}))/gu;

/** @type {readonly (readonly [RegExp, string])[]} */
const RULES = [
  [/(?<=\p{L})'(?=\p{L})/gu, '’'],
  [/(?<=\d)\s+(?=%|\p{L}{3})/gu, FIRM],
  [/\s*\s([=≈±×−+])\s+/g, `${FIRM}$1${FIRM}`],
  // A quotient that is written in a line.
  [/\/(?=[√(])/g, `/${JOINER}`],
  [/\s+(?=—)/g, FIRM],
  [LEANING, `$1${FIRM}`],
  // Once more, for the second of two that follow each other.
  [LEANING, `$1${FIRM}`],
  [PARTICLES, FIRM],
];

/**
 * @param {string} text
 * @returns {string}
 */
export const typeset = (text) =>
  RULES.reduce((line, [pattern, by]) => line.replace(pattern, by), text);
