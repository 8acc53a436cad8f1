/** C3-C5: the Hessian of the loss of a chain. */
import type { Theorem } from './theorem.js';

const chains = { depths: [2, 3, 4, 5, 6], nets: 40 };

export const chainHessian: Theorem = {
  id: 'chain-hessian',
  label: 'C3',
  title: 'Hessian of a chain in closed form',
  statement:
    'With `u_k = 1/w_k` the Hessian of `(F-y)^2/2` by the weights of `F = x w_1 ... w_L` is `H = F(2F-y) u u^T - F(F-y) diag(u^2)`.',
  conditions: ['width 1, linear', 'all `w_k` nonzero'],
  source: 'theory of this project',
  derivation:
    '`dF/dw_k = F/w_k` and `d^2F/(dw_k dw_l) = F/(w_k w_l)` for `k != l`, 0 for `k = l`; insert into `grad F grad F^T + (F-y) nabla^2 F`.',
  claims: [
    {
      kind: 'experiment',
      part: 'proof',
      claim:
        'differentiating `(F-y)^2/2` twice gives `F(2F-y) u_k u_l - [k = l] F(F-y) u_k^2` for every pair of weights, L = 2..6',
      experiment: 'chain-proof',
      parameters: { depths: [2, 3, 4, 5, 6], coefficient: 2 },
      constants: { coefficient: 'value' },
      mutant: { parameters: { depths: [2, 3, 4, 5, 6], coefficient: 3 }, change: '3F for 2F' },
    },
    {
      kind: 'experiment',
      part: 'numbers',
      claim:
        'every entry of `H = F(2F-y) u u^T - F(F-y) diag(u^2)` is the second difference of the loss (y = 1, L = 2..6, 40 chains of uniform weights each)',
      experiment: 'chain-entries',
      parameters: { ...chains, target: 1, factor: 1 },
      constants: { factor: 'value' },
      mutant: {
        parameters: { ...chains, target: 1, factor: 1.001 },
        change: '1.001 F(2F-y) off the diagonal',
      },
    },
  ],
};

const inertia = { depths: [2, 3, 4, 5, 8, 17, 64], nets: 12 };

export const chainInertia: Theorem = {
  id: 'chain-inertia',
  label: 'C4',
  title: 'Inertia of a chain',
  statement:
    'With `r = F/y`, `H` has (negative, positive) eigenvalues `(L-1, 1)` for `r < 0` and `r > 1`, `(1, L-1)` for `0 < r < (L-1)/(2L-1)`, `(0, L)` for `(L-1)/(2L-1) < r < 1`; `(0, L-1)` at `r = (L-1)/(2L-1)` and `(0, 1)` at `r = 1`.',
  conditions: ['width 1, linear', 'all `w_k` nonzero', '`y != 0` (`y = 0` is as `r > 1`)'],
  source: "theory of this project; Sylvester's law of inertia",
  derivation:
    '`H = D (beta I + alpha 1 1^T) D` with `D = diag(u)`: the signs are that of `beta = -F(F-y)`, `L-1` times, and that of `beta + L alpha = F((2L-1)F - (L-1)y)`.',
  claims: [
    {
      kind: 'experiment',
      part: '',
      claim:
        'the signs of the eigenvalues are as stated for r in each region, on both boundaries and half a percent beside the inner one (L = 2, 3, 4, 5, 8, 17, 64, 12 chains of random signs and powers of 2 each)',
      experiment: 'chain-inertia',
      parameters: { ...inertia, boundary: 1 },
      constants: { boundary: 'value' },
      mutant: { parameters: { ...inertia, boundary: 1 / 2 }, change: 'half of the inner boundary' },
    },
  ],
};

const moment = (pairs: string) =>
  `mean(hessianNorm2^(41/100)) <= ${pairs}*(3^(41/100)/(2*41/100+1))^(L-2) for L in 2..12, d = 1 with activation linear, init uniform(1), readout none`;

export const chainSpectrum: Theorem = {
  id: 'chain-spectrum',
  label: 'C5',
  title: 'The spectrum of a chain vanishes',
  statement:
    '`E |nabla^2 F|_F^(2s) <= x^(2s) L(L-1) (tau^(2s)/(2s+1))^(L-2)` for weights uniform on `[-tau, tau]` and `0 < s <= 1`: less than 1 per layer at `tau = sqrt(3)`, `s = 0.41`, though `E F^2 = x^2`.',
  conditions: ['width 1, linear', 'uniform weights', '`0 < s <= 1`'],
  source: 'theory of this project; the chain of Orvieto et al. 2022, claim 2',
  derivation:
    '`|nabla^2 F|_F^2` = sum over `k != l` of `(F/(w_k w_l))^2`; the s-th power of the sum is at most the sum of the s-th powers, each with mean prod over the `L-2` other weights of `E|w|^(2s) = tau^(2s)/(2s+1)`.',
  claims: [
    {
      kind: 'claim',
      part: '',
      claim: moment('L*(L-1)'),
      mutant: { claim: moment('L*(L-1)/2'), change: 'each pair of weights counted once' },
    },
  ],
};
