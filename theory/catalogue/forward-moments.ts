/** F1, F2: moments of the forward pass. */
import type { Theorem } from './theorem.js';

/** Larger eigenvalue sum and root of F2's 2x2 recursion for he gain, x = e_1 and 2(kappa - 3)/d = -c/d. */
function sparseSecondMoment(trace: string, root: string): string {
  return `(((${trace}+${root})/2)^(L+1)-((${trace}-${root})/2)^(L+1))/${root}`;
}

const uniformTrace = '(1+13/(5*d))';
const uniformRoot = 'sqrt((1+13/(5*d))^2+48/(5*d)*(1-1/d))';
const rademacherTrace = '(1+1/d)';
const rademacherRoot = 'sqrt((1+1/d)^2+16/d*(1-1/d))';

export const forwardMean: Theorem = {
  id: 'forward-mean',
  label: 'F1',
  title: 'Mean of the forward norm',
  statement: "`E forwardNorm2 = (p g)^L`, with `p = E phi'(z)^2` and gain `g = d sigma^2`.",
  conditions: ['symmetric i.i.d. weights of variance `sigma^2`', 'no biases', 'any input'],
  source: 'He et al. 2015; Glorot & Bengio 2010; the expectation analysis of Orvieto et al. 2022, claim 1',
  derivation:
    'Given `a^(l-1)`, `z^l` has symmetric entries of variance `sigma^2 |a^(l-1)|^2`, and `E phi(z)^2 = p E z^2` by symmetry. ' +
    'Summing over `d` rows multiplies the expected squared norm by `p g` in every layer.',
  claims: [
    {
      kind: 'claim',
      part: 'he-normal',
      claim: 'mean(forwardNorm2) = 1 for L in 1..300, d in 1..300',
      mutant: {
        claim: 'mean(forwardNorm2) = (1+1/(1000*d))^L for L in 1..300, d in 1..300',
        change: 'a drift of 1/(1000 d) a layer',
      },
    },
    {
      kind: 'claim',
      part: 'xavier-normal',
      claim: 'mean(forwardNorm2) = 2^(-L) for L in 1..300, d in 1..300 with init xavier-normal',
      mutant: {
        claim: 'mean(forwardNorm2) = (51/100)^L for L in 1..300, d in 1..300 with init xavier-normal',
        change: '0.51 for 1/2',
      },
    },
    {
      kind: 'claim',
      part: 'linear',
      claim:
        'mean(forwardNorm2) = g^L for L in 1..100, d in 1..100, g in 1/4..4 with activation linear, init normal(g)',
      mutant: {
        claim:
          'mean(forwardNorm2) = (g/2)^L for L in 1..100, d in 1..100, g in 1/4..4 with activation linear, init normal(g)',
        change: 'the factor p = 1/2 of relu kept for a linear net',
      },
    },
    {
      kind: 'claim',
      part: 'he-uniform',
      claim:
        'mean(forwardNorm2) = 1 within 1/20 for L in 1..8, d in 4..32 where 4*L <= d with init he-uniform',
      mutant: {
        claim:
          'mean(forwardNorm2) = 6/5 within 1/20 for L in 1..8, d in 4..32 where 4*L <= d with init he-uniform',
        change: '6/5 for 1',
      },
    },
    {
      kind: 'claim',
      part: 'pytorch',
      claim:
        'mean(forwardNorm2) = 6^(-L) within 1/20 for L in 1..6, d in 4..24 where 4*L <= d with init pytorch',
      mutant: {
        claim:
          'mean(forwardNorm2) = 5^(-L) within 1/20 for L in 1..6, d in 4..24 where 4*L <= d with init pytorch',
        change: '5 for 6',
      },
    },
    {
      kind: 'claim',
      part: 'leaky-relu',
      claim:
        'mean(forwardNorm2) = 1 within 1/20 for L in 1..6, d in 4..24 where 4*L <= d ' +
        'with activation leaky-relu(1/2), init normal(8/5)',
      mutant: {
        claim:
          'mean(forwardNorm2) = 1 within 1/20 for L in 1..6, d in 4..24 where 4*L <= d ' +
          'with activation leaky-relu(1/2), init normal(2)',
        change: "He's gain 2, which is right for slope 0 only",
      },
    },
  ],
};

export const forwardSecondMoment: Theorem = {
  id: 'forward-second-moment',
  label: 'F2',
  title: 'Second moment of the forward norm',
  statement:
    "`u = E|a|_2^4` and `w = E|a|_4^4` obey `w' = d q sigma^4 (3u + (kappa-3) w)`, `u' = d(d-1)(p sigma^2)^2 u + w'`; " +
    'normal weights: `E forwardNorm2^2 = (1+5/d)^L` for relu and he, `(1+2/d)^L` for linear nets of gain 1.',
  conditions: [
    'symmetric i.i.d. weights of kurtosis `kappa`',
    'square layers',
    '`x = e_1` for the drawn cases',
  ],
  source: 'theory of this project; the fourth-moment view of Orvieto et al. 2022, claim 1',
  derivation:
    'Given `a`, rows of `z` are independent with `E z_i^4 = sigma^4 (3|a|_2^4 + (kappa-3)|a|_4^4)`. The diagonal terms of ' +
    '`|phi(z)|_2^4` give `d q E z^4`, the off-diagonal ones `d(d-1)(p sigma^2)^2 |a|_2^4`: a linear 2x2 recursion, whose ' +
    'solution for `x = e_1` is `(lambda_+^(L+1) - lambda_-^(L+1))/(lambda_+ - lambda_-)`.',
  claims: [
    {
      kind: 'claim',
      part: 'he-normal',
      claim: 'mean(forwardNorm2^2) = (1+5/d)^L for L in 1..300, d in 1..300',
      mutant: {
        claim: 'mean(forwardNorm2^2) = (1+49/(10*d))^L for L in 1..300, d in 1..300',
        change: '4.9 for 5',
      },
    },
    {
      kind: 'claim',
      part: 'linear',
      claim:
        'mean(forwardNorm2^2) = (1+2/d)^L for L in 1..300, d in 1..300 with activation linear, init lecun-normal',
      mutant: {
        claim:
          'mean(forwardNorm2^2) = (1+5/d)^L for L in 1..300, d in 1..300 with activation linear, init lecun-normal',
        change: "relu's 5 for 2",
      },
    },
    {
      kind: 'claim',
      part: 'he-uniform',
      claim: `mean(forwardNorm2^2) = ${sparseSecondMoment(uniformTrace, uniformRoot)} within 1/10 for L in 1..3, d in 11..20 with init he-uniform, input sparse`,
      mutant: {
        claim:
          'mean(forwardNorm2^2) = (1+5/d)^L within 1/10 for L in 1..3, d in 11..20 with init he-uniform, input sparse',
        change: 'the kurtosis 3 of normal weights for 9/5',
      },
    },
    {
      kind: 'claim',
      part: 'rademacher',
      claim: `mean(forwardNorm2^2) = ${sparseSecondMoment(rademacherTrace, rademacherRoot)} within 1/12 for L in 1..3, d in 14..20 with init rademacher, input sparse`,
      mutant: {
        claim:
          'mean(forwardNorm2^2) = (1+5/d)^L within 1/12 for L in 1..3, d in 14..20 with init rademacher, input sparse',
        change: 'the kurtosis 3 of normal weights for 1',
      },
    },
  ],
};
