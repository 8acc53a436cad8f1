/**
 * The balanced chain: F = w^L, a linear net of width 1 with all L weights equal, input and target 1, loss 1/2 (F - 1)^2. Every weight has the
 * gradient w^(L-1) (w^L - 1), so that all stay equal under gradient flow and under every optimizer that treats them alike.
 */

/** value * 2^bits, 1 <= |value| < 2 or value = 0. */
export interface Scaled {
  readonly value: number;
  readonly bits: number;
}

/** @throws RangeError unless depth is a whole number in least..10^6. */
export function checkDepth(depth: number, least: number): void {
  if (!(Number.isInteger(depth) && depth >= least && depth <= 1e6)) {
    throw new RangeError(
      `The depth of this chain must be a whole number from ${least} to 10^6, not ${depth}.`,
    );
  }
}

/** @throws RangeError unless 0 < start < goal <= 1. */
export function checkRise(start: number, goal: number): void {
  if (!(start > 0 && start < goal && goal <= 1)) {
    throw new RangeError(`The weight must rise from above 0 to at most 1, not from ${start} to ${goal}.`);
  }
}

/** Brings value * 2^bits into the form that `Scaled` promises, exactly. */
function normalise(value: number, bits: number): Scaled {
  if (value === 0) return { value, bits: 0 };
  for (; Math.abs(value) >= 2; bits++) value /= 2;
  for (; Math.abs(value) < 1; bits--) value *= 2;
  return { value, bits };
}

/** w^n, n = 0, 1, 2, ..., by squaring; relative error below 2 n 2^-53. */
export function scaledPower(w: number, n: number): Scaled {
  let result: Scaled = { value: 1, bits: 0 };
  let square = normalise(w, 0);
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = normalise(result.value * square.value, result.bits + square.bits);
    square = normalise(square.value * square.value, 2 * square.bits);
  }
  return result;
}

/** Each weight's derivative of the loss, w^(L-1) (w^L - 1), in extended range: it is 2^-1735 at L = 1000, w = 0.3. Relative error 4 L 2^-53. */
export function chainGradient(depth: number, w: number): Scaled {
  const power = scaledPower(w, depth - 1);
  // w^L - 1 without cancellation near 1.
  return normalise(power.value * Math.expm1(depth * Math.log(w)), power.bits);
}
