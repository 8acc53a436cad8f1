/** F3, F4, F5, F6, F10: the law of the forward norm. */
import type { Theorem } from './theorem.js';

export const forwardLaw: Theorem = {
  id: 'forward-law',
  label: 'F3',
  title: 'Exact law of the forward norm',
  statement:
    '`forwardNorm2` has the law of `prod_l sigma_l^2 chi^2_{N_l}`, all independent, `N_l ~ Binomial(d_l, 1/2)` for relu and `N_l = d_l` for linear nets.',
  conditions: ['normal weights', 'relu or linear'],
  source: 'Hanin & Nica 2020; rotation invariance',
  derivation:
    'Given `a^(l-1)`, the rows of `W^l a^(l-1)` are i.i.d. `N(0, sigma_l^2 |a^(l-1)|^2)`, whatever the direction of `a^(l-1)`. ' +
    'relu keeps each with probability `1/2`, independently of its size, so `|a^l|^2/|a^(l-1)|^2` is `sigma_l^2 chi^2` with a binomial number ' +
    'of degrees of freedom, independent of the layers before.',
  claims: [
    {
      kind: 'claim',
      part: 'relu',
      claim:
        'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 1/40 for L in 1..16, d in 4..24 where L*d <= 128',
      oracle: 'simulated',
      mutant: {
        claim:
          'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 1/40 for L in 1..16, d in 2..24 where L*d <= 128 with init he-uniform',
        change: 'uniform weights, which follow another law',
      },
    },
    {
      kind: 'claim',
      part: 'linear',
      claim:
        'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 1/40 for L in 1..16, d in 1..24 where L*d <= 128 ' +
        'with activation linear, init lecun-normal',
      oracle: 'simulated',
      mutant: {
        claim:
          'lawDistance(log(forwardNorm2) | alive, exactLaw) <= 1/40 for L in 1..16, d in 1..24 where L*d <= 128 ' +
          'with activation linear, init rademacher',
        change: 'Rademacher weights, which follow another law',
      },
    },
  ],
};

const reluLogMean = 'L*(log(4/d)+sum(n,1,d,binomial(d,n)*digamma(n/2))/(2^d-1))';
const reluLogVariance =
  'L*(sum(n,1,d,binomial(d,n)*(trigamma(n/2)+digamma(n/2)^2))/(2^d-1)-(sum(n,1,d,binomial(d,n)*digamma(n/2))/(2^d-1))^2)';

export const forwardLogMoments: Theorem = {
  id: 'forward-log-moments',
  label: 'F4',
  title: 'Log-moments',
  statement:
    'Given alive, `log forwardNorm2` is a sum of `L` i.i.d. terms of mean `m = log(2 sigma^2) + E[psi(N/2) | N>0]` and variance ' +
    '`v = E[psi_1(N/2) | N>0] + Var[psi(N/2) | N>0]`; linear: `m = log(2 sigma^2) + psi(d/2)`, `v = psi_1(d/2)`.',
  conditions: ['normal weights', 'relu or linear', 'square layers'],
  source: 'F3; moments of log chi^2 (digamma and trigamma)',
  derivation:
    '`E (chi^2_n)^s = 2^s Gamma(n/2+s)/Gamma(n/2)`; differentiate the logarithm at `s = 0` once and twice, and average over `N`. ' +
    'The checker obtains both sides apart: the left from contour integrals of `E X^s`, the right from digamma and trigamma.',
  claims: [
    {
      kind: 'claim',
      part: 'mean',
      claim: `logMean(forwardNorm2) = ${reluLogMean} within abs 1e-11*L for L in 1..5, d in 1..160`,
      mutant: {
        claim: `logMean(forwardNorm2) = ${reluLogMean.replace('2^d-1', '2^d')} within abs 1e-11*L for L in 1..5, d in 1..160`,
        change: 'not conditioned on N > 0',
      },
    },
    {
      kind: 'claim',
      part: 'variance',
      claim: `logVariance(forwardNorm2) = ${reluLogVariance} within abs 1e-11*L for L in 1..5, d in 1..120`,
      mutant: {
        claim:
          'logVariance(forwardNorm2) = L*sum(n,1,d,binomial(d,n)*trigamma(n/2))/(2^d-1) within abs 1e-11*L for L in 1..5, d in 1..120',
        change: 'without Var psi(N/2)',
      },
    },
    {
      kind: 'claim',
      part: 'linear-mean',
      claim:
        'logMean(forwardNorm2) = L*(log(2/d)+digamma(d/2)) within abs 1e-11*L for L in 1..20, d in 1..300 with activation linear, init lecun-normal',
      mutant: {
        claim:
          'logMean(forwardNorm2) = L*(log(2/d)+digamma((d+1)/2)) within abs 1e-11*L for L in 1..20, d in 1..300 with activation linear, init lecun-normal',
        change: 'one degree of freedom too many',
      },
    },
    {
      kind: 'claim',
      part: 'linear-variance',
      claim:
        'logVariance(forwardNorm2) = L*trigamma(d/2) within abs 1e-11*L for L in 1..20, d in 1..300 with activation linear, init lecun-normal',
      mutant: {
        claim:
          'logVariance(forwardNorm2) = 2*L/d within abs 1e-11*L for L in 1..20, d in 1..300 with activation linear, init lecun-normal',
        change: 'the leading term alone',
      },
    },
  ],
};

