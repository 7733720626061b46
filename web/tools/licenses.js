/** The licences of the packages whose code or fonts went into a bundle. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

const PACKAGE = /node_modules\/((?:@[^/]+\/)?[^/]+)\//;

/**
 * @param {string} web
 * @param {import('esbuild').Metafile[]} metafiles
 * @returns {Promise<string>}
 */
export async function licenses(web, metafiles) {
  const inputs = metafiles.flatMap((metafile) => Object.keys(metafile.inputs));
  const names = new Set(inputs.map((path) => PACKAGE.exec(path)?.[1] ?? '').filter(Boolean));
  const texts = [...names].sort().map(async (name) => {
    const folder = join(web, 'node_modules', name);
    const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
    const text = file ? await readFile(join(folder, file), 'utf8') : '';
    return `${name} ${version} (${license})\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join(`\n${'-'.repeat(79)}\n\n`);
}
