/** W1-W3: width against depth. */
import type { Theorem } from './theorem.js';

/** W1's u(eps, delta): the log-normal frontier is d* = 5 L/u^2. */
const u = '(-normalQuantile(1-delta)+sqrt(normalQuantile(1-delta)^2+2*log(1/eps)))';
const moderate = 'L in 20..200, d in 1..2000, eps in 1/100..1/2, delta in 1/20..1/2';

export const widthLogNormal: Theorem = {
  id: 'width-log-normal',
  label: 'W1',
  title: 'Smallest width, from the log-normal law',
  statement:
    'The smallest width with `P(forwardNorm2 >= eps) >= 1 - delta` is `d* = 5L/u^2`, `u = -z + sqrt(z^2 + 2 log(1/eps))`, `z = Phi^-1(1-delta)`, up to a few units, ' +
    'for moderate `eps` and `delta` and `L >= 20`: linear in the depth.',
  conditions: ['he-normal', 'relu', '`0.01 <= eps <= 0.5`, `0.05 <= delta <= 0.5`', '`L >= 20`'],
  source: 'Orvieto et al. 2022, claim 1 (width = Omega(depth)); constants ours',
  derivation:
    'With `L m = -5L/(2d)` and `L v = 5L/d`, `P(log forwardNorm2 >= log eps) = 1 - delta` reads `log eps = -t^2/2 - z t` with `t^2 = 5L/d`; solve for `t = u`.',
  claims: [
    {
      kind: 'claim',
      part: 'too-narrow',
      claim: `P(forwardNorm2 >= eps) <= 1-delta for ${moderate} where d <= 5*L/${u}^2`,
      mutant: {
        claim: `P(forwardNorm2 >= eps) <= 1-delta for ${moderate} where d <= 11*L/(2*${u}^2)`,
        change: '5.5 for 5',
      },
    },
    {
      kind: 'claim',
      part: 'wide-enough',
      claim: `P(forwardNorm2 >= eps) >= 1-delta for ${moderate} where d >= 5*L/${u}^2 + 8`,
      mutant: {
        claim: `P(forwardNorm2 >= eps) >= 1-delta for ${moderate} where d >= 9*L/(2*${u}^2) + 8`,
        change: '4.5 for 5',
      },
    },
  ],
};

export const widthNecessary: Theorem = {
  id: 'width-necessary',
  label: 'W2',
  title: 'A necessary width',
  statement: 'For `2 <= d <= 5L/(8 log(1/(delta sqrt(eps))))`: `P(forwardNorm2 >= eps) <= delta`.',
  conditions: ['he-normal', 'relu', '`delta sqrt(eps) < 1`', '`d >= 2`'],
  source: 'forward-tail solved for the width; Orvieto et al. 2022, claim 1',
  derivation: '`eps^(-1/2) exp(-5L/(8d)) <= delta` is `d <= 5L/(8 log(1/(delta sqrt(eps))))`.',
  claims: [
    {
      kind: 'claim',
      part: '',
      claim:
        'P(forwardNorm2 >= eps) <= delta for L in 1..500, d in 2..200, eps in 1e-6..1, delta in 1e-6..9/10 where d <= 5*L/(8*log(1/(delta*sqrt(eps))))',
      mutant: {
        claim:
          'P(forwardNorm2 >= eps) <= delta for L in 1..500, d in 2..200, eps in 1e-6..1, delta in 1e-6..9/10 where d <= 5*L/(2*log(1/(delta*sqrt(eps))))',
        change: '2 for 8',
      },
    },
  ],
};

const cantelli = (upper: string) =>
  `P(forwardNorm2 <= eps | alive) <= logVariance(forwardNorm2)/(logVariance(forwardNorm2)+(logMean(forwardNorm2)-log(eps))^2)${upper}`;
const cantelliDomain = 'for L in 1..200, d in 8..256, eps in 1e-12..1 where log(eps) < -5*L/(2*d)-6*L/d^2';

export const widthSufficient: Theorem = {
  id: 'width-sufficient',
  label: 'W3',
  title: 'A sufficient width',
  statement:
    'When `log eps < L m`: `P(log forwardNorm2 <= log eps | alive) <= L v/(L v + (L m - log eps)^2)`; for tiny `eps`, `P(forwardNorm2 <= eps | alive) <= eps^s (E[X^-s | N>0])^L`, `0 < s < 1/2`. ' +
    'Hence a width `c(eps, delta) L` suffices for every `eps`, `delta` in `(0,1)`.',
  conditions: ['he-normal', 'relu', 'given alive'],
  source: "Cantelli's inequality with F4; theory of this project",
  derivation:
    'One-sided Chebyshev for `log forwardNorm2`, of mean `L m` and variance `L v`; and Markov for `forwardNorm2^(-s)`, finite for `s < 1/2` because `N = 1` has positive probability.',
  claims: [
    {
      kind: 'claim',
      part: 'cantelli',
      claim: `${cantelli('')} ${cantelliDomain}`,
      mutant: { claim: `${cantelli('/5')} ${cantelliDomain}`, change: 'a fifth of the bound' },
    },
    {
      kind: 'claim',
      part: 'tiny-floor',
      claim:
        'P(forwardNorm2 <= eps | alive) <= eps^(1/4)*mean(forwardNorm2^(-1/4) | alive) for L in 1..200, d in 2..128, eps in 1e-30..1',
      mutant: {
        claim:
          'P(forwardNorm2 <= eps | alive) <= eps*mean(forwardNorm2^(-1/4) | alive) for L in 1..200, d in 2..128, eps in 1e-30..1',
        change: 'eps for eps^(1/4)',
      },
    },
    {
      kind: 'claim',
      part: 'linear-in-depth',
      claim: 'P(forwardNorm2 >= 1/10) >= 9/10 for L in 1..40, d in 2..600 where d >= 12*L',
      mutant: {
        claim: 'P(forwardNorm2 >= 1/10) >= 9/10 for L in 1..40, d in 2..600 where d >= 3*L',
        change: '3 for 12',
      },
    },
    {
      kind: 'claim',
      part: 'every-depth',
      claim: 'P(forwardNorm2 >= 1/10) >= 9/10 for L in 1..infinity, d in 1..infinity where d >= 15*L',
      mutant: {
        claim: 'P(forwardNorm2 >= 1/10) >= 9/10 for L in 1..infinity, d in 1..infinity where d >= 3*L',
        change: '3 for 15',
      },
    },
  ],
};
