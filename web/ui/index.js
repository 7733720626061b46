/** Registers <spusk-lab>. */
import './lab.js';

export { LabElement } from './lab.js';
