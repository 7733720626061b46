/**
 * Font files with only the letters that the texts of the lab can hold: a third less to load.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import subsetFont from 'subset-font';

/** @param {number} from @param {number} to @returns {string} all letters from one to the other */
const range = (from, to) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, k) => from + k));

/** English and Russian, digits, and the signs that stand in sentences and beside numbers. */
const LETTERS = [
  range(0x20, 0x7e),
  range(0x410, 0x44f),
  'Ёё№ «»§©°±²³µ·×÷àáäçèéëíïñóôöüÀÁÄÇÈÉËÍÏÑÓÔÖÜß',
  '\u00a0\u00ad\u2009\u2011\u202f–—‘’“”„•…′″←→↑↓−∕≈≤≥',
].join('');

/** The same without what stands in sentences only: for code, names and numbers. */
const CODE_LETTERS = [...LETTERS]
  .filter((letter) => !/[À-ÖØ-öø-ÿß§©№«»“”„•′″]/.test(letter))
  .join('');

/** What is bold in code is C's own words, and numbers. */
const BOLD_CODE_LETTERS = `${range(0x20, 0x7e)}−×·`;

/** @param {string} path of a font's file */
function lettersOf(path) {
  if (!path.includes('-mono-')) return LETTERS;
  return path.includes('-600-') ? BOLD_CODE_LETTERS : CODE_LETTERS;
}

const FORM = /** @type {const} */ ({ targetFormat: 'woff2', noLayoutClosure: true });

/**
 * @param {string} web the folder; what was made is kept beside it in .build/fonts/
 * @returns {import('esbuild').Plugin}
 */
export function fonts(web) {
  const folder = resolve(web, '..', '.build', 'fonts');

  /** @param {string} path */
  async function subset(path) {
    const whole = await readFile(path);
    const letters = lettersOf(path);
    const hash = createHash('sha256')
      .update(whole)
      .update(letters + JSON.stringify(FORM))
      .digest('hex')
      .slice(0, 16);
    const kept = join(folder, `${hash}.woff2`);
    const known = await readFile(kept).catch(() => null);
    if (known) return known;
    // Without small capitals, superscripts and the like, which a style sheet would have to ask for.
    const made = await subsetFont(whole, letters, FORM);
    await mkdir(folder, { recursive: true });
    await writeFile(kept, made);
    return made;
  }

  return {
    name: 'fonts',
    setup({ onLoad, initialOptions }) {
      onLoad({ filter: /\.woff2$/ }, async ({ path }) => ({
        contents: await subset(path),
        loader: initialOptions.loader?.['.woff2'] ?? 'file',
      }));
    },
  };
}
