/**
 * Font files with only the letters that the texts of the lab can hold, the weights from regular to
 * semibold in one, and without hints for coarse screens: less than half to load.
 *
 * What hardly any text has is a file of its own, which a browser fetches only if some text does:
 * `url('….woff2?rare')` in the style sheet, with another `unicode-range`. So is what a page begins
 * with, where that is little: Latin letters on a Russian page (`?first`, and `?seldom` has the
 * others), figures in the face of code (`?figures`, without which the whole file goes on).
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import subsetFont from 'subset-font';

/** @param {number} from @param {number} to @returns {string} all letters from one to the other */
const range = (from, to) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, k) => from + k));

/** Signs of code, letters of other languages: names of people have them. */
const RARE = '#$@\\^`{|}~§©µ÷àáäçèéëíïñóôöüÀÁÄÇÈÉËÍÏÑÓÔÖÜß←∕';

/** English and Russian, digits, and the signs that stand in sentences and beside numbers. */
const COMMON = [
  ...[...range(0x20, 0x7e)].filter((letter) => !RARE.includes(letter)),
  range(0x410, 0x44f),
  'Ёё№«»°±²³¹·×\u00a0\u00ad\u2009\u2011\u202f–—‘’“”„•…′″→↑↓−≈≤≥',
].join('');

/** For code, names and numbers: without what stands in sentences only. */
const CODE = [...COMMON.replace(/[№«»“”„•″]/g, ''), ...RARE.replace(/[À-ÖØ-öø-ÿß§©]/g, '')].join(
  '',
);

/** What a number is written with, and "off" in both languages, where a slider has no number. */
const FIGURES = ' %+,-.0123456789efno\u00a0·×\u2009\u202f−ент';

/** Signs with which a Russian page begins, and its Latin letters: names, `seed`, `RU`. */
const FIRST_SIGNS = ' !"%\'()+,-./0123456789:;=?\u00a0«\u00ad·¹»×\u2009\u2011–—’“”„…\u202f−';
const FIRST_SERIF = `${FIRST_SIGNS}Aademnotu`;
const FIRST_SANS = `${FIRST_SIGNS}ADEGLNRSUadeiklmnoprstuw`;

/** @param {string} letters @param {string} without */
const but = (letters, without) => [...letters].filter((of) => !without.includes(of)).join('');

/** What is bold in code is C's own words, and numbers. */
const BOLD_CODE = `${range(0x20, 0x7e)}−×·`;

/** @param {string} path of a font's file @param {string} part of it, '' for what is left */
function lettersOf(path, part) {
  if (path.includes('-mono-')) {
    if (path.includes('-600-')) return BOLD_CODE;
    return part === 'figures' ? FIGURES : but(CODE, FIGURES);
  }
  const first = path.includes('-serif-') ? FIRST_SERIF : FIRST_SANS;
  if (part === 'first') return first;
  if (part === 'seldom') return but(COMMON, first);
  return part === 'rare' ? RARE : COMMON;
}

/** @param {string} path of a font's file */
const formOf = (path) => ({
  targetFormat: /** @type {const} */ ('woff2'),
  // Without small capitals, superscripts and the like, which a style sheet would have to ask for.
  noLayoutClosure: true,
  noHinting: true,
  dropTables: ['BASE', 'STAT'],
  ...(path.includes('-wght-') && { variationAxes: { wght: { min: 400, max: 600 } } }),
});

/**
 * @param {string} web the folder; what was made is kept beside it in .build/fonts/
 * @returns {import('esbuild').Plugin}
 */
export function fonts(web) {
  const folder = resolve(web, '..', '.build', 'fonts');

  /** @param {string} path @param {string} part */
  async function subset(path, part) {
    const whole = await readFile(path);
    const letters = lettersOf(path, part);
    const form = formOf(path);
    const hash = createHash('sha256')
      .update(whole)
      .update(letters + JSON.stringify(form))
      .digest('hex')
      .slice(0, 16);
    const kept = join(folder, `${hash}.woff2`);
    const known = await readFile(kept).catch(() => null);
    if (known) return known;
    const made = await subsetFont(whole, letters, form);
    await mkdir(folder, { recursive: true });
    await writeFile(kept, made);
    return made;
  }

  return {
    name: 'fonts',
    setup({ onResolve, onLoad, initialOptions, resolve: find }) {
      const loader = initialOptions.loader?.['.woff2'] ?? 'file';
      onResolve({ filter: /\.woff2\?\w+$/ }, async ({ path, resolveDir, kind }) => {
        const [file, part] = path.split('?');
        const found = await find(file, { resolveDir, kind });
        return { path: found.path, namespace: `font-${part}` };
      });
      onLoad({ filter: /\.woff2$/ }, async ({ path, namespace }) => ({
        contents: await subset(path, /^font-(.*)/.exec(namespace)?.[1] ?? ''),
        loader,
      }));
      // Where all is in one file each letter is in it once.
      if (loader === 'dataurl') {
        onLoad({ filter: /faces-russian\.css$/ }, () => ({ contents: '', loader: 'css' }));
      }
    },
  };
}
