/** E1-E5: escape from the plateau around 0. */
import type { Theorem } from './theorem.js';

const flow = { Ls: [3, 4, 5, 10, 20], starts: [0.3, 0.4, 0.5], goals: [0.8, 0.9, 0.95] };
const area = (weight: string, first: string) =>
  `${weight}^2/2*hyp2f1(1, ${first}/L, 1+${first}/L, ${weight}^L)`;

export const escapeChain: Theorem = {
  id: 'escape-chain',
  label: 'E1',
  title: 'Escape time of gradient flow on the balanced chain',
  statement:
    "`w' = w^(L-1) (1-w^L)` takes the time `T = (w0^(2-L) - w1^(2-L))/(L-2) + A(w1) - A(w0)` from `w0` to `w1`, `A(w) = (w^2/2) 2F1(1, 2/L; 1+2/L; w^L)`.",
  conditions: ['all weights equal, `x = y = 1`', '`L >= 3`', '`0 < w0 < w1 < 1`'],
  source: 'theory of this project; illustrates Orvieto et al. 2022, claim 3',
  derivation:
    'Separate the variables: `1/(w^(L-1) (1-w^L)) = w^(1-L) + w/(1-w^L)`, and expand the second term in powers of `w^L`.',
  claims: [
    {
      kind: 'experiment',
      part: 'flow',
      claim:
        'T = time of the flow, integrated numerically, to a part in 10^8 (L = 3, 4, 5, 10, 20, w0 = .3, .4, .5, w1 = .8, .9, .95)',
      experiment: 'escape-time',
      parameters: { ...flow, area: 1 },
      constants: { area: 'value' },
      mutant: { parameters: { ...flow, area: 0.999 }, change: '0.999 (A(w1) - A(w0))' },
    },
    {
      kind: 'closed-form',
      part: 'area',
      claim: `${area('w', '2')} = sum(k, 0, 400, w^(k*L+2)/(k*L+2)) within 1e-9 for L in 3..40, w in 1/10..9/10`,
      mutant: {
        claim: `${area('w', '3')} = sum(k, 0, 400, w^(k*L+2)/(k*L+2)) within 1e-9 for L in 3..40, w in 1/10..9/10`,
        change: '3/L for 2/L',
      },
    },
  ],
};

const time = `((w^(2-L)-v^(2-L))/(L-2) + ${area('v', '2')} - ${area('w', '2')})`;
const curvature = '((L-1)*w^(L-2)-(2*L-1)*w^(2*L-2))';
const limit = (top: string) =>
  `${time}*${curvature} = (${top})/(L-2) within 50*w for L in 3..30, v in 1/2..9/10, w in 1e-6..1e-3`;

export const escapeCurvature: Theorem = {
  id: 'escape-curvature',
  label: 'E2',
  title: 'The escape time is the inverse of the curvature',
  statement:
    'For `w^L <= 1/2` the balanced chain has `lambdaMin = -(L-1) w^(L-2) + (2L-1) w^(2L-2)`, and `T |lambdaMin(w0)| -> (L-1)/(L-2)` as `w0 -> 0`.',
  conditions: ['all weights equal, `x = y = 1`', '`L >= 3`', '`w1` in `(0, 1)` fixed'],
  source: 'C3 and E1; Orvieto et al. 2022, claim 3',
  derivation:
    'By C3 the eigenvalue along `(1, ..., 1)` is `w^(L-2) ((2L-1) w^L - (L-1))`; `T` is `w0^(2-L)/(L-2)` to leading order.',
  claims: [
    {
      kind: 'experiment',
      part: 'lambda-min',
      claim:
        'lambdaMin is the smallest eigenvalue by the secular equation (L = 2, 3, 5, 10, 40, w = .1, .3, .6, .8, .95, as far as w^L <= 1/2)',
      experiment: 'escape-curvature',
      parameters: { Ls: [2, 3, 5, 10, 40], weights: [0.1, 0.3, 0.6, 0.8, 0.95], factor: 1 },
      constants: { factor: 'value' },
      mutant: {
        parameters: { Ls: [2, 3, 5, 10, 40], weights: [0.1, 0.3, 0.6, 0.8, 0.95], factor: 1.001 },
        change: '1.001 lambdaMin',
      },
    },
    {
      kind: 'closed-form',
      part: 'limit',
      claim: limit('L-1'),
      mutant: { claim: limit('L'), change: 'L for L-1' },
    },
  ],
};

