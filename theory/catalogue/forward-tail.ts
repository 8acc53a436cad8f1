/** F9: the upper tail of the forward norm. */
import type { Theorem } from './theorem.js';

export const forwardTail: Theorem = {
  id: 'forward-tail',
  label: 'F9',
  title: 'Tail of the forward norm',
  statement:
    '`P(forwardNorm2 >= eps) <= eps^(-1/2) exp(-5L/(8d))` for every `eps > 0` and `d >= 2`, from `E forwardNorm2^(1/2) = phi_(1/2)(d)^L <= exp(-5L/(8d))`.',
  conditions: [
    'he-normal (it fails for uniform weights at `d = 2`)',
    'relu',
    '`d >= 2` (it fails at `d = 1`)',
  ],
  source: 'theory of this project; makes Orvieto et al. 2022, claim 1 quantitative',
  derivation:
    "Markov's inequality for `forwardNorm2^(1/2)`, whose expectation is `phi_(1/2)(d)^L` by independence (F3), and the layer bound forward-tail-layer.",
  claims: [
    {
      kind: 'claim',
      part: 'moment',
      claim: 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 2..256',
      mutant: {
        claim: 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..100, d in 1..256',
        change: 'd = 1 included, where it fails',
      },
    },
    {
      kind: 'claim',
      part: 'probability',
      claim:
        'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-5*L/(8*d)) for L in 1..500, d in 2..128, eps in 1e-6..1',
      mutant: {
        claim: 'P(forwardNorm2 >= eps) <= eps^(-1/2)*exp(-L/d) for L in 1..500, d in 2..128, eps in 1e-6..1',
        change: '1 for 5/8',
      },
    },
  ],
};

export const forwardTailLayer: Theorem = {
  id: 'forward-tail-layer',
  label: 'F9',
  title: 'Half-moment of one layer',
  statement:
    '`log phi_(1/2)(d) <= -5/(8d)` for every `d >= 2` (he, relu). The matching claim for linear nets, `log phi_(1/2)(d) <= -1/(4d)`, is false for every `d`.',
  conditions: ['normal weights', '`d >= 2` for relu'],
  source: 'theory of this project',
  derivation:
    '`phi_s = (2 sigma^2)^s 2^-d sum_n C(d,n) Gamma(n/2+s)/Gamma(n/2)`. To leading order `log phi_s = s m + s^2 v/2 = -5/(4d) + 5/(8d)` at `s = 1/2`; the next term is negative for relu and positive for linear nets.',
  claims: [
    {
      kind: 'claim',
      part: 'relu',
      claim: 'log(mean(forwardNorm2^(1/2))) <= -5/(8*d) for L = 1, d in 2..4000',
      mutant: {
        claim: 'log(mean(forwardNorm2^(1/2))) <= -63/(100*d) for L = 1, d in 2..4000',
        change: '0.63 for 0.625',
      },
    },
    {
      kind: 'claim',
      part: 'every-width',
      claim: 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..infinity, d in 2..infinity',
      mutant: {
        claim: 'mean(forwardNorm2^(1/2)) <= exp(-5*L/(8*d)) for L in 1..infinity, d in 1..infinity',
        change: 'd = 1 included, where it fails',
      },
    },
    {
      kind: 'claim',
      part: 'linear-fails',
      claim:
        'log(mean(forwardNorm2^(1/2))) >= -1/(4*d) for L = 1, d in 1..2000 with activation linear, init lecun-normal',
      mutant: {
        claim:
          'log(mean(forwardNorm2^(1/2))) <= -1/(4*d) for L = 1, d in 1..2000 with activation linear, init lecun-normal',
        change: 'the inequality the wrong way round',
      },
    },
    {
      kind: 'claim',
      part: 'linear-fails-every-width',
      claim:
        'log(mean(forwardNorm2^(1/2))) >= -L/(4*d) for L in 1..infinity, d in 1..infinity with activation linear, init lecun-normal',
      mutant: {
        claim:
          'log(mean(forwardNorm2^(1/2))) >= -99*L/(400*d) for L in 1..infinity, d in 1..infinity with activation linear, init lecun-normal',
        change: '0.2475 for 0.25: false from d = 4 on',
      },
    },
  ],
};
