import Fraction from 'fraction.js';
import { exactFraction } from '../../theory/algebra/rational.js';

/** Denominators tried. */
const largest = 1000n;
/** How often, at most, a bracket of this width would hold a fraction as simple by chance. */
const byChance = 0.01;

/**
 * The fraction with the smallest denominator between two doubles, ends included, if it has one up to 1000 and the bracket is too
 * narrow to hold one so simple by chance: fractions with denominators up to q have a density of 3 q^2/pi^2.
 */
export function simplestFraction(a: number, b: number): Fraction | undefined {
  const [low, high] = [exactFraction(Math.min(a, b)), exactFraction(Math.max(a, b))];
  const found = between(low, high);
  if (found.d > largest) return undefined;
  const chance = 0.31 * Number(found.d) ** 2 * Math.abs(a - b);
  return chance <= byChance ? found : undefined;
}

/** By continued fractions: the first integer from `low` on if it is at most `high`, else that of the rest turned over. */
function between(low: Fraction, high: Fraction): Fraction {
  if (high.s < 0n) return between(high.neg(), low.neg()).neg();
  if (low.s <= 0n) return new Fraction(0);
  const whole = low.floor();
  if (whole.equals(low)) return whole;
  if (whole.add(1).compare(high) <= 0) return whole.add(1);
  return whole.add(between(high.sub(whole).inverse(), low.sub(whole).inverse()).inverse());
}
