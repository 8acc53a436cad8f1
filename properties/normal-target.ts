/** The normal law of a lawDistance: its mean and variance at a point, in doubles. */
import { InputError } from '../theory/errors.js';
import type { TargetLaw } from '../theory/expression/ast.js';
import { enclose, toNumber, width } from '../theory/expression/enclosure.js';
import { toText } from '../theory/expression/text.js';
import { describe } from './describe.js';
import type { Valuation } from './point.js';
import type { Point } from './verdict.js';

export interface NormalTarget {
  readonly mean: number;
  readonly variance: number;
  /** Distance, at most, between this law and the one written. */
  readonly doubt: number;
}

/** @throws InputError where the variance is not positive, or mean or variance is no double of a workable size. */
export function normalTargetAt(
  target: Extract<TargetLaw, { kind: 'normal' }>,
  point: Point,
  valuation: Valuation | undefined,
): NormalTarget {
  const [mean, variance] = [target.mean, target.variance].map((each) => enclose(each, point, valuation));
  const [m, v] = [toNumber(mean!), toNumber(variance!)];
  const refuse = (what: string, text: string, at: number) => {
    throw new InputError(
      `At ${describe(point)} ${what} of the normal law in lawDistance is ${text}.`,
      at + 1,
    );
  };
  if (!(variance!.lo > 0)) {
    refuse(
      'the variance',
      `${toText(target.variance)} = ${v}; it must be positive`,
      target.variance.span.start,
    );
  }
  if (!(v >= 1e-200 && v <= 1e200)) {
    refuse('the variance', `${v}; it must lie between 1e-200 and 1e200`, target.variance.span.start);
  }
  if (!(Math.abs(m) <= 1e200)) refuse('the mean', `${m}; it must lie within 1e200`, target.mean.span.start);
  // Moving the mean by a or the deviation by a factor e^b moves Phi by at most a/(sd sqrt(2 pi)) and |b|/sqrt(2 pi e).
  const roughly = width(variance!) > v / 10;
  const doubt = roughly ? 1 : width(mean!) / (2 * Math.sqrt(v)) + width(variance!) / (4 * v);
  return { mean: m, variance: v, doubt };
}
