import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Milliseconds for a browser to say that it is there, or that a page is. None of the tests asks how
 * long that takes, and on a busy machine it can be more than puppeteer's half a minute.
 */
export const START = 120_000;

/**
 * The path of a program: what an environment variable says, or the first of some names that is
 * on PATH or in one of the other folders.
 *
 * @param {string} variable
 * @param {readonly string[]} names
 * @param {readonly string[]} [folders]
 * @returns {string}
 */
export function findProgram(variable, names, folders = []) {
  const { [variable]: named, PATH = '' } = process.env;
  if (named) return named;
  const places = [...PATH.split(delimiter), ...folders];
  const paths = names.flatMap((name) => places.map((folder) => join(folder, name)));
  const found = paths.find((path) => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
  if (!found) throw new Error(`not on PATH: ${names.join(', ')}`);
  return found;
}
