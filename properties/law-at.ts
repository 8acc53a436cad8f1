/** The exact law of a claim's nets at a point of its domain. */
import { exactLawOf, type ProductLaw } from '../numerics/law/index.js';
import { enclose, width } from '../theory/expression/enclosure.js';
import type { Claim } from '../theory/language/claim.js';
import { squareGain } from '../theory/language/settings.js';
import { type AbsoluteCdf, absoluteCdf } from './absolute-cdf.js';
import { networkAt } from './network-at.js';
import type { Point } from './verdict.js';

/**
 * How well probabilities are to be known: `absolute`, from one contour of the law, or `relative`, with small relative error
 * however small they are, each from a contour of its own.
 */
export type Precision = 'absolute' | 'relative';

export interface LawAt {
  readonly law: ProductLaw;
  /** How far, in log forwardNorm2, the law of the rounded gain may lie from that of the gain as written. */
  readonly shift: number;
  /** The distribution function to absolute precision, where that is enough. */
  readonly absolute: AbsoluteCdf | undefined;
}

/** Standard deviations that one contour spans where absolute precision is enough. */
const absoluteReach = 8;

export function lawAt(claim: Claim, point: Point, precision: Precision): LawAt {
  const law = exactLawOf(networkAt(claim, point));
  const gain = enclose(squareGain(claim.settings.init), point);
  // The gain of the net lies within its enclosure, so log gain is off by less than the enclosure's relative width.
  const shift = gain.isPoint ? 0 : (2 * point.L! * width(gain)) / gain.lower;
  return { law, shift, absolute: precision === 'absolute' ? absoluteCdf(law, absoluteReach) : undefined };
}
