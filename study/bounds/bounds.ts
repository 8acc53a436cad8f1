/** The bounds that are looked at, in the order of docs/theory.md, with the constants that may be sharpened. */

export interface Bound {
  readonly label: string;
  readonly title: string;
  readonly claim: string;
  /** The claim with a constant as c, and the value that is stated. */
  readonly sharper: readonly { readonly claim: string; readonly stated: string }[];
  readonly remark?: string;
  /** Part of the small study. */
  readonly quick?: boolean;
}

const deep = 'for L in 1..200, d in 4..64 where L >= d';
const tail = 'for L in 1..200, d in 2..64, eps in 1e-6..1';
const refined = 'log(median(forwardNorm2 | alive)) = -5*L/(2*d) - 49*L/(12*d^2) + 31/(30*d)';

export const bounds: readonly Bound[] = [
  {
    label: 'F5',
    title: 'log-mean to leading order',
    claim: 'logMean(forwardNorm2) <= -5*L/(2*d) for L = 1, d in 4..2000',
    sharper: [
      { claim: 'logMean(forwardNorm2) <= -c*L/d for L = 1, d in 4..2000', stated: '5/2' },
      {
        claim: 'logMean(forwardNorm2) = -5*L/(2*d) within abs c*L/d^2 for L = 1, d in 16..2000',
        stated: '49/12 in the limit',
      },
    ],
    quick: true,
  },
  {
    label: 'F5',
    title: 'log-variance to leading order',
    claim: 'logVariance(forwardNorm2) >= 5*L/d for L = 1, d in 2..2000',
    sharper: [
      { claim: 'logVariance(forwardNorm2) >= c*L/d for L = 1, d in 2..2000', stated: '5' },
      {
        claim: 'logVariance(forwardNorm2) = 5*L/d within abs c*L/d^2 for L = 1, d in 16..2000',
        stated: '37/2 in the limit',
      },
    ],
  },
  {
    label: 'F7',
    title: 'the median, within a standard deviation',
    claim:
      'abs(log(median(forwardNorm2 | alive)) - logMean(forwardNorm2)) <= sqrt(logVariance(forwardNorm2)) for L in 1..60, d in 1..40',
    sharper: [
      {
        claim:
          'abs(log(median(forwardNorm2 | alive)) - logMean(forwardNorm2)) <= c*sqrt(logVariance(forwardNorm2)) for L in 1..60, d in 1..40',
        stated: '1',
      },
    ],
  },
  {
    label: 'F8',
    title: 'the median where depth is at least the width',
    claim: `median(forwardNorm2) <= exp(-5*L/(2*d)) ${deep}`,
    sharper: [{ claim: `median(forwardNorm2) <= exp(-c*L/d) ${deep}`, stated: '5/2' }],
  },
  {
    label: 'F8',
    title: 'the median, refined',
    claim: `${refined} within abs 18*L/d^3 + 6/d^2 for L in 1..200, d in 16..96`,
    sharper: [
      {
        claim: `${refined} within abs c*(18*L/d^3 + 6/d^2) for L in 1..200, d in 16..96`,
        stated: '1',
      },
    ],
  },
  {
    label: 'F9',
    title: 'the half-moment of one layer',
    claim: 'log(mean(forwardNorm2^(1/2))) <= -5/(8*d) for L = 1, d in 2..2000',
    sharper: [{ claim: 'log(mean(forwardNorm2^(1/2))) <= -c/d for L = 1, d in 2..2000', stated: '5/8' }],
    quick: true,
  },
  {
    label: 'F9',
    title: 'the upper tail',
    claim: `P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) ${tail}`,
    sharper: [
      { claim: `P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-c*L/d) ${tail}`, stated: '5/8' },
      { claim: `P(forwardNorm2 >= eps) <= c*eps^(-1/2)*exp(-5*L/(8*d)) ${tail}`, stated: '1' },
    ],
  },
  {
    label: 'F10',
    title: 'dead nets, by the union bound',
    claim: 'P(forwardNorm2 <= 0) <= L*2^(-d) for L in 1..50, d in 1..20',
    sharper: [{ claim: 'P(forwardNorm2 <= 0) <= c*L*2^(-d) for L in 1..50, d in 1..20', stated: '1' }],
  },
  {
    label: 'W3',
    title: "Cantelli's inequality",
    claim:
      'P(forwardNorm2 <= 1/10 | alive) <= logVariance(forwardNorm2)/(logVariance(forwardNorm2)+(logMean(forwardNorm2)-log(1/10))^2) for L in 1..30, d in 8..256 where d >= 4*L',
    sharper: [
      {
        claim:
          'P(forwardNorm2 <= 1/10 | alive) <= c*logVariance(forwardNorm2)/(logVariance(forwardNorm2)+(logMean(forwardNorm2)-log(1/10))^2) for L in 1..30, d in 8..256 where d >= 4*L',
        stated: '1',
      },
    ],
  },
  {
    label: 'G2',
    title: "the median of every layer's gradient",
    claim: 'median(gradientNorm2[1]) <= exp(-5*L/(2*d))/2 for L in 1..200, d in 4..64 where L >= d',
    sharper: [
      {
        claim: 'median(gradientNorm2[1]) <= exp(-c*L/d)/2 for L in 1..200, d in 4..64 where L >= d',
        stated: '5/2',
      },
    ],
    remark: "A gradient's law is the forward norm's, halved: the figures are those of F8.",
  },
];

const all = 'for L in 1..infinity, d in';

export const everyWidth: readonly string[] = [
  `logMean(forwardNorm2) <= -5*L/(2*d) ${all} 4..infinity`,
  `logMean(forwardNorm2) >= -5*L/(2*d) - 9*L/(2*d^2) ${all} 40..infinity`,
  `logVariance(forwardNorm2) >= 5*L/d ${all} 2..infinity`,
  `logVariance(forwardNorm2) <= 5*L/d + 20*L/d^2 ${all} 64..infinity`,
  `mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) ${all} 2..infinity`,
  `log(mean(forwardNorm2^(1/2))) >= -L/(4*d) ${all} 1..infinity with activation linear, init lecun-normal`,
  `P(forwardNorm2 >= 1/10) >= 9/10 ${all} 1..infinity where d >= 15*L`,
];
