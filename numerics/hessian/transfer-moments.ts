/** Moments of |M|_F^2 for the products of masked weights M = D^(l-1) W^(l-1) ... W^(k+1) D^k that Hessian blocks are made of. */
import type { ChainLayer } from '../moments/chain.js';
import { evenMoment } from '../moments/entries.js';
import type { SquaredSlopes } from '../moments/moments.js';

/** X = M M': u = E (tr X)^2, v = E tr X^2, w = E sum_i X_ii^2, all for slopes whose larger square is 1. */
export interface GramMoments {
  readonly u: number;
  readonly v: number;
  readonly w: number;
}

/** X = (D^k)^2 for d masks that are independent fair coins, E D^2 = p and E D^4 = q. */
export function firstGram(width: number, { positive, negative }: SquaredSlopes): GramMoments {
  const p = (positive + negative) / 2;
  const q = (positive ** 2 + negative ** 2) / 2;
  return { u: width * (width - 1) * p ** 2 + width * q, v: width * q, w: width * q };
}

/**
 * One more layer, X' = D W X W' D, with weights of variance 1. For fixed X and rows a, b of W, with entries i.i.d., symmetric, of kurtosis kappa:
 * E (a'Xa)^2 = (tr X)^2 + 2 tr X^2 + (kappa - 3) sum_i X_ii^2, E (a'Xa)(b'Xb) = (tr X)^2 and E (a'Xb)^2 = tr X^2 for a != b. The masks are fair
 * coins, independent of all else, so w' = d q (u + 2v + (kappa - 3) w), u' = d(d-1) p^2 u + w', v' = d(d-1) p^2 v + w'.
 *
 * Orthogonal W is sqrt(n variance) times the corner of a Haar matrix of order n: E a_i a_j a_k a_l = (1 for each pairing)/(n(n+2)) and
 * E a_i a_j b_k b_l = ((n+1) [i=j][k=l] - [i=k][j=l] - [i=l][j=k])/((n-1) n (n+2)) for its rows (Collins & Sniady 2006).
 * Nothing cancels beyond an ulp of u: v >= u/n.
 */
export function nextGram(
  { u, v, w }: GramMoments,
  { fanIn, fanOut, family }: ChainLayer,
  { positive, negative }: SquaredSlopes,
): GramMoments {
  const p = (positive + negative) / 2;
  const q = (positive ** 2 + negative ** 2) / 2;
  const pairs = fanOut * (fanOut - 1) * p ** 2;
  if (family !== 'orthogonal') {
    const [numerator, denominator] = evenMoment(family, 2);
    const diagonal = fanOut * q * (u + 2 * v + (numerator / denominator - 3) * w);
    return { u: pairs * u + diagonal, v: pairs * v + diagonal, w: diagonal };
  }
  const n = Math.max(fanIn, fanOut);
  const diagonal = fanOut * q * (u + 2 * v) * (n / (n + 2));
  if (fanOut === 1) return { u: diagonal, v: diagonal, w: diagonal };
  const scaled = (pairs * n) / ((n - 1) * (n + 2));
  return {
    u: scaled * ((n + 1) * u - 2 * v) + diagonal,
    v: scaled * Math.max(0, n * v - u) + diagonal,
    w: diagonal,
  };
}
