/**
 * Spusk in Node, through its public interface: node spusk.js simd | scalar
 * Every update gathers its batch, shuffled anew each epoch, from bytes in memory, as in real use.
 */
import { openLab } from 'spusk';
import { IMAGES, idxFiles, specOf } from '../workloads.js';
import { answer } from './answer.js';

const lab = await openLab({ simd: process.argv[2] !== 'scalar' });
/** @type {import('spusk').Run | null} */
let run = null;

await answer((cell) => {
  run?.dispose();
  const train = idxFiles(cell.workload.side, IMAGES);
  const test = idxFiles(cell.workload.side, cell.evaluate ?? 1);
  const data = {
    name: 'idx',
    trainImages: train.images,
    trainLabels: train.labels,
    testImages: test.images,
    testLabels: test.labels,
  };
  const made = lab.createRun({ ...specOf(cell), data });
  run = made;
  made.step(1); // measures the first row of the trace
  if (!cell.evaluate) return (n) => void made.step(n);
  return (n) => {
    for (let i = 0; i < n; i++) made.evaluate('test');
  };
});
