/** Every theorem that the program ships with, in the order of docs/theory.md. */
import { chainNormal, chainUniform } from './chain.js';
import { chainHessian, chainInertia, chainSpectrum } from './chain-curvature.js';
import {
  escapeChain,
  escapeCurvature,
  escapeEpsilon,
  escapeGrowthBound,
  escapeRace,
  escapeSign,
} from './escape.js';
import {
  deadNetworks,
  forwardLaw,
  forwardLogExpansion,
  forwardLogMoments,
  forwardLogNormal,
} from './forward-law.js';
import { forwardMedianBound, forwardMedianClosedForm } from './forward-median.js';
import { forwardMean, forwardSecondMoment } from './forward-moments.js';
import { forwardTail, forwardTailLayer } from './forward-tail.js';
import { gradientLaw, gradientMean, gradientMedian } from './gradient.js';
import {
  hessianAlmostHollow,
  hessianBlockMean,
  hessianHollow,
  hessianSpectralBound,
  hessianTrace,
  hessianVanishes,
} from './hessian.js';
import { plainTheorem } from './prose.js';
import type { Theorem } from './theorem.js';
import { widthsLogNormal, widthsMedian, widthsMoments } from './unequal-widths.js';
import { widthLogNormal, widthNecessary, widthSufficient } from './width.js';

/** `catalogue` with the formulas of its texts between backticks (prose.ts), for whoever typesets them. */
export const markedCatalogue: readonly Theorem[] = [
  forwardMean,
  forwardSecondMoment,
  forwardLaw,
  forwardLogMoments,
  forwardLogExpansion,
  forwardLogNormal,
  forwardMedianBound,
  forwardMedianClosedForm,
  forwardTail,
  forwardTailLayer,
  deadNetworks,
  widthsMoments,
  widthsLogNormal,
  widthsMedian,
  widthLogNormal,
  widthNecessary,
  widthSufficient,
  chainUniform,
  chainNormal,
  chainHessian,
  chainInertia,
  chainSpectrum,
  gradientMean,
  gradientLaw,
  gradientMedian,
  hessianHollow,
  hessianTrace,
  hessianBlockMean,
  hessianVanishes,
  hessianSpectralBound,
  hessianAlmostHollow,
  escapeChain,
  escapeCurvature,
  escapeSign,
  escapeEpsilon,
  escapeGrowthBound,
  escapeRace,
];

/** The theorems of the program, in the order of docs/theory.md and docs/theory-curvature.md; `check` decides the claims of all of them. */
export const catalogue: readonly Theorem[] = markedCatalogue.map(plainTheorem);
