/**
 * Who takes part, and how to talk to them: each is a process of its own that waits until it is
 * asked (contestants/answer.js has the protocol), so that only one works at a time.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fieldLines } from '../parity/lines.js';
import { CLASSES, IMAGES, specOf } from './workloads.js';

/**
 * @typedef {import('./workloads.js').Cell} Cell
 * @typedef {'simd' | 'scalar' | 'gcc' | 'clang' | 'pytorch' | 'tfjs-wasm' | 'tfjs-cpu'
 *   | 'convnetjs'} Name
 */

/** @param {string} path from this folder */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {Record<Name, {title: string, command: string[], native?: boolean}>} */
export const contestants = {
  simd: { title: 'spusk', command: node('spusk.js', 'simd') },
  scalar: { title: 'spusk without SIMD', command: node('spusk.js', 'scalar') },
  gcc: { title: 'spusk native, gcc -O2', command: native('gcc'), native: true },
  clang: { title: 'spusk native, clang -O3', command: native('clang'), native: true },
  pytorch: {
    title: 'PyTorch',
    command: [python(), here('contestants/pytorch.py')],
  },
  'tfjs-wasm': { title: 'TF.js wasm', command: node('tfjs.js', 'wasm') },
  'tfjs-cpu': { title: 'TF.js cpu', command: node('tfjs.js', 'cpu') },
  convnetjs: { title: 'ConvNetJS', command: node('convnetjs.js') },
};

/** @param {string} file @param {string[]} options */
function node(file, ...options) {
  return [process.execPath, here(`contestants/${file}`), ...options];
}

/** The Python that has PyTorch, as build.sh has found it. */
function python() {
  try {
    return readFileSync(here('../../.build/python'), 'utf8').trim();
  } catch {
    return 'python3';
  }
}

/** @param {string} variant */
function native(variant) {
  return [here(`../../.build/${variant}/bench-updates`)];
}

/** A contestant at work. */
export class Contestant {
  #process;
  #answers;
  #errors = '';
  #native;

  /** @param {Name} name */
  constructor(name) {
    const { command, native: speaksLines = false } = contestants[name];
    this.name = name;
    this.#native = speaksLines;
    this.#process = spawn(command[0], command.slice(1), { stdio: ['pipe', 'pipe', 'pipe'] });
    this.#process.on('error', (error) => (this.#errors += error.message));
    this.#process.stdin.on('error', () => {}); // it died: told when its answer is missing
    this.#process.stderr.on('data', (text) => (this.#errors += text));
    const lines = createInterface({ input: this.#process.stdout });
    this.#answers = lines[Symbol.asyncIterator]();
  }

  /**
   * Gets ready for a cell.
   * @param {Cell} cell
   * @returns {Promise<string>} why it cannot; '' if it can
   */
  async prepare(cell) {
    const request = this.#native ? nativeRequest(cell) : JSON.stringify({ prepare: cell });
    return (await this.#ask(request)).cannot ?? '';
  }

  /**
   * Makes n updates, or n whole evaluations.
   * @param {number} n
   * @returns {Promise<number>} seconds
   */
  async run(n) {
    const answer = await this.#ask(this.#native ? `run ${n}` : JSON.stringify({ run: n }));
    return answer.seconds;
  }

  /**
   * Copies memory, n times: native contestants only.
   * @param {number} bytes
   * @param {number} n
   * @returns {Promise<number>} seconds
   */
  async copy(bytes, n) {
    return (await this.#ask(`copy ${bytes} ${n}`)).seconds;
  }

  /** @param {string} request @returns {Promise<any>} */
  async #ask(request) {
    this.#process.stdin.write(`${request}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`${this.name} died: ${this.#errors.trim().slice(-2000)}`);
    return JSON.parse(value);
  }

  /** Lets it end. */
  close() {
    this.#process.stdin.end();
  }
}

/** What contestants/native.c reads. @param {Cell} cell */
function nativeRequest(cell) {
  const { side } = cell.workload;
  return [
    ...fieldLines({ ...specOf(cell), data: { name: 'idx' } }),
    `data ${side} ${CLASSES} ${IMAGES} ${cell.evaluate ?? 1}`,
    `prepare ${cell.evaluate ? 1 : 0}`,
  ].join('\n');
}
