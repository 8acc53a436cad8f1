/** Every exact oracle with its other routes, in the order of the page. */
import * as chain from './chain.js';
import * as escapes from './escape.js';
import * as hessians from './hessian-moments.js';
import * as bracket from './law-bracket.js';
import * as convolution from './law-convolution.js';
import * as drawn from './law-drawn.js';
import * as lawMoments from './law-moments.js';
import * as oneLayer from './law-one-layer.js';
import * as shape from './law-shape.js';
import * as moments from './moments.js';
import type { Opinion } from './opinion.js';
import * as proofs from './proofs.js';
import * as special from './special.js';

export const opinions: readonly Opinion[] = [
  convolution.tailsByConvolution,
  convolution.quantilesByConvolution,
  oneLayer.oneLayerByDecimals,
  bracket.bracketByRounding,
  drawn.reducedLaw,
  drawn.drawnNets,
  lawMoments.logMomentsByHarmonicSums,
  lawMoments.momentsByRecurrence,
  shape.thirdByQuadrature,
  shape.distanceByGrid,
  shape.widthByScan,
  shape.deadByWholeNumbers,
  shape.atomByWholeNumbers,
  moments.momentsByEnumeration,
  moments.momentsInClosedForm,
  hessians.hessianMeansInClosedForm,
  hessians.hessianMeansDrawn,
  chain.chainSpectra,
  chain.chainInertias,
  chain.chainOutputs,
  chain.chainSums,
  escapes.escapeTimes,
  escapes.escapeCurvatures,
  escapes.escapeFlows,
  escapes.escapeSteps,
  escapes.growthBound,
  special.specialByDecimals,
  special.enclosuresByDecimals,
  proofs.proofsOfClaims,
  proofs.proofsOfSeries,
  proofs.proofsOfHessians,
  // Behind the others, whose random points go by their place.
  drawn.leakyLaw,
];