const dyadic = {
  Ls: [1, 2, 8, 64, 1000],
  starts: [0.25, 0.3125],
  goals: [0.75, 0.90625],
  rates: [0.0078125, 0.046875],
};

export const escapeSign: Theorem = {
  id: 'escape-sign',
  label: 'E3',
  title: 'Sign descent does not see the plateau',
  statement:
    'Sign descent of rate `eta` takes exactly `ceil((w1-w0)/eta)` steps from `w0` to `w1` along the balanced chain, whatever `L`.',
  conditions: ['all weights equal, `x = y = 1`', '`0 < w0 < w1 <= 1`', 'exact arithmetic (dyadic data)'],
  source: 'Orvieto et al. 2022, claim 3 (adaptive methods)',
  derivation: 'The gradient `w^(L-1)(w^L-1)` is negative below 1, whatever its size: each step adds `eta`.',
  claims: [
    {
      kind: 'experiment',
      part: '',
      claim: 'steps = `ceil((w1-w0)/eta)` (L = 1, 2, 8, 64, 1000, dyadic w0, w1, eta)',
      experiment: 'sign-steps',
      parameters: { ...dyadic, extra: 0 },
      constants: { extra: 'value' },
      mutant: { parameters: { ...dyadic, extra: 1 }, change: 'one step more' },
    },
  ],
};

const stalled = { depths: [16, 20, 32], cap: 200_000, epsilon: 1e-8 };
const free = { depths: [16, 20, 32, 100, 1000], cap: 1000, epsilon: 0 };

export const escapeEpsilon: Theorem = {
  id: 'escape-epsilon',
  label: 'E3',
  title: "An optimizer's epsilon brings the plateau back",
  statement:
    'RMSprop and Adam cross the plateau in `O((w1-w0)/eta)` steps as long as their epsilon is far below the gradient, or 0; with the usual `1e-8` RMSprop stalls too: from .3 to .9 at rate .01 it takes 9, 155 and more than 200,000 steps at `L = 16, 20, 32`, and 7 at each with epsilon 0.',
  conditions: [
    'balanced chain, `x = y = 1`',
    'RMSprop: decay .99, no bias correction; Adam: .9, .999, bias corrected; both `g/(sqrt(v)+epsilon)`',
  ],
  source: 'theory of this project; qualifies Orvieto et al. 2022, claim 3',
  derivation:
    'With epsilon 0 a step is rate times a ratio of gradients, which does not depend on their size. A gradient `w^(L-1)` below epsilon is divided by epsilon instead: plain descent at rate `eta/epsilon`.',
  claims: [
    {
      kind: 'experiment',
      part: 'rmsprop-stalls',
      claim:
        'RMSprop with epsilon 1e-8 takes 9, 155 and more than 200,000 steps from .3 to .9 at L = 16, 20, 32',
      experiment: 'adaptive-steps',
      parameters: { ...stalled, least: [9, 155, 200_001], most: [9, 155, 400_000] },
      constants: { least: 'lower', most: 'upper' },
      mutant: {
        parameters: { ...stalled, epsilon: 0, least: [9, 155, 200_001], most: [9, 155, 400_000] },
        change: 'epsilon 0',
      },
    },
    {
      kind: 'experiment',
      part: 'rmsprop-without',
      claim: 'RMSprop with epsilon 0 takes 7 steps at L = 16, 20, 32, and at most 10 at L = 100 and 1000',
      experiment: 'adaptive-steps',
      parameters: { ...free, least: [7, 7, 7, 1, 1], most: [7, 7, 7, 10, 10] },
      constants: { least: 'lower', most: 'upper' },
      mutant: {
        parameters: { ...free, epsilon: 1e-8, least: [7, 7, 7, 1, 1], most: [7, 7, 7, 10, 10] },
        change: 'epsilon 1e-8',
      },
    },
    {
      kind: 'experiment',
      part: 'adam-without',
      claim:
        'Adam with epsilon 0 takes 53, 55, 60 steps at L = 16, 20, 32, and at most 100 at L = 100 and 1000',
      experiment: 'adaptive-steps',
      parameters: { ...free, optimizer: 'adam', least: [53, 55, 60, 1, 1], most: [53, 55, 60, 100, 100] },
      constants: { least: 'lower', most: 'upper' },
      mutant: {
        parameters: {
          ...free,
          optimizer: 'adam',
          epsilon: 1e-8,
          least: [53, 55, 60, 1, 1],
          most: [53, 55, 60, 100, 100],
        },
        change: 'epsilon 1e-8',
      },
    },
  ],
};

