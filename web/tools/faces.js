/**
 * The faces of the site, from one list: what its style sheet says of them (`@import 'site:faces'`),
 * and which letters are in each file (fonts.js).
 *
 * A face is in several files, each with some of its letters; a browser fetches those whose letters
 * a text has. What hardly any text has is apart (`rare`). So is what a page begins with, where that
 * is little: figures in the face of code (`figures`), and Latin letters on a Russian page (`first`,
 * and `seldom` has the others).
 *
 * @typedef {object} Name
 * @property {string} family
 * @property {string} files package and beginning of its files
 * @property {string} [suffix] what follows in its name
 *
 * @typedef {Name & {script: 'latin' | 'cyrillic', weight: string, letters: string, part?: string}}
 *   Face one file
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** @param {number} from @param {number} to @returns {string} all letters from one to the other */
const range = (from, to) =>
  String.fromCodePoint(...Array.from({ length: to - from + 1 }, (_, k) => from + k));

/** @param {string} letters @param {string} without */
const but = (letters, without) => [...letters].filter((of) => !without.includes(of)).join('');

/** Signs of code, letters of other languages: names of people have them. */
const RARE = '#$@\\^`{|}~§©µ÷àáäçèéëíïñóôöüÀÁÄÇÈÉËÍÏÑÓÔÖÜß←∕';

/** English and Russian, digits, and the signs that stand in sentences and beside numbers. */
const COMMON = [
  but(range(0x20, 0x7e), RARE),
  range(0x410, 0x44f),
  'Ёё№«»°±²³¹·×\u00a0\u00ad\u2009\u2011\u202f–—‘’“”„•…′″→↑↓−≈≤≥',
].join('');

/** For code, names and numbers: without what stands in sentences only. */
const CODE = but(COMMON, '№«»“”„•″') + RARE.replace(/[À-ÖØ-öø-ÿß§©]/g, '');

/** What a number is written with, and "off" in both languages, where a slider has no number. */
const FIGURES = ' %+,-.0123456789efno\u00a0·×\u2009\u202f−ент';

/** What is bold in code is C's own words, which are Latin, and numbers. */
const BOLD_CODE = `${range(0x20, 0x7e)}−×·`;

/**
 * Signs with which a Russian page begins, and its Latin letters: names, `seed`, `RU`; also in what
 * is folded up there, which a browser lays out all the same, and on the first curves, of which one
 * may be out of the picture (an arrow).
 */
const FIRST_SIGNS = ' !"%\'()+,-./0123456789:;=?\u00a0«\u00ad·¹»×\u2009\u2011–—’“”„…\u202f−';
const FIRST_SERIF = `${FIRST_SIGNS}Aademnotu`;
const FIRST_SANS = `${FIRST_SIGNS}↑↓ADEGLNRSUadeiklmnoprstuwy`;

const SERIF = { family: 'Source Serif 4', files: '@fontsource-variable/source-serif-4' };
const SANS = { family: 'IBM Plex Sans', files: '@fontsource-variable/ibm-plex-sans' };
const MONO = { family: 'IBM Plex Mono', files: '@fontsource/ibm-plex-mono' };

/** Of these faces weights are an axis. */
const WEIGHTS = '400 600';

/** What follows in the names of the faces of a Russian page. */
const NAME_RU = ' Russian';

/** @param {Name} name @returns {Face[]} */
const common = (name) => [
  { ...name, weight: WEIGHTS, script: 'cyrillic', letters: COMMON },
  { ...name, weight: WEIGHTS, script: 'latin', letters: COMMON },
  { ...name, weight: WEIGHTS, script: 'latin', letters: RARE, part: 'rare' },
];

/**
 * Whole families of their own: a browser fetches from the next family in the list what it wants
 * while the first is on its way.
 *
 * @param {Name} name @param {string} first @returns {Face[]}
 */
const russian = (name, first) =>
  common({ ...name, suffix: NAME_RU }).flatMap((face) =>
    face.script === 'cyrillic' || face.part
      ? face
      : [
          { ...face, letters: first, part: 'first' },
          { ...face, letters: but(COMMON, first), part: 'seldom' },
        ],
  );

