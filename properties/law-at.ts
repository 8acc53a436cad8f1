/** The exact law of an observable of a claim's nets at a point of its domain. */
import { exactLawOf, type LawOptions, type ProductLaw } from '../numerics/law/index.js';
import type { Network } from '../numerics/network/network.js';
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
  /** How far, in log X, the law of the rounded gain and slope may lie from that of those as written. */
  readonly shift: number;
  /** The part of it that is not the same for all nets. */
  readonly slopeShift: number;
  /** The distribution function to absolute precision, where that is enough. */
  readonly absolute: AbsoluteCdf | undefined;
}

/** Standard deviations that one contour spans where absolute precision is enough. */
const absoluteReach = 8;

interface RecentLaw {
  readonly law: ProductLaw;
  /** Worked out when it is first asked for. */
  absolute?: AbsoluteCdf;
}

/** The laws last asked for: along a domain many points have one in common, for other layers, levels or thresholds. */
const recent = new Map<string, RecentLaw>();
/** A law may hold contours of some megabytes. */
const mostRecent = 8;

function recentLaw(layer: Network, options: LawOptions): RecentLaw {
  const key = JSON.stringify([layer, options]);
  const found = recent.get(key) ?? { law: exactLawOf(layer, options) };
  recent.delete(key);
  recent.set(key, found);
  if (recent.size > mostRecent) recent.delete(recent.keys().next().value!);
  return found;
}

export function lawAt(claim: Claim, point: Point, { law: of }: DrawnObservable, precision: Precision): LawAt {
  const depth = point.L!;
  const found =
    claim.settings.widths === undefined
      ? // The layers of a square net are one layer over and over, and all gradients follow one law (G2).
        recentLaw(networkAt(claim, point, 1), {
          repeat: depth,
          ...(of?.gradientLayer === undefined ? {} : { gradientLayer: 1 }),
        })
      : recentLaw(networkAt(claim, point), of ?? {});
  // A gain of the net lies within its enclosure, so its logarithm is off by less than the enclosure's relative width.
  const doubt = (gain: Expression) => {
    const enclosure = enclose(gain, point);
    return enclosure.isPoint
      ? 0
      : (2 * width(enclosure)) / Math.min(Math.abs(enclosure.lower), Math.abs(enclosure.upper));
  };
  const { init, readoutGain, activation } = claim.settings;
  // d log(A + a^2 B)/d log a lies in [0, 2], net by net.
  const slopeShift = activation.kind === 'leaky-relu' ? 2 * depth * doubt(activation.slope) : 0;
  const inGain = depth * doubt(squareGain(init)) + slopeShift;
  const shift = of?.gradientLayer === undefined ? inGain : inGain + doubt(readoutGain);
  const { law } = found;
  if (precision === 'relative') return { law, shift, slopeShift, absolute: undefined };
  found.absolute ??= absoluteCdf(law, absoluteReach);
  return { law, shift, slopeShift, absolute: found.absolute };
}
