import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Milliseconds for a browser to start, to have a page, to answer. No test asks how long that takes,
 * and what a test waits for has a limit of its own (lab.js). Puppeteer's half a minute was not
 * enough on a busy machine, nor its three minutes where the machine itself stood still: its timers
 * are then over before it reads the answers that are there.
 */
export const ANSWER = 900_000;

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
