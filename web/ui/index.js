/** Registers <spusk-lab>. */
import './element.js';

export { SpuskLab } from './element.js';
