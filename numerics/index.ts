/**
 * `vanishing-curvature/numerics`: nets drawn from a seed, the exact law of normal weights, moments, and intervals that stay valid
 * however often one looks. Nothing here knows a claim.
 */

export { hessianBlockSamples } from './hessian/block-norm.js';
export { type Eigenvalues, lambdaMax, lambdaMin } from './hessian/eigenvalues.js';
export { type Extremes, hessianExtremes, type LanczosSettings, type Ritz } from './hessian/lanczos.js';
export { hessianSamples } from './hessian/norm.js';
export { hessianEigenvalues } from './hessian/spectrum.js';
export { bernoulliInterval } from './inference/bernoulli.js';
export type { Interval } from './inference/interval.js';
export { lawDistanceInterval } from './inference/kolmogorov.js';
export { type SecondMomentBound, secondMomentInterval } from './inference/mean.js';
export { quantileInterval } from './inference/quantile.js';
export { singleForwardSamples } from './kernel/forward.js';
export { reducedSamples } from './kernel/reduced.js';
export type { Enclosed } from './law/enclosed.js';
export { exactLawOf, type LawOptions } from './law/exact-law.js';
export type { ProductLaw } from './law/product-law.js';
export { closedFormWidth, type Survival, smallestWidth } from './law/width.js';
export { exactMean, exactSecondMoment } from './moments/exact.js';
export { forwardSamples } from './network/forward.js';
export { gradientSamples } from './network/gradient.js';
export {
  type Activation,
  depthOf,
  type Init,
  layeredNetwork,
  type Network,
  type NetworkSettings,
  squareNetwork,
  weightVariance,
} from './network/network.js';
export type { Weights } from './network/weights.js';
export { weightsOf } from './network/weights-of.js';