const balls = { depths: [1, 2, 4], widths: [1, 2, 4], nets: 4, radii: [0.01, 0.1, 0.5] };

export const escapeGrowthBound: Theorem = {
  id: 'escape-growth-bound',
  label: 'E4',
  title: "Groenwall's bound on the escape",
  statement:
    'Where the gradient of the loss has Lipschitz constant `gamma > 0` along the path and `g != 0` at the start, gradient flow needs `t >= log(1 + gamma r/|g|)/gamma` to leave the ball of radius `r`.',
  conditions: ['linear nets and chains; relu nets only as long as no mask changes', '`g != 0`'],
  source: 'Groenwall 1919',
  derivation:
    "`|w'| <= |g| + gamma |w - w_0|` along the flow, so `|w - w_0| <= |g| (e^(gamma t) - 1)/gamma`.",
  claims: [
    {
      kind: 'experiment',
      part: '',
      claim:
        'the flow of linear nets (L = 1, 2, 4, d = 1, 2, 4, 4 nets each, 4 inputs) leaves the balls of radius .01, .1, .5 no earlier, with a certified gamma',
      experiment: 'growth-bound',
      parameters: { ...balls, factor: 1 },
      constants: { factor: 'lower' },
      mutant: { parameters: { ...balls, factor: 2 }, change: 'twice the bound' },
    },
  ],
};

/** In numerics/escape/race.ts: 8 inputs of norm 1, normal targets, mean squared error, all weights and the readout trained. */
const race = { width: 8, shallow: 4, deep: 32 };

export const escapeRace: Theorem = {
  id: 'escape-race',
  label: 'E5',
  title: 'The race',
  statement:
    'From `L/d = 1/2` to 4 (`d = 8`, `L = 4` and 32) the median number of steps until the loss has fallen by 10 % grows at least twentyfold for gradient descent, at most twelvefold for Adam, and at most twentyfold for RMSprop, at each of two rates.',
  conditions: [
    'he-normal, relu, 8 inputs of norm 1, normal targets, mean squared error, readout trained',
    'nets dead at the start apart',
    'gradient descent: rates .05, .01; Adam: .01, .001; RMSprop (decay .99, no bias correction): .01, .001',
  ],
  source: 'Orvieto et al. 2022, claim 3; design and figures ours',
  derivation:
    'None: an experiment. Gradients and curvature at the start are of the size `exp(-5L/(4d))` (G2, H4), and gradient descent needs a time inverse to it (E2), while a step of Adam or RMSprop does not depend on the size of the gradient (E3).',
  claims: [
    {
      kind: 'experiment',
      part: 'gradient-descent',
      claim: 'median escape steps grow at least 20-fold from L = 4 to L = 32 at d = 8, at rates .05 and .01',
      experiment: 'race-growth',
      parameters: {
        ...race,
        optimizer: 'gradient-descent',
        rates: [0.05, 0.01],
        growth: 'at least',
        factor: 20,
      },
      constants: { factor: 'lower' },
      mutant: {
        parameters: { ...race, optimizer: 'adam', rates: [0.01, 0.001], growth: 'at least', factor: 20 },
        change: 'Adam for gradient descent',
      },
    },
    {
      kind: 'experiment',
      part: 'adam',
      claim: 'median escape steps grow at most 12-fold from L = 4 to L = 32 at d = 8, at rates .01 and .001',
      experiment: 'race-growth',
      parameters: { ...race, optimizer: 'adam', rates: [0.01, 0.001], growth: 'at most', factor: 12 },
      constants: { factor: 'upper' },
      mutant: {
        parameters: {
          ...race,
          optimizer: 'gradient-descent',
          rates: [0.05, 0.01],
          growth: 'at most',
          factor: 12,
        },
        change: 'gradient descent for Adam',
      },
    },
    {
      kind: 'experiment',
      part: 'rmsprop',
      claim: 'median escape steps grow at most 20-fold from L = 4 to L = 32 at d = 8, at rates .01 and .001',
      experiment: 'race-growth',
      parameters: { ...race, optimizer: 'rmsprop', rates: [0.01, 0.001], growth: 'at most', factor: 20 },
      constants: { factor: 'upper' },
      mutant: {
        parameters: { ...race, optimizer: 'rmsprop', rates: [0.01, 0.001], growth: 'at most', factor: 1 },
        change: '1 for 20',
      },
    },
  ],
};
