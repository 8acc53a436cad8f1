/** H1-H6: Hessians by all hidden weights, of the output F and of the loss (F - y)^2/2. */
import type { Theorem } from './theorem.js';

const smallNets = { depths: [2, 3, 4], widths: [2, 3, 5], nets: 12 };
const nets = 'L = 2, 3, 4, d = 2, 3, 5, 12 nets each';

export const hessianHollow: Theorem = {
  id: 'hessian-hollow',
  label: 'H1',
  title: 'The Hessian of the output is hollow',
  statement:
    'The diagonal blocks of `nabla^2 F` are 0, so its trace is 0, and `lambdaMin < 0 < lambdaMax` unless `nabla^2 F = 0`; at every weight where no `z` is 0.',
  conditions: ['relu, leaky relu or linear', 'any weights', 'scalar output'],
  source: 'Orvieto et al. 2022, claim 2 (saddles); elementary',
  derivation:
    'Between changes of masks `F` is affine in each `W^l` when the other matrices are fixed, so its second derivatives within a layer are 0. A symmetric matrix of trace 0 that is not 0 has eigenvalues of both signs.',
  claims: [
    {
      kind: 'experiment',
      part: 'relu',
      claim: `sum of the second differences of F along all weights = 0, and \`lambdaMin < 0 < lambdaMax\` unless \`nabla^2 F = 0\` (he-normal, relu, ${nets})`,
      experiment: 'hollow',
      parameters: smallNets,
      constants: {},
      mutant: {
        parameters: { ...smallNets, target: 1 },
        change: "the loss's Hessian for the output's, whose trace is |grad F|^2",
      },
    },
    {
      kind: 'experiment',
      part: 'leaky-relu-uniform',
      claim: `sum of the second differences of F along all weights = 0, and \`lambdaMin < 0 < lambdaMax\` unless \`nabla^2 F = 0\` (he-uniform, leaky relu of slope 1/2, ${nets})`,
      experiment: 'hollow',
      parameters: { ...smallNets, init: 'he-uniform', slope: 0.5 },
      constants: {},
      mutant: {
        parameters: { ...smallNets, init: 'he-uniform', slope: 0.5, target: 1 },
        change: "the loss's Hessian for the output's, whose trace is |grad F|^2",
      },
    },
  ],
};

export const hessianTrace: Theorem = {
  id: 'hessian-trace',
  label: 'H2',
  title: "Trace of the loss's Hessian",
  statement: 'For the loss `(F-y)^2/2`: `H = grad F grad F^T + (F-y) nabla^2 F`, so `trace H = |grad F|^2`.',
  conditions: ['relu, leaky relu or linear', 'any weights', 'scalar output'],
  source: 'H1 and the product rule',
  derivation: 'Differentiate `(F-y)^2/2` twice; the second term is hollow by H1.',
  claims: [
    {
      kind: 'experiment',
      part: 'relu',
      claim: `sum of the second differences of the loss along all weights = \`|grad F|^2\` (y = 1, he-normal, relu, ${nets})`,
      experiment: 'loss-trace',
      parameters: { ...smallNets, target: 1, factor: 1 },
      constants: { factor: 'value' },
      mutant: { parameters: { ...smallNets, target: 1, factor: 1.01 }, change: '1.01 |grad F|^2' },
    },
    {
      kind: 'experiment',
      part: 'orthogonal-linear',
      claim: `sum of the second differences of the loss along all weights = \`|grad F|^2\` (y = -2, orthogonal, linear, ${nets})`,
      experiment: 'loss-trace',
      parameters: { ...smallNets, target: -2, factor: 1, init: 'orthogonal', slope: 1 },
      constants: { factor: 'value' },
      mutant: {
        parameters: { ...smallNets, target: -2, factor: 0.99, init: 'orthogonal', slope: 1 },
        change: '0.99 |grad F|^2',
      },
    },
  ],
};

const blockDomain = 'L in 2..5, d in 4..8, k in 1..5, l in 1..5 where k < l and l <= L';

