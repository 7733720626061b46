/** The recipes for course pages (web/recipes), with the integrity hash of the module put in. */
import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';

/**
 * What a page writes beside `src`, so that a browser runs this very file and no other.
 *
 * @param {Uint8Array} bytes
 * @returns {string} "sha384-..."
 */
export const integrityOf = (bytes) =>
  `sha384-${createHash('sha384').update(bytes).digest('base64')}`;

/**
 * @param {string} folder
 * @param {string} integrity
 * @returns {Promise<[string, string][]>} path below the folder, and text
 */
export async function recipes(folder, integrity) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Promise.all(
    files.map(async (path) => {
      const text = await readFile(path, 'utf8');
      const filled = text.replace('integrity="INTEGRITY"', () => `integrity="${integrity}"`);
      return /** @type {[string, string]} */ ([relative(folder, path), filled]);
    }),
  );
}
