/** G1, G2: gradients with respect to the weights of a layer. */
import type { Theorem } from './theorem.js';

const drawnMeans = 'for L in 1..4, d in 4..16, l in 1..4 where 4*L <= d and l <= L';

export const gradientMean: Theorem = {
  id: 'gradient-mean',
  label: 'G1',
  title: 'Mean of the gradient norms',
  statement:
    '`E gradientNorm2[l] = p g_b (p g)^(L-1)`, the same for every layer `l`. The second moment is that of `l-1` forward steps times that of the readout step and `L-l` backward steps.',
  conditions: [
    'symmetric i.i.d. weights for which `z = 0` has probability 0 (not Rademacher)',
    'random readout of gain g_b',
    'square layers',
  ],
  source: 'Glorot & Bengio 2010; He et al. 2015; the second moment is theory of this project',
  derivation:
    '`gradientNorm2[l] = |delta^l|^2 |a^(l-1)|^2/|x|^2`. Flipping the signs of rows shows that the masks are fair coins, independent of all absolute values; so the two factors are ' +
    'independent, and each is a chain of random maps, with the factor `p g` a layer and `p g_b` for the readout.',
  claims: [
    {
      kind: 'claim',
      part: 'he-normal',
      claim:
        'mean(gradientNorm2[l]) = h/2 for L in 1..30, d in 1..40, l in 1..30, h in 1/4..4 where l <= L with readoutGain h',
      mutant: {
        claim:
          'mean(gradientNorm2[l]) = h^2/2 for L in 1..30, d in 1..40, l in 1..30, h in 1/4..4 where l <= L with readoutGain h',
        change: 'the square of the readout gain',
      },
    },
    {
      kind: 'claim',
      part: 'linear',
      claim:
        'mean(gradientNorm2[l]) = g^(L-1) for L in 1..30, d in 1..40, l in 1..30, g in 1/4..4 where l <= L with activation linear, init normal(g)',
      mutant: {
        claim:
          'mean(gradientNorm2[l]) = g^L for L in 1..30, d in 1..40, l in 1..30, g in 1/4..4 where l <= L with activation linear, init normal(g)',
        change: 'the gain of the layer itself counted',
      },
    },
    {
      kind: 'claim',
      part: 'he-uniform',
      claim: `mean(gradientNorm2[l]) = 1/2 within 1/12 ${drawnMeans} with init he-uniform`,
      mutant: {
        claim: `mean(gradientNorm2[l]) = 3/5 within 1/12 ${drawnMeans} with init he-uniform`,
        change: '3/5 for 1/2',
      },
    },
    {
      kind: 'claim',
      part: 'pytorch',
      claim: `mean(gradientNorm2[l]) = 6^(1-L)/2 within 1/12 ${drawnMeans} with init pytorch`,
      mutant: {
        claim: `mean(gradientNorm2[l]) = 6^(-L)/2 within 1/12 ${drawnMeans} with init pytorch`,
        change: 'the gain of the layer itself counted',
      },
    },
    {
      kind: 'claim',
      part: 'leaky-relu',
      claim: `mean(gradientNorm2[l]) = 5/8 within 1/12 ${drawnMeans} with activation leaky-relu(1/2), init uniform(8/5)`,
      mutant: {
        claim: `mean(gradientNorm2[l]) = 1/2 within 1/12 ${drawnMeans} with activation leaky-relu(1/2), init uniform(8/5)`,
        change: "relu's p = 1/2 for (1 + 1/4)/2",
      },
    },
    {
      kind: 'claim',
      part: 'orthogonal',
      claim: `mean(gradientNorm2[l]) = 1/2 within 1/12 ${drawnMeans} with init orthogonal`,
      mutant: {
        claim: `mean(gradientNorm2[l]) = 1 within 1/12 ${drawnMeans} with init orthogonal`,
        change: 'without the mask of the last layer',
      },
    },
    {
      kind: 'claim',
      part: 'second-moment',
      claim: 'mean(gradientNorm2[l]^2) = (1+5/d)^L/4 for L in 1..30, d in 1..40, l in 1..30 where l <= L',
      mutant: {
        claim:
          'mean(gradientNorm2[l]^2) = (1+5/d)^(L-1)/4 for L in 1..30, d in 1..40, l in 1..30 where l <= L',
        change: 'one layer too few',
      },
    },
    {
      kind: 'claim',
      part: 'second-moment-uniform-first',
      // 1.49428125 = u_fwd(0 steps) u_bwd(readout, 2 steps), by F2's recursion with kurtosis 9/5.
      claim:
        'mean(gradientNorm2[1]^2) = 1.49428125 within 1/20 for L = 3, d = 4 with init he-uniform, input sparse',
      mutant: {
        claim:
          'mean(gradientNorm2[1]^2) = 2.84765625 within 1/20 for L = 3, d = 4 with init he-uniform, input sparse',
        change: 'the kurtosis 3 of normal weights for 9/5',
      },
    },
    {
      kind: 'claim',
      part: 'second-moment-uniform-middle',
      // 1.30865625 = u_fwd(1 step) u_bwd(readout, 1 step).
      claim:
        'mean(gradientNorm2[2]^2) = 1.30865625 within 1/20 for L = 3, d = 4 with init he-uniform, input sparse',
      mutant: {
        claim:
          'mean(gradientNorm2[2]^2) = 1.49428125 within 1/20 for L = 3, d = 4 with init he-uniform, input sparse',
        change: "the first layer's second moment",
      },
    },
  ],
};

const lawDomain = 'for L in 1..12, d in 4..16, l in 1..12 where L*d <= 96 and l <= L';

