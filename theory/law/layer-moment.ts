/** Moments of the factor by which a layer of normal weights multiplies the squared norm, over sigma^2 (F2, F3), in exact rationals. */
import Fraction from 'fraction.js';

/** A polynomial by its coefficients, the constant one first. */
export type Polynomial = readonly Fraction[];

/**
 * E (y_1 + ... + y_d)^r as a polynomial in d, each coefficient one in the squared slope p: y = z^2 or p z^2 with probability 1/2 each, z standard normal, which is
 * chi^2_N, N ~ Binomial(d, 1/2), at p = 0 (relu), and chi^2_d at p = 1 (linear). From the cumulants of y: the sum has d times them.
 */
export function layerMoment(order: number): readonly Polynomial[] {
  let moment = moments.get(order);
  if (moment === undefined) {
    moment = deriveMoment(order);
    moments.set(order, moment);
  }
  return moment;
}

/** Worked out once for each of the few orders: points ask anew. */
const moments = new Map<number, readonly Polynomial[]>();

function deriveMoment(order: number): readonly Polynomial[] {
  const zero: Polynomial = [];
  const [raw, cumulants]: [Polynomial[], Polynomial[]] = [[[new Fraction(1)]], [zero]];
  let odd = new Fraction(1);
  for (let n = 1; n <= order; n++) {
    // E y^n = (2n - 1)!! (1 + p^n)/2.
    odd = odd.mul(2 * n - 1);
    const half = odd.div(2);
    raw.push([half, ...Array<Fraction>(n - 1).fill(new Fraction(0)), half]);
    let cumulant = raw[n]!;
    for (let j = 1; j < n; j++)
      cumulant = add(cumulant, scaled(multiply(cumulants[j]!, raw[n - j]!), choose(n - 1, j - 1).neg()));
    cumulants.push(cumulant);
  }
  // M_(n+1) = d times the sum of C(n, i) kappa_(i+1) M_(n-i).
  const sums: Polynomial[][] = [[[new Fraction(1)]]];
  for (let n = 0; n < order; n++) {
    const next: Polynomial[] = Array.from({ length: n + 2 }, () => zero);
    for (let i = 0; i <= n; i++) {
      sums[n - i]!.forEach((coefficient, k) => {
        next[k + 1] = add(next[k + 1]!, scaled(multiply(cumulants[i + 1]!, coefficient), choose(n, i)));
      });
    }
    sums.push(next);
  }
  return sums[order]!;
}

const scaled = (polynomial: Polynomial, by: Fraction): Polynomial => polynomial.map((c) => c.mul(by));

function choose(n: number, k: number): Fraction {
  let value = new Fraction(1);
  for (let i = 1; i <= k; i++) value = value.mul(n - k + i).div(i);
  return value;
}

function multiply(a: Polynomial, b: Polynomial): Polynomial {
  if (a.length === 0 || b.length === 0) return [];
  const out = Array.from({ length: a.length + b.length - 1 }, () => new Fraction(0));
  a.forEach((x, i) => {
    b.forEach((y, j) => {
      out[i + j] = out[i + j]!.add(x.mul(y));
    });
  });
  return out;
}

function add(a: Polynomial, b: Polynomial): Polynomial {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) =>
    (a[i] ?? new Fraction(0)).add(b[i] ?? new Fraction(0)),
  );
}
