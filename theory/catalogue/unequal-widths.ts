/** U1, U2, U3: nets whose layers have widths of their own, where sums of 1/d_l take the place of L/d. */
import type { Theorem } from './theorem.js';

const free = 'for a in 1..200, b in 1..200, c in 1..200, n in 1..200 with widths [a, b, c], inputWidth n';
const withLayer = free.replace('for', 'for l in 1..3,');

export const widthsMoments: Theorem = {
  id: 'widths-moments',
  label: 'U1',
  title: 'Moments for unequal widths',
  statement:
    'He, relu: `E forwardNorm2 = d_L/d_0`, `E forwardNorm2^2 = (d_L/d_0)^2 prod_l (1+5/d_l)`, `P(a^L = 0) = 1 - prod_l (1 - 2^(-d_l))`, and ' +
    '`E gradientNorm2[l] = d_(l-1)/(2 d_0)` for readout gain 1.',
  conditions: [
    'weights of variance `2/d_(l-1)`, normal for the second moments',
    'continuous symmetric weights for dead nets and gradients',
  ],
  source: 'F1, F2, F10 and G1 layer by layer; Hanin & Nica 2020',
  derivation:
    'Layer `l` multiplies the squared norm by `sigma_l^2 chi^2_N` (F3), of mean `p d_l sigma_l^2 = d_l/d_(l-1)`: the product telescopes. `E (N^2 + 2 N)` gives the factor `1+5/d_l`. ' +
    'A gradient is `|a^(l-1)|^2`, of mean `d_(l-1)/d_0`, times `|delta^l|^2`, whose mean is 1/2 at the readout and kept by every layer backwards, as `sigma_k^2 d_(k-1)/2 = 1`.',
  claims: [
    {
      kind: 'claim',
      part: 'mean',
      claim: `mean(forwardNorm2) = d[L]/d[0] ${free}`,
      mutant: {
        claim: `mean(forwardNorm2) = d[L]/d[1] ${free}`,
        change: 'the first layer for the input',
      },
    },
    {
      kind: 'claim',
      part: 'second-moment',
      claim: `mean(forwardNorm2^2) = (d[L]/d[0])^2*(1+5/a)*(1+5/b)*(1+5/c) ${free}`,
      mutant: {
        claim: `mean(forwardNorm2^2) = (d[L]/d[0])^2*(1+5/a)*(1+5/b)*(1+5/n) ${free}`,
        change: 'the input for the last layer',
      },
    },
    {
      kind: 'claim',
      part: 'dead',
      claim: `P(forwardNorm2 <= 0) = 1-(1-2^(-a))*(1-2^(-b))*(1-2^(-c)) ${free}`,
      mutant: {
        claim: `P(forwardNorm2 <= 0) = 1-(1-2^(-a))*(1-2^(-b)) ${free}`,
        change: 'one layer too few',
      },
    },
    {
      kind: 'claim',
      part: 'gradient-mean',
      claim: `mean(gradientNorm2[l]) = d[l-1]/(2*d[0]) ${withLayer}`,
      mutant: {
        claim: `mean(gradientNorm2[l]) = d[l]/(2*d[0]) ${withLayer}`,
        change: 'd_l for d_(l-1)',
      },
    },
  ],
};

/** Sums over the layers of 1/d_l, 1/d_l^2, 1/d_l^3. */
const [first, second, third] = ['1/d[l]', '1/d[l]^2', '1/d[l]^3'].map((each) => `sum(l,1,L,${each})`);
const logShare = 'log(d[L]/d[0])';
const wide = 'for a in 16..32, b in 16..32 with widths [a, 2*b, b, a+b], inputWidth b';
const some = 'for a in 16..22, b in 16..22 with widths [a, 2*b, b, a+b], inputWidth b';
const hundred = 'widths [40,30,20,20,30,40,30,20], inputWidth 25';
const haninNica = `lawDistance(log(forwardNorm2) | alive, normal(${logShare}-5/2*${first}, 5*${first}))`;