/** @type {Face[]} */
const CODES = [
  { ...MONO, weight: '400', script: 'cyrillic', letters: but(CODE, FIGURES) },
  { ...MONO, weight: '400', script: 'latin', letters: but(CODE, FIGURES) },
  { ...MONO, weight: '400', script: 'cyrillic', letters: FIGURES, part: 'figures' },
  { ...MONO, weight: '400', script: 'latin', letters: FIGURES, part: 'figures' },
  { ...MONO, weight: '600', script: 'latin', letters: BOLD_CODE },
];

const FACES = [...common(SERIF), ...common(SANS), ...CODES];
const RUSSIAN = [...russian(SERIF, FIRST_SERIF), ...russian(SANS, FIRST_SANS)];

/** @param {Face} face @returns {string} its file in node_modules, as the style sheet names it */
function fileOf({ files, script, weight, part }) {
  const stem = files.replace(/^.*\//, '');
  const axis = weight === WEIGHTS ? 'wght' : weight;
  return `${files}/files/${stem}-${script}-${axis}-normal.woff2${part ? `?${part}` : ''}`;
}

/**
 * @param {string} path of a file in any folder
 * @param {string} part
 * @returns {string} the letters that are to be in it
 */
export function lettersOf(path, part) {
  const wanted = path.replaceAll('\\', '/') + (part && `?${part}`);
  const found = [...FACES, ...RUSSIAN].find((face) => wanted.endsWith(fileOf(face)));
  if (!found) throw new Error(`no face of the site is in ${wanted}`);
  return found.letters;
}

/**
 * @param {string} packages the folder in which the fonts are
 * @param {{russian: boolean}} options whether a Russian page has faces of its own
 * @returns {Promise<string>} the rules of the style sheet
 */
export async function facesCss(packages, { russian: apart }) {
  const rules = await Promise.all((apart ? [...FACES, ...RUSSIAN] : FACES).map(ruleOf));
  return [
    ...rules,
    chosen(':root'),
    ...(apart ? [chosen(':root[data-faces=ru]', NAME_RU)] : []),
  ].join('\n');

  /** @param {Face} face */
  async function ruleOf(face) {
    const known = await readFile(join(packages, face.files, 'unicode.json'), 'utf8');
    const there = setOf(JSON.parse(known)[face.script]);
    return `@font-face {
  font-family: '${face.family}${face.suffix ?? ''}';
  font-weight: ${face.weight};
  font-display: swap;
  src: url('${fileOf(face)}') format('woff2');
  unicode-range: ${rangesOf(codesOf(face.letters).filter((code) => there.has(code)))};
}`;
  }
}

/** @param {string} root selector @param {string} [suffix] @returns {string} a rule */
const chosen = (root, suffix = '') => `${root} {
  --spusk-face: '${SANS.family}${suffix}', system-ui, sans-serif;
  --spusk-text: '${SERIF.family}${suffix}', Georgia, serif;
}`;

/** @param {string} letters */
const codesOf = (letters) => [...letters].map((letter) => letter.codePointAt(0) ?? 0);

/** @param {string} ranges as CSS has them, "U+0-FF,U+131" @returns {Set<number>} */
function setOf(ranges) {
  const codes = ranges.split(',').map((part) => {
    const [from, to = from] = part.replace('U+', '').split('-');
    return range(parseInt(from, 16), parseInt(to, 16));
  });
  return new Set(codesOf(codes.join('')));
}

/** @param {number[]} codes @returns {string} the other way round */
function rangesOf(codes) {
  const sorted = codes.toSorted((a, b) => a - b);
  const first = sorted.filter((code, k) => code - 1 !== sorted[k - 1]);
  const last = sorted.filter((code, k) => code + 1 !== sorted[k + 1]);
  const hex = (/** @type {number} */ code) => code.toString(16).toUpperCase();
  return first
    .map((from, k) => `U+${hex(from)}${from === last[k] ? '' : `-${hex(last[k])}`}`)
    .join(', ');
}
