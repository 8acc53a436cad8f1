/** Sums of c_k/(p_k - t) over poles p_k that are far from an interval of t, by interpolation. */

/**
 * At n Chebyshev points of an interval, 1/(p - t) is interpolated with relative error |T_n(t)/T_n(p)|, t and p in units in which the interval is [-1, 1] (the
 * error is T_n(t)/(T_n(p)(p - t)): multiply by p - t, and both sides are polynomials of degree n that agree). For |p| >= 3, as here, T_20(p) > 1e15.
 */
const points = 20;
const cosines = Array.from({ length: points }, (_, k) => Math.cos((Math.PI * (k + 0.5)) / points));
const matrix = Array.from({ length: points }, (_, j) =>
  cosines.map((_, k) => (Math.cos((Math.PI * j * (k + 0.5)) / points) * (j === 0 ? 1 : 2)) / points),
);

export interface FarField {
  readonly coefficients: Float64Array;
  readonly length: number;
  /** At least the sum of |c_k/(p_k - t)| on the interval. */
  readonly size: number;
}

/** The distance of poles from the interval, in units of its length, from which on they may be taken as far. */
export const farDistance = 1;

/**
 * For an interval of this length; points are given by their distance from its lower end. `sum` adds up the far poles' terms at a point: the value
 * and the sum of absolute values.
 */
export function farField(
  length: number,
  sum: (t: number) => { readonly value: number; readonly size: number },
): FarField {
  const coefficients = new Float64Array(points);
  let size = 0;
  cosines.forEach((cosine, k) => {
    const at = sum((length * (1 + cosine)) / 2);
    size = Math.max(size, at.size);
    for (let j = 0; j < points; j++) coefficients[j]! += matrix[j]![k]! * at.value;
  });
  // From a Chebyshev point to an end of the interval |p - t| shrinks by less than a half.
  return { coefficients, length, size: 2 * size };
}

/** Value and derivative at a distance t from the lower end, by Clenshaw's recurrence; written into out[0] and out[1]. Error of the value: 1e-14 times `size`. */
export function evaluateFar({ coefficients, length }: FarField, t: number, out: Float64Array): void {
  const x = (2 * t) / length - 1;
  let [b1, b2, d1, d2] = [0, 0, 0, 0];
  for (let j = points - 1; j > 0; j--) {
    const b = 2 * x * b1 - b2 + coefficients[j]!;
    const d = 2 * x * d1 - d2 + 2 * b1;
    b2 = b1;
    b1 = b;
    d2 = d1;
    d1 = d;
  }
  out[0] = x * b1 - b2 + coefficients[0]!;
  out[1] = ((b1 + x * d1 - d2) * 2) / length;
}
