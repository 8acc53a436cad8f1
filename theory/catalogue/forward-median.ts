/** F7, F8: the median of the forward norm. */
import type { Theorem } from './theorem.js';

export const forwardMedianBound: Theorem = {
  id: 'forward-median-bound',
  label: 'F7',
  title: 'Median against log-mean',
  statement: '`|log median(forwardNorm2 | alive) - L m| <= sqrt(L v)`.',
  conditions: ['normal weights', 'given alive'],
  source: 'F4 and the classical bound |median - mean| <= standard deviation',
  derivation:
    'For any law, the median minimises `E|Y - c|`, so `|median - mean| <= E|Y - median| <= E|Y - mean| <= sd`; apply it to `Y = log forwardNorm2`.',
  claims: [
    {
      kind: 'claim',
      part: '',
      claim:
        'abs(log(median(forwardNorm2 | alive)) - logMean(forwardNorm2)) <= sqrt(logVariance(forwardNorm2)) for L in 1..100, d in 1..100',
      mutant: {
        claim:
          'abs(log(median(forwardNorm2 | alive)) - logMean(forwardNorm2)) <= sqrt(logVariance(forwardNorm2))/10 for L in 1..100, d in 1..100',
        change: 'a tenth of the bound',
      },
    },
  ],
};

const refined = 'log(median(forwardNorm2 | alive))';

export const forwardMedianClosedForm: Theorem = {
  id: 'forward-median-closed-form',
  label: 'F8',
  title: 'Closed form of the median',
  statement:
    '`log median(forwardNorm2) = -5L/(2d)` to leading order; given alive and for `d >= 16` it is `-5L/(2d) - 49L/(12d^2) + 31/(30d)` up to `18L/d^3 + 6/d^2`. ' +
    'The mean stays 1.',
  conditions: ['he-normal', 'relu', 'square layers'],
  source: 'Orvieto et al. 2022, claim 1 (leading order); the refined form is ours',
  derivation:
    'Cornish-Fisher: the median of a sum of `L` i.i.d. terms is `L m - k3/(6 v) + O(1/L)`; insert the expansions of F5.',
  claims: [
    {
      kind: 'claim',
      part: 'bound',
      claim: 'median(forwardNorm2) <= exp(-5*L/(2*d)) for L in 1..200, d in 2..128 where L >= d',
      mutant: {
        claim: 'median(forwardNorm2) <= exp(-3*L/d) for L in 1..200, d in 2..128 where L >= d',
        change: '3 for 5/2',
      },
    },
    {
      kind: 'claim',
      part: 'leading',
      claim: `${refined} = -5*L/(2*d) within abs 6*L/d^2 + 2/d for L in 1..200, d in 16..96`,
      mutant: {
        claim: `${refined} = -2*L/d within abs 6*L/d^2 + 2/d for L in 1..200, d in 16..96`,
        change: '2 for 5/2',
      },
    },
    {
      kind: 'claim',
      part: 'refined',
      claim: `${refined} = -5*L/(2*d) - 49*L/(12*d^2) + 31/(30*d) within abs 18*L/d^3 + 6/d^2 for L in 1..400, d in 16..96`,
      mutant: {
        claim: `${refined} = -2*L/d - 49*L/(12*d^2) + 31/(30*d) within abs 18*L/d^3 + 6/d^2 for L in 1..400, d in 16..96`,
        change: '2 for 5/2',
      },
    },
    {
      kind: 'claim',
      part: 'drawn',
      claim:
        'median(forwardNorm2 | alive) = exp(-5*L/(2*d) - 49*L/(12*d^2) + 31/(30*d)) within 1/14 for L in 4..8, d in 16..24',
      oracle: 'simulated',
      mutant: {
        claim: 'median(forwardNorm2 | alive) = 1 within 1/14 for L in 4..8, d in 16..24',
        change: 'the mean for the median',
      },
    },
  ],
};
