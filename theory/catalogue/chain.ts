/** C1, C2: chains of width 1. */
import type { Theorem } from './theorem.js';

const uniformChain = 'with activation linear, init uniform(1), readout none';

export const chainUniform: Theorem = {
  id: 'chain-uniform',
  label: 'C1',
  title: 'Chain of uniform weights',
  statement:
    'For `w_k` uniform on `[-tau, tau]`: `-log|F/(x tau^L)| ~ Gamma(L,1)`; `median |F| = |x| tau^L exp(-M_L)`, `L - 1/3 < M_L <= min(L - 1 + log 2, L - 1/3 + 1/(2L))`; ' +
    '`E|F| = |x|(tau/2)^L`, `E F^2 = x^2 (tau^2/3)^L`.',
  conditions: ['width 1', 'linear', '`tau = sqrt(3)`: variance 1 (`forwardNorm2 = (F/x)^2`)'],
  source: 'Orvieto et al. 2022, claim 1 (the width-one case); Choi 1994 for the median of the gamma law',
  derivation: '`-log|w/tau|` is a standard exponential; a sum of `L` of them is `Gamma(L,1)`.',
  claims: [
    {
      kind: 'claim',
      part: 'median',
      claim: `median(forwardNorm2) = 3^L*exp(-2*gammaMedian(L)) within 1/10 for L in 1..12, d = 1 ${uniformChain}`,
      mutant: {
        claim: `median(forwardNorm2) = 3^L*exp(-2*L) within 1/10 for L in 1..12, d = 1 ${uniformChain}`,
        change: 'the mean L of the gamma law for its median',
      },
    },
    {
      kind: 'claim',
      part: 'law',
      claim: `P(forwardNorm2 <= 3^L*exp(-2*y)) = exp(-y)*sum(n,0,L-1,y^n/gamma(n+1)) within abs 1/50 for L in 1..20, d = 1, y in 1/2..30 ${uniformChain}`,
      mutant: {
        claim: `P(forwardNorm2 <= 3^L*exp(-2*y)) = exp(-y)*sum(n,0,L,y^n/gamma(n+1)) within abs 1/50 for L in 1..20, d = 1, y in 1/2..30 ${uniformChain}`,
        change: 'Gamma(L+1,1) for Gamma(L,1)',
      },
    },
    {
      kind: 'claim',
      part: 'mean-absolute',
      claim: `mean(forwardNorm2^(1/2)) = (sqrt(3)/2)^L within 1/64 for L in 1..8, d = 1 ${uniformChain}`,
      mutant: {
        claim: `mean(forwardNorm2^(1/2)) = (4/5)^L within 1/64 for L in 1..8, d = 1 ${uniformChain}`,
        change: '0.8 for sqrt(3)/2',
      },
    },
    {
      kind: 'claim',
      part: 'mean-square',
      claim: `mean(forwardNorm2) = 1 within 1/20 for L in 1..4, d = 1 ${uniformChain}`,
      mutant: {
        claim: `mean(forwardNorm2) = (9/10)^L within 1/20 for L in 1..4, d = 1 ${uniformChain}`,
        change: '0.9 for 1 a layer',
      },
    },
    {
      kind: 'closed-form',
      part: 'gamma-median-below',
      claim: 'gammaMedian(L) >= L - 1/3 for L in 1..1000',
      mutant: { claim: 'gammaMedian(L) >= L - 33/100 for L in 1..1000', change: '0.33 for 1/3' },
    },
    {
      kind: 'closed-form',
      part: 'gamma-median-above',
      claim: 'gammaMedian(L) <= min(L-1+log(2), L-1/3+1/(2*L)) for L in 2..1000',
      mutant: {
        claim: 'gammaMedian(L) <= min(L-1+log(2), L-1/3+1/(60*L)) for L in 2..1000',
        change: '60 for 2',
      },
    },
  ],
};

const normalChain = 'd = 1, g in 1/10..10 with activation linear, init normal(g), readout none';

export const chainNormal: Theorem = {
  id: 'chain-normal',
  label: 'C2',
  title: 'Chain of normal weights',
  statement: 'For `w ~ N(0,s^2)`: `E log|w| = log s - (EulerGamma + log 2)/2` and `Var log|w| = pi^2/8`.',
  conditions: ['width 1', 'linear', '`s^2 = g` (`forwardNorm2 = prod w_k^2`)'],
  source: 'F4 at d = 1: `psi(1/2) = -EulerGamma - 2 log 2`, `psi_1(1/2) = pi^2/2`',
  derivation:
    '`log w^2 = log s^2 + log chi^2_1`; its mean and variance are `log(2 s^2) + psi(1/2)` and `psi_1(1/2)`, and `log|w|` is its half.',
  claims: [
    {
      kind: 'claim',
      part: 'log-mean',
      claim: `logMean(forwardNorm2) = L*(log(g)-EulerGamma-log(2)) within abs 1e-11*L for L in 1..50, ${normalChain}`,
      mutant: {
        claim: `logMean(forwardNorm2) = L*(log(g)-log(2)) within abs 1e-11*L for L in 1..50, ${normalChain}`,
        change: 'without EulerGamma',
      },
    },
    {
      kind: 'claim',
      part: 'log-variance',
      claim: `logVariance(forwardNorm2) = L*pi^2/2 within abs 1e-11*L for L in 1..50, ${normalChain}`,
      mutant: {
        claim: `logVariance(forwardNorm2) = L*pi^2/4 within abs 1e-11*L for L in 1..50, ${normalChain}`,
        change: 'half of the variance',
      },
    },
    {
      kind: 'claim',
      part: 'drawn',
      claim:
        'logMean(forwardNorm2) = -L*(EulerGamma+log(2)) within 1/20 for L in 1..24, d = 1 with activation linear, init normal(1), readout none',
      oracle: 'simulated',
      mutant: {
        claim:
          'logMean(forwardNorm2) = -L within 1/20 for L in 1..24, d = 1 with activation linear, init normal(1), readout none',
        change: '1 for EulerGamma + log 2',
      },
    },
  ],
};