export const hessianBlockMean: Theorem = {
  id: 'hessian-block-mean',
  label: 'H3',
  title: 'Means of the Hessian norms',
  statement:
    '`E hessianBlockNorm2[k,l] = p^2 d g_b (p g)^(L-2)` for `k != l`, so `E hessianNorm2 = L(L-1) p^2 d g_b (p g)^(L-2)` (he, relu, `g_b = 1`: `d/4` and `L(L-1) d/4`): stable in depth.',
  conditions: [
    'symmetric i.i.d. weights for which `z = 0` has probability 0',
    'random readout',
    'square layers',
  ],
  source: 'theory of this project',
  derivation:
    'The block is `delta^l M a^(k-1)`, with `M` the product of the masked matrices between; the three factors are independent (G1), with means `p g_b (p g)^(L-l)`, `d p (p g)^(l-1-k)` and `(p g)^(k-1)`.',
  claims: [
    {
      kind: 'claim',
      part: 'block-he-normal',
      claim: `mean(hessianBlockNorm2[k,l]) = d/4 within 1/15 for ${blockDomain}`,
      mutant: {
        claim: `mean(hessianBlockNorm2[k,l]) = d/2 within 1/15 for ${blockDomain}`,
        change: 'one mask forgotten',
      },
    },
    {
      kind: 'claim',
      part: 'block-he-uniform',
      claim: `mean(hessianBlockNorm2[k,l]) = d/4 within 1/10 for ${blockDomain} with init he-uniform`,
      mutant: {
        claim: `mean(hessianBlockNorm2[k,l]) = 1 within 1/10 for ${blockDomain} with init he-uniform`,
        change: '1 for d/4, true at d = 4 alone',
      },
    },
    {
      kind: 'claim',
      part: 'whole-he-uniform',
      claim: 'mean(hessianNorm2) = L*(L-1)*d/4 within 1/10 for L in 2..5, d in 2..8 with init he-uniform',
      mutant: {
        claim: 'mean(hessianNorm2) = L^2*d/4 within 1/10 for L in 2..5, d in 2..8 with init he-uniform',
        change: 'diagonal blocks counted, which are 0',
      },
    },
    {
      kind: 'claim',
      part: 'whole-pytorch',
      claim:
        'mean(hessianNorm2) = L*(L-1)*d/4*6^(2-L) within 1/10 for L in 2..4, d in 3..8 with init pytorch',
      mutant: {
        claim:
          'mean(hessianNorm2) = L*(L-1)*d/4*6^(1-L) within 1/10 for L in 2..4, d in 3..8 with init pytorch',
        change: 'one factor p g = 1/6 too many',
      },
    },
  ],
};

const vanishing = 'L*(L-1)*d/(4*eps)*exp(-5*(L-1)/(8*d))';

export const hessianVanishes: Theorem = {
  id: 'hessian-vanishes',
  label: 'H4',
  title: 'The whole spectrum vanishes',
  statement:
    '`E hessianNorm2^s <= (L(L-1) d/4) phi_s(d)^(L-1)` for `0 < s <= 1`, so `P(|nabla^2 F|_F >= eps) <= (L(L-1) d/(4 eps)) exp(-5(L-1)/(8d))`: all eigenvalues go to 0 when `L` is large against `d log L`.',
  conditions: ['he-normal', 'relu', 'random readout of gain 1', '`d >= 2`'],
  source: 'Orvieto et al. 2022, claim 2; constants ours',
  derivation:
    'The s-th power of a sum is at most the sum of the s-th powers; a block is a product of independent factors with s-th moments by F9; and `s = 1/2` with F9 and Markov. All eigenvalues are at most `|nabla^2 F|_F` in size.',
  claims: [
    {
      kind: 'claim',
      part: 'exact-moment',
      // With L + 1 layers for L, so that the exact law of L layers gives phi^L.
      claim:
        '(L+1)*L*d/(4*eps)*mean(forwardNorm2^(1/2)) <= (L+1)*L*d/(4*eps)*exp(-5*L/(8*d)) for L in 100..2000, d in 2..64, eps in 1/1000..1 where (L+1)*L*d/(4*eps)*exp(-5*L/(8*d)) <= 1/1000',
      mutant: {
        claim:
          '(L+1)*L*d/(4*eps)*mean(forwardNorm2^(1/2)) <= (L+1)*L*d/(4*eps)*exp(-3*L/(4*d)) for L in 100..2000, d in 2..64, eps in 1/1000..1 where (L+1)*L*d/(4*eps)*exp(-5*L/(8*d)) <= 1/1000',
        change: '3/4 for 5/8',
      },
    },
    {
      kind: 'claim',
      part: 'drawn-moment',
      claim: 'mean(hessianNorm2^(1/2)) <= L*(L-1)*d/4*exp(-5*(L-1)/(8*d)) for L in 2..16, d in 2..6',
      mutant: {
        claim: 'mean(hessianNorm2^(1/2)) <= L*(L-1)*d/80*exp(-5*(L-1)/(8*d)) for L in 2..16, d in 2..6',
        change: 'a twentieth of the bound',
      },
    },
    {
      kind: 'claim',
      part: 'drawn',
      claim: `P(hessianNorm2 >= eps^2) <= ${vanishing} for L in 190..220, d = 8, eps = 1/10`,
      mutant: {
        claim: `P(hessianNorm2 >= eps^2) <= L*(L-1)*d/(4*eps)*exp(-5*(L-1)/(3*d)) for L in 100..110, d = 8, eps = 1/10`,
        change: '3 for 8 in the exponent',
      },
    },
    {
      kind: 'claim',
      part: 'drawn-deep',
      claim: `P(hessianNorm2 >= eps^2) <= ${vanishing} for L = 272, d = 8, eps = 1/10`,
      mutant: {
        claim: `P(hessianNorm2 >= 0) <= ${vanishing} for L = 272, d = 8, eps = 1/10`,
        change: '0 for eps',
      },
    },
  ],
};

