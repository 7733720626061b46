/** What a browser has saved. */
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files of a folder that are whole: Firefox begins with an empty one of the same name.
 *
 * @param {string} folder
 * @param {RegExp} name
 * @returns {Promise<string[]>} paths
 */
export async function savedIn(folder, name) {
  const paths = (await readdir(folder))
    .filter((file) => name.test(file))
    .map((file) => join(folder, file));
  const sizes = await Promise.all(paths.map(async (path) => (await stat(path)).size));
  return paths.filter((_, at) => sizes[at] > 0);
}
