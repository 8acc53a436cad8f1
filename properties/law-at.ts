/** The exact law of an observable of a claim's nets at a point of its domain. */
import { exactLawOf, type ProductLaw } from '../numerics/law/index.js';
import type { Expression } from '../theory/expression/ast.js';
import { enclose, width } from '../theory/expression/enclosure.js';
import type { Claim } from '../theory/language/claim.js';
import { squareGain } from '../theory/language/settings.js';
import { type AbsoluteCdf, absoluteCdf } from './absolute-cdf.js';
import { networkAt } from './network-at.js';
import type { DrawnObservable } from './observables.js';
import type { Point } from './verdict.js';

/**
 * How well probabilities are to be known: `absolute`, from one contour of the law, or `relative`, with small relative error
 * however small they are, each from a contour of its own.
 */
export type Precision = 'absolute' | 'relative';

export interface LawAt {
  readonly law: ProductLaw;
  /** How far, in log X, the law of the rounded gain may lie from that of the gain as written. */
  readonly shift: number;
  /** The distribution function to absolute precision, where that is enough. */
  readonly absolute: AbsoluteCdf | undefined;
}

/** Standard deviations that one contour spans where absolute precision is enough. */
const absoluteReach = 8;

export function lawAt(claim: Claim, point: Point, { law: of }: DrawnObservable, precision: Precision): LawAt {
  const depth = point.L!;
  // The layers of a square net are one layer over and over.
  const layer = networkAt(claim, { ...point, L: 1 });
  const law = exactLawOf(layer, {
    repeat: depth,
    ...(of?.gradientLayer === undefined ? {} : { gradientLayer: 1 }),
  });
  // A gain of the net lies within its enclosure, so its logarithm is off by less than the enclosure's relative width.
  const doubt = (gain: Expression) => {
    const enclosure = enclose(gain, point);
    return enclosure.isPoint ? 0 : (2 * width(enclosure)) / enclosure.lower;
  };
  const { init, readoutGain } = claim.settings;
  const inGain = depth * doubt(squareGain(init));
  const shift = of?.gradientLayer === undefined ? inGain : inGain + doubt(readoutGain);
  return { law, shift, absolute: precision === 'absolute' ? absoluteCdf(law, absoluteReach) : undefined };
}