export const widthsLogNormal: Theorem = {
  id: 'widths-log-normal',
  label: 'U2',
  title: 'Log-normal law for unequal widths (Hanin & Nica)',
  statement:
    'He, relu: with `beta = 5 sum_l 1/d_l`, `log forwardNorm2 - log(d_L/d_0)` is close to normal with mean `-beta/2` and variance `beta`. Given alive, with `S_k = sum_l 1/d_l^k`: ' +
    'its mean is `-5/2 S_1 - 49/12 S_2 + O(S_3)`, its variance `5 S_1 + 37/2 S_2 + O(S_3)`, and its law is within ' +
    '`(1/5 + sqrt(S_1)/2 + S_1) S_2/S_1^(3/2)` of the normal one, for the widths examined.',
  conditions: ['normal weights (uniform ones are drawn)', 'variance `2/d_(l-1)`', 'relu', 'given alive'],
  source: 'Hanin & Nica 2020 for the limit; the constants are of this project',
  derivation:
    '`log forwardNorm2` is a sum of independent terms, one a layer, with the mean `m(d_l) + log(d_l/d_(l-1))` and the variance `v(d_l)` of F4; sum the expansions of F5. ' +
    'The distance has three parts: the mean is off by `49/12 S_2`, the variance by `37/2 S_2`, and the third cumulant is `-31 S_2`; in units of `sqrt(5 S_1)` they move the distribution function by at most ' +
    '`0.73 S_2/S_1^(1/2)`, `0.45 S_2/S_1` and `0.19 S_2/S_1^(3/2)` to leading order.',
  claims: [
    {
      kind: 'claim',
      part: 'log-mean',
      claim: `logMean(forwardNorm2) = ${logShare}-5/2*${first}-49/12*${second} within abs 18*${third} ${wide}`,
      mutant: {
        claim: `logMean(forwardNorm2) = ${logShare}-5/2*${first}-3*${second} within abs 18*${third} ${wide}`,
        change: '3 for 49/12',
      },
    },
    {
      kind: 'claim',
      part: 'log-variance',
      claim: `logVariance(forwardNorm2) = 5*${first}+37/2*${second} within abs 150*${third} ${wide}`,
      mutant: {
        claim: `logVariance(forwardNorm2) = 5*${first}+16*${second} within abs 150*${third} ${wide}`,
        change: '16 for 37/2',
      },
    },
    {
      kind: 'claim',
      part: 'limit',
      claim: `${haninNica} <= (1/5+sqrt(${first})/2+${first})*${second}/${first}^(3/2) ${some}`,
      mutant: {
        claim: `${haninNica} <= (1/20+${first})*${second}/${first}^(3/2) ${some}`,
        change: '1/20 for 1/5, and without the part of the variance',
      },
    },
    {
      kind: 'claim',
      part: 'drawn',
      claim: `${haninNica} <= 1/16 with ${hundred}, init he-uniform`,
      oracle: 'simulated',
      mutant: {
        claim: `${haninNica.replace('5/2', '3/2')} <= 1/16 with ${hundred}, init he-uniform`,
        change: '3/2 for 5/2',
      },
    },
  ],
};

export const widthsMedian: Theorem = {
  id: 'widths-median',
  label: 'U3',
  title: 'Median and tail for unequal widths',
  statement:
    'He, relu, `S_k = sum_l 1/d_l^k`: the logarithm of the median given alive is ' +
    '`log(d_L/d_0) - 5/2 S_1 - 49/12 S_2 + 31/30 S_2/S_1`, to within `18 S_3 + 6 S_3/S_1` for the widths examined; `P(forwardNorm2 >= eps d_L/d_0) <= eps^(-1/2) exp(-5/8 S_1)` for widths from 2 on.',
  conditions: ['normal weights of variance `2/d_(l-1)`', 'relu', 'widths from 2 on for the tail'],
  source: 'F8 and F9 layer by layer; theory of this project',
  derivation:
    "Cornish and Fisher's first term at the median is `-kappa_3/(6 v) = 31/30 S_2/S_1`. " +
    "`E forwardNorm2^(1/2)` is the product of `sqrt(d_l/d_(l-1)) phi_(1/2)(d_l)`, each at most `sqrt(d_l/d_(l-1)) exp(-5/(8 d_l))` (forward-tail-layer); then Markov's inequality.",
  claims: [
    {
      kind: 'claim',
      part: 'refined',
      claim: `log(median(forwardNorm2 | alive)) = ${logShare}-5/2*${first}-49/12*${second}+31/30*${second}/${first} within abs 18*${third}+6*${third}/${first} ${wide}`,
      mutant: {
        claim: `log(median(forwardNorm2 | alive)) = ${logShare}-5/2*${first}-49/12*${second} within abs 18*${third}+6*${third}/${first} ${wide}`,
        change: 'without the skewness',
      },
    },
    {
      kind: 'claim',
      part: 'tail',
      claim: `P(forwardNorm2 >= eps*d[L]/d[0]) <= eps^(-1/2)*exp(-5/8*${first}) for n in 2..16, eps in 1e-6..1 with widths [n, 2*n, 2, n]`,
      mutant: {
        claim: `P(forwardNorm2 >= eps*d[L]/d[0]) <= eps^(-1/2)*exp(-3/2*${first}) for n in 2..16, eps in 1e-6..1 with widths [n, 2*n, 2, n]`,
        change: '3/2 for 5/8',
      },
    },
  ],
};