export const hessianSpectralBound: Theorem = {
  id: 'hessian-spectral-bound',
  label: 'H5',
  title: "Spectral radius of the loss's Hessian",
  statement:
    'The spectral radius of the Hessian of `(F-y)^2/2` is at most `|grad F|^2 + |F-y| |nabla^2 F|_F`.',
  conditions: ['relu, leaky relu or linear', 'any weights', 'scalar output'],
  source: 'H2 and the triangle inequality',
  derivation: 'The rank-one part has norm `|grad F|^2`, the other at most `|F-y|` times the Frobenius norm.',
  claims: [
    {
      kind: 'experiment',
      part: '',
      claim: `spectral radius of the Hessian of \`(F-1)^2/2\` \`<= |grad F|^2 + |F-1| |nabla^2 F|_F\` (he-normal, relu, ${nets})`,
      experiment: 'spectral-bound',
      parameters: { ...smallNets, target: 1, factor: 1 },
      constants: { factor: 'upper' },
      mutant: { parameters: { ...smallNets, target: 1, factor: 0.5 }, change: 'half of the bound' },
    },
  ],
};

const depths = [4, 8, 16, 32, 48];
const bounds = [1 / 3, 1 / 8, 1 / 40, 1 / 1000, 1 / 10000];

export const hessianAlmostHollow: Theorem = {
  id: 'hessian-almost-hollow',
  label: 'H6',
  title: "The loss's Hessian becomes almost hollow",
  statement:
    'For a fixed target `y != 0` and nets alive, `|grad F|^2/(|F-y| |nabla^2 F|_F)` goes to 0 in median as `L/d` grows: almost hollow, with eigenvalues of both signs, a saddle. With `y = 0` it does not.',
  conditions: ['he-normal', 'relu', 'random readout', 'given alive', '`y != 0`'],
  source: 'Orvieto et al. 2022, claim 2 (saddle-like plateau); figures ours',
  derivation:
    '`|grad F|^2` is of the order of `F^2 L` over a weight squared, `|nabla^2 F|_F` of the order of `|F| L` over a weight squared: their ratio is of the order of `|F|`, which vanishes by F8, while `|F-y|` stays near `|y|`. With `y = 0` one more `|F|` is divided out.',
  claims: [
    {
      kind: 'experiment',
      part: '',
      claim: `median of \`|grad F|^2/(|F-1| |nabla^2 F|_F)\` given alive \`<= 1/3, 1/8, 1/40, 1/1000, 1/10000\` at \`L = 4, 8, 16, 32, 48\` (\`d = 8\`)`,
      experiment: 'almost-hollow',
      parameters: { depths, bounds, width: 8, target: 1 },
      constants: { bounds: 'upper' },
      mutant: { parameters: { depths, bounds, width: 8, target: 0 }, change: 'target 0' },
    },
  ],
};
