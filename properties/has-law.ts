/** Which quantities of a claim the exact law values. */
import { isLeakyInReach } from '../numerics/law/leaky-degrees.js';
import { InputError } from '../theory/errors.js';
import type { Quantity } from '../theory/expression/ast.js';
import { enclose, NotFinite } from '../theory/expression/enclosure.js';
import { ExtendedInterval } from '../theory/expression/enclosure-interval.js';
import type { Claim } from '../theory/language/claim.js';
import { isExact } from '../theory/language/settings.js';
import { isElementary } from '../theory/law/symbolic.js';

/** Leaky relu's law takes milliseconds a point for slopes of a size from here up to the inverse; below it grows like the slope's square's inverse. */
const leastSlope = 0.25;

/**
 * Whether the quantity has an exact value at every point of the claim: normal weights with relu or linear (F3, G2), and with leaky relu what is elementary at
 * any slope, the rest if the slope's size lies between 1/4 and 4 all over the ranges, or is 0, in layers narrow enough. Of leaky relu's law neither beta3 nor
 * the distance to another law is valued.
 */
export function hasLaw(quantity: Quantity, claim: Claim): boolean {
  const { activation } = claim.settings;
  if (activation.kind !== 'leaky-relu') return isExact(quantity, claim.settings);
  if (quantity.functional === 'beta3' || quantity.functional === 'lawDistance') return false;
  // What is asked of weights and readout is the same.
  if (!isExact(quantity, { ...claim.settings, activation: { kind: 'relu' } })) return false;
  if (isElementary(quantity)) return true;
  const sizes = slopeSizes(claim);
  if (sizes === undefined) return false;
  const widest = widestOf(claim);
  return isInReach(sizes.least, widest) && isInReach(sizes.most, widest);
}

/** Whether claims ask for the law of leaky layers of a slope of this size. */
export function isInReach(size: number, widest: number): boolean {
  if (size === 0 || size === 1) return true;
  const least = Math.min(size, 1 / size);
  return least >= leastSlope && widest < Infinity && isLeakyInReach(widest, least ** 2 * 0.999);
}

/** The greatest width over the claim's ranges; Infinity where there is none, or it cannot be told. */
function widestOf({ ranges, settings: { widths } }: Claim): number {
  if (widths === undefined) return ranges.find(({ name }) => name === 'd')?.to ?? Infinity;
  const box = boxOf(ranges);
  try {
    return Math.max(...widths.map((width) => enclose(width, box).upper));
  } catch (error) {
    if (error instanceof NotFinite || error instanceof InputError) return Infinity;
    throw error;
  }
}

const boxOf = (ranges: Claim['ranges']) =>
  Object.fromEntries(ranges.map(({ name, from, to }) => [name, ExtendedInterval.of(from, to)]));

/** Bounds on the slope's absolute value over the claim's ranges, if they are positive, or both 0. */
function slopeSizes({
  settings: { activation },
  ranges,
}: Claim): { readonly least: number; readonly most: number } | undefined {
  if (activation.kind !== 'leaky-relu') return undefined;
  const box = boxOf(ranges);
  try {
    const { lower, upper } = enclose(activation.slope, box);
    if (lower === 0 && upper === 0) return { least: 0, most: 0 };
    const [least, most] = lower > 0 ? [lower, upper] : [-upper, -lower];
    return least > 0 ? { least, most } : undefined;
  } catch (error) {
    // An InputError: a sum whose bounds are no single numbers there.
    if (error instanceof NotFinite || error instanceof InputError) return undefined;
    throw error;
  }
}
