/**
 * Font files with only the letters that the texts of the lab can hold, the weights from regular to
 * semibold in one, and without hints for coarse screens: less than half to load.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import subsetFont from 'subset-font';
import { facesCss, lettersOf } from './faces.js';

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
      onResolve({ filter: /^site:faces$/ }, ({ path }) => ({ path, namespace: 'faces' }));
      onLoad({ filter: /.*/, namespace: 'faces' }, async () => ({
        // Where all is in one file each letter is in it once.
        contents: await facesCss(join(web, 'node_modules'), { russian: loader !== 'dataurl' }),
        loader: 'css',
        resolveDir: web,
      }));
    },
  };
}
