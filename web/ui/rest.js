/**
 * What makes a lab's page whole after what is seen first. Here it is there from the start, as in
 * one file it has to be; the site fetches it (rest-site.js).
 */
import * as rest from './lab-rest.js';

/** @type {typeof import('./rest-site.js').restHere} */
export const restHere = () => rest;

/** @type {typeof import('./rest-site.js').loadRest} */
export const loadRest = async () => rest;
