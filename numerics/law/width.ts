/** How wide a he-normal relu net must be so that its forward pass survives (theory W1). */

import { roundoff } from './enclosed.js';
import { normalQuantile } from './normal-quantile.js';
import { ProductLaw } from './product-law.js';

export interface Survival {
  /** Number of hidden layers. */
  readonly depth: number;
  /** What forwardNorm2 must not fall below, in (0, 1). */
  readonly floor: number;
  /** The probability with which it may, in (0, 1). */
  readonly risk: number;
}

/** Widths are searched up to here. */
const largestWidth = 2 ** 24;

/**
 * The smallest width d with P(forwardNorm2 >= floor) >= 1 - risk for he-normal relu nets of equal layers. For floor < 1 the probability rises with d (shown over a grid by the tests; theory.md W1
 * warns of floors above 1), so the search gallops from the closed form and bisects.
 * @throws RangeError if floor or risk is not in (0, 1), depth not a positive integer, or the width above 2^24
 */
export function smallestWidth(survival: Survival): number {
  validate(survival);
  const closedForm = closedFormWidth(survival);
  const guess = Math.min(largestWidth / 2, Math.max(1, Math.round(closedForm)));
  let low = 0; // too narrow
  let high = Infinity; // wide enough
  let step = Math.max(1, Math.round(guess / 16));
  let width = guess;
  while (high === Infinity || high - low > 1) {
    if (survives(survival, width)) high = width;
    else low = width;
    if (low >= largestWidth)
      throw new RangeError(`The width needed is above ${largestWidth}: about ${closedForm.toPrecision(3)}.`);
    if (high === Infinity) {
      width = Math.min(largestWidth, low + step);
      step *= 2;
    } else if (low === 0 && high > 1) {
      width = Math.max(1, high - step);
      step *= 2;
    } else {
      width = Math.floor((low + high) / 2);
    }
  }
  return high;
}

/** d* = 5L/u^2, u = -z + sqrt(z^2 + 2 log(1/floor)), z = Phi^-1(1 - risk): from the log-normal law. @throws RangeError as smallestWidth */
export function closedFormWidth(survival: Survival): number {
  validate(survival);
  const { depth, floor, risk } = survival;
  const z = -normalQuantile(risk);
  const reach = -2 * Math.log(floor);
  // For z > 0 the difference cancels.
  const u = z > 0 ? reach / (z + Math.sqrt(z * z + reach)) : -z + Math.sqrt(z * z + reach);
  return (5 * depth) / (u * u);
}

/** Whether P(dead) + P(alive) P(S < log floor | alive) <= risk. */
function survives({ depth, floor, risk }: Survival, width: number): boolean {
  const law = new ProductLaw([{ width, gain: 2, activation: 'relu', count: depth }]);
  const { deadProbability: dead, aliveProbability: alive } = law;
  if (dead.value - dead.error > risk) return false;
  const x = Math.log(floor);
  const doubt = 2 * roundoff * Math.abs(x);
  const fails = law.cdf(x);
  const error = fails.error + law.density(x) * 2 * doubt;
  const lost = dead.value + alive.value * fails.value;
  const spread = dead.error + alive.error * fails.value + error * alive.value + 4 * roundoff * lost;
  if (Math.abs(lost - risk) <= spread) {
    throw new RangeError(
      `At width ${width} the probability of falling below ${floor} equals the risk ${risk} to ${spread}: it can't be decided.`,
    );
  }
  return lost < risk;
}

function validate(survival: Survival): void {
  const { depth, floor, risk } = survival ?? {};
  if (!(Number.isSafeInteger(depth) && depth >= 1))
    throw new RangeError(`The depth must be a whole number from 1 on, not ${depth}.`);
  if (!(floor > 0 && floor < 1))
    throw new RangeError(`The floor must lie strictly between 0 and 1, not ${floor}.`);
  if (!(risk > 0 && risk < 1))
    throw new RangeError(`The risk must lie strictly between 0 and 1, not ${risk}.`);
}
