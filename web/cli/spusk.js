#!/usr/bin/env node
/**
 * Spusk on the command line. Results go to stdout, the progress bar and errors to stderr. The
 * exit status is 2 for bad input, 1 when a claim does not hold or a report is not reproduced, 130
 * after Ctrl-C; a run that diverges is a result.
 */
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { LabError } from '../core/error.js';
import { list } from './list.js';
import { areReports } from './report-files.js';
import { run, sweep } from './train.js';
import { verify } from './verify.js';
import { verifyReports } from './verify-reports.js';

const BAD_INPUT = 2;
const BUG = 70;

/** @param {number} least */
const whole = (least) => (/** @type {string} */ text) => {
  const n = Number(text);
  if (text.trim() !== '' && Number.isSafeInteger(n) && n >= least) return n;
  throw new InvalidArgumentError(`it must be a whole number of at least ${least}.`);
};

/** @param {string} text */
function positive(text) {
  const n = Number(text);
  if (Number.isFinite(n) && n > 0) return n;
  throw new InvalidArgumentError('it must be a number above 0.');
}

/** @param {Command} command */
function withTraining(command) {
  return command
    .argument('<experiment|spec.json>', 'an experiment of `spusk list`, or a file with a spec')
    .argument('[fields...]', 'fields to change: optimizer.lr=0.01, or sgd.optimizer.lr=0.01')
    .option('--seed <n>', 'the first seed', whole(0))
    .option('--seeds <n>', 'how many seeds, in a row', whole(1))
    .option('--epochs <n>', 'how long to train', positive)
    .option(
      '--data <kind:place>',
      'train on your own: idx:FOLDER (MNIST, plain or .gz), cifar:FOLDER, csv:FILE[:COLUMN]',
    )
    .option('--jobs <n>', 'runs at once (default: one for each core)', whole(1))
    .option('--no-simd', 'use the build of the core without vectors; same results, slower')
    .option('--progress', 'show the progress bar even if stderr is not a terminal')
    .option('--no-progress', 'show no progress bar')
    .addOption(new Option('--json', 'print everything as JSON').conflicts('csv'))
    .addOption(new Option('--csv', 'print the traces as CSV').conflicts('json'));
}

function createProgram() {
  const program = new Command('spusk')
    .description('A lab in which one sees how neural networks are optimised.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true });
  program
    .command('list')
    .description('list the experiments')
    .option('--catalog', 'list everything that a spec may name, with defaults and ranges')
    .option('--json', 'as JSON')
    .action(list);
  withTraining(program.command('run').description('train an experiment or a spec')).action(run);
  withTraining(
    program
      .command('sweep')
      .description('train all combinations: optimizer.lr=0.001,0.01 batch.size=8,32 seed=1..5'),
  ).action(sweep);
  program
    .command('verify')
    .description(
      'train what the claims of the experiments need, and say which hold; ' +
        'or train again what students report, and say which reports are true',
    )
    .argument('[experiments|reports...]', 'of `spusk list`, or report files and folders of them')
    .option('--seed <n>', 'the first seed', whole(0))
    .option('--seeds <n>', 'how many seeds (default: as many as each claim asks for)', whole(1))
    .addOption(
      new Option('--csv <file>', 'write a line for each report to this file').conflicts([
        'seed',
        'seeds',
      ]),
    )
    .addOption(
      new Option(
        '--assignment <file|link>',
        'check that each report answers this assignment',
      ).conflicts(['seed', 'seeds']),
    )
    .option('--data <kind:place>', 'the data of reports that are on data of their own')
    .option('--jobs <n>', 'runs at once (default: one for each core)', whole(1))
    .option('--no-simd', 'use the build of the core without vectors; same results, slower')
    .option('--progress', 'show the progress bar even if stderr is not a terminal')
    .option('--no-progress', 'show no progress bar')
    .option('--json', 'print everything as JSON')
    .action(verifyEither);
  return program;
}

/**
 * @param {string[]} targets
 * @param {import('./verify.js').VerifyOptions & import('./verify-reports.js').ReportOptions} options
 */
function verifyEither(targets, options) {
  if (areReports(targets)) {
    const given = ['seed', 'seeds'].find((name) => name in options);
    if (given) throw new LabError(`--${given} is for experiments: reports have their own seeds`);
    return verifyReports(targets, options);
  }
  for (const name of /** @type {const} */ (['csv', 'assignment', 'data'])) {
    if (options[name] === undefined) continue;
    throw new LabError(`--${name} is for reports, and there are none`);
  }
  return verify(targets, options);
}

/** A reader that has enough (`spusk ... | head`) is no error. */
process.stdout.on('error', (error) => {
  if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await createProgram().parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? 0 : BAD_INPUT; // it has said what is wrong
  } else if (error instanceof LabError) {
    const where = error.path ? `${error.path}: ` : '';
    process.stderr.write(`spusk: ${where}${error.message}\n`);
    process.exitCode = BAD_INPUT;
  } else {
    process.stderr.write(`spusk: this is a mistake in the program\n${error}\n`);
    process.exitCode = BUG;
  }
}