export const forwardLogExpansion: Theorem = {
  id: 'forward-log-expansion',
  label: 'F5',
  title: 'Expansion of the log-moments in 1/d',
  statement:
    'He, relu: `m = -5/(2d) - 49/(12 d^2) - 12/d^3 - 6239/(120 d^4) - ...`, `v = 5/d + 37/(2 d^2) + 509/(6 d^3) + 480/d^4 + ...`, ' +
    '`k3 = -31/d^2 - 287/d^3 - ...`; linear, gain 1: `m = -1/d - 1/(3d^2) + 2/(15 d^4)`, `v = 2/d + 2/d^2 + 4/(3d^3)`, `k3 = -4/d^2 - 8/d^3`; ' +
    'leaky, normalised: `m ~ -c/(2d)`, `v ~ c/d` with `c = (5 alpha^4 - 2 alpha^2 + 5)/(1+alpha^2)^2`.',
  conditions: ['normal weights', '`p g = 1`'],
  source: 'theory of this project; sharpens the leading terms of Orvieto et al. 2022, claim 1',
  derivation:
    'One layer multiplies the squared norm by the mean `S` of `d` i.i.d. `y = phi(z)^2/p`. The cumulants of `S` are `kappa_j d^(1-j)`, with `kappa_j` ' +
    'the cumulants of `y` from its raw moments, all rational. Expand `log S` around 1 and collect powers of `1/d`, exactly.',
  claims: [
    {
      kind: 'series',
      part: 'series-mean',
      cumulant: 1,
      activation: 'relu',
      expansion: '-5/(2*d)-49/(12*d^2)-12/d^3-6239/(120*d^4)',
      order: 4,
      mutant: { expansion: '-5/(2*d)-49/(12*d^2)-12/d^3-6240/(120*d^4)', change: '6240 for 6239' },
    },
    {
      kind: 'series',
      part: 'series-variance',
      cumulant: 2,
      activation: 'relu',
      expansion: '5/d+37/(2*d^2)+509/(6*d^3)+480/d^4',
      order: 4,
      mutant: { expansion: '5/d+37/(2*d^2)+509/(6*d^3)+481/d^4', change: '481 for 480' },
    },
    {
      kind: 'claim',
      part: 'mean-every-width',
      claim: 'logMean(forwardNorm2) <= -5*L/(2*d) for L in 1..infinity, d in 4..infinity',
      mutant: {
        claim: 'logMean(forwardNorm2) <= -5*L/(2*d) for L in 1..infinity, d in 3..infinity',
        change: 'd = 3 included, where it fails',
      },
    },
    {
      kind: 'claim',
      part: 'variance-every-width',
      claim: 'logVariance(forwardNorm2) >= 5*L/d for L in 1..infinity, d in 2..infinity',
      mutant: {
        claim: 'logVariance(forwardNorm2) >= 101*L/(20*d) for L in 1..infinity, d in 2..infinity',
        change: '5.05 for 5: false from d = 375 on',
      },
    },
    {
      kind: 'series',
      part: 'series-third-cumulant',
      cumulant: 3,
      activation: 'relu',
      expansion: '-31/d^2-287/d^3',
      order: 3,
      mutant: { expansion: '-31/d^2-286/d^3', change: '286 for 287' },
    },
    {
      kind: 'series',
      part: 'series-linear-mean',
      cumulant: 1,
      activation: 'linear',
      expansion: '-1/d-1/(3*d^2)+2/(15*d^4)',
      order: 4,
      mutant: { expansion: '-1/d-1/(3*d^2)+1/(15*d^4)', change: '1/15 for 2/15' },
    },
    {
      kind: 'series',
      part: 'series-linear-variance',
      cumulant: 2,
      activation: 'linear',
      expansion: '2/d+2/d^2+4/(3*d^3)',
      order: 4,
      mutant: { expansion: '2/d+2/d^2+4/(3*d^3)+1/d^4', change: 'a term in 1/d^4' },
    },
    {
      kind: 'series',
      part: 'series-linear-third-cumulant',
      cumulant: 3,
      activation: 'linear',
      expansion: '-4/d^2-8/d^3',
      order: 3,
      mutant: { expansion: '-4/d^2-7/d^3', change: '7 for 8' },
    },
    {
      kind: 'series',
      part: 'series-leaky-mean',
      cumulant: 1,
      activation: 'leaky-relu',
      expansion: '-(5*alpha^4-2*alpha^2+5)/(2*(1+alpha^2)^2*d)',
      order: 1,
      mutant: { expansion: '-(5*alpha^4-alpha^2+5)/(2*(1+alpha^2)^2*d)', change: 'alpha^2 for 2 alpha^2' },
    },
    {
      kind: 'series',
      part: 'series-leaky-variance',
      cumulant: 2,
      activation: 'leaky-relu',
      expansion: '(5*alpha^4-2*alpha^2+5)/((1+alpha^2)^2*d)',
      order: 1,
      mutant: { expansion: '(5*alpha^4-2*alpha^2+4)/((1+alpha^2)^2*d)', change: '4 for 5' },
    },
    {
      kind: 'claim',
      part: 'mean',
      claim:
        'logMean(forwardNorm2) = -5*L/(2*d) - 49*L/(12*d^2) within abs 18*L/d^3 for L in 1..20, d in 16..512',
      mutant: {
        claim:
          'logMean(forwardNorm2) = -5*L/(2*d) - 4*L/d^2 within abs 18*L/d^3 for L in 1..20, d in 16..512',
        change: '4 for 49/12',
      },
    },
    {
      kind: 'claim',
      part: 'variance',
      claim:
        'logVariance(forwardNorm2) = 5*L/d + 37*L/(2*d^2) within abs 150*L/d^3 for L in 1..20, d in 16..512',
      mutant: {
        claim:
          'logVariance(forwardNorm2) = 5*L/d + 18*L/d^2 within abs 150*L/d^3 for L in 1..20, d in 16..512',
        change: '18 for 37/2',
      },
    },
  ],
};

