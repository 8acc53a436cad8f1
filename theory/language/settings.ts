/** What the settings of a claim mean for the exact law: which inits have one, and with which gain. */
import Fraction from 'fraction.js';
import type { Expression, Quantity } from '../expression/ast.js';
import type { InitName, InitSetting, Settings } from './claim.js';

const span = { start: 0, end: 0 };
export function integerNode(value: number): Expression {
  return { kind: 'number', value: new Fraction(value), text: String(value), span };
}

type WeightFamily = 'normal' | 'uniform' | 'rademacher' | 'orthogonal';

/** The family of laws that an init draws its weights from. */
function weightFamily(init: InitName): WeightFamily {
  if (init === 'rademacher' || init === 'orthogonal') return init;
  return init === 'pytorch' || init.endsWith('uniform') ? 'uniform' : 'normal';
}

/** Gain g = d sigma^2 of a square layer; for orthogonal the factor on orthonormal rows, squared. */
export function squareGain(init: InitSetting): Expression {
  if (init.gain !== undefined) return init.gain;
  const fixed: Record<string, number> = { he: 2, xavier: 1, lecun: 1, rademacher: 2, orthogonal: 2 };
  if (init.name === 'pytorch') {
    return { kind: 'binary', operator: '/', left: integerNode(1), right: integerNode(3), span };
  }
  return integerNode(fixed[init.name.split('-')[0]!]!);
}

/** sigma_l^2 of a layer with these fan-in and fan-out, for inits of independent weights. */
export function layerVariance(init: InitSetting, fanIn: Expression, fanOut: Expression): Expression {
  const over = (left: Expression, right: Expression): Expression => ({
    kind: 'binary',
    operator: '/',
    left,
    right,
    span,
  });
  if (!init.name.startsWith('xavier')) return over(squareGain(init), fanIn);
  return over(integerNode(2), { kind: 'binary', operator: '+', left: fanIn, right: fanOut, span });
}

/** True where the forward norm has the closed law of F3: normal weights, relu or linear. */
function hasExactLaw(settings: Settings): boolean {
  return weightFamily(settings.init.name) === 'normal' && settings.activation.kind !== 'leaky-relu';
}

/** True where the quantity's observable has an exact law: the forward norm (F3), and gradients behind a random readout (G2). */
export function isExact({ observable }: Quantity, settings: Settings): boolean {
  if (!hasExactLaw(settings)) return false;
  return (
    observable.name === 'forwardNorm2' ||
    (observable.name === 'gradientNorm2' && settings.readout === 'random')
  );
}
