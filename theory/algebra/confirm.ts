/** Both sides of an identity in numbers, by routes that share nothing with the algebra. */
import type Fraction from 'fraction.js';
import { InputError } from '../errors.js';
import type { Expression } from '../expression/ast.js';
import { enclose } from '../expression/enclosure.js';
import { certainlyLess } from '../expression/enclosure-interval.js';
import { freeNames } from '../expression/evaluate.js';
import { NotFinite } from '../expression/not-finite.js';
import { type DigitsOfTerms, evaluateDecimal } from './decimal.js';
import type { Assumption } from './domain.js';
import { type ExactPoint, pointsOf } from './points.js';
import { evaluateRational, type RationalWork } from './rational.js';

/** exact: both values as rational numbers; decimals: 40 digits; enclosures: intervals of doubles that overlap. */
export type Route = 'exact' | 'decimals' | 'enclosures';

export interface Confirmation {
  readonly points: readonly ExactPoint[];
  readonly routes: ReadonlySet<Route>;
}

const wanted = 24;
const digits = 40;
/** Where cancellation eats digits, more are computed, up to this: a power takes seconds at 1000 digits. */
const mostDigits = 200;
/** Of the terms of sums, at all points: 10,000 terms of 40 digits. */
const digitsOfTerms = 400_000;
/** Of exact rationals, at all points: a second or so. Beyond, decimals serve. */
const rationalWork = 1e10;

/** What all points together may cost. */
interface Shared {
  readonly digits: DigitsOfTerms;
  readonly rational: RationalWork;
}

/**
 * Evaluates both sides at up to 24 points of the domain; undefined as soon as they differ at one, or if no point gives a
 * value. Points where neither side has one are passed over.
 */
export function confirm(
  left: Expression,
  right: Expression,
  assumptions: readonly Assumption[],
): Confirmation | undefined {
  const names = [...new Set([...freeNames(left), ...freeNames(right)])];
  const points: ExactPoint[] = [];
  const routes = new Set<Route>();
  const seen = new Set<string>();
  let tries = 0;
  const shared: Shared = { digits: { left: digitsOfTerms }, rational: { left: rationalWork } };
  for (const point of pointsOf(names, assumptions)) {
    if (points.length >= wanted || tries++ >= 10 * wanted) break;
    const key = [...point.values()].map((value) => value.toFraction()).join(' ');
    if (seen.has(key)) continue;
    seen.add(key);
    const route = agreeAt(left, right, point, shared);
    if (route === 'differ') return undefined;
    if (route === 'undefined') continue;
    points.push(point);
    routes.add(route);
  }
  return points.length > 0 ? { points, routes } : undefined;
}

function agreeAt(
  left: Expression,
  right: Expression,
  point: ExactPoint,
  { digits: shared, rational }: Shared,
): Route | 'differ' | 'undefined' {
  const [a, b] = [left, right].map((side) => evaluateRational(side, point, rational));
  if (a !== undefined && b !== undefined) return a.equals(b) ? 'exact' : 'differ';
  return compareDecimals(left, right, point, shared) ?? compareEnclosures(left, right, point);
}

function compareDecimals(
  left: Expression,
  right: Expression,
  point: ExactPoint,
  shared: DigitsOfTerms,
): Route | 'differ' | 'undefined' | undefined {
  for (let precision = digits; ; precision *= 5) {
    const [a, b] = [left, right].map((side) => evaluateDecimal(side, point, precision, shared));
    if (a === undefined || b === undefined) return undefined;
    if (!a.isFinite() && !b.isFinite()) return 'undefined';
    if (!a.isFinite() || !b.isFinite()) return 'differ';
    const difference = a.minus(b).abs();
    const scale = a.abs().plus(b.abs());
    if (difference.lte(scale.times(`1e-${digits}`))) return 'decimals';
    if (precision * 5 > mostDigits) return 'differ';
  }
}

/** The weakest route, for functions without decimals: intervals that do not overlap disprove, overlapping ones agree. */
function compareEnclosures(
  left: Expression,
  right: Expression,
  point: ExactPoint,
): Route | 'differ' | 'undefined' {
  const env = new Map([...point].map(([name, value]) => [name, valueAsDouble(value)]));
  const [a, b] = [left, right].map((side) => {
    try {
      return enclose(side, env);
    } catch (error) {
      if (error instanceof NotFinite || error instanceof InputError) return undefined;
      throw error;
    }
  });
  if (a === undefined && b === undefined) return 'undefined';
  if (a === undefined || b === undefined) return 'differ';
  return certainlyLess(a, b) || certainlyLess(b, a) ? 'differ' : 'enclosures';
}

/** Exact: the points are integers and short dyadic numbers. */
const valueAsDouble = (value: Fraction): number => value.valueOf();
