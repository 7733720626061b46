/** Which files the command `verify` is to read as reports. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../core/error.js';
import { experiments } from '../experiments/index.js';
import { readReport } from '../report/format.js';

/** Nobody's work is larger; what is may be meant to fill the memory. */
const LARGEST = 64 * 1024 * 1024;

/**
 * @typedef {import('../report/format.js').Report} Report
 * @typedef {{file: string, report: Report | null, problem: string}} ReadFile problem: why there
 *   is no report, ''
 */

/**
 * @param {readonly string[]} targets of the command line
 * @returns {boolean} whether these are files and folders of reports, not experiments
 */
export function areReports(targets) {
  const names = new Set(experiments.map(({ id }) => id));
  const paths = targets.filter((target) => !names.has(target) && isPath(target));
  if (!paths.length) return false;
  if (paths.length === targets.length) return true;
  const other = targets.find((target) => !paths.includes(target));
  throw new LabError(`reports and experiments are verified one after the other: ${other}`);
}

/** @param {string} target */
const isPath = (target) => /\.json$|[\\/]/i.test(target) || existsSync(target);

/**
 * @param {readonly string[]} targets
 * @returns {string[]} the files, those of folders by their names; each once
 */
export function reportFiles(targets) {
  const found = targets.flatMap((target) => {
    if (!existsSync(target)) throw new LabError(`there is no file or folder ${target}`);
    if (!statSync(target).isDirectory()) return [target];
    const below = readdirSync(target, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.json$/i.test(name))
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .map((name) => join(target, name))
      .filter((path) => statSync(path).isFile());
    if (!below.length) throw new LabError(`there is no .json in the folder ${target}`);
    return below;
  });
  return [...new Set(found)];
}

/**
 * @param {string} file
 * @returns {ReadFile}
 */
export function readFile(file) {
  try {
    const { size } = statSync(file);
    if (size > LARGEST) throw new LabError(`is larger than ${LARGEST >> 20} MB: ${size} bytes`);
    const report = readReport(readFileSync(file, 'utf8'));
    const names = experiments.map(({ id }) => id);
    if (!names.includes(report.experiment)) {
      throw new LabError(
        `experiment must be one of ${names.join(', ')}, not "${report.experiment}"`,
      );
    }
    return { file, report, problem: '' };
  } catch (error) {
    return { file, report: null, problem: /** @type {Error} */ (error).message };
  }
}
