/** Which machine this is. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { contestants } from './contestants.js';

/** The first line that a program prints about itself. @param {string} program @param {string[]} args */
function version(program, ...args) {
  const { stdout } = spawnSync(program, args, { encoding: 'utf8' });
  return stdout?.split('\n')[0].trim() || 'none';
}

/** @param {string} name */
function packageVersion(name) {
  const file = new URL(`node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')).version;
}

/** @returns {Record<string, string>} */
export function describeMachine() {
  const cores = cpus();
  return {
    processor: `${cores[0]?.model.trim()}, ${cores.length} cores`,
    memory: `${(totalmem() / 2 ** 30).toFixed(0)} GiB`,
    system: `${type()} ${release()}`,
    'load at the start': loadavg()[0].toFixed(1),
    Node: `${process.version}, V8 ${process.versions.v8}`,
    emcc: version('emcc', '--version'),
    gcc: version('gcc', '--version'),
    clang: version('clang', '--version'),
    PyTorch: version(contestants.pytorch.command[0], contestants.pytorch.command[1], 'about'),
    'TensorFlow.js': packageVersion('@tensorflow/tfjs-core'),
    ConvNetJS: packageVersion('convnetjs'),
    commit: version('git', 'rev-parse', '--short', 'HEAD'),
  };
}
