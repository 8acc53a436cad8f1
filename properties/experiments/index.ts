/** The experiments that the catalogue names. */
import { almostHollow } from './almost-hollow.js';
import { chainEntries, chainInertiaTable } from './chain.js';
import { adaptiveSteps, escapeCurvature, escapeTime, signSteps } from './escape.js';
import type { Experiment } from './experiment.js';
import { hollow, lossTrace, spectralBound } from './hessian.js';
import { raceGrowth } from './race.js';

export const experiments: ReadonlyMap<string, Experiment> = new Map([
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
  ['race-growth', raceGrowth],
]);