const normalLimit =
  'lawDistance(log(forwardNorm2) | alive, normal(logMean(forwardNorm2), logVariance(forwardNorm2)))';
const berryEsseen =
  'min(0.4690*beta3(forwardNorm2), 0.3322*(beta3(forwardNorm2)+0.429), 0.3031*(beta3(forwardNorm2)+0.646))/sqrt(L)';

export const forwardLogNormal: Theorem = {
  id: 'forward-log-normal',
  label: 'F6',
  title: 'Log-normal limit',
  statement:
    'Given alive, `(log forwardNorm2 - L m)/sqrt(L v)` tends to `N(0,1)` as `L` grows: `sup|F - Phi| <= min(0.4690 beta3, 0.3322 (beta3 + 0.429), 0.3031 (beta3 + 0.646))/sqrt(L)`, ' +
    '`beta3 = E|log X - m|^3/v^(3/2)`.',
  conditions: ['normal weights', 'square layers', 'given alive'],
  source:
    'Berry-Esseen with the constants of Shevtsova 2013; the log-normal picture of Orvieto et al. 2022, claim 1',
  derivation:
    'F4 makes `log forwardNorm2` a sum of `L` i.i.d. terms with a finite third absolute moment; apply Berry-Esseen.',
  claims: [
    {
      kind: 'claim',
      part: 'relu',
      claim: `${normalLimit} <= ${berryEsseen} for L in 1..40, d in 1..32`,
      mutant: {
        claim: `${normalLimit} <= ${berryEsseen}/20 for L in 1..40, d in 1..32`,
        change: 'a twentieth of the bound',
      },
    },
    {
      kind: 'claim',
      part: 'linear',
      claim: `${normalLimit} <= ${berryEsseen} for L in 1..40, d in 1..32 with activation linear, init lecun-normal`,
      mutant: {
        claim: `${normalLimit} <= ${berryEsseen}/40 for L in 1..40, d in 1..32 with activation linear, init lecun-normal`,
        change: 'a fortieth of the bound',
      },
    },
  ],
};

export const deadNetworks: Theorem = {
  id: 'dead-networks',
  label: 'F10',
  title: 'Dead networks',
  statement: '`P(a^L = 0) = 1 - (1 - 2^-d)^L`.',
  conditions: ['relu', 'any continuous symmetric weights', 'square layers'],
  source: 'elementary; compare Orvieto et al. 2022, claim 1',
  derivation:
    'Given `a^(l-1) != 0`, the entries of `z^l` are independent, symmetric and never 0, so all are negative with probability `2^-d`; layers are independent.',
  claims: [
    {
      kind: 'claim',
      part: 'law',
      claim: 'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^L for L in 1..200, d in 1..100',
      mutant: {
        claim: 'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^(L+1) for L in 1..200, d in 1..100',
        change: 'one layer too many',
      },
    },
    {
      kind: 'claim',
      part: 'drawn',
      claim: 'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^L within abs 1/50 for L in 1..24, d in 1..10',
      oracle: 'simulated',
      mutant: {
        claim:
          'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^L within abs 1/50 for L in 1..24, d in 1..10 with init rademacher',
        change: 'Rademacher weights, whose ties z = 0 kill more nets',
      },
    },
    {
      kind: 'claim',
      part: 'he-uniform',
      claim:
        'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^L within abs 1/50 for L in 1..24, d in 1..10 with init he-uniform',
      mutant: {
        claim:
          'P(forwardNorm2 <= 0) = 1-(1-2^(-d))^(L-1) within abs 1/50 for L in 1..24, d in 1..10 with init he-uniform',
        change: 'one layer too few',
      },
    },
  ],
};