export const gradientLaw: Theorem = {
  id: 'gradient-law',
  label: 'G2',
  title: 'Exact law of the gradient norms',
  statement:
    '`gradientNorm2[l]` has the law of (`sigma_b^2/sigma^2`) prod of `L` independent factors `sigma^2 chi^2_N`, `N ~ Binomial(d, 1/2)` (linear: `N = d`): the same law for every layer `l`, ' +
    'that of `sigma_b^2/sigma^2` times `forwardNorm2` (he, `g_b = 1`: half of it).',
  conditions: ['normal weights', 'random normal readout', 'relu or linear', 'square layers'],
  source: 'F3 and G1; Hanin & Nica 2020 study such products',
  derivation:
    '`l-1` factors come from the forward pass (F3). Backwards, the readout gives `sigma_b^2 chi^2_N` over the `N` active units of layer `L`, and each of the `L-l` transposed matrices `sigma^2 chi^2_N` over those of ' +
    'the layer below, by rotation invariance; the masks are independent fair coins (G1).',
  claims: [
    {
      kind: 'claim',
      part: 'relu',
      claim: `lawDistance(log(gradientNorm2[l]) | alive, exactLaw) <= 1/30 ${lawDomain}`,
      oracle: 'simulated',
      mutant: {
        claim: `lawDistance(log(gradientNorm2[l]) | alive, exactLaw) <= 1/30 ${lawDomain} with readout fixed`,
        change: 'a fixed readout, behind which gradients follow another law',
      },
    },
    {
      kind: 'claim',
      part: 'linear',
      claim: `lawDistance(log(gradientNorm2[l]) | alive, exactLaw) <= 1/30 ${lawDomain} with activation linear, init lecun-normal`,
      oracle: 'simulated',
      mutant: {
        claim:
          'lawDistance(log(gradientNorm2[l]) | alive, exactLaw) <= 1/30 for L in 1..12, d in 1..4, l in 1..12 where l <= L with activation linear, init lecun-uniform',
        change: 'uniform weights in narrow nets, which follow another law',
      },
    },
    {
      kind: 'claim',
      part: 'dead',
      claim: 'P(gradientNorm2[l] <= 0) = 1-(1-2^(-d))^L for L in 1..30, d in 1..20, l in 1..30 where l <= L',
      mutant: {
        claim:
          'P(gradientNorm2[l] <= 0) = 1-(1-2^(-d))^l for L in 1..30, d in 1..20, l in 1..30 where l <= L',
        change: 'only the layers up to l counted',
      },
    },
  ],
};

const medianDomain = 'for L in 1..40, d in 2..40, l in 1..40 where L >= d and l <= L';

export const gradientMedian: Theorem = {
  id: 'gradient-median',
  label: 'G2',
  title: 'Typical gradients vanish in every layer',
  statement:
    '`log median(gradientNorm2[l]) = -5L/(2d) - log 2` to leading order, for every layer `l`, while the mean stays `1/2`; and `P(gradientNorm2[l] >= eps) <= (2 eps)^(-1/2) exp(-5L/(8d))`.',
  conditions: ['he-normal', 'relu', 'random readout of gain 1', '`d >= 2`'],
  source: 'Orvieto et al. 2022, claim 1 (vanishing gradients); constants ours',
  derivation: 'G2 makes the gradient norm half of a forward norm in law: F8 and F9 carry over.',
  claims: [
    {
      kind: 'claim',
      part: 'bound',
      claim: `median(gradientNorm2[l]) <= exp(-5*L/(2*d))/2 ${medianDomain}`,
      mutant: { claim: `median(gradientNorm2[l]) <= exp(-3*L/d)/2 ${medianDomain}`, change: '3 for 5/2' },
    },
    {
      kind: 'claim',
      part: 'refined',
      claim:
        'log(2*median(gradientNorm2[l] | alive)) = -5*L/(2*d) - 49*L/(12*d^2) + 31/(30*d) within abs 18*L/d^3 + 6/d^2 for L in 1..40, d in 16..40, l in 1..40 where l <= L',
      mutant: {
        claim:
          'log(2*median(gradientNorm2[l] | alive)) = -2*L/d - 49*L/(12*d^2) + 31/(30*d) within abs 18*L/d^3 + 6/d^2 for L in 1..40, d in 16..40, l in 1..40 where l <= L',
        change: '2 for 5/2',
      },
    },
    {
      kind: 'claim',
      part: 'tail',
      claim:
        'P(gradientNorm2[l] >= eps) <= (2*eps)^(-1/2)*exp(-5*L/(8*d)) for L in 1..300, d in 2..64, l in 1..300, eps in 1e-6..1 where l <= L',
      mutant: {
        claim:
          'P(gradientNorm2[l] >= eps) <= (2*eps)^(-1/2)*exp(-L/d) for L in 1..300, d in 2..64, l in 1..300, eps in 1e-6..1 where l <= L',
        change: '1 for 5/8',
      },
    },
    {
      kind: 'claim',
      part: 'drawn',
      claim:
        'median(gradientNorm2[l] | alive) = exp(-5*L/(2*d) - 49*L/(12*d^2) + 31/(30*d))/2 within 1/6 for L in 4..8, d in 16..20, l in 1..8 where l <= L',
      oracle: 'simulated',
      mutant: {
        claim:
          'median(gradientNorm2[l] | alive) = 1/2 within 1/6 for L in 4..8, d in 16..20, l in 1..8 where l <= L',
        change: 'the mean for the median',
      },
    },
  ],
};
