/** The experiments that the catalogue names. */
import type { Experiment } from './experiment.js';

export const experiments: ReadonlyMap<string, Experiment> = new Map([]);
