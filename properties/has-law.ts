/** Which quantities of a claim the exact law values. */
import { isLeakyInReach } from '../numerics/law/leaky-degrees.js';
import type { Quantity } from '../theory/expression/ast.js';
import { enclose, NotFinite } from '../theory/expression/enclosure.js';
import { freeNames } from '../theory/expression/evaluate.js';
import type { Claim } from '../theory/language/claim.js';
import { isExact } from '../theory/language/settings.js';

/** Leaky relu's law takes milliseconds a point for slopes of a size from here up to the inverse; below it grows like the slope's square's inverse. */
const leastSlope = 0.25;

/**
 * Whether the exact law values the quantity at every point of the claim: normal weights with relu or linear (F3, G2), and with leaky relu of a slope that
 * is a number of size 1/4 to 4 in layers narrow enough. Of leaky relu's law neither beta3 nor the distance to another law is valued.
 */
export function hasLaw(quantity: Quantity, claim: Claim): boolean {
  const { activation } = claim.settings;
  if (activation.kind !== 'leaky-relu') return isExact(quantity, claim.settings);
  if (quantity.functional === 'beta3' || quantity.functional === 'lawDistance') return false;
  // What is asked of weights and readout is the same.
  if (!isExact(quantity, { ...claim.settings, activation: { kind: 'relu' } })) return false;
  const size = slopeSize(claim);
  const widest = claim.ranges.find(({ name }) => name === 'd')?.to ?? Infinity;
  if (size === undefined || !(widest < Infinity)) return false;
  return size === 1 || isLeakyInReach(widest, Math.min(size, 1 / size) ** 2 * 0.999);
}

/** The slope's absolute value, if it is a number from 1/4 to 4. */
export function slopeSize({ settings: { activation } }: Claim): number | undefined {
  if (activation.kind !== 'leaky-relu' || freeNames(activation.slope).length > 0) return undefined;
  try {
    const { lower, upper } = enclose(activation.slope, {});
    const [least, most] = [
      Math.min(Math.abs(lower), Math.abs(upper)),
      Math.max(Math.abs(lower), Math.abs(upper)),
    ];
    return lower * upper > 0 && least >= leastSlope && most <= 1 / leastSlope ? least : undefined;
  } catch (error) {
    if (error instanceof NotFinite) return undefined;
    throw error;
  }
}
