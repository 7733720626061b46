import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/**
 * What a page writes beside `src`, so that a browser runs this very file and no other.
 *
 * @param {string} path
 * @returns {Promise<string>} "sha384-..."
 */
export async function integrityOf(path) {
  const digest = createHash('sha384').update(await readFile(path));
  return `sha384-${digest.digest('base64')}`;
}
