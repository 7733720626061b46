/**
 * The contestant's end of a race: a child process that does what it is asked, one line of JSON
 * after the other, and says how long it took. Only one contestant works at a time.
 *
 *   {"prepare": cell}   ->  {"ready": true} or {"cannot": "why"}
 *   {"run": n}          ->  {"seconds": s} for n updates, or n whole evaluations
 */
import { createInterface } from 'node:readline';

/**
 * @typedef {import('../workloads.js').Cell} Cell
 * @typedef {(n: number) => void} Work
 */

/** Why a contestant cannot do a cell. */
export class Cannot extends Error {}

/** @param {(cell: Cell) => Work} prepare throws Cannot */
export async function answer(prepare) {
  /** @type {Work} */
  let work = () => {};
  /** @param {object} message */
  const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
  for await (const line of createInterface({ input: process.stdin })) {
    const request = JSON.parse(line);
    if (request.prepare) {
      try {
        work = prepare(request.prepare);
        say({ ready: true });
      } catch (error) {
        if (!(error instanceof Cannot)) throw error;
        say({ cannot: error.message });
      }
    } else {
      const start = performance.now();
      work(request.run);
      say({ seconds: (performance.now() - start) / 1000 });
    }
  }
}
