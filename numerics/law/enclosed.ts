/** Numbers with error bounds. */

/** |truth - value| <= error. */
export interface Enclosed {
  readonly value: number;
  readonly error: number;
}

/** Unit roundoff of double precision: one operation errs by at most this much, relatively. */
export const roundoff = 2 ** -53;

export function exactly(value: number): Enclosed {
  return { value, error: 0 };
}

export function plus(a: Enclosed, b: Enclosed): Enclosed {
  const value = a.value + b.value;
  return { value, error: a.error + b.error + roundoff * Math.abs(value) };
}

/** a times an exact factor. */
export function times(a: Enclosed, factor: number): Enclosed {
  const value = a.value * factor;
  return { value, error: a.error * Math.abs(factor) + roundoff * Math.abs(value) };
}

export function exponential({ value, error }: Enclosed): Enclosed {
  const result = Math.exp(value);
  // Where the error is so large that result * expm1(error) is no number, e^(value + error) bounds it as well.
  const spread = error < 1 ? result * Math.expm1(error) : Math.exp(value + error * (1 + 2 * roundoff));
  // Math.exp errs by less than one unit in the last place; below the normal range the spacing is 2^-1074.
  return { value: result, error: spread + 2 * roundoff * (result + spread) + 2 ** -1073 };
}

/** log(1 + a) for a > -1 + error. */
export function logOnePlus({ value, error }: Enclosed): Enclosed {
  const result = Math.log1p(value);
  return { value: result, error: -Math.log1p(-error / (1 + value)) + 2 * roundoff * Math.abs(result) };
}

/** log a for a > 0; the error is infinite where a may be 0. */
export function logarithm({ value, error }: Enclosed): Enclosed {
  const result = Math.log(value);
  const spread = value > error ? -Math.log1p(-error / value) : Infinity;
  return { value: result, error: spread + 2 * roundoff * Math.abs(result) };
}
