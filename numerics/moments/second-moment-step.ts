/** The recursion of the second moment of forwardNorm2, once for doubles and for exact fractions. */

/** u = E|a|_2^4 and w = E|a|_4^4 of the activations of a layer. */
export interface FourthMoments<T> {
  readonly u: T;
  readonly w: T;
}

export interface LayerConstants<T> {
  /** d_l. */
  readonly width: T;
  /** E phi(z)^2 / E z^2 and E phi(z)^4 / E z^4, for symmetric z. */
  readonly p: T;
  readonly q: T;
  /** E w^4 / (E w^2)^2 of the weights. */
  readonly kurtosis: T;
  /** 1 for i.i.d. weights; n/(n+2) for the corner of an orthogonal n x n matrix (taken with kurtosis 3). */
  readonly shrink: T;
}

export interface Arithmetic<T> {
  of(x: number): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
}

/**
 * One layer with weights of variance 1. For independent symmetric entries and fixed a, E z_i^2 = |a|_2^2 and E z_i^4 = 3|a|_2^4 + (kurtosis - 3)|a|_4^4,
 * rows are independent, and phi multiplies E z^2 and E z^4 by p and q (ties z = 0 add nothing to either side). So
 * w' = d q (3u + (kurtosis - 3) w), u' = d(d-1) p^2 u + w'.
 *
 * For orthogonal weights z/|a| is sqrt n times part of a uniform unit vector v in R^n, with E v_i^4 = 3 E v_i^2 v_j^2 = 3/(n(n+2)) and independent
 * fair signs: the normal formula times n/(n+2).
 */
export function secondMomentStep<T>(
  { of, add, multiply }: Arithmetic<T>,
  { u, w }: FourthMoments<T>,
  { width, p, q, kurtosis, shrink }: LayerConstants<T>,
): FourthMoments<T> {
  const fourth = add(multiply(of(3), u), multiply(add(kurtosis, of(-3)), w));
  const diagonal = multiply(multiply(width, q), fourth);
  const pairs = multiply(multiply(width, add(width, of(-1))), multiply(multiply(p, p), u));
  return { u: multiply(shrink, add(pairs, diagonal)), w: multiply(shrink, diagonal) };
}
