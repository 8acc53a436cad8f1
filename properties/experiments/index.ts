/** The experiments that the catalogue names. */
import { almostHollow } from './almost-hollow.js';
import type { Experiment } from './experiment.js';
import { hollow, lossTrace, spectralBound } from './hessian.js';

export const experiments: ReadonlyMap<string, Experiment> = new Map([
  ['hollow', hollow],
  ['loss-trace', lossTrace],
  ['spectral-bound', spectralBound],
  ['almost-hollow', almostHollow],
]);
