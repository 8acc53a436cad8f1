/** The experiments that the catalogue names. */
import { almostHollow } from './almost-hollow.js';
import { chainEntries, chainInertiaTable, chainProof } from './chain.js';
import { adaptiveSteps, escapeCurvature, escapeTime, signSteps } from './escape.js';
import type { Experiment } from './experiment.js';
import { growthBound } from './growth-bound.js';
import { hollow, lossTrace, spectralBound } from './hessian.js';
import { raceGrowth } from './race.js';

export const experiments: ReadonlyMap<string, Experiment> = new Map([
  ['chain-proof', chainProof],
  ['chain-entries', chainEntries],
  ['chain-inertia', chainInertiaTable],
  ['hollow', hollow],
  ['loss-trace', lossTrace],
  ['spectral-bound', spectralBound],
  ['almost-hollow', almostHollow],
  ['escape-time', escapeTime],
  ['escape-curvature', escapeCurvature],
  ['sign-steps', signSteps],
  ['adaptive-steps', adaptiveSteps],
  ['growth-bound', growthBound],
  ['race-growth', raceGrowth],
]);
