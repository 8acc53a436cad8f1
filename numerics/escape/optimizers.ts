/** First-order optimizers, by every number that they have. What each does in a step: optimizer-step.ts. */

/** w -= rate g. (Cauchy 1847.) */
export interface GradientDescent {
  readonly kind: 'gradient-descent';
  readonly rate: number;
}

/** Gradient descent on the loss of `batchSize` of the inputs at a time; which ones: race.ts. (Robbins & Monro 1951.) */
export interface Sgd {
  readonly kind: 'sgd';
  readonly rate: number;
  readonly batchSize: number;
}

/** Heavy ball: m = momentum m + g, w -= rate m. (Polyak 1964, in the form of PyTorch's SGD without dampening.) */
export interface Momentum {
  readonly kind: 'momentum';
  readonly rate: number;
  readonly momentum: number;
}

/** w -= rate sign g, with sign 0 = 0. */
export interface SignDescent {
  readonly kind: 'sign-descent';
  readonly rate: number;
}

/**
 * v = decay v + (1 - decay) g^2 from v = 0, w -= rate g / (sqrt v + epsilon), without correction of the start's bias: the first step is
 * rate/sqrt(1 - decay). (Tieleman & Hinton 2012; PyTorch's RMSprop.)
 */
export interface RmsProp {
  readonly kind: 'rmsprop';
  readonly rate: number;
  readonly decay: number;
  readonly epsilon: number;
}

/**
 * m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2 from 0; w -= rate m' / (sqrt v' + epsilon), m' = m/(1 - beta1^t), v' = v/(1 - beta2^t)
 * at step t = 1, 2, ... (Kingma & Ba 2015, algorithm 1.)
 */
export interface Adam {
  readonly kind: 'adam';
  readonly rate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export type Optimizer = GradientDescent | Sgd | Momentum | SignDescent | RmsProp | Adam;

type OptimizerKind = Optimizer['kind'];

/** Rates as in PyTorch where it has one (its SGD's is .001 and is replaced by .01); decay rates and epsilon as in PyTorch and Kingma & Ba. */
const defaults: { readonly [K in OptimizerKind]: Extract<Optimizer, { kind: K }> } = {
  'gradient-descent': { kind: 'gradient-descent', rate: 0.01 },
  sgd: { kind: 'sgd', rate: 0.01, batchSize: 1 },
  momentum: { kind: 'momentum', rate: 0.01, momentum: 0.9 },
  'sign-descent': { kind: 'sign-descent', rate: 0.01 },
  rmsprop: { kind: 'rmsprop', rate: 0.01, decay: 0.99, epsilon: 1e-8 },
  adam: { kind: 'adam', rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
};

/**
 * An optimizer; what the settings leave out has its default. `optimizerOf('adam', { rate: 0.01 })`
 * @throws RangeError unless rate > 0 and finite, 0 <= momentum, decay, beta < 1, 0 <= epsilon < Infinity, batchSize a whole number from 1.
 */
export function optimizerOf<K extends OptimizerKind>(
  kind: K,
  settings: Partial<Omit<Extract<Optimizer, { kind: K }>, 'kind'>> = {},
): Extract<Optimizer, { kind: K }> {
  if (!Object.hasOwn(defaults, kind)) throw new RangeError(`There is no optimizer called ${kind}.`);
  const optimizer = { ...defaults[kind], ...settings };
  checkOptimizer(optimizer);
  return optimizer;
}

/** @throws RangeError as `optimizerOf`. */
export function checkOptimizer(optimizer: Optimizer): void {
  const { rate } = optimizer;
  if (!(rate > 0 && rate < Infinity)) {
    throw new RangeError(`The rate of an optimizer must be positive and finite, not ${rate}.`);
  }
  switch (optimizer.kind) {
    case 'gradient-descent':
    case 'sign-descent':
      return;
    case 'sgd':
      if (!(Number.isSafeInteger(optimizer.batchSize) && optimizer.batchSize >= 1)) {
        throw new RangeError(
          `The size of a batch must be a whole number from 1, not ${optimizer.batchSize}.`,
        );
      }
      return;
    case 'momentum':
      checkFraction('momentum', optimizer.momentum);
      return;
    case 'rmsprop':
      checkFraction('decay', optimizer.decay);
      checkEpsilon(optimizer.epsilon);
      return;
    case 'adam':
      checkFraction('beta1', optimizer.beta1);
      checkFraction('beta2', optimizer.beta2);
      checkEpsilon(optimizer.epsilon);
      return;
  }
}

function checkFraction(name: string, x: number): void {
  if (!(x >= 0 && x < 1)) throw new RangeError(`An optimizer's ${name} must lie in [0, 1), not ${x}.`);
}

function checkEpsilon(epsilon: number): void {
  if (!(epsilon >= 0 && epsilon < Infinity)) {
    throw new RangeError(`An optimizer's epsilon must be finite and not negative, not ${epsilon}.`);
  }
}
